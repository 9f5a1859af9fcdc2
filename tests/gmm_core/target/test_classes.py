"""Classes of a target: natural order, what is no class, counts and their matching."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.target.classes import (
    MAX_NUMERIC_CLASSES,
    class_codes,
    cross_count,
    is_measurement,
    matched_classes,
    soft_count,
)


@pytest.mark.parametrize(
    ("target", "classes"),
    [
        (["b10", "b2", "b1"], ("b1", "b2", "b10")),
        ([2.0, 1.0, None], ("1", "2")),
        ([True, False], ("False", "True")),
    ],
)
def test_classes_are_listed_as_people_do(target, classes):
    codes, found = class_codes(target)
    assert found == classes
    assert [None if code < 0 else found[code] for code in codes] == [
        None if value is None else str(int(value) if isinstance(value, float) else value)
        for value in target
    ]


def test_more_numbers_than_classes_are_a_measurement():
    assert not is_measurement(pd.Series(range(MAX_NUMERIC_CLASSES)))
    assert is_measurement(pd.Series(range(MAX_NUMERIC_CLASSES + 1)))


def test_certain_soft_counts_are_counts():
    codes, clusters = np.array([0, 1, 1, -1]), np.array([0, 0, 1, 1])
    counts = cross_count(codes, clusters, 2, 2)
    assert counts.tolist() == [[1, 0], [1, 1]]
    np.testing.assert_array_equal(soft_count(codes, np.eye(2)[clusters], 2), counts)


def test_soft_counts_by_hand():
    resp = np.array([[1, 0], [0.5, 0.5], [0, 1], [1, 0]])
    counts = soft_count(np.array([0, 1, 1, -1]), resp, 2)
    assert counts.tolist() == [[1.0, 0.0], [0.5, 1.5]]


def test_a_cluster_more_than_classes_has_none():
    matched = matched_classes(np.array([[5, 1, 0], [0, 7, 2]]), np.array([0, 1, 2]))
    assert matched.tolist() == [0, 1, -1]
