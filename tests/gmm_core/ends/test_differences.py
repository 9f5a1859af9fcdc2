"""Rows that two fits place differently, whatever their components are numbered."""

import numpy as np

from gmm_core.ends.differences import placed_differently


def test_one_partition_under_other_numbers_has_no_difference():
    clusters = np.array([0, 0, 1, 2, 2])
    assert placed_differently(clusters, np.array([2, 2, 0, 1, 1]), 3, 3).tolist() == []


def test_rows_of_a_cluster_that_the_other_fit_does_not_have_are_placed_differently():
    clusters, others = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 0, 1, 1, 1])
    assert placed_differently(clusters, others, 3, 2).tolist() == [5]
    assert placed_differently(others, clusters, 2, 3).tolist() == [5]
