"""Intervals, p-values, and the test that classes do not differ."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import chi2

from gmm_core.errors import DataError
from gmm_core.outside import ByClass
from gmm_core.outside.by_class import AT_BOUND, NO_TEST, wald

FOUND = ByClass((), np.array([[1.0], [2.0]]), np.array([[0.5], [0.1]]), 9, "BCH", 3.84, 1, "")


def test_intervals_and_p_value_by_hand() -> None:
    lower, upper = FOUND.intervals(0.95)
    assert_allclose(lower[:, 0], [1 - 1.959964 * 0.5, 2 - 1.959964 * 0.1], atol=1e-6)
    assert_allclose(upper[:, 0], [1 + 1.959964 * 0.5, 2 + 1.959964 * 0.1], atol=1e-6)
    assert FOUND.p_value == pytest.approx(chi2.sf(3.84, 1), rel=1e-12)
    assert np.isnan(replace(FOUND, statistic=float("nan"), degrees=0).p_value)


def test_intervals_of_shares_stay_within_0_and_1() -> None:
    shares = replace(FOUND, levels=("a", "b"), estimates=np.array([[0.02, 0.98], [0.5, 0.5]]))
    lower, upper = shares.intervals(0.9)
    assert lower[0, 0] == 0.0
    assert upper[0, 1] == 1.0
    beyond = replace(shares, estimates=np.array([[-0.2, 1.2], [0.5, 0.5]]))
    assert beyond.intervals(0.9)[0][0, 0] < -0.2


@pytest.mark.parametrize("level", [0.0, 1.0, float("nan"), "much"])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(DataError, match="Give a number between 0 and 1"):
        FOUND.intervals(level)


def test_of_two_independent_means_it_is_the_squared_z() -> None:
    statistic, degrees = wald(np.array([[1.0], [2.0]]), np.diag([0.04, 0.09]))
    assert (round(statistic, 9), degrees) == (round(1.0 / 0.13, 9), 1)


def test_it_does_not_depend_on_the_order_of_classes() -> None:
    rng = np.random.default_rng(0)
    root = rng.normal(size=(6, 6))
    estimates, covariance = rng.normal(size=(3, 2)), root @ root.T
    order = [2, 0, 1]
    moved = covariance.reshape(3, 2, 3, 2)[order][:, :, order].reshape(6, 6)
    assert_allclose(wald(estimates, covariance), wald(estimates[order], moved), rtol=1e-9)


def test_differences_without_spread_have_no_test() -> None:
    assert np.isnan(wald(np.array([[1.0], [1.0]]), np.zeros((2, 2)))[0])
    assert wald(np.array([[1.0]]), np.ones((1, 1)))[1] == 0


def test_over_samples_the_spread_is_the_standard_error() -> None:
    samples = [np.array([[0.9], [2.0]]), np.array([[1.1], [2.0]]), np.array([[1.0], [2.6]])]
    found = FOUND.with_samples(samples, 4)
    assert_allclose(found.standard_errors[:, 0], [0.1, np.std([2.0, 2.0, 2.6], ddof=1)])
    assert found.degrees == 1
    assert "from 3 samples" in found.status
    assert "1 more sample without estimates" in found.status
    assert np.isnan(FOUND.with_samples(samples[:1], 4).standard_errors).all()
    at_bound = replace(FOUND, levels=("a",), status=f"9 rows with a value; {AT_BOUND}")
    assert AT_BOUND not in at_bound.with_samples(samples, 3).status


def test_over_too_few_samples_there_is_no_test_and_it_says_so() -> None:
    samples = [np.array([[0.9], [2.0]]), np.array([[1.1], [2.3]])]
    none = FOUND.with_samples(samples[:1], 4)
    assert np.isnan(none.p_value)
    assert NO_TEST in none.status
    three = replace(FOUND, estimates=np.array([[1.0], [2.0], [3.0]]))
    flat = three.with_samples([np.append(each, [[0.0]], axis=0) for each in samples], 2)
    assert np.isnan(flat.p_value)
    assert NO_TEST in flat.status
    found = replace(FOUND, degrees=0, status=f"9 rows with a value; {NO_TEST}")
    assert NO_TEST not in found.with_samples(samples, 2).status
