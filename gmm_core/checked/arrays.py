"""Weights, positions and responsibilities as a caller gives them: numbers, or refused."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.errors import DataError
from gmm_core.wording import counted

_DOUBLE = np.dtype(np.float64)
DATES_AND_COMPLEX = "mMcV"  # numpy would count the nanoseconds, or drop the imaginary part

# The square of a larger number, or of one smaller than its inverse, leaves double precision.
LARGEST = 1e150


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


def is_hidden(value: Any) -> bool:
    """Return whether ``float`` would count the days of a scalar, or drop its imaginary part."""
    return getattr(getattr(value, "dtype", None), "kind", "") in tuple(DATES_AND_COMPLEX)


def _refuse_weights(what: str, bad: np.ndarray, remedy: str) -> None:
    if bad.any():
        raise DataError(
            f"{what} for {counted(int(bad.sum()), 'row')}, first for row "
            f"{int(np.argmax(bad)) + 1}. Give {remedy}."
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
        hidden = array.dtype.kind == "O" and any(map(is_hidden, array.flat))
        if not hidden and array.dtype.kind not in DATES_AND_COMPLEX:
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
