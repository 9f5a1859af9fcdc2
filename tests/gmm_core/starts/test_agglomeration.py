"""Greedy merges: the nearest first, each cluster called by its first point."""

import numpy as np
import pytest

from gmm_core.starts.agglomeration import greedy_merges, mean_variance


def test_the_nearest_points_of_a_line_are_merged_first():
    points = np.array([[0.0], [100.0], [1.0], [103.0]])
    assert greedy_merges(points).tolist() == [[0, 2], [1, 3], [0, 1]]


@pytest.mark.parametrize("n", [1, 2, 7])
def test_every_point_is_merged_into_the_first(n):
    merges = greedy_merges(np.random.default_rng(n).normal(size=(n, 2)))
    assert merges.shape == (n - 1, 2)
    assert sorted(merges[:, 1].tolist()) == list(range(1, n))
    assert (merges[:, 0] < merges[:, 1]).all()


def test_points_that_coincide_have_some_variance():
    assert mean_variance(np.zeros((3, 2))) == 1.0
    assert mean_variance(np.array([[0.0, 0.0], [2.0, 4.0]])) == 2.5
