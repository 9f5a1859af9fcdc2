"""Means by maximum likelihood: a top, its curvature, and what has no top."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from outside_columns import Drawn, drawn

from gmm_core.errors import DataError
from gmm_core.outside.assignment import Assignment
from gmm_core.outside.likelihood_of_means import means_by_likelihood
from gmm_core.row_weights import Counting

STEP = 1e-4


@pytest.fixture(scope="module")
def rows() -> Drawn:
    return drawn(300, 4)


def once(z: np.ndarray) -> Counting:
    return Counting.once(len(z))


def log_likelihoods(parameters: np.ndarray, z: np.ndarray, of: Assignment) -> np.ndarray:
    """Row by row, of means and log-variances; written apart from the package."""
    means, logs = np.split(parameters, 2)
    densities = np.exp(-0.5 * (z[:, None] - means) ** 2 / np.exp(logs) - 0.5 * logs)
    return np.log((of.joint[of.assigned] * densities).sum(axis=1))


def test_it_ends_at_a_top_whose_sandwich_is_that_of_differences(rows: Drawn) -> None:
    z = (rows.numbers - rows.numbers.mean()) / rows.numbers.std()
    of = Assignment(rows.resp)
    means, covariance, at_rest = means_by_likelihood(
        z, of.assigned, of.joint, np.zeros(3) + 0.1, once(z)
    )
    assert at_rest
    shares = of.joint[of.assigned] / of.joint[of.assigned].sum(axis=1, keepdims=True)
    variances = (shares * (z[:, None] - means) ** 2).sum(axis=0) / shares.sum(axis=0)
    top = np.concatenate([means, np.log(variances)])
    for _ in range(300):  # variances by EM, means being where they are
        means_, logs = np.split(top, 2)
        joint = of.joint[of.assigned] * np.exp(
            -0.5 * (z[:, None] - means_) ** 2 / np.exp(logs) - 0.5 * logs
        )
        shares = joint / joint.sum(axis=1, keepdims=True)
        variances = (shares * (z[:, None] - means_) ** 2).sum(axis=0) / shares.sum(axis=0)
        top = np.concatenate([means_, np.log(variances)])

    def scores(at: np.ndarray) -> np.ndarray:
        ways = STEP * np.eye(6)
        pairs = [(log_likelihoods(at + w, z, of), log_likelihoods(at - w, z, of)) for w in ways]
        return np.stack([(up - down) / (2 * STEP) for up, down in pairs], axis=1)

    assert_allclose(scores(top).sum(axis=0), 0.0, atol=1e-3)
    ways = STEP * np.eye(6)
    bend = np.stack(
        [(scores(top + w).sum(axis=0) - scores(top - w).sum(axis=0)) / (2 * STEP) for w in ways]
    )
    inverse, outer = np.linalg.inv(bend), scores(top).T @ scores(top)
    assert_allclose(covariance, (inverse @ outer @ inverse)[:3, :3], rtol=1e-3, atol=1e-7)


def test_of_sure_classes_it_is_the_mean_of_each() -> None:
    z, assigned = np.array([0.0, 1.0, 2.0, 9.0, 11.0]), np.array([0, 0, 0, 1, 1])
    of = Assignment(np.eye(2)[assigned])
    means, covariance, _ = means_by_likelihood(z, assigned, of.joint, np.array([0.0, 1.0]), once(z))
    assert_allclose(means, [1.0, 10.0])
    assert_allclose(covariance, np.diag([2 / 9, 1 / 2]), atol=1e-12)


def test_a_class_whose_values_are_equal_has_no_maximum() -> None:
    z, assigned = np.array([0.0, 1.0, 2.0, 5.0, 5.0]), np.array([0, 0, 0, 1, 1])
    of = Assignment(np.eye(2)[assigned])
    with pytest.raises(DataError, match="in class 2 are all but equal"):
        means_by_likelihood(z, assigned, of.joint, np.array([0.0, 1.0]), once(z))


def test_equal_values_are_named_however_their_variance_is_rounded() -> None:
    assigned = np.repeat([0, 1], [9, 31])
    of = Assignment(np.array([[0.9, 0.1], [0.1, 0.9]])[assigned])
    for value in np.random.default_rng(0).normal(size=200):
        z = np.append(np.linspace(-3.0, -2.0, 9), np.full(31, value))
        with pytest.raises(DataError, match="in class 2 are all but equal"):
            means_by_likelihood(z, assigned, of.joint, np.array([-2.5, value]), once(z))


def test_passes_are_told_and_can_be_ended() -> None:
    told: list[int] = []

    def stop(passes: int) -> None:
        told.append(passes)
        if passes == 2:
            raise InterruptedError

    few = drawn(200, 5)
    of = Assignment(few.resp)
    with pytest.raises(InterruptedError):
        means_by_likelihood(
            few.numbers - 10.0, of.assigned, of.joint, np.zeros(3), once(few.numbers), stop
        )
    assert told == [1, 2]


def test_a_class_that_no_row_is_near_is_named() -> None:
    joint = np.full((3, 3), 1.0 / 9.0)
    z, assigned = np.array([-50.0, 50.0, -50.0, 50.0]), np.array([0, 1, 2, 0])
    with pytest.raises(DataError, match="leaves no row to class 2"):
        means_by_likelihood(z, assigned, joint, np.array([-50.0, 0.0, 50.0]), once(z))
