"""Covariances stand in a file in as few numbers as they have, and come back to the last bit."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from gmm_core import covariance_structure
from gmm_core.exporting.written_covariances import in_few_numbers, of_few_numbers, shape_in_file
from gmm_core.matrices import Diagonal, Matrices, Shared, ones

TILTED = Matrices([[[2.0, 0.5], [0.5, 1.0]], [[3.0, 0.1], [0.1, 1.0]]])


@pytest.mark.parametrize(
    ("kind", "matrices", "shape"),
    [
        ("EII", Diagonal([[2.0, 2.0], [2.0, 2.0]]), (2,)),
        ("spherical", Diagonal([[2.0, 2.0], [3.0, 3.0]]), (2,)),
        ("spherical", Diagonal([[2.0, 8.0], [3.0, 12.0]]), (2, 2)),  # in other units
        ("diag", Diagonal([[2.0, 1.0], [3.0, 1.0]]), (2, 2)),
        ("diag", Matrices(Diagonal([[2.0, 1.0], [3.0, 1.0]]).dense), (2, 2)),
        ("tied", Shared([[2.0, 0.5], [0.5, 1.0]], ones(2)), (2, 2)),
        ("tied", Matrices([[[2.0, 0.5], [0.5, 1.0]]] * 2), (2, 2)),
        ("tied", TILTED, (2, 2, 2)),  # not of the structure, and nothing may be lost
        ("diag", TILTED, (2, 2, 2)),
        ("full", Diagonal([[2.0, 1.0], [3.0, 1.0]]), (2, 2, 2)),
    ],
)
def test_numbers_come_back(kind, matrices, shape):
    structure = covariance_structure(kind)
    written = in_few_numbers(matrices, structure)
    assert written.shape == shape
    assert shape_in_file(written.ndim, structure, 2, 2) == shape
    assert_array_equal(of_few_numbers(written, structure, 2, 2).dense, matrices.dense)


def test_one_matrix_without_tilt_is_still_one():
    """Its variances would be read as those of two components."""
    structure = covariance_structure("tied")
    written = in_few_numbers(Shared(np.eye(2), ones(2)), structure)
    assert_array_equal(of_few_numbers(written, structure, 2, 2).dense, [np.eye(2)] * 2)
