"""What programs written for scikit-learn's GaussianMixture count on, one behaviour a test."""

import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture as Theirs

from gmm_core import COVARIANCE_STRUCTURES, DegenerateComponentError, GaussianMixture
from gmm_core.em.collapse import TRACE
from gmm_core.em.model import Model
from gmm_core.expectation import Statistics

TYPES = ("full", "tied", "diag", "spherical")
BOTH = pytest.mark.parametrize("estimator", [GaussianMixture, Theirs])


@pytest.fixture(params=TYPES)
def covariance_type(request):
    return request.param


def drawn(seed=0, n=60):
    """Two groups in two dimensions."""
    rng = np.random.default_rng(seed)
    return np.vstack([rng.normal(0.0, 1.0, (n, 2)), rng.normal(6.0, 1.0, (n, 2))])


# No iteration


@BOTH
def test_no_iteration_leaves_the_start(estimator):
    first = [[1.0, 2.0], [7.0, 5.0]]
    fit = estimator(2, means_init=first, max_iter=0, random_state=0).fit(drawn())
    np.testing.assert_array_equal(fit.means_, first)
    assert (fit.n_iter_, fit.converged_, list(fit.lower_bounds_)) == (0, False, [])


def test_no_iteration_is_scored_and_is_the_first_mixture_of_a_run():
    X = drawn()
    start = GaussianMixture(2, max_iter=0, random_state=0).fit(X)
    run = GaussianMixture(2, random_state=0).fit(X).run_
    np.testing.assert_array_equal(start.means_, run.states[0].mixture.means)
    assert start.lower_bound_ == pytest.approx(start.score(X), rel=1e-12)


# Warm starts


def test_one_iteration_at_a_time_converges_where_one_run_does(table, covariance_type):
    X = table("faithful")
    settings = {"covariance_type": covariance_type, "random_state": 0}
    whole = GaussianMixture(2, **settings).fit(X)
    parts, fits = GaussianMixture(2, max_iter=1, warm_start=True, **settings), 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        while fits < 500 and not (fits and parts.converged_):
            parts.fit(X)
            fits += 1
            assert parts.n_iter_ == 1
    assert fits == whole.n_iter_
    np.testing.assert_array_equal(parts.means_, whole.means_)


def test_a_slow_run_ends_in_a_loop_of_short_fits_and_long_ones_keep_the_estimate():
    """One normal distribution fitted by two: after 1,500 steps far more than `tol` is left."""
    X = np.random.default_rng(1).normal(size=(300, 2))
    settings = {"covariance_type": "tied", "reg_covar": 0.0, "tol": 1e-7, "random_state": 0}
    short = GaussianMixture(2, max_iter=1, warm_start=True, **settings)
    long = GaussianMixture(2, max_iter=250, warm_start=True, **settings)
    reached: list[float] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        while len(reached) < 600 and not (reached and short.converged_):
            reached.append(short.fit(X).lower_bound_)
        assert short.converged_
        assert 0 < np.diff(reached)[-100:].max() < 1e-7 < np.diff(reached)[-101]
        assert not long.fit(X).converged_
        assert not long.fit(X).converged_


