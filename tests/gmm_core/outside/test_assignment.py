"""How often rows are assigned to another class than theirs."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gmm_core.errors import DataError
from gmm_core.outside.assignment import Assignment

RESP = np.array([[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.1, 0.9]])


def test_errors_are_shares_of_each_class_by_hand() -> None:
    errors = Assignment(RESP).errors
    assert_allclose(errors, [[1.7 / 2.0, 0.3 / 2.0], [0.3 / 2.0, 1.7 / 2.0]])


def test_weights_undo_the_errors_and_give_each_class_its_size() -> None:
    assignment = Assignment(np.array([[0.9, 0.1], [0.7, 0.3], [0.45, 0.55], [0.1, 0.9]]))
    assert_allclose(assignment.errors @ assignment.undone, np.eye(2), atol=1e-12)
    weights = assignment.undone[assignment.assigned]
    assert_allclose(weights.sum(axis=1), 1.0)
    assert_allclose(weights.mean(axis=0), assignment.sizes)


def test_joint_shares_add_up_to_both_margins() -> None:
    assignment = Assignment(RESP)
    assert_allclose(assignment.joint.sum(axis=0), assignment.sizes)
    assert_allclose(assignment.joint.sum(axis=1), [0.5, 0.5])


def test_a_class_without_rows_is_named() -> None:
    with pytest.raises(DataError, match=r"No row is assigned to class 2, so that errors"):
        _ = Assignment(np.array([[0.6, 0.4], [0.7, 0.3]])).undone


def test_classes_that_cannot_be_told_apart_are_refused() -> None:
    resp = np.array([[0.5 + 1e-12, 0.5 - 1e-12], [0.5 - 1e-12, 0.5 + 1e-12]])
    with pytest.raises(DataError, match="overlap so much"):
        _ = Assignment(resp).undone


def test_several_classes_without_rows_are_named() -> None:
    with pytest.raises(DataError, match=r"No row is assigned to classes 2, 3, so that errors"):
        Assignment(np.array([[0.6, 0.3, 0.1], [0.7, 0.2, 0.1]])).check()
