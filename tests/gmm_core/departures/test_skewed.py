"""Skewness within components: scipy's of whole rows, Mardia's by all pairs, and what is named."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from gmm_core.departures import fit_checks, fit_verdicts, skewed
from gmm_core.departures.distance_laws import effective_sizes
from gmm_core.departures.skewed import skewness_of_each
from gmm_core.logarithms import Logarithm
from gmm_core.mixture import Mixture


def of_whole_rows(X):
    """The one component that holds all rows, as EM fits it."""
    return Mixture([1.0], X.mean(axis=0)[None], [np.cov(X.T, bias=True).reshape(X.shape[1], -1)])


def found(X, mixture=None, resp=None):
    shares = np.ones((len(X), 1)) if resp is None else resp
    return skewness_of_each(X, mixture or of_whole_rows(X), shares, effective_sizes(shares))


@pytest.fixture(scope="module")
def lognormal():
    rng = np.random.default_rng(0)
    return np.column_stack([rng.normal(50.0, 2.0, 300), np.exp(rng.normal(3.0, 0.6, 300))])


def test_of_whole_rows_they_are_those_of_scipy(lognormal):
    (each,) = found(lognormal)
    assert_allclose(each.of_features, stats.skew(lognormal))
    assert_allclose(each.kurtosis, stats.kurtosis(lognormal))


def test_mardia_is_the_mean_over_all_pairs(lognormal):
    centred = lognormal - lognormal.mean(axis=0)
    angles = centred @ np.linalg.inv(np.cov(lognormal.T, bias=True)) @ centred.T
    (each,) = found(lognormal)
    assert_allclose(each.mardia, (angles**3).mean())
    assert_allclose(each.mardia_kurtosis, (np.diag(angles) ** 2).mean())
    n, d = 300, 2
    few = (d + 1) * (n + 1) * (n + 3) / (n * ((n + 1) * (d + 1) - 6))
    assert_allclose(each.chi_squared, n * few * each.mardia / 6)
    assert each.degrees == 4
    assert_allclose(each.p_value, stats.chi2.sf(each.chi_squared, 4))


def test_shares_weight_rows_about_their_own_mean():
    # z = 0, 0, 0, 1 by weights 2, 1 of two rows and nothing of a third.
    X, resp = np.array([[0.0], [1.0], [9.0]]), np.array([[0.75, 0.25], [0.25, 0.75], [0.0, 1.0]])
    mixture = Mixture([0.5, 0.5], [[0.25], [4.0]], [[[0.2]], [[9.0]]])
    first, _ = found(X, mixture, resp)
    assert_allclose(first.of_features, [stats.skew([0.0, 0.0, 0.0, 1.0])])
    assert_allclose(first.kurtosis, [stats.kurtosis([0.0, 0.0, 0.0, 1.0])])


def test_the_feature_that_leans_is_named_and_its_logarithm_offered(lognormal):
    mixture = of_whole_rows(lognormal)
    (check,) = fit_checks(lognormal, mixture, np.ones((300, 1)))
    assert check.skewness.skewed == (1,)
    assert check.skewness.straightened == (1,)
    ask = {"features": ["height", "spend"]}
    (said,) = fit_verdicts([check], 2, **ask)
    assert "Skewness within it: spend +" in said
    assert said.endswith("A logarithm of spend would take most of it away.")
    (said,) = fit_verdicts([check], 2, **ask, logarithms=[None, Logarithm("spend")])
    assert "logarithm" not in said


def test_one_feature_may_lean_where_all_together_do_not():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(200, 8))
    X[:, 3] = rng.gamma(8.0, size=200)
    (check,) = fit_checks(X, of_whole_rows(X), np.ones((200, 1)))
    assert check.skewness.skewed == (3,)
    assert not check.skewness.leans_together
    (said,) = fit_verdicts([check], 8)
    assert "is skewed in single features, if not in all together (Mardia's skewness " in said


def test_small_skewness_of_every_feature_is_a_departure():
    # Five scales that lean by a half, with tails that distances do not tell from normal ones.
    rng = np.random.default_rng(1)
    X = rng.gamma(16.0, size=(400, 5)).clip(None, 30.0)
    (check,) = fit_checks(X, of_whole_rows(X), np.ones((400, 1)))
    assert check.skewness.is_skewed
    assert check.departure != "none"
    assert check.skewness.leans_together


def test_what_leans_to_the_low_side_is_offered_no_logarithm(lognormal):
    (each,) = found(100.0 + lognormal.max() - lognormal)
    assert each.skewed == (1,)
    assert each.straightened == ()


def test_normal_rows_do_not_lean():
    rng = np.random.default_rng(2)
    for d in (1, 3, 8):
        (each,) = found(rng.normal(size=(250, d)))
        assert not each.is_skewed


def test_of_rows_in_fewer_dimensions_and_of_many_features_there_is_no_mardia():
    x = np.random.default_rng(3).normal(size=(60, 2))
    flat = np.column_stack([x, x.sum(axis=1)])
    (each,) = found(flat, Mixture([1.0], [[0.0] * 3], [np.eye(3)]))
    assert np.isnan([each.mardia, each.chi_squared, each.p_value]).all()
    wide = np.random.default_rng(4).normal(size=(270, skewed.MOST_TOGETHER + 1))
    (each,) = found(wide)
    assert np.isnan(each.mardia)
    assert np.isfinite(each.of_features).all()


def test_of_very_many_rows_a_part_is_judged_and_that_is_said(monkeypatch, lognormal):
    monkeypatch.setattr(skewed, "JUDGED", 100)
    (check,) = fit_checks(lognormal, of_whole_rows(lognormal), np.ones((300, 1)))
    assert_allclose(check.skewness.of_features, stats.skew(lognormal[::3]))
    (said,) = fit_verdicts([check], 2)
    assert "Skewness within it of one row in 3: feature 2 " in said


def test_rows_of_other_components_take_no_time(monkeypatch, lognormal):
    """Of a million rows in five components each had passes over all of them."""
    asked = []
    passes = skewed.sum_over_blocks

    def counted(kernel, n_rows, *of_each, **ask):
        asked.append(n_rows)
        return passes(kernel, n_rows, *of_each, **ask)

    monkeypatch.setattr(skewed, "sum_over_blocks", counted)
    shares = np.zeros((300, 3))
    shares[np.arange(300), np.repeat(range(3), 100)] = 1.0
    mixture = Mixture(np.full(3, 1 / 3), np.zeros((3, 2)), np.full((3, 2, 2), np.eye(2)))
    each = found(lognormal, mixture, shares)
    assert set(asked) == {100}
    for j, one in enumerate(each):
        own = lognormal[100 * j : 100 * (j + 1)]
        assert_allclose(one.of_features, stats.skew(own), rtol=1e-8)
