"""Which rows are fitted, and the table that goes back with every row in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from gmm_core.columns import is_numeric
from gmm_core.errors import DataError


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a table that can be fitted, and how many cannot.

    Attributes
    ----------
    X : ndarray of shape (n_samples, n_features)
        The complete rows in their order, float64, C-contiguous and read-only.
    kept : ndarray of shape (n_rows,)
        True for each row of the table that is in ``X``; read-only.
    missing : int
        Number of rows with a missing value in a feature.
    infinite : int
        Number of rows with an infinite value in a feature and no missing one.
    """

    X: NDArray[np.float64]
    kept: NDArray[np.bool_]
    missing: int
    infinite: int

    @cached_property
    def names(self) -> list[str]:
        """What a person calls each row that is fitted: its number in the table, from 1."""
        return [str(position + 1) for position in np.flatnonzero(self.kept)]

    @property
    def summary(self) -> str:
        """One sentence on the rows that are left out; "" when all are fitted."""
        if self.kept.all():
            return ""
        causes = [
            f"{count:,} {'row' if count == 1 else 'rows'} with {cause}"
            for count, cause in (
                (self.missing, "missing values"),
                (self.infinite, "infinite values"),
            )
            if count
        ]
        left_out = self.missing + self.infinite
        return (
            f"{len(self.X):,} of {len(self.kept):,} rows are fitted; "
            f"{' and '.join(causes)} {'is' if left_out == 1 else 'are'} left out."
        )


def complete_rows(frame: pd.DataFrame, features: Sequence[str]) -> Rows:
    """Return the rows that have a finite number in every feature.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    features : sequence of str
        The columns to fit, in the order that the columns of ``X`` shall have.

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
    '1 of 3 rows are fitted; 1 row with missing values and 1 row with infinite values are left out.'
    """
    if not features:
        raise DataError("No feature is chosen. Choose at least one numeric column.")
    values = np.column_stack([_numbers(frame, feature) for feature in features])
    missing = np.isnan(values).any(axis=1)
    infinite = np.isinf(values).any(axis=1) & ~missing
    kept = np.logical_not(missing | infinite)
    if not kept.any():
        raise DataError(
            "No row has a finite number in every chosen feature, so nothing is left to fit. "
            "Choose other features."
        )
    X = np.ascontiguousarray(values[kept])
    X.setflags(write=False)
    kept.setflags(write=False)
    return Rows(X, kept, int(missing.sum()), int(infinite.sum()))


def labelled(
    frame: pd.DataFrame,
    kept: ArrayLike,
    responsibilities: ArrayLike,
    labels: ArrayLike | None = None,
) -> pd.DataFrame:
    """Return a copy of a table with the cluster of each row and its responsibilities.

    The new columns are ``cluster`` (counted from 1), ``responsibility_1``, ... and ``left_out``.
    If the table has a column of one of these names, all of them end in ``_gmm`` instead.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        The table; it is not changed.
    kept : array of bool of shape (n_rows,)
        The rows that were fitted.
    responsibilities : array of shape (n_samples, n_components)
        Of the fitted rows, in their order.
    labels : array of int of shape (n_samples,), optional
        Component of each fitted row, counted from 0; without it the one with the largest
        responsibility.

    Returns
    -------
    pandas.DataFrame of shape (n_rows, n_columns + n_components + 2)
        Rows that were left out have no cluster, NaN as responsibilities and True in ``left_out``.

    Raises
    ------
    ValueError
        If the lengths do not fit together.

    Examples
    --------
    >>> labelled(pd.DataFrame({"x": [1.0, None]}), [True, False], [[0.25, 0.75]])
         x  cluster  responsibility_1  responsibility_2  left_out
    0  1.0        2              0.25              0.75     False
    1  NaN     <NA>               NaN               NaN      True
    """
    fitted = np.asarray(kept, dtype=bool)
    resp = np.asarray(responsibilities, dtype=float)
    clusters = resp.argmax(axis=1) if labels is None else np.asarray(labels)
    columns: dict[str, pd.Series | NDArray] = {
        "cluster": pd.Series(_spread(clusters + 1, fitted), frame.index).astype("Int64")
    }
    for component, column in enumerate(resp.T, start=1):
        columns[f"responsibility_{component}"] = _spread(column, fitted)
    columns["left_out"] = ~fitted
    suffix = _free_suffix(frame, columns)
    new = {name + suffix: column for name, column in columns.items()}
    return pd.concat([frame, pd.DataFrame(new, index=frame.index)], axis=1)


def to_csv(table: pd.DataFrame) -> bytes:
    r"""Return a table as CSV that spreadsheet programs open with its letters and numbers intact.

    UTF-8 with a mark, without which they would not read Hangul; every number with as many
    digits as bring back the same float64.

    Examples
    --------
    >>> to_csv(pd.DataFrame({"이름": ["민수"], "x": [0.1]})).decode("utf-8-sig")
    '이름,x\n민수,0.1\n'
    """
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


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


def _spread(values: NDArray, kept: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the values at the rows that were kept and NaN at the others."""
    everywhere = np.full(len(kept), np.nan)
    everywhere[kept] = values
    return everywhere


def _free_suffix(frame: pd.DataFrame, names: dict) -> str:
    suffix = ""
    while any(name + suffix in frame.columns for name in names):
        suffix += "_gmm"
    return suffix
