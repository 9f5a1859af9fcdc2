"""Means and variances of a number by maximum likelihood, errors of assignment being known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gmm_core.blocks import sum_over_blocks
from gmm_core.errors import DataError
from gmm_core.row_weights import Counting

MOST_PASSES = 5_000
REST = 1e-9  # change of a mean or deviation at which they rest, in deviations of the column
LEAST_VARIANCE = 1e-10  # of that of the column

Moments = tuple[np.ndarray, np.ndarray]


def means_by_likelihood(
    z: np.ndarray,
    assigned: np.ndarray,
    joint: np.ndarray,
    start: np.ndarray,
    counting: Counting,
    on_pass: Callable[[int], None] | None = None,
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Means (k,), their covariance (k, k), and whether EM came to rest.

    `z` is standardised, `joint` (k, k) has the share of rows assigned (row) and of a class
    (column). Each class is normal with a variance of its own. Vermunt (2010), section 4.
    """
    with np.errstate(divide="ignore"):
        log_joint = np.log(joint)
    means, variances = np.clip(start, z.min(), z.max()), np.ones(len(start))
    at_rest = False
    for n_passes in range(1, MOST_PASSES + 1):
        new = _m_step(z, assigned, log_joint, (means, variances), counting)
        _check(new[1])
        moved = max(
            np.abs(new[0] - means).max(), np.abs(np.sqrt(new[1]) - np.sqrt(variances)).max()
        )
        means, variances = new
        if on_pass is not None:
            on_pass(n_passes)
        if at_rest := bool(moved < REST):
            break
    covariance = _covariance(z, assigned, log_joint, (means, variances), counting)
    return means, covariance, at_rest


def _check(variances: np.ndarray) -> None:
    if not np.isfinite(variances).all():
        j = int(np.argmin(np.isfinite(variances))) + 1
        raise DataError(
            f"The likelihood leaves no row to class {j}, since classes overlap so much. Take fewer "
            'classes, or correction "none".'
        )
    if not (variances > LEAST_VARIANCE).all():
        j = int(np.argmin(variances)) + 1
        raise DataError(
            f"Its values in class {j} are all but equal, of which the likelihood has no maximum. "
            'Take correction "BCH".'
        )


def _shares(
    z: np.ndarray, assigned: np.ndarray, log_joint: np.ndarray, moments: Moments
) -> np.ndarray:
    """The probability of each class given the assignment and the value of a row, (n, k)."""
    means, variances = moments
    logs = log_joint[assigned] - 0.5 * (z[:, None] - means) ** 2 / variances
    logs -= 0.5 * np.log(variances)
    logs -= logs.max(axis=1, keepdims=True)
    shares = np.exp(logs)
    return shares / shares.sum(axis=1, keepdims=True)


def _m_step(
    z: np.ndarray,
    assigned: np.ndarray,
    log_joint: np.ndarray,
    moments: Moments,
    counting: Counting,
) -> Moments:
    def kernel(rows: slice) -> list[np.ndarray]:
        shares = _shares(z[rows], assigned[rows], log_joint, moments)
        shares *= counting.in_sums[rows, None]
        away = z[rows][:, None] - moments[0]
        return [
            shares.sum(axis=0),
            np.einsum("ij,ij->j", shares, away),
            np.einsum("ij,ij,ij->j", shares, away, away),
        ]

    total, first, second = sum_over_blocks(kernel, len(z), 3 * len(log_joint))
    with np.errstate(invalid="ignore"):  # of a class without rows; see `_check`
        moved = first / total
        return moments[0] + moved, second / total - moved**2


def _covariance(
    z: np.ndarray,
    assigned: np.ndarray,
    log_joint: np.ndarray,
    moments: Moments,
    counting: Counting,
) -> np.ndarray:
    """The sandwich of scores and second derivatives, by means and log-variances; of the means."""
    means, variances = moments
    k = len(means)

    def kernel(rows: slice) -> list[np.ndarray]:
        shares = _shares(z[rows], assigned[rows], log_joint, moments)
        by_mean = (z[rows][:, None] - means) / variances
        squares = by_mean**2 * variances
        by_log_variance = 0.5 * (squares - 1.0)
        scores = np.hstack([shares * by_mean, shares * by_log_variance])
        blocks = (
            by_mean**2 - 1.0 / variances,
            by_mean * (by_log_variance - 1.0),
            by_log_variance**2 - 0.5 * squares,
        )
        shares *= counting.in_sums[rows, None]
        products = (
            (scores * each[rows, None]).T @ scores
            for each in (counting.in_spreads, counting.in_sums)
        )
        return [*products, *(np.einsum("ij,ij->j", shares, each) for each in blocks)]

    spread, outer, *blocks = sum_over_blocks(kernel, len(z), 6 * k)
    of_means, of_both, of_variances = map(np.diag, blocks)
    information = outer - np.block([[of_means, of_both], [of_both, of_variances]])
    try:
        inverse = np.linalg.inv(information)
    except np.linalg.LinAlgError:
        return np.full((k, k), np.nan)
    return (inverse @ spread @ inverse)[:k, :k]
