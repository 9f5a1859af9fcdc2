import numpy as np
import pytest

from gmm_core.errors import DataError
from gmm_core.landscape import order_beside


def test_the_other_clusters_are_numbered_as_those_of_the_first():
    rng = np.random.default_rng(0)
    clusters = rng.integers(5, size=200)
    renumbered = np.array([3, 0, 4, 1, 2])
    order = order_beside(clusters, renumbered[clusters], 5)
    assert order.tolist() == renumbered.tolist()


def test_clusters_without_a_row_take_the_places_that_are_left():
    order = order_beside(np.array([0, 0, 3]), np.array([1, 1, 1]), 4)
    assert sorted(order.tolist()) == [0, 1, 2, 3]
    assert order[0] == 1


def test_a_larger_fit_has_those_that_match_none_last():
    clusters = np.array([0, 0, 0, 1, 1, 1])
    order = order_beside(clusters, np.array([2, 2, 2, 0, 0, 1]), 2, 3)
    assert order.tolist() == [2, 0, 1]
    with pytest.raises(DataError, match="Swap the two"):
        order_beside(clusters, clusters, 2, 1)
