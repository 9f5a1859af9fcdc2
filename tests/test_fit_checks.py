"""Quantiles of Mahalanobis distances: by hand, calibrated, and against known departures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gmm_core import Mixture, run, sample
from gmm_core.density import responsibilities
from gmm_core.fit_checks import BEYOND, KOLMOGOROV, MOST_QUANTILES, fit_checks
from gmm_core.fit_verdicts import fit_verdicts
from gmm_core.formatting import number
from gmm_core.mahalanobis import squared_distances

ONE = Mixture([1.0], [[0.0]], [[[1.0]]])
OVERLAPPING = Mixture([0.6, 0.4], [[0.0, 0.0], [2.0, 0.0]], [np.eye(2), np.diag([0.5, 2.0])])


def of_one(X):
    """The check of the one normal distribution fitted to the rows, and what is said of it."""
    X = np.asarray(X, dtype=float).reshape(len(X), -1)
    d = X.shape[1]
    fitted = Mixture([1.0], [X.mean(axis=0)], [np.cov(X.T, bias=True).reshape(d, d)])
    (found,) = fit_checks(X, fitted, np.ones((len(X), 1)))
    return found, fit_verdicts([found], d)[0]


def test_by_hand():
    (found,) = fit_checks([[2.0], [-1.0], [0.5], [0.0]], ONE, np.ones((4, 1)))
    np.testing.assert_array_equal(found.rows, [3, 2, 1, 0])
    np.testing.assert_allclose(found.observed, [0.0, 0.25, 1.0, 4.0], atol=1e-12)
    np.testing.assert_allclose(found.expected, stats.chi2.ppf([0.125, 0.375, 0.625, 0.875], 1))
    assert found.soft_size == found.effective_size == 4.0
    assert found.mean == pytest.approx(5.25 / 4)
    assert found.departure == "too few rows"


def test_the_envelope_is_that_of_order_statistics():
    (found,) = fit_checks(np.zeros((50, 3)), some(3), np.ones((50, 1)))
    i = np.arange(1, 51)
    for edge, level in ((found.low, 0.025), (found.high, 0.975)):
        of_uniform = stats.beta.ppf(level, i, 51 - i)
        np.testing.assert_allclose(edge, stats.chi2.ppf(of_uniform, 3), rtol=1e-8)


def some(d):
    return Mixture([1.0], np.zeros((1, d)), [np.eye(d)])


def test_the_envelope_holds_ninety_five_of_a_hundred_samples_at_each_place():
    X = np.random.default_rng(0).normal(size=(400, 60, 2))
    checks = [fit_checks(rows, some(2), np.ones((60, 1)))[0] for rows in X]
    inside = [(c.low <= c.observed) & (c.observed <= c.high) for c in checks]
    np.testing.assert_allclose(np.mean(inside, axis=0), 0.95, atol=0.045)


def test_kurtosis_is_that_of_mardia():
    """By the formula of the textbook: the mean of the squares, less d(d + 2), in its errors."""
    X = stats.multivariate_normal.rvs(np.zeros(3), np.eye(3) + 0.5, size=20_000, random_state=1)
    kurtosis = np.mean(
        squared_distances(X, fitted := Mixture([1.0], [X.mean(axis=0)], [np.cov(X.T, bias=True)]))
        ** 2
    )
    (found,) = fit_checks(X, fitted, np.ones((len(X), 1)))
    assert found.tail_score == pytest.approx((kurtosis - 15) / np.sqrt(120 / 20_000), abs=0.05)


def test_the_gap_is_that_of_the_kolmogorov_test():
    x = stats.norm.rvs(size=500, random_state=2)
    found, _ = of_one(x)
    scaled = (x - x.mean()) ** 2 / x.var()
    reference = stats.kstest(scaled, "chi2", args=(1,))
    assert found.gap == pytest.approx(reference.statistic, rel=1e-9)
    assert found.gap_at == pytest.approx(reference.statistic_location, rel=1e-9)
    assert abs(found.share_nearer - found.expected_nearer) == pytest.approx(found.gap)


def test_weighted_rows_have_the_distribution_that_assigned_rows_do_not():
    X, _ = sample(OVERLAPPING, 40_000, random_state=3)
    resp = responsibilities(X, OVERLAPPING)
    soft = fit_checks(X, OVERLAPPING, resp)
    hard = fit_checks(X, OVERLAPPING, np.eye(2)[resp.argmax(axis=1)])
    assert [check.departure for check in soft] == ["none", "none"]
    assert all(check.departure != "none" for check in hard)


@pytest.mark.parametrize("covariance_type", ["full", "tied"])
def test_of_normal_components_about_one_in_a_hundred_is_said_to_depart(covariance_type):
    start = Mixture([0.5, 0.5], [[0.0, 0.0], [4.0, 0.0]], [np.eye(2)] * 2)
    checks = []
    for seed in range(80):
        X, _ = sample(start, 200, random_state=seed)
        mixture = run(X, start, covariance_type=covariance_type).mixture
        checks += fit_checks(X, mixture, responsibilities(X, mixture))
    assert sum(abs(check.tail_score) > BEYOND for check in checks) <= 6
    assert sum(c.gap * np.sqrt(c.effective_size) > KOLMOGOROV for c in checks) <= 6


@pytest.mark.parametrize(
    ("x", "departure", "words"),
    [
        (stats.t.rvs(3, size=400, random_state=0), "heavy tails", "its largest squared distance"),
        (stats.uniform.rvs(size=400, random_state=0), "light tails", "its largest squared"),
        (stats.laplace.rvs(size=2000, random_state=0), "heavy tails", "expected about 13"),
        (np.r_[np.full(20, -1.5), np.full(20, 1.5)] + np.linspace(0, 0.1, 40), "light tails", ""),
        (stats.norm.rvs(size=400, random_state=0), "none", "shows no departure from a normal"),
    ],
)
def test_known_distributions_are_told_apart(x, departure, words):
    found, said = of_one(x)
    assert found.departure == departure
    assert words in said
    assert (found.tail_score > 0) == (found.variation > 1) or departure == "none"


def test_another_shape_is_told_by_where_the_rows_are():
    """Distances with the mean and the spread of chi-squared, but all at two places."""
    d = 2
    radii = np.sqrt(np.r_[np.full(300, 0.0), np.full(300, 4.0)])
    angles = np.arange(600) * 2.399963
    found, said = of_one(np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]))
    assert found.departure in ("shape", "light tails")
    (shape,) = fit_verdicts([replace(found, departure="shape")], d)
    assert shape.startswith("Component 1 has another shape than a normal distribution: 50 % of its")
    assert said.startswith("Component 1 has")


@pytest.mark.parametrize(("scale", "departure"), [(2.0, "wider"), (0.5, "narrower")])
def test_a_covariance_that_is_not_its_own_is_told(scale, departure):
    X = scale * stats.norm.rvs(size=(300, 2), random_state=1)
    checks = fit_checks(X, some(2), np.ones((300, 1)))
    assert checks[0].departure == departure
    assert fit_verdicts(checks, 2, ["mine"])[0] == (
        f"mine is {departure} than its covariance: its mean squared distance is "
        f"{number(checks[0].mean, 3)}, expected 2."
    )


@given(seed=st.integers(0, 99), exponent=st.integers(-6, 6), shift=st.floats(-10, 10))
def test_units_do_not_matter(seed, exponent, shift):
    X, _ = sample(OVERLAPPING, 60, random_state=seed)
    resp, scale = responsibilities(X, OVERLAPPING), 10.0**exponent
    moved = OVERLAPPING.affine(scale, shift * scale)
    for before, after in zip(
        fit_checks(X, OVERLAPPING, resp),
        fit_checks(X * scale + shift * scale, moved, resp),
        strict=True,
    ):
        np.testing.assert_allclose(after.observed, before.observed, rtol=1e-6, atol=1e-9)
        np.testing.assert_allclose(after.expected, before.expected)
        assert after.departure == before.departure
        assert after.tail_score == pytest.approx(before.tail_score, rel=1e-5, abs=1e-6)


@given(n=st.integers(1, 3000), seed=st.integers(0, 9))
def test_quantiles_ascend_and_are_few(n, seed):
    x = np.random.default_rng(seed).normal(size=(n, 1))
    (found,) = fit_checks(x, ONE, np.ones((n, 1)))
    assert len(found.rows) == n if n <= MOST_QUANTILES else len(found.rows) <= MOST_QUANTILES
    for numbers in (found.observed, found.expected, found.low, found.high):
        assert (np.diff(numbers) >= 0).all()
        assert np.isfinite(numbers).all()
    assert found.observed[-1] == (x**2).max()
    assert found.rows[-1] == (x**2).argmax()
    np.testing.assert_allclose(found.observed, x[found.rows, 0] ** 2)


def test_a_million_rows_keep_their_largest_quantiles():
    n = 1_000_000
    (found,) = fit_checks(np.linspace(-3, 3, n)[:, None], ONE, np.ones((n, 1)))
    assert len(found.rows) <= MOST_QUANTILES
    assert found.expected[-1] == pytest.approx(stats.chi2.isf(0.5 / n, 1), rel=1e-9)
    assert (found.low <= found.expected).all()
    assert (found.expected <= found.high).all()


@pytest.mark.parametrize("share", [0.0, 1e-5, 0.02])
def test_a_component_of_hardly_a_row_is_not_judged(share):
    X = np.random.default_rng(0).normal(size=(50, 1))
    resp = np.tile([1.0 - share, share], (50, 1))
    mixture = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    if share < 0.02:
        resp[0] = [0.0, 1.0]
    checks = fit_checks(X, mixture, resp if share else np.tile([1.0, 0.0], (50, 1)))
    said = fit_verdicts(checks, 1)[1]
    if share < 0.02:
        assert checks[1].departure == "too few rows"
        assert said.startswith("Component 2 holds ")
        assert said.endswith("too few to judge 1 feature.")
    assert checks[0].departure != "too few rows"


def test_rows_that_are_all_alike_are_narrower_than_any_covariance():
    (found,) = fit_checks(np.zeros((50, 1)), ONE, np.ones((50, 1)))
    assert found.departure == "narrower"
