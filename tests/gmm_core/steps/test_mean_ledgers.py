"""The ledger of a mean is the M-step, row by row."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, Mixture, Run, iterate, responsibilities, run
from gmm_core.fitting import Settings, fit_run
from gmm_core.steps.mean_ledgers import mean_ledger

X = np.array([[0.0], [1.0], [9.0], [10.0]])
START = Mixture([0.5, 0.5], [[1.0], [8.0]], [[[4.0]], [[4.0]]])


@pytest.fixture(scope="module")
def fit():
    return run(X, START, max_iter=3, tol=0.0)


def groups(seed, offset=0.0, n=40):
    """Three groups in two dimensions, and a run of a few steps from three of the rows."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, 2)) + 3.0 * rng.integers(3, size=(n, 1)) + offset
    eye = np.eye(2) * 4.0
    start = Mixture([0.2, 0.3, 0.5], rows[:3] + np.eye(3, 2), [eye, eye, eye])
    return rows, run(rows, start, max_iter=4, tol=0.0, reg_covar=0.01)


def whole(ledger, rows):
    """What contributors and rest make together."""
    named = np.einsum("tc,tcd->td", ledger.shares, rows[ledger.contributors])
    return named + ledger.rest_shares[:, None] * ledger.rest_means


@pytest.mark.parametrize("kind", ["full", "tied", "diag", "spherical"])
@pytest.mark.parametrize("standardise", [False, True])
def test_weights_and_means_are_those_of_the_run(table, kind, standardise):
    rows = table("iris")
    found = fit_run(rows, Settings(3, kind, standardise=standardise))
    for component in range(3):
        ledger = mean_ledger(rows, found, component)
        before = [state.mixture.means[component] for state in found.states[:-1]]
        after = [state.mixture.means[component] for state in found.states[1:]]
        weights = [state.mixture.weights[component] for state in found.states[1:]]
        np.testing.assert_array_equal(ledger.means_before, before)
        np.testing.assert_allclose(ledger.means_after, after, rtol=1e-10)
        np.testing.assert_allclose(ledger.weights, weights, rtol=1e-10)
        np.testing.assert_allclose(ledger.resp_sums, np.array(weights) * 150, rtol=1e-10)


@given(
    seed=st.integers(0, 2**32 - 1),
    offset=st.sampled_from([0.0, 1e8]),
    n_contributors=st.integers(0, 45),
    sampled=st.booleans(),
)
def test_contributors_and_rest_make_up_the_mean(seed, offset, n_contributors, sampled):
    rows, found = groups(seed, offset)
    among = np.random.default_rng(seed).choice(40, size=11) if sampled else None
    ledger = mean_ledger(rows, found, 1, n_contributors=n_contributors, rows=among)
    np.testing.assert_allclose(whole(ledger, rows), ledger.means_after, rtol=1e-14, atol=1e-13)
    np.testing.assert_allclose(ledger.shares.sum(axis=1) + ledger.rest_shares, 1.0, rtol=1e-13)
    after = [state.mixture.means[1] for state in found.states[1:]]
    np.testing.assert_allclose(ledger.means_after, after, rtol=1e-10, atol=1e-10)


@given(seed=st.integers(0, 2**32 - 1), sampled=st.booleans())
def test_contributors_are_the_rows_of_largest_responsibility(seed, sampled):
    rows, found = groups(seed)
    among = np.random.default_rng(seed).permutation(40)[:20] if sampled else np.arange(40)
    ledger = mean_ledger(rows, found, 0, rows=among if sampled else None)
    for t, state in enumerate(found.states[:-1]):
        resp = responsibilities(rows, state.mixture)[:, 0]
        np.testing.assert_array_equal(ledger.responsibilities[t], resp[ledger.contributors[t]])
        np.testing.assert_allclose(
            ledger.shares[t] * ledger.resp_sums[t], ledger.responsibilities[t]
        )
        others = np.setdiff1d(among, ledger.contributors[t])
        assert set(ledger.contributors[t]) <= set(among.tolist())
        assert len(set(ledger.contributors[t])) == 5
        assert resp[others].max() <= ledger.responsibilities[t].min() + 1e-9
        assert (np.diff(ledger.responsibilities[t]) <= 1e-9).all()


def test_the_sums_are_over_all_rows_wherever_contributors_are_looked_for(fit):
    ledger, some = mean_ledger(X, fit, 0), mean_ledger(X, fit, 0, rows=[3, 1, 3])
    assert some.contributors.tolist() == [[1, 3]] * 3
    assert (ledger.n_candidates, some.n_candidates, some.n_rows) == (4, 2, 4)
    for name in ("resp_sums", "weights", "means_before", "means_after"):
        np.testing.assert_array_equal(getattr(ledger, name), getattr(some, name))


