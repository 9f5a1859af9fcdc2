"""Weighted means and shares, and their sandwich."""

import numpy as np
from numpy.testing import assert_allclose

from gmm_core.outside.weighted import weighted_means, weighted_shares
from gmm_core.row_weights import Counting

RNG = np.random.default_rng(0)
WEIGHTS = RNG.dirichlet([1.0, 1.0, 1.0], size=40)
CODES = RNG.integers(0, 3, size=40)
ONCE = Counting.once(40)


def test_of_sure_classes_they_are_means_and_their_standard_errors() -> None:
    z, classes = RNG.normal(size=30), np.repeat([0, 1], [10, 20])
    hard = np.eye(2)[classes]
    means, covariance = weighted_means(z, lambda rows: hard[rows], Counting.once(len(z)))
    expect = [z[classes == j] for j in (0, 1)]
    assert_allclose(means, [each.mean() for each in expect])
    variances = [each.var() / len(each) for each in expect]
    assert_allclose(covariance, np.diag(variances), atol=1e-12)


def test_shares_are_means_of_indicators() -> None:
    shares = weighted_shares(CODES, 3, lambda rows: WEIGHTS[rows], ONCE)
    assert_allclose(shares.of_all, np.bincount(CODES) / 40)
    of_level = [
        weighted_means((level == CODES) * 1.0, lambda rows: WEIGHTS[rows], ONCE)
        for level in range(3)
    ]
    assert_allclose(shares.of_classes, np.stack([means for means, _ in of_level], axis=1))
    found = shares.covariance
    for level, (_, expect) in enumerate(of_level):
        assert_allclose(found[:, level, :, level], expect, atol=1e-15)


def test_of_many_rows_of_equal_classes_both_ways_to_their_covariance_agree() -> None:
    codes, weights = np.tile(CODES, 2000), np.repeat(WEIGHTS, 2000, axis=0)
    shares = weighted_shares(codes, 3, lambda rows: weights[rows], Counting.once(len(codes)))
    by_rows, by_spread = (shares.covariance_of_equal(robust=each) for each in (True, False))
    assert_allclose(by_rows, by_spread, atol=1e-2 * by_spread.max())


def test_a_class_without_weight_has_no_mean() -> None:
    weights = np.array([[1.0, 0.0], [1.0, 0.0]])
    means, _ = weighted_means(np.array([1.0, 2.0]), lambda rows: weights[rows], Counting.once(2))
    assert means[0] == 1.5
    assert np.isnan(means[1])
