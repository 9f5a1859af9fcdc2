"""A logarithm of values of a feature, there and back, and what is added before it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, as_real, is_number
from gmm_core.errors import DataError


@dataclass(frozen=True)
class Logarithm:
    """The natural logarithm of a feature, of log(x + c).

    Parameters
    ----------
    feature : str
    shift : float
        c, in the units of the feature: 0 where all values are above 0.

    Raises
    ------
    DataError
        When the shift is none.

    Examples
    --------
    >>> income = Logarithm("income", 0.5)
    >>> income.forward([0.5, 0.0, -1.0]).round(3)
    array([ 0.   , -0.693,    nan])
    >>> income.inverse([0.0]), income.label("income"), Logarithm("income").label("income")
    (array([0.5]), 'log(income + 0.5)', 'log income')
    """

    feature: str
    shift: float = 0.0

    def __post_init__(self) -> None:
        if not (is_number(self.shift) and isfinite(self.shift) and self.shift >= 0.0):
            raise DataError(
                f'What is added before the logarithm of "{self.feature}" is {self.shift!r}. '
                "Give a number from 0."
            )

    @as_annotated
    def forward(self, x: ArrayLike) -> np.ndarray:
        """Return the logarithms of values; NaN of what has none."""
        moved = np.asarray(x, dtype=np.float64) + self.shift
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(moved > 0.0, np.log(moved), np.nan)

    @as_annotated
    def inverse(self, y: ArrayLike) -> np.ndarray:
        """Return the values that have these logarithms, in the units of the feature."""
        with np.errstate(over="ignore"):
            return np.exp(np.asarray(y, dtype=np.float64)) - self.shift

    def label(self, name: str) -> str:
        """Return what the logarithm of a feature is called that is called so itself."""
        return f"log({name} + {self.shift:.6g})" if self.shift else f"log {name}"

    @property
    def centre(self) -> str:
        """What the mean of logarithms is in the units of the feature: exp(mean) - c."""
        return "median" if self.shift else "geometric mean"


@as_annotated
def logarithm_of(feature: str, values: ArrayLike) -> Logarithm:
    """Return the logarithm of a column: c is 0, or where values are 0 the smallest one above it.

    Parameters
    ----------
    feature : str
    values : array_like of shape (n_rows,)
        Gaps and infinite values say nothing.

    Returns
    -------
    Logarithm

    Raises
    ------
    DataError
        When a value is below 0, or none is above it.

    Examples
    --------
    >>> logarithm_of("spend", [2.0, 0.0, 8.0]), logarithm_of("spend", [2.0, 8.0])
    (Logarithm(feature='spend', shift=2.0), Logarithm(feature='spend', shift=0.0))
    """
    numbers = finite(values)
    above = numbers > 0.0
    if (numbers < 0.0).any() or not above.any():
        raise DataError(
            f'"{feature}" has no logarithm: a value is below 0, or none is above it. '
            "Take the logarithm of other features."
        )
    return Logarithm(feature, 0.0 if above.all() else float(numbers.min(where=above, initial=inf)))


@as_annotated
def is_positive(values: ArrayLike) -> bool:
    """Return whether a column has a logarithm: no value is below 0, and some are above."""
    numbers = finite(values)
    return bool(numbers.size and numbers.min() >= 0.0 and numbers.max() > 0.0)


def finite(values: ArrayLike) -> np.ndarray:
    """Return the finite values; where all are, these are not held a second time."""
    numbers = np.atleast_1d(as_real("The column", values))
    there = np.isfinite(numbers)
    return numbers if there.all() else numbers[there]