def test_an_m_step_by_hand(fit):
    """Equal weights and variances of 4: the log-odds of x are 7 (4.5 − x) / 4."""
    resp = 1.0 / (1.0 + np.exp(-7.0 * (4.5 - X[:, 0]) / 4.0))
    ledger = mean_ledger(X, fit, 0, n_contributors=1)
    np.testing.assert_allclose(ledger.resp_sums[0], resp.sum(), rtol=1e-12)
    np.testing.assert_allclose(ledger.weights[0], resp.mean(), rtol=1e-12)
    np.testing.assert_allclose(ledger.means_after[0], [resp @ X[:, 0] / resp.sum()], rtol=1e-12)
    assert ledger.contributors[0].tolist() == [0]
    np.testing.assert_allclose(ledger.shares[0], [resp[0] / resp.sum()], rtol=1e-12)
    rest = resp[1:]
    np.testing.assert_allclose(ledger.rest_shares[0], rest.sum() / resp.sum(), rtol=1e-12)
    np.testing.assert_allclose(ledger.rest_means[0], [rest @ X[1:, 0] / rest.sum()], rtol=1e-12)


def test_of_equal_responsibilities_the_row_that_pulls_most_comes_first():
    """One component: all responsibilities are 1, and rows 1 and 3 are as far from 2 as can be.

    In standard deviations the second feature counts ten times less.
    """
    rows = np.array([[2.0, 20.0], [5.0, 0.0], [3.0, 0.0], [-1.0, 0.0], [2.0, 29.0]])
    start = Mixture([1.0], [[2.0, 0.0]], [np.diag([1.0, 100.0])])
    ledger = mean_ledger(rows, run(rows, start, max_iter=1, tol=0.0), 0)
    assert ledger.contributors[0].tolist() == [1, 3, 4, 0, 2]
    np.testing.assert_array_equal(ledger.responsibilities[0], np.ones(5))


def test_fewer_rows_than_contributors_leave_no_rest(fit):
    ledger = mean_ledger(X, fit, 1)
    assert ledger.contributors.shape == (3, 4)
    np.testing.assert_array_equal(ledger.rest_shares, np.zeros(3))
    np.testing.assert_array_equal(ledger.rest_means, ledger.means_after)


def test_a_run_of_its_start_alone_has_no_m_step():
    alone = Run((next(iterate(X, START)),), False, "max_iter", 4.0)
    ledger = mean_ledger(X, alone, 0)
    assert ledger.means_after.shape == (0, 1)
    assert ledger.contributors.shape == (0, 4)


@pytest.mark.parametrize("kind", ["full", "VVI", "tied"])
def test_squares_make_up_the_covariance_that_the_rows_have(table, kind):
    """With its own covariance a component has what they come to; others pool or drop some of it."""
    rows = table("iris")
    found = fit_run(rows, Settings(3, kind))
    ledger = mean_ledger(rows, found, 1, features=(2, 0))
    assert ledger.pairs == ((2, 2), (0, 0), (2, 0))
    for t, (before, after) in enumerate(pairwise(found.states)):
        resp = responsibilities(rows, before.mixture)[:, 1]
        spread = np.cov(rows.T, aweights=resp, ddof=0)
        expected = [spread[pair] for pair in ledger.pairs]
        np.testing.assert_allclose(ledger.spreads[t], expected, rtol=1e-9)
        covariance = after.mixture.covariances[1]
        np.testing.assert_array_equal(
            ledger.spreads_after[t], [covariance[pair] for pair in ledger.pairs]
        )
    sums = ledger.squares.sum(axis=1) + ledger.rest_squares
    np.testing.assert_allclose(sums / ledger.resp_sums[:, None], ledger.spreads, rtol=1e-9)
    alike = np.isclose(ledger.spreads_after, ledger.spreads, rtol=1e-6).all(axis=0).tolist()
    assert alike == {"full": [True] * 3, "VVI": [True, True, False], "tied": [False] * 3}[kind]


def test_without_features_no_spread_is_taken_apart(fit):
    ledger = mean_ledger(X, fit, 0)
    assert ledger.pairs == ()
    assert ledger.squares.shape == (3, 4, 0)


def test_other_rows_than_those_of_the_run_are_refused(fit):
    with pytest.raises(DataError, match=r"total weight 4\.000, and these are 3 rows"):
        mean_ledger(X[:3], fit, 0)
    with pytest.raises(DataError, match=r"shape \(n_samples, 1\)"):
        mean_ledger(np.zeros((4, 2)), fit, 0)
    weighted = run(X, START, sample_weight=[1.0, 2.0, 1.0, 1.0])
    with pytest.raises(
        DataError, match=r"total weight 5\.000, and these are 4 rows of weight 4\.000"
    ):
        mean_ledger(X, weighted, 0)


@pytest.mark.parametrize("component", [-1, 2])
def test_a_component_outside_the_mixture_is_refused(fit, component):
    with pytest.raises(DataError, match=f"no component {component}. Give one from 0 to 1"):
        mean_ledger(X, fit, component)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([0, 4], "positions. Give a list of whole numbers from 0 to 3"),
        ([-1, 2], "not all positions"),
        ([True, False, True, True], "not all positions"),
        ([0.5], "not all positions"),
    ],
)
def test_rows_outside_the_table_are_refused(fit, rows, message):
    with pytest.raises(DataError, match=message):
        mean_ledger(X, fit, 0, rows=rows)
