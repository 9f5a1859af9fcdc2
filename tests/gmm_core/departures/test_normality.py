"""Quantiles of Mahalanobis distances: by hand, calibrated, and against known departures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gmm_core import Mixture, run, sample
from gmm_core.departures.distance_laws import DistanceLaw
from gmm_core.departures.normality import MOST_QUANTILES, fit_checks
from gmm_core.departures.normality_sentences import fit_verdicts
from gmm_core.mixture.density import responsibilities, squared_distances
from gmm_core.written_numbers import number

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
    (found,) = fit_checks([[4.0], [-1.0], [0.5], [0.0]], ONE, np.ones((4, 1)))
    np.testing.assert_array_equal(found.rows, [3, 2, 1, 0])
    np.testing.assert_allclose(found.observed, [0.0, 0.25, 1.0, 16.0], atol=1e-12)
    np.testing.assert_allclose(found.expected, stats.chi2.ppf([0.125, 0.375, 0.625, 0.875], 1))
    assert found.soft_size == found.effective_size == 4.0
    assert found.mean == pytest.approx(17.25 / 4)
    assert found.departure == "too few rows"


def test_of_a_fitted_component_no_quantile_exceeds_the_rows_less_one():
    found, _ = of_one([2.0, -1.0, 0.5, 0.0, 1.0])
    of_five = stats.beta(0.5, 1.5, scale=4)
    np.testing.assert_allclose(found.expected, of_five.ppf([0.1, 0.3, 0.5, 0.7, 0.9]))
    assert found.high[-1] < 4.0


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
    """By the formulas of the papers: mean and variance of 20 rows of 3 features."""
    n, d = 20, 3
    X = stats.multivariate_normal.rvs(np.zeros(d), np.eye(d) + 0.5, size=n, random_state=1)
    own = Mixture([1.0], [X.mean(axis=0)], [np.cov(X.T, bias=True)])
    kurtosis = np.mean(squared_distances(X, own) ** 2)
    expected = d * (d + 2) * (n - 1) / (n + 1)
    variance = 8 * d * (d + 2) * (n - 3) * (n - d - 1) * (n - d + 1)
    variance /= (n + 1) ** 2 * (n + 3) * (n + 5)
    found, _ = of_one(X)
    score = np.log(kurtosis / expected) * expected / np.sqrt(variance)
    assert found.tail_score == pytest.approx(score, rel=1e-9)
    assert found.variation == pytest.approx(
        np.sqrt((kurtosis - d**2) / (expected - d**2)), rel=1e-9
    )


@pytest.mark.parametrize(
    ("x", "nearer"),
    [
        (np.r_[np.linspace(-0.2, 0.2, 400), -3.0, 3.0], True),
        (np.r_[np.linspace(0.9, 1.1, 200), np.linspace(-1.1, -0.9, 200)], False),
    ],
)
def test_the_gap_is_that_of_the_kolmogorov_test(x, nearer):
    """Of rows that lie nearer than they should and of rows that lie farther."""
    found, _ = of_one(x)
    scaled = (x - x.mean()) ** 2 / x.var()
    reference = stats.kstest(scaled, DistanceLaw(1, len(x)).share_within)
    assert found.gap == pytest.approx(reference.statistic, rel=1e-9)
    assert found.gap_at == pytest.approx(reference.statistic_location, rel=1e-9)
    assert (found.share_nearer > found.expected_nearer) == nearer
    assert abs(found.share_nearer - found.expected_nearer) == pytest.approx(found.gap)


def test_rows_that_count_in_part_are_fewer():
    """By Kish: 20 whole rows and 40 quarters are 30 in sum, and 30²/22.5 in effect."""
    X = np.random.default_rng(0).normal(size=(60, 1))
    share = np.r_[np.ones(20), np.full(40, 0.25)]
    mixture = Mixture([0.5, 0.5], [[0.0], [0.0]], [[[1.0]]] * 2)
    found, rest = fit_checks(X, mixture, np.column_stack([share, 1 - share]))
    assert (found.soft_size, found.effective_size) == pytest.approx((30.0, 40.0))
    assert (rest.soft_size, rest.effective_size) == pytest.approx((30.0, 40.0))


@pytest.mark.parametrize(("n", "d"), [(10, 1), (10, 2), (13, 4), (45, 20)])
def test_the_fewest_rows_that_are_judged(n, d):
    X = np.random.default_rng(2).normal(size=(n, d))
    assert of_one(X)[0].departure == "none"
    found, said = of_one(X[1:])
    assert found.departure == "too few rows"
    assert np.isnan([found.tail_score, found.gap, found.variation]).all()
    assert "too few to judge" in said


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
    assert sum(check.departure != "none" for check in checks) <= 6


@pytest.mark.parametrize("shape", ["full", "diagonal", "spherical", "known"])
@pytest.mark.parametrize(("n", "d"), [(65, 30), (105, 50), (150, 50)])
def test_nor_do_few_rows_of_many_features(n, d, shape):
    rng, departures = np.random.default_rng(n), []
    for _ in range(60):
        X = rng.normal(size=(n, d))
        own = np.cov(X.T, bias=True)
        covariance = {
            "full": own,
            "diagonal": np.diag(np.diag(own)),
            "spherical": np.eye(d) * np.trace(own) / d,
            "known": np.eye(d),
        }[shape]
        (found,) = fit_checks(X, Mixture([1.0], [X.mean(axis=0)], [covariance]), np.ones((n, 1)))
        departures.append(found.departure)
    assert sum(departure != "none" for departure in departures) <= 4


@pytest.mark.parametrize(("d", "fewest"), [(1, 20), (3, 29), (10, 29)])
def test_tails_of_student_with_five_degrees_of_freedom_are_seen(d, fewest):
    X = stats.multivariate_t.rvs(np.zeros(d), df=5, size=(30, 300), random_state=5)
    seen = [of_one(rows)[0].departure for rows in X]
    assert seen.count("heavy tails") >= fewest


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


@pytest.mark.parametrize(
    ("bump", "reach", "departure"), [(0.20, 1.305, "none"), (0.22, 1.430, "shape")]
)
def test_another_shape_is_told_by_where_the_rows_are(bump, reach, departure):
    """Three waves about the quantiles of chi-squared, with its mean and its spread."""
    u = (np.arange(600) + 0.5) / 600
    radii = np.sqrt(stats.chi2.ppf(u, 2) * (1 + bump * np.cos(6 * np.pi * u) * (1 - u)))
    angles = np.arange(600) * 2.399963
    half = radii[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    found, said = of_one(np.vstack([half, -half]))
    assert abs(found.tail_score) < 0.1
    assert found.gap * np.sqrt(1200) == pytest.approx(reach, abs=0.02)
    assert found.departure == departure
    assert ("has another shape than a normal distribution" in said) == (departure == "shape")


def test_what_is_said_of_another_shape():
    found, _ = of_one(np.random.default_rng(0).normal(size=(100, 2)))
    odd = replace(found, departure="shape", share_nearer=0.5, gap_at=1.5, expected_nearer=0.38)
    assert fit_verdicts([odd], 2) == [
        "Component 1 has another shape than a normal distribution: 50 % of its rows lie within a "
        "squared distance of 1.5, expected 38 %."
    ]


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
