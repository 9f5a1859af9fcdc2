"""A column that says how much each row counts: as a frequency, or as the weight of a survey.

A frequency stands for as many equal rows, so that n is the sum of all. A sampling weight makes rows
stand for a population: n stays the number of rows, and weights are scaled to mean 1. What is then
known of the population is known as well as from (sum w)^2 / sum w^2 rows of equal weight (Kish
1965, Survey Sampling).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import LARGEST, as_annotated, as_real, check_weights
from gmm_core.errors import DataError
from gmm_core.wording import counted, plural, shown
from gmm_core.written_numbers import number

WeightKind = Literal["frequency", "sampling"]

MOST = 2**53
"""Frequencies that add up to more are no longer counted to the last one."""


@dataclass(frozen=True)
class Weighting:
    """A column, and what it says of each row.

    Parameters
    ----------
    column : str
    kind : {"frequency", "sampling"}

    Raises
    ------
    DataError
        When it is of another kind.

    Examples
    --------
    >>> Weighting("n", "frequency").of([2.0, np.nan, 0.0, 3.0])
    array([2., 0., 0., 3.])
    >>> Weighting("w", "sampling").of([1.0, 3.0])
    array([0.5, 1.5])
    """

    column: str
    kind: WeightKind

    def __post_init__(self) -> None:
        if self.kind not in ("frequency", "sampling"):
            raise DataError(
                f"A weight is of the kind {self.kind!r}. Give 'frequency' or 'sampling'."
            )

    @as_annotated
    def of(self, values: ArrayLike) -> np.ndarray:
        """Return the weights that values of the column give; 0 where there is none.

        Raises
        ------
        DataError
            When one is no number, below 0, infinite or too large, a frequency is not whole, or
            none is above 0.
        """
        found = as_real(f'The column "{self.column}"', values)
        found = np.nan_to_num(found, nan=0.0, posinf=np.inf)
        self._refuse("infinite", np.isinf(found) | (found > LARGEST))
        self._refuse("below 0", found < 0.0)
        if not found.any():
            raise DataError(
                f'No row that could be fitted has a weight above 0 in the column "{self.column}". '
                "Choose another column of weights, or none."
            )
        return self._scaled(found)

    def _scaled(self, found: np.ndarray) -> np.ndarray:
        if self.kind == "sampling":
            some = found[found > 0.0] / found.max()
            return found / found.max() * (len(some) / some.sum())
        if (found != np.floor(found)).any():
            odd = int(np.argmax(found != np.floor(found)))
            raise DataError(
                f'The column "{self.column}" has {number(float(found[odd]), 6)} in row {odd + 1}, '
                "and a frequency is a whole number. Take the column for sampling weights, or "
                "choose another one."
            )
        if found.sum() > MOST:
            raise DataError(
                f'The frequencies of the column "{self.column}" add up to more than {MOST:,}. '
                "Give them in larger units, or take them for sampling weights."
            )
        return found

    def _refuse(self, what: str, bad: np.ndarray) -> None:
        if bad.any():
            raise DataError(
                f'The weights of the column "{self.column}" are {what} in '
                f"{counted(int(bad.sum()), 'row')}, first in row {int(np.argmax(bad)) + 1}. "
                "Correct them, or choose another column of weights."
            )

    @property
    def means(self) -> str:
        """The column, and what its weights are."""
        what = "how often each row counts" if self.kind == "frequency" else "sampling weights"
        return f'the column "{self.column}": {what}'

    def said(self, weights: np.ndarray) -> str:
        """Return what the weights of the rows that are fitted say of n, in one sentence."""
        rows = counted(len(weights), "row")
        if self.kind == "frequency":
            stand = plural(len(weights), "stands", "stand")
            return (
                f'The column "{self.column}" says how often each row counts: {rows} {stand} for '
                f"n = {weights.sum():,.0f}."
            )
        told = number(effective_size(weights))
        return (
            f'The column "{self.column}" holds sampling weights, scaled to mean 1: n is the '
            f"{rows}, and they tell as much as {told} of equal weight, by Kish's (Σw)² / Σw²."
        )


@dataclass(frozen=True, eq=False)
class Counting:
    """How much each row counts in a sum, and in the spread of that sum over samples.

    A row of frequency f is f rows, and its square counts f times. A row of sampling weight w is one
    row multiplied by w, and its square counts w^2 times.

    Parameters
    ----------
    in_sums, in_spreads : ndarray of shape (n_samples,)
    kind : {"frequency", "sampling"} or None
        None where each row counts once.

    Examples
    --------
    >>> Counting.of([2.0, 4.0], "frequency", 2).in_spreads
    array([2., 4.])
    >>> Counting.of([2.0, 6.0], "sampling", 2).in_spreads
    array([0.25, 2.25])
    """

    in_sums: np.ndarray
    in_spreads: np.ndarray
    kind: WeightKind | None = None

    @classmethod
    def of(cls, sample_weight: ArrayLike | None, kind: WeightKind, n_rows: int) -> Counting:
        """Return how rows count by weights of a kind, checked; once each without weights."""
        if kind not in get_args(WeightKind):
            raise DataError(
                f"Weights are of the kind {shown(kind)}. Give 'frequency' or 'sampling'."
            )
        if sample_weight is None:
            return cls.once(n_rows)
        weights = check_weights(sample_weight, n_rows)
        weights = weights / weights.mean() if kind == "sampling" else weights
        return cls(weights, weights if kind == "frequency" else weights**2, kind)

    @classmethod
    def once(cls, n_rows: int) -> Counting:
        """Return how rows count that are all alike."""
        ones = np.ones(n_rows)
        return cls(ones, ones)

    def among(self, rows: np.ndarray) -> Counting:
        """Return the same of some rows."""
        return Counting(self.in_sums[rows], self.in_spreads[rows], self.kind)


@as_annotated
def effective_size(weights: ArrayLike) -> float:
    """Return the number of rows of equal weight that tell as much: (sum w)^2 / sum w^2.

    Parameters
    ----------
    weights : array_like of shape (n_samples,)
        At least 0, and not all 0.

    Returns
    -------
    float
        Kish (1965), Survey Sampling.

    Raises
    ------
    DataError
        When one is no finite number of at least 0, or none is above 0.

    Examples
    --------
    >>> effective_size([1.0, 1.0, 2.0])
    2.6666666666666665
    """
    some = check_weights(weights, np.size(weights), "weights")
    some = some / some.max()
    return float(some.sum() ** 2 / (some @ some))


@as_annotated
def counts_of(groups: np.ndarray, n_groups: int, weights: np.ndarray | None = None) -> np.ndarray:
    """Return how many rows are in each group, each counted by its weight.

    Parameters
    ----------
    groups : ndarray of int, shape (n_samples,)
        The group of each row, from 0; one of none (-1) is not counted.
    n_groups : int
    weights : ndarray of shape (n_samples,), optional

    Returns
    -------
    ndarray of shape (n_groups,)
        Whole numbers where all weights are.

    Examples
    --------
    >>> counts_of(np.array([0, 2, 2]), 3, np.array([5.0, 1.0, 2.0]))
    array([5, 0, 3])
    """
    if (some := groups >= 0).all():
        found = np.bincount(groups, weights, minlength=n_groups)
    else:
        of_some = None if weights is None else weights[some]
        found = np.bincount(groups[some], of_some, minlength=n_groups)
    if weights is not None and (weights == np.floor(weights)).all():
        return found.astype(np.int64)
    return found
