"""Rows as a caller gives them, turned into a table of numbers or refused."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked.arrays import DATES_AND_COMPLEX, is_hidden
from gmm_core.errors import DataError
from gmm_core.wording import counted, shown

_REAL_NUMBERS = "biuf"


def as_table(X: ArrayLike, names: Sequence[str] | None = None, *, gaps: bool = False) -> np.ndarray:
    """Return `X` as a table of finite numbers.

    Parameters
    ----------
    X : array_like or DataFrame of shape (n_samples, n_features)
        Text that spells a number counts as that number.
    names : sequence of str, optional
        Names of the features, for messages; by default those of a DataFrame.
    gaps : bool
        Whether values may be missing; they are NaN.

    Returns
    -------
    ndarray of float64, shape (n_samples, n_features)
        `X` itself where it is one already.

    Raises
    ------
    DataError
        When `X` is no table; names row and column of the first entry that is no number, and the
        columns of values that are missing or infinite. Rows, and columns without names, are
        counted from 1.

    Examples
    --------
    >>> as_table([[1, "2.5"]])
    array([[1. , 2.5]])
    >>> as_table([[1.0, 2.0], [3.0, "high"]])
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: Row 2 of column "2" holds 'high', which is no number. Give a number
    there, or leave the row or the column out.
    """
    try:
        table = np.asarray(_unmasked(X))
    except ValueError:
        raise DataError(
            "The rows do not all hold the same number of values. Give every row one for each "
            "feature."
        ) from None
    if hasattr(X, "of_rows"):  # as a source has
        raise DataError(
            "This needs all rows in memory, and these are read in pieces. Give an array or a table."
        )
    if table.ndim != 2:
        raise DataError(
            f"The data have shape {table.shape}, which is no table. Give one row for each sample "
            "and one column for each feature: shape (n_samples, n_features)."
        )
    labels = list(names) if names is not None else _labels(X, table.shape[1])
    rows = _numbers(table, labels)
    check_finite(rows, labels, gaps=gaps)
    return rows


def _labels(X: Any, n_features: int) -> list[str]:
    columns = getattr(X, "columns", None)
    if columns is None or len(columns) != n_features:
        columns = range(1, n_features + 1)
    return [str(column) for column in columns]


def check_finite(X: np.ndarray, labels: Sequence[str], *, gaps: bool = False) -> None:
    """Return nothing if all values of `X` are finite, and raise otherwise.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    labels : sequence of str
        Names of the features, for the message.
    gaps : bool
        Whether values may be missing.

    Raises
    ------
    DataError
        When values are missing (NaN) or infinite; says how many, in which columns.

    Examples
    --------
    >>> check_finite(np.array([[np.nan, 1.0], [np.nan, 2.0]]), ["height", "weight"])
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: The data hold missing values: 2 in column "height". Leave out those
    rows or columns.
    """
    if np.isfinite(X).all():
        return
    missing, infinite = np.isnan(X).sum(axis=0), np.isinf(X).sum(axis=0)
    if gaps and not infinite.any():
        return
    missing = missing * (not gaps)
    kinds = [name for name, n in (("missing", missing), ("infinite", infinite)) if n.any()]
    found = [
        f'{n:,} in column "{label}"'
        for label, n in zip(labels, missing + infinite, strict=True)
        if n
    ]
    more = f" and more in {counted(len(found) - 5, 'other column')}" if len(found) > 5 else ""
    raise DataError(
        f"The data hold {' and '.join(kinds)} values: {', '.join(found[:5])}{more}. "
        "Leave out those rows or columns."
    )


def check_features(X: np.ndarray, n_features: int) -> None:
    """Return nothing if rows have as many features as a mixture, and raise otherwise.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    n_features : int
        Those of the mixture.

    Raises
    ------
    DataError
        When they have another number.

    Examples
    --------
    >>> check_features(np.zeros((3, 2)), 2)
    """
    if X.shape[1] != n_features:
        raise DataError(
            f"The data have shape {X.shape}, the mixture has {counted(n_features, 'feature')}. "
            f"Give an array of shape (n_samples, {n_features})."
        )


def _pandas() -> Any:
    """The library, if anything has loaded it: without it there is no table of its kind."""
    return sys.modules.get("pandas")


def _unmasked(X: Any) -> Any:
    """A masked array with NaN under the mask, where numpy would show what is hidden."""
    return np.ma.filled(X.astype(np.float64), np.nan) if np.ma.isMaskedArray(X) else X


def hides_what_it_is(X: Any) -> bool:
    """Return whether a table holds what numpy makes numbers of, though it is none.

    Dates, durations and masked values, and complex numbers among other objects.

    Examples
    --------
    >>> hides_what_it_is(np.array(["2024-01-01"], dtype="datetime64[D]")), hides_what_it_is([[1.0]])
    (True, False)
    """
    if np.ma.is_masked(X):
        return True
    of_columns = getattr(X, "dtypes", None)  # of a DataFrame; an array and a Series have but one
    kinds = list(of_columns) if isinstance(of_columns, Iterable) else [getattr(X, "dtype", None)]
    letters = {getattr(dtype, "kind", "") for dtype in kinds}
    if letters & {"m", "M"}:
        return True
    return _holds_hidden(X) if "O" in letters or isinstance(X, list | tuple) else False


def _holds_hidden(X: Any) -> bool:
    """Whether one of many objects is such a scalar of numpy."""
    try:
        array = np.asarray(X)
    except ValueError:  # rows of unequal length
        return False
    return array.dtype.kind == "O" and any(map(is_hidden, array.flat))


def _numbers(table: np.ndarray, labels: list[str]) -> np.ndarray:
    """The table in double precision, entry by entry where it is not of numbers throughout."""
    if table.dtype.kind in _REAL_NUMBERS:
        return table.astype(np.float64, copy=False)
    if table.dtype.kind in DATES_AND_COMPLEX and table.size:
        raise _no_number(0, labels[0], str(table[0, 0]))
    numbers, missing = np.empty(table.shape), getattr(_pandas(), "NA", None)
    for row, values in enumerate(table.tolist()):
        for column, value in enumerate(values):
            try:
                if is_hidden(value):
                    raise TypeError
                numbers[row, column] = np.nan if value is None or value is missing else float(value)
            except (TypeError, ValueError, OverflowError):
                raise _no_number(row, labels[column], value) from None
    return numbers


def _no_number(row: int, label: str, value: Any) -> DataError:
    return DataError(
        f'Row {row + 1} of column "{label}" holds {shown(value)}, which is no number. '
        "Give a number there, or leave the row or the column out."
    )
