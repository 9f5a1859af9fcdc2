"""M-steps in one step: by hand, and each the best of its structure near what it gives."""

import numpy as np
import pytest

from gmm_core.maximisation import covariance_structure
from gmm_core.maximisation.closed_form import CLOSED_FORM, WITHOUT_TILT, rows_of_one_volume

SCATTER = np.array([[[4.0, 1.0], [1.0, 2.0]], [[6.0, 0.0], [0.0, 12.0]]])
ROWS = np.array([2.0, 3.0])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("EII", [24 / 10 * np.eye(2)] * 2),
        ("VII", [6 / 4 * np.eye(2), 18 / 6 * np.eye(2)]),
        ("EEI", [np.diag([10 / 5, 14 / 5])] * 2),
        ("VVI", [np.diag([2.0, 1.0]), np.diag([2.0, 4.0])]),
        ("EEE", [[[2.0, 0.2], [0.2, 2.8]]] * 2),
        ("VVV", [[[2.0, 0.5], [0.5, 1.0]], np.diag([2.0, 4.0])]),
    ],
)
def test_by_hand(name, expected):
    np.testing.assert_allclose(
        covariance_structure(name).m_step(SCATTER, ROWS), expected, rtol=1e-12
    )


@pytest.mark.parametrize("name", ["EVI", "EVV", "EEV"])
def test_volumes_are_equal(name):
    first, second = np.linalg.det(covariance_structure(name).m_step(SCATTER, ROWS))
    np.testing.assert_allclose(first, second, rtol=1e-12)


@pytest.mark.parametrize("name", [*CLOSED_FORM, *WITHOUT_TILT])
def test_no_larger_or_smaller_covariances_are_likelier(name):
    def value(covariances):
        traces = np.trace(np.linalg.solve(covariances, SCATTER), axis1=1, axis2=2)
        return -(ROWS * np.log(np.linalg.det(covariances)) + traces).sum() / 2

    best = covariance_structure(name).m_step(SCATTER, ROWS)
    assert value(best) > max(value(best * share) for share in (0.9, 0.99, 1.01, 1.1))


def test_a_flat_scatter_keeps_its_own_rows():
    log_det = np.array([-np.inf, 0.0])
    assert rows_of_one_volume(log_det, ROWS, 2).tolist() == [2.0, 5.0]
    assert rows_of_one_volume(np.array([-np.inf] * 2), ROWS, 2).tolist() == ROWS.tolist()
