import numpy as np
import pytest

from gmm_core import (
    COVARIANCE_STRUCTURES,
    INITIALIZERS,
    DataError,
    DegenerateComponentError,
    GaussianMixture,
    e_step,
)
from gmm_core.fitting import Settings, fit_run, in_view_order


def test_the_defaults_are_scikit_learns_start(table):
    """Same k-means, same seed, no floor: the same run as the estimator's."""
    X = table("iris")
    found = fit_run(X, Settings(3))
    estimator = GaussianMixture(3, random_state=0, reg_covar=0.0, tol=1e-6, max_iter=1000).fit(X)
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
    run = GaussianMixture(3, random_state=0).fit(X).run_
    listed = in_view_order(run)
    order = run.mixture.view_order()
    for before, after in zip(run.states, listed.states, strict=True):
        np.testing.assert_array_equal(after.mixture.means, before.mixture.means[order])
        np.testing.assert_array_equal(after.mixture.covariances, before.mixture.covariances[order])
        assert (after.iteration, after.log_likelihood) == (before.iteration, before.log_likelihood)


def test_the_floor_counts_in_squared_units(table):
    """One component: the covariance of the rows, and the floor on its diagonal."""
    X = table("faithful")
    plain, floored = (fit_run(X, Settings(1, floor=floor)).mixture for floor in (0.0, 2.5))
    np.testing.assert_allclose(floored.covariances[0] - plain.covariances[0], 2.5 * np.eye(2))
    scaled = fit_run(X, Settings(1, floor=0.1, standardise=True)).mixture
    added = scaled.covariances[0] - plain.covariances[0]
    np.testing.assert_allclose(added, 0.1 * np.diag(X.var(axis=0)), atol=1e-9)


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
        fit_run(X, Settings(3))
