"""From log-ratios to a reference component to what each row adds to the others."""

from __future__ import annotations

import numpy as np

# exp of more than this leaves double precision when summed over components.
LARGEST_EXPONENT = 600.0

# As many rows of parameters are multiplied one by one; to pack so few costs more than it gains.
FEW_ROWS = 2


def shared_out(ratios: np.ndarray, weights: np.ndarray | None, is_rest: bool) -> np.ndarray:
    """Turn log-ratios (s, m, n) into weighted responsibilities in place.

    What comes back are the logs of the total ratios of each of s mixtures, summed over the rows,
    (s,). Where the reference is left out of the m components, `is_rest`, its ratio of 1 is added.
    """
    logs, scale = _exponentiate(ratios, is_rest)
    if weights is not None:
        logs *= weights
        scale *= weights
    ratios *= scale[:, None]
    return logs.sum(axis=1)


def product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the product of two matrices, of which the left has few rows."""
    if len(left) > FEW_ROWS:
        return np.dot(left, right)  # matmul holds other threads up where the product is small
    made = np.empty((len(left), right.shape[1]))
    for row, out in zip(left, made, strict=True):
        np.dot(row, right, out=out)
    return made


def _exponentiate(ratios: np.ndarray, is_rest: bool) -> tuple[np.ndarray, np.ndarray]:
    """Turn log-ratios into ratios in place; the log of their total, and what to multiply with."""
    peak = None
    if not ratios.max(initial=0.0) < LARGEST_EXPONENT:
        peak = np.maximum(ratios.max(axis=1), 0.0)
        ratios -= peak[:, None]
    np.exp(ratios, out=ratios)
    total = np.ones(ratios.shape[1]) @ ratios
    if is_rest:
        total += 1.0 if peak is None else np.exp(-peak)
    logs = np.log(total)
    return logs if peak is None else logs + peak, np.reciprocal(total, out=total)
