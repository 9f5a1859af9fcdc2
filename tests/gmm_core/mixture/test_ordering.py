"""One order of components for all fits of one optimum."""

import numpy as np
import pytest

from gmm_core import DataError, Mixture


def of(means, weights=None):
    means = np.array(means, dtype=float)
    k, d = means.shape
    return Mixture(np.full(k, 1 / k) if weights is None else weights, means, [np.eye(d)] * k)


def test_means_that_differ_by_rounding_go_by_the_next_feature():
    for noise in (1e-9, -1e-9):
        two = of([[1.0 + noise, 5.0], [1.0, 2.0], [0.0, 9.0]])
        np.testing.assert_array_equal(two.ordering("mean"), [2, 1, 0])


def test_weights_that_differ_by_rounding_go_by_means():
    for noise in (1e-9, -1e-9):
        weights = [0.25 + noise, 0.25 - noise, 0.5]
        np.testing.assert_array_equal(
            of([[3.0], [1.0], [2.0]], weights).ordering("weight"), [2, 1, 0]
        )


@pytest.mark.parametrize("by", ["size", None, 0, ["mean"]])
def test_no_such_order_is_one_sentence(by):
    with pytest.raises(DataError, match='Choose "mean", "weight"'):
        of([[0.0], [1.0]]).ordering(by)


def test_two_equal_components_are_found_with_another_between_them():
    """Of three about one mean, of which only the first and the last have one covariance."""
    covariances = [[[1.0]], [[4.0]], [[1.0]]]
    assert Mixture([0.3, 0.3, 0.4], [[0.0], [0.0], [0.0]], covariances).equal_pair() == (0, 2)
    assert Mixture([0.5, 0.5], [[0.0], [0.0]], covariances[:2]).equal_pair() is None