def test_the_likelihood_never_falls_from_one_fit_to_the_next(covariance_type):
    X, reached = drawn(1), -np.inf
    fit = GaussianMixture(3, covariance_type=covariance_type, max_iter=1, warm_start=True)
    fit.set_params(random_state=0, reg_covar=0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for _ in range(40):
            before, reached = reached, fit.fit(X).score(X)
            assert reached >= before - 1e-12


def test_a_converged_fit_takes_a_step_and_has_converged_still(table):
    fit = GaussianMixture(2, random_state=0, warm_start=True).fit(table("faithful"))
    assert fit.converged_
    again = fit.fit(table("faithful"))
    assert (again.converged_, again.n_iter_) == (True, 1)


def test_other_rows_are_no_continuation():
    fit = GaussianMixture(2, random_state=0, warm_start=True).fit(drawn(0))
    assert fit.fit(drawn(1)).n_iter_ >= 2


@BOTH
def test_a_warm_start_begins_where_attributes_have_been_set(estimator):
    X = drawn()
    fit = estimator(2, random_state=0, warm_start=True).fit(X)
    fit.means_ = fit.means_[::-1].copy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        fit.set_params(max_iter=1).fit(X)
    assert fit.means_[0, 0] == pytest.approx(fit.predict_proba(X)[:, 0] @ X[:, 0] / 60, abs=0.01)
    assert (fit.means_[0, 0] > 3) == (fit.predict([[6.0, 6.0]])[0] == 0)


# Rows that are too alike


@BOTH
@pytest.mark.parametrize("covariance_type", TYPES)
def test_more_components_than_different_rows_are_fitted_with_a_warning(estimator, covariance_type):
    X = np.repeat([[0.0] * 5, [1.0] * 5], 5, axis=0)
    settings = {"covariance_type": covariance_type, "random_state": 0}
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fit = estimator(10, **settings).fit(X)
    assert any("(2)" in str(each.message) or "Only 2 rows" in str(each.message) for each in said)
    assert fit.weights_.sum() == pytest.approx(1.0)
    assert sorted(np.unique(fit.weights_.round(6)))[0] == 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(ValueError, match="components"):
            estimator(10, reg_covar=0.0, **settings).fit(X)


@pytest.mark.parametrize("kind", COVARIANCE_STRUCTURES)
def test_a_component_without_rows_keeps_a_trace_of_weight_where_it_was(kind):
    X = drawn()
    resp = np.zeros((len(X), 3))
    resp[:60, 0] = resp[60:, 1] = 1.0
    statistics = Statistics.from_responsibilities(X, resp)
    model = Model(kind, reg_covar=1e-6)
    first = model.m_step(statistics)
    again = model.m_step(statistics, first)
    assert 0 < first.weights[2] <= 2 * TRACE
    np.testing.assert_allclose(first.means[2], X.mean(axis=0))
    np.testing.assert_array_equal(again.means[2], first.means[2])
    first.check()
    assert np.isfinite(first.whitening).all()
    with pytest.raises(DegenerateComponentError, match="no row is left"):
        Model(kind).m_step(statistics)


# Starts that lead nowhere


def test_a_start_given_whole_that_collapses_is_kept_up_to_there_with_a_warning():
    X = np.array([[0.0, 0.1], [0.3, 0.2], [0.1, 0.4], [5.0, 5.0], [0.4, 0.0]])
    given = {
        "weights_init": [0.8, 0.2],
        "means_init": [[0.2, 0.2], [5.0, 5.0]],
        "precisions_init": [1.0, 1.0],
    }
    settings = {"covariance_type": "spherical", "reg_covar": 0.0}
    with pytest.warns(ConvergenceWarning, match="before a collapse.*Component 2 collapsed at"):
        fit = GaussianMixture(2, **given, **settings).fit(X)
    assert not fit.converged_
    assert fit.run_.stop_reason == "collapsed"
    np.testing.assert_array_equal(fit.means_, fit.run_.mixture.means)
    assert fit.lower_bound_ == pytest.approx(fit.score(X))
    with pytest.raises(DegenerateComponentError):
        GaussianMixture(2, means_init=given["means_init"], **settings).fit(X)


# An order of components


@pytest.mark.parametrize("name", ["mean", "weight"])
def test_every_seed_that_reaches_one_optimum_lists_its_components_alike(table, name):
    X = table("iris")
    settings = {"covariance_type": "tied", "init_params": "random_from_data", "order": name}
    fits = [GaussianMixture(3, random_state=seed, **settings).fit(X) for seed in range(8)]
    best = max(fits, key=lambda fit: fit.lower_bound_)
    same = [fit for fit in fits if fit.lower_bound_ > best.lower_bound_ - 1e-5]
    assert len(same) > 1
    for fit in same:
        np.testing.assert_allclose(fit.means_, best.means_, atol=0.05)
    key = best.means_[:, 0] if name == "mean" else -best.weights_
    assert (np.diff(key) > 0).all()


def test_the_order_is_that_of_every_attribute(table):
    X = table("iris")
    plain, ordered = (
        GaussianMixture(3, random_state=0, order=order).fit(X) for order in (None, "weight")
    )
    place = np.argsort(-plain.weights_)
    for name in ("weights_", "means_", "covariances_", "precisions_", "precisions_cholesky_"):
        np.testing.assert_array_equal(getattr(ordered, name), getattr(plain, name)[place])
    np.testing.assert_array_equal(ordered.run_.mixture.means, ordered.means_)
    np.testing.assert_array_equal(place[ordered.predict(X)], plain.predict(X))
    assert ordered.lower_bound_ == plain.lower_bound_
