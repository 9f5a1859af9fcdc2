"""p-values of several tests, each raised for how many were tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np


def holm(p: np.ndarray) -> np.ndarray:
    """Keep small the chance of any false discovery. Holm (1979), Scand. J. Statist. 6.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03]))
    array([0.03, 0.06, 0.06])
    """
    order = np.argsort(p, kind="stable")
    raised = p[order] * np.arange(len(p), 0, -1)
    return _back(np.maximum.accumulate(raised), order)


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Keep small the share of false ones among discoveries. Benjamini and Hochberg (1995), JRSS B.

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03]))
    array([0.03, 0.04, 0.04])
    """
    order = np.argsort(p, kind="stable")
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    return _back(np.minimum.accumulate(raised[::-1])[::-1], order)


ADJUSTMENTS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "Holm": holm,
    "Benjamini-Hochberg": benjamini_hochberg,
}
"""By what p-values are raised."""


def adjusted(p: np.ndarray, adjustment: str) -> np.ndarray:
    """Raise those that are numbers; a test that could not be made was not tried."""
    found, known = np.full(len(p), np.nan), np.isfinite(p)
    found[known] = ADJUSTMENTS[adjustment](p[known])
    return found


def _back(raised: np.ndarray, order: np.ndarray) -> np.ndarray:
    found = np.empty(len(order))
    found[order] = np.minimum(raised, 1.0)
    return found
