"""Numbers in a unit in which their sums, differences and squares are finite."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LARGEST = 400
"""Numbers below 2 to this power are taken as they are: 2^200 of them have a sum of squares."""


def bounded(numbers: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Return numbers divided by a power of two, and its exponent; 0 where none is beyond measure.

    A power of two changes no digit; what is lost below the smallest float is nothing beside the
    largest. NaN and infinite values stay as they are.

    Examples
    --------
    >>> numbers, exponent = bounded(np.array([1.5e308, 0.5e308]))
    >>> print(np.ldexp(numbers.mean(), exponent))
    1e+308
    >>> bounded(np.array([3.0, -4.0]))
    (array([ 3., -4.]), 0)
    """
    size = _size(numbers)
    exponent = int(np.frexp(size)[1]) - LARGEST if size >= 2.0**LARGEST else 0
    return (np.ldexp(numbers, -exponent) if exponent else numbers), exponent


def _size(numbers: NDArray[np.float64]) -> float:
    """The largest of the finite numbers, whatever its sign."""
    greatest = np.fmax.reduce(numbers, axis=None, initial=0.0)
    size = float(max(greatest, -np.fmin.reduce(numbers, axis=None, initial=0.0)))
    if np.isfinite(size):
        return size
    return float(np.abs(numbers).max(where=np.isfinite(numbers), initial=0.0))
