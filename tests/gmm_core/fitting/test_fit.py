import numpy as np
import pytest

import gmm_core
from gmm_core import (
    COVARIANCE_STRUCTURES,
    INITIALIZERS,
    DataError,
    DegenerateComponentError,
    GaussianMixture,
    e_step,
)
from gmm_core.fitting import Settings, fit_run


@pytest.mark.parametrize("init", INITIALIZERS)
def test_settings_and_the_estimator_fit_alike(table, init):
    """Same start, same seed, no floor: the same run."""
    X = table("iris")
    found = fit_run(X, Settings(3, init=init))
    estimator = GaussianMixture(3, random_state=0, reg_covar=0.0, init_params=init).fit(X)
    np.testing.assert_allclose(found.log_likelihoods, estimator.run_.log_likelihoods, rtol=1e-12)
    assert found.converged


@pytest.mark.parametrize("standardise", [False, True])
@pytest.mark.parametrize("init", INITIALIZERS)
@pytest.mark.parametrize("covariance_type", COVARIANCE_STRUCTURES)
def test_every_setting_fits_iris_in_the_units_of_the_data(
    table, covariance_type, init, standardise
):
    X = table("iris")
    settings = Settings(
        3, covariance_type, init, seed=1, standardise=standardise, tol=1e-4, max_iter=300
    )
    found = fit_run(X, settings)
    assert found.log_likelihood == pytest.approx(e_step(X, found.mixture).log_likelihood)
    assert X.min() < found.mixture.means.min() < found.mixture.means.max() < X.max()
    assert np.diff(found.log_likelihoods).min() > -1e-9


@pytest.mark.parametrize("seed", range(4))
def test_components_are_listed_by_their_last_means(table, seed):
    found = fit_run(table("iris"), Settings(3, "tied", "random_from_data", seed))
    assert (np.diff(found.mixture.means[:, 0]) >= 0).all()


def test_all_states_are_listed_in_one_order(table):
    """A component keeps its place from the start to the end: each M-step belongs to its own."""
    X = table("iris")
    start = GaussianMixture(3, random_state=0).fit(X).run_.states[0].mixture
    run = gmm_core.run(X, start)
    listed = run.in_view_order()
    order = run.mixture.view_order()
    for before, after in zip(run.states, listed.states, strict=True):
        np.testing.assert_array_equal(after.mixture.means, before.mixture.means[order])
        np.testing.assert_array_equal(after.mixture.covariances, before.mixture.covariances[order])
        np.testing.assert_array_equal(after.statistics.resp_sum, before.statistics.resp_sum[order])
        np.testing.assert_array_equal(after.statistics.scatter, before.statistics.scatter[order])
        assert (after.iteration, after.log_likelihood) == (before.iteration, before.log_likelihood)


def test_the_floor_is_a_share_of_the_spread_and_says_where_it_acts(table):
    """One component of two correlated features: its thin axis is raised to the floor, no other."""
    X = table("faithful")
    sd = X.std(axis=0)
    correlations = np.corrcoef(X.T)
    thin = np.linalg.eigvalsh(correlations)[0]
    below, above = (fit_run(X, Settings(1, floor=floor)) for floor in (0.9 * thin, 2 * thin))
    assert below.states[-1].floored == ()
    np.testing.assert_allclose(below.mixture.covariances[0], np.cov(X.T, ddof=0), rtol=1e-12)
    assert above.states[-1].floored == (0,)
    raised = np.linalg.eigvalsh(above.mixture.covariances[0] / np.outer(sd, sd))
    np.testing.assert_allclose(raised, [2 * thin, 2 - thin], rtol=1e-10)


def test_floored_components_keep_their_place_when_listed_for_people(table):
    X = np.concatenate([table("faithful"), [[9.0, 130.0]] * 40])
    found = fit_run(X, Settings(3, floor=1e-3, init="kmeans", seed=1))
    narrow = np.linalg.eigvalsh(found.mixture.covariances / np.outer(X.std(0), X.std(0)))[:, 0]
    assert found.states[-1].floored
    for component in range(3):
        acted = component in found.states[-1].floored
        assert (narrow[component] == pytest.approx(1e-3, rel=1e-6)) == acted


def test_every_state_is_told_as_it_is_reached(table):
    seen = []
    found = fit_run(table("iris"), Settings(2), on_state=lambda state: seen.append(state.iteration))
    assert seen == [state.iteration for state in found.states]


def test_bad_rows_are_refused_by_name():
    X = np.column_stack([np.arange(10.0), np.full(10, 0.1)])
    with pytest.raises(DataError, match='Column "price" is constant'):
        fit_run(X, Settings(2), names=["height", "price"])


def test_a_collapse_at_the_start_says_so():
    X = np.repeat([[0.0], [1.0], [5.0]], 10, axis=0)
    with pytest.raises(DegenerateComponentError, match="collapsed at the start"):
        fit_run(X, Settings(3, init="kmeans"))
