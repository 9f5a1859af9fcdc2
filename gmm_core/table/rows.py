"""Which rows are fitted, and the table that goes back with every row in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.logarithms import Logarithm, log_jacobians, said, taken
from gmm_core.table.columns import is_numeric
from gmm_core.wording import counted, listed, plural


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a table that can be fitted, and how many cannot.

    Attributes
    ----------
    X : ndarray of shape (n_samples, n_features)
        The complete rows in their order, float64, C-contiguous and read-only; of some features
        the logarithms, where these are asked for.
    kept : ndarray of shape (n_rows,)
        True for each row of the table that is in ``X``; read-only.
    missing : int
        Number of rows with a missing value in a feature.
    infinite : int
        Number of rows with an infinite value in a feature and no missing one.
    below : int
        Number of rows that are complete otherwise, with a value that has no logarithm.
    log_jacobians : ndarray of shape (n_samples,), optional
        log |dy/dx| of each row in nats, where ``X`` has logarithms: added to the log-density of a
        row of ``X`` it is that in the units of the table.
    logarithms : tuple of Logarithm
        Those that ``X`` has.
    """

    X: NDArray[np.float64]
    kept: NDArray[np.bool_]
    missing: int
    infinite: int
    below: int = 0
    log_jacobians: NDArray[np.float64] | None = None
    logarithms: tuple[Logarithm, ...] = ()

    @property
    def log_jacobian(self) -> float:
        """Sum of log |dy/dx| over the rows, in nats: 0 where there is no logarithm."""
        return 0.0 if self.log_jacobians is None else float(self.log_jacobians.sum())

    @property
    def transformed(self) -> str:
        """Which logarithms were taken, and in which units numbers are; "" where there is none."""
        return said(self.logarithms)

    @cached_property
    def names(self) -> list[str]:
        """What a person calls each row that is fitted: its number in the table, from 1."""
        return [str(position + 1) for position in np.flatnonzero(self.kept)]

    @property
    def summary(self) -> str:
        """One sentence on the rows that are left out; "" when all are fitted."""
        return self.say_left_out("fitted")

    def say_left_out(self, done: str) -> str:
        """Return one sentence on the rows that are left out, and what was done with the others.

        Parameters
        ----------
        done : str
            As "fitted".

        Returns
        -------
        str
            "" when none is left out.
        """
        if self.kept.all():
            return ""
        causes = [
            f"{counted(count, 'row')} with {cause}"
            for count, cause in (
                (self.missing, "missing values"),
                (self.infinite, "infinite values"),
                (self.below, "values that have no logarithm"),
            )
            if count
        ]
        left_out = self.missing + self.infinite + self.below
        return (
            f"{len(self.X):,} of {counted(len(self.kept), 'row')} "
            f"{plural(len(self.X), 'is', 'are')} {done}; "
            f"{listed(causes)} {plural(left_out, 'is', 'are')} left out."
        )


@as_annotated
def complete_rows(
    frame: pd.DataFrame,
    features: Sequence[str],
    logarithms: Sequence[Logarithm] = (),
) -> Rows:
    """Return the rows that have a finite number in every feature.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    features : sequence of str
        The columns to fit, in the order that the columns of ``X`` shall have.
    logarithms : sequence of Logarithm
        Of which features ``X`` has log(x + c) instead.

    Raises
    ------
    DataError
        If no feature is named, one is not in the table or not numeric, or no row is complete.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [1.0, None, 3.0], "y": [1.0, 2.0, float("inf")]})
    >>> rows = complete_rows(frame, ["x", "y"])
    >>> rows.X, rows.kept
    (array([[1., 1.]]), array([ True, False, False]))
    >>> rows.summary
    '1 of 3 rows is fitted; 1 row with missing values and 1 row with infinite values are left out.'
    >>> rows = complete_rows(frame, ["x"], [Logarithm("x")])
    >>> rows.X.round(3).tolist(), round(rows.log_jacobian, 3)
    ([[0.0], [1.099]], -1.099)
    """
    rows = finite_rows(frame, features, logarithms)
    if not rows.kept.any():
        raise DataError(
            "No row has a finite number in every chosen feature, so nothing is left to fit. "
            "Choose other features."
        )
    return rows


@as_annotated
def finite_rows(
    frame: pd.DataFrame,
    features: Sequence[str],
    logarithms: Sequence[Logarithm] = (),
) -> Rows:
    """Return what `complete_rows` does, even where no row is complete.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    features : sequence of str
    logarithms : sequence of Logarithm

    Raises
    ------
    DataError
        If no feature is named, or one is not in the table or not numeric.

    Examples
    --------
    >>> finite_rows(pd.DataFrame({"x": [None, float("inf")]}, dtype=float), ["x"]).X.shape
    (0, 1)
    """
    if not len(features):
        raise DataError("No feature is chosen. Choose at least one numeric column.")
    values = np.column_stack([_numbers(frame, feature) for feature in features])
    missing = np.isnan(values).any(axis=1)
    infinite = np.isinf(values).any(axis=1) & ~missing
    values = taken(values, features, logarithms)
    below = np.isnan(values).any(axis=1) & ~(missing | infinite) if logarithms else np.False_
    kept = np.logical_not(missing | infinite | below)
    # A large table is not held twice where all of it can be fitted.
    X = np.ascontiguousarray(values if kept.all() else values[kept])
    X.setflags(write=False)
    kept.setflags(write=False)
    changed = log_jacobians(X, features, logarithms) if logarithms else None
    n_missing, n_infinite, n_below = (int(each.sum()) for each in (missing, infinite, below))
    return Rows(X, kept, n_missing, n_infinite, n_below, changed, tuple(logarithms))


def _numbers(frame: pd.DataFrame, feature: str) -> NDArray[np.float64]:
    if feature not in frame.columns:
        raise DataError(f'The table has no column "{feature}". Choose one of its columns.')
    column = cast(pd.Series, frame[feature])
    if not is_numeric(column):
        raise DataError(
            f'The column "{feature}" does not hold numbers only, so it cannot be a feature. '
            "Choose a numeric column or correct its values."
        )
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
