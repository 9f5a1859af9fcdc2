"""Logarithms of skewed features: which need one, values there and back, and the change of units.

A mixture of normal distributions of y = log(x + c) is one of log-normal distributions of x. The
density of x is that of y times |dy/dx| = 1 / (x + c), so that log L in the units of x is log L of y
plus the sum of log |dy/dx|, here called the log-Jacobian. With it, fits with and without a
logarithm can be compared, where they are of the same rows and features. Box and Cox (1964).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.bounded import bounded
from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.wording import listed

SKEWED = 1.0
"""A column is skewed where its third standardised moment is above this, ..."""

STRAIGHTENED = 0.5
"""... and a logarithm is offered where its own is at most this share of it, either way, ..."""

FEWEST = 8
"""... and there are as many values to judge by."""

JUDGED = 20_000
"""Of twice as many values or more a part is judged: no fewer, and evenly through the table."""

IN_ORIGINAL_UNITS = (
    "Log-likelihood, BIC and the other criteria are in original units, those of the values before "
    "the logarithm, so that they compare with fits without it, of the same rows and features."
)
"""What is said wherever such numbers stand."""


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
        if not (isfinite(self.shift) and self.shift >= 0.0):
            raise DataError(
                f'What is added before the logarithm of "{self.feature}" is {self.shift:g}. '
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
    numbers = _finite(values)
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
    numbers = _finite(values)
    return bool(len(numbers) and numbers.min() >= 0.0 and numbers.max() > 0.0)


@as_annotated
def needs_logarithm(values: ArrayLike) -> bool:
    """Return whether a logarithm is offered: a column is skewed, and its logarithm much less.

    The skewness is above 1, that of log(x + c) at most half of it in size, there are at least eight
    values, and none is below 0.

    Examples
    --------
    >>> needs_logarithm(np.exp(np.linspace(-2.0, 2.0, 50))), needs_logarithm(np.arange(50.0))
    (True, False)
    """
    numbers = _finite(values)
    if len(numbers) < FEWEST or not is_positive(numbers):
        return False
    taken, some = logarithm_of("", numbers), numbers[:: max(1, len(numbers) // JUDGED)]
    before = skewness(some)
    return before > SKEWED and abs(skewness(taken.forward(some))) <= STRAIGHTENED * before


@as_annotated
def skewness(values: ArrayLike) -> float:
    """Return the third standardised moment of finite values; 0 where they do not vary.

    Examples
    --------
    >>> round(skewness([0.0, 0.0, 0.0, 1.0]), 4)
    1.1547
    """
    numbers, _ = bounded(_finite(values))
    centred = numbers - numbers.mean() if len(numbers) else numbers
    size = np.abs(centred).max(initial=0.0)
    if size == 0.0:
        return 0.0
    scaled = centred / size  # else cubes of large numbers are infinite
    return float(np.mean(scaled**3) / np.mean(scaled**2) ** 1.5)


def check_of_features(logarithms: Sequence[Logarithm], features: Sequence[str]) -> None:
    """Return nothing if these are logarithms of features, of each one at most.

    Raises
    ------
    DataError
        When they are not.
    """
    names = [each.feature for each in logarithms]
    wrong = [name for name in names if name not in features or names.count(name) > 1]
    if wrong:
        raise DataError(
            f'The logarithm of "{wrong[0]}" is asked for more than once, or it is no feature. '
            "Name each feature once."
        )


def each_of(
    features: Sequence[str], logarithms: Sequence[Logarithm]
) -> tuple[Logarithm | None, ...]:
    """Return the logarithm that is taken of each feature; None where there is none."""
    of = {each.feature: each for each in logarithms}
    return tuple(of.get(feature) for feature in features)


def named_so(
    labels: Sequence[str], features: Sequence[str], logarithms: Sequence[Logarithm]
) -> list[str]:
    """Return what features are called, and logarithms by the names of theirs.

    Examples
    --------
    >>> named_so(["spend ($)", "age"], ["spend", "age"], [Logarithm("spend")])
    ['log spend ($)', 'age']
    """
    pairs = zip(labels, each_of(features, logarithms), strict=True)
    return [label if each is None else each.label(label) for label, each in pairs]


def said(logarithms: Sequence[Logarithm]) -> str:
    """Return which logarithms are fitted, and in which units the log-likelihood is given.

    Examples
    --------
    >>> print(said([Logarithm("spend", 0.5)]))
    Fitted as natural logarithms: log(spend + 0.5). Log-likelihood, BIC and the other criteria are
    in original units, those of the values before the logarithm, so that they compare with fits
    without it, of the same rows and features.
    """
    if not logarithms:
        return ""
    names = listed([each.label(each.feature) for each in logarithms])
    return f"Fitted as natural logarithms: {names}. {IN_ORIGINAL_UNITS}"


def taken(
    X: np.ndarray, features: Sequence[str], logarithms: Sequence[Logarithm], *, back: bool = False
) -> np.ndarray:
    """Return rows with the logarithms of some features, or of such rows the values themselves.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    features : sequence of str
    logarithms : sequence of Logarithm
        Of features; others are passed over.
    back : bool
        Whether logarithms are given and values asked for.

    Returns
    -------
    ndarray of shape (n_samples, n_features)
        `X` itself where there is no logarithm to take.

    Examples
    --------
    >>> taken(np.array([[1.0, 7.0]]), ["x", "y"], [Logarithm("x", 1.0)]).round(3)
    array([[0.693, 7.   ]])
    """
    if not logarithms:
        return X
    made = np.array(X, dtype=np.float64)
    for place, each in _places(features, logarithms):
        made[:, place] = each.inverse(made[:, place]) if back else each.forward(made[:, place])
    return made


def log_jacobians(
    Y: np.ndarray, features: Sequence[str], logarithms: Sequence[Logarithm]
) -> np.ndarray:
    """Return log |dy/dx| of rows of logarithms, which is minus their sum.

    Parameters
    ----------
    Y : ndarray of shape (n_samples, n_features)
        As `taken`.
    features : sequence of str
    logarithms : sequence of Logarithm

    Returns
    -------
    ndarray of shape (n_samples,)
        In nats; 0 where there is no logarithm.

    Examples
    --------
    >>> log_jacobians(np.log([[2.0], [4.0]]), ["x"], [Logarithm("x")]).round(3)
    array([-0.693, -1.386])
    """
    of_rows = np.zeros(len(Y))
    for place, _ in _places(features, logarithms):
        of_rows -= np.nan_to_num(Y[:, place], nan=0.0)  # what is missing has no density
    return of_rows


def _places(
    features: Sequence[str], logarithms: Sequence[Logarithm]
) -> list[tuple[int, Logarithm]]:
    names = list(features)
    return [(names.index(each.feature), each) for each in logarithms if each.feature in names]


def _finite(values: ArrayLike) -> np.ndarray:
    numbers = np.asarray(values, dtype=np.float64)
    there = np.isfinite(numbers)
    return numbers if there.all() else numbers[there]
