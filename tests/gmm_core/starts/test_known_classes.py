"""Starts from rows whose class is known."""

import numpy as np
import pytest

from gmm_core import Data, DataError
from gmm_core.starts.known_classes import known_partition

THREE = np.repeat([[0.0], [10.0], [30.0]], 5, axis=0) + np.arange(15)[:, None] % 5


def partition(components, k, X=THREE, weights=None):
    data = Data(X, weights).with_known(components)
    return known_partition(data, k, np.random.RandomState(0))


def test_known_rows_stay_and_others_go_to_the_nearest_centre():
    components = np.full(15, -1)
    components[[0, 5, 14]] = 2, 0, 1
    assert partition(components, 3).tolist() == [2] * 5 + [0] * 5 + [1] * 5


def test_further_components_begin_far_from_the_known_ones():
    components = np.full(15, -1)
    components[[0, 5]] = 0, 1
    assert partition(components, 3).tolist() == [0] * 5 + [1] * 5 + [2] * 5


def test_a_known_row_is_not_moved_however_far_it_is():
    components = np.full(15, -1)
    components[[0, 5, 10]] = 0, 1, 0
    assert partition(components, 2)[10] == 0


@pytest.mark.parametrize(
    ("n_unknown", "said"), [(0, "All rows are of"), (1, "All rows but 1 are of")]
)
def test_a_further_component_needs_a_row_that_is_of_none(n_unknown, said):
    components = np.repeat([0, 1, 1], 5)
    components[:n_unknown] = -1
    assert partition(components, 2 + n_unknown).max() == 1 + n_unknown
    with pytest.raises(
        DataError, match=f"{said} 2 known classes.* Ask for at most {2 + n_unknown}"
    ):
        partition(components, 3 + n_unknown)


def test_more_components_than_different_rows_are_refused():
    with pytest.raises(DataError, match="Too few rows differ"):
        partition([0, 1, -1, -1], 4, X=np.array([[0.0], [1.0], [1.0], [1.0]]))
