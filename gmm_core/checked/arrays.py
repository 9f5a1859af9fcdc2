"""Rows, weights and responsibilities as a caller gives them, turned into numbers or refused."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.errors import DataError
from gmm_core.wording import counted, shown

_REAL_NUMBERS = "biuf"
_DOUBLE = np.dtype(np.float64)
_DATES_AND_COMPLEX = "mMcV"  # numpy would count the nanoseconds, or drop the imaginary part

# The square of a larger number, or of one smaller than its inverse, leaves double precision.
LARGEST = 1e150


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


def check_weights(
    sample_weight: ArrayLike, n_samples: int, what: str = "sample_weight"
) -> np.ndarray:
    """Return the weights of the rows as numbers.

    Parameters
    ----------
    sample_weight : array_like of shape (n_samples,)
    n_samples : int
    what : str
        What the caller calls them, as messages begin.

    Returns
    -------
    ndarray of float64, shape (n_samples,)

    Raises
    ------
    DataError
        When there is not one finite weight of at least 0 for each row, all are 0, or they add up to
        more than 1e150 or less than its inverse; dates, durations, masked and complex ones are no
        weights.

    Examples
    --------
    >>> check_weights([1, 2], 2)
    array([1., 2.])
    >>> check_weights([1.0, -2.0], 2)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: sample_weight is negative for 1 row, first for row 2. Give weights
    of at least 0.
    """
    weights = as_real(what, sample_weight)
    if weights.shape != (n_samples,):
        raise DataError(
            f"{what} has shape {weights.shape}. Give one weight for each of the "
            f"{counted(n_samples, 'row')}: shape ({n_samples},)."
        )
    unknown = np.logical_not(np.isfinite(weights))
    _refuse_weights(f"{what} is missing or infinite", unknown, "finite weights")
    _refuse_weights(f"{what} is negative", weights < 0, "weights of at least 0")
    if not weights.any():
        raise DataError(f"{what} is 0 for every row. Give at least one non-zero weight.")
    _check_total(weights, what)
    return weights


def _check_total(weights: np.ndarray, what: str) -> None:
    """Refuse weights of which the total can be neither squared nor divided by."""
    with np.errstate(over="ignore"):
        total = float(weights.sum())
    if not 1.0 / LARGEST <= total <= LARGEST:
        raise DataError(
            f"{what} adds up to {total:g}. Give weights that add up to a number from 1e-150 to "
            "1e150."
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
    return array.dtype.kind == "O" and any(map(_is_hidden, array.flat))


def _is_hidden(value: Any) -> bool:
    """Whether ``float`` would count the days of a scalar, or drop its imaginary part."""
    return getattr(getattr(value, "dtype", None), "kind", "") in tuple(_DATES_AND_COMPLEX)


def _refuse_weights(what: str, bad: np.ndarray, remedy: str) -> None:
    if bad.any():
        raise DataError(
            f"{what} for {counted(int(bad.sum()), 'row')}, first for row "
            f"{int(np.argmax(bad)) + 1}. Give {remedy}."
        )


def _numbers(table: np.ndarray, labels: list[str]) -> np.ndarray:
    """The table in double precision, entry by entry where it is not of numbers throughout."""
    if table.dtype.kind in _REAL_NUMBERS:
        return table.astype(np.float64, copy=False)
    if table.dtype.kind in _DATES_AND_COMPLEX and table.size:
        raise _no_number(0, labels[0], str(table[0, 0]))
    numbers, missing = np.empty(table.shape), getattr(_pandas(), "NA", None)
    for row, values in enumerate(table.tolist()):
        for column, value in enumerate(values):
            try:
                if _is_hidden(value):
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


def checked_shares(
    resp: ArrayLike, n_samples: int | None = None, n_components: int | None = None
) -> np.ndarray:
    """Return responsibilities as an array, if there is one for each row and component.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    n_samples, n_components : int, optional
        Where they are known.

    Returns
    -------
    ndarray of float64
        NaN stays: a row may have no cluster.

    Raises
    ------
    DataError
        When they have another shape, or are no numbers.

    Examples
    --------
    >>> checked_shares([[1, 0]], 1, 2)
    array([[1., 0.]])
    """
    shares = as_real("The responsibilities", resp)
    rows, columns = (*shares.shape, 0, 0)[:2]
    asked = (
        rows if n_samples is None else n_samples,
        columns if n_components is None else n_components,
    )
    if shares.ndim != 2 or shares.shape != asked or not columns:
        raise DataError(
            f"The responsibilities have shape {shares.shape}. Give one for each row and component"
            + (f": shape {asked}." if n_components else ".")
        )
    return shares


def as_positions(what: str, values: ArrayLike, count: int | None = None) -> np.ndarray:
    """Return positions of rows or components, counted from 0, as whole numbers.

    Parameters
    ----------
    what : str
        What they are, as the message begins.
    values : array_like of int
    count : int, optional
        How many rows or components there are; without it, any number of at least 0 is a position.

    Returns
    -------
    ndarray of int, shape (n_values,)

    Raises
    ------
    DataError
        When one is not whole, or beyond them; True and False are no positions.

    Examples
    --------
    >>> as_positions("The rows", [2, 0], 3)
    array([2, 0])
    """
    try:
        given = as_real(what, values)
    except DataError:
        given = np.full(1, np.nan)
    whole = given.ndim == 1 and bool((given == np.floor(given)).all())
    is_mask = whole and np.asarray(values).dtype == bool
    if not whole or is_mask or ((given < 0) | (given >= (2**53 if count is None else count))).any():
        most = "" if count is None else f" to {count - 1}"
        raise DataError(f"{what} are not all positions. Give a list of whole numbers from 0{most}.")
    return given.astype(np.intp)


def as_real(what: str, values: ArrayLike) -> np.ndarray:
    """Return values as an array of numbers; nothing that is not one is turned into one.

    Parameters
    ----------
    what : str
        What they are, as the message begins.
    values : array_like

    Returns
    -------
    ndarray of float64
        `values` themselves where they are one already.

    Raises
    ------
    DataError
        When they are dates, durations, complex, masked or no numbers at all.

    Examples
    --------
    >>> as_real("means_init", [[1, 2]])
    array([[1., 2.]])
    """
    if np.ma.is_masked(values):
        raise DataError(f"{what} is masked in places. Give a number in every place.")
    try:
        array = np.asarray(values)
        hidden = array.dtype.kind == "O" and any(map(_is_hidden, array.flat))
        if not hidden and array.dtype.kind not in _DATES_AND_COMPLEX:
            return array.astype(np.float64, copy=False)
    except (TypeError, ValueError, OverflowError):
        raise DataError(
            f"{what} is not of numbers throughout. Give numbers, as many in each row."
        ) from None
    raise DataError(f"{what} holds dates, durations or complex numbers. Give real numbers.")


def read_only(array: ArrayLike) -> np.ndarray:
    """Return a read-only copy of `array` in double precision; itself where it is that already.

    Parameters
    ----------
    array : array_like

    Returns
    -------
    ndarray

    Examples
    --------
    >>> read_only([1, 2]).flags.writeable
    False
    """
    if type(array) is not np.ndarray or (array.dtype is not _DOUBLE and array.dtype != _DOUBLE):
        array = as_real("A parameter", array)
    if not array.flags.writeable and array.base is None:
        return array
    copy = np.array(array, order="C")
    copy.setflags(write=False)
    return copy
