"""The classes of a known target, and how many rows of each fall into each cluster."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment

from gmm_core.checked import as_annotated, is_number
from gmm_core.errors import DataError
from gmm_core.row_weights import counts_of
from gmm_core.wording import counted, shown

#: More distinct numbers than this are taken for a measurement, not for class labels.
MAX_NUMERIC_CLASSES = 20

#: More classes than this make a table that nobody can read, and that no browser draws soon.
MAX_CLASSES = 200


def as_series(target: ArrayLike | pd.Series) -> pd.Series:
    """A target as a column, one value a row."""
    try:
        return pd.Series(target)
    except (TypeError, ValueError, OverflowError):
        raise DataError(
            f"The target is {shown(target)}. Give one class for each row: text, numbers or "
            "True and False."
        ) from None


@as_annotated
def class_codes(
    target: ArrayLike | pd.Series, *, what: str = "target"
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the class of each row as a number, and the labels of the classes.

    Parameters
    ----------
    target : array_like of shape (n_samples,)
    what : str
        What an error calls it: a column that nobody has chosen is no target.

    Returns
    -------
    codes : ndarray of int, shape (n_samples,)
        Positions in the labels; −1 where the target is missing.
    classes : tuple of str
        In natural order: numbers by value, "class 2" before "class 10"; in their own where the
        target is an ordered categorical.

    Raises
    ------
    DataError
        When the target is a measurement or an identifier rather than a label.

    Examples
    --------
    >>> class_codes(["b", None, "a", "b"])
    (array([ 1, -1,  0,  1]), ('a', 'b'))
    """
    labels = as_series(target)
    known = labels.dropna()
    codes, distinct = _distinct(known)
    _check_labels(known, len(distinct), what)
    names = [_label(value) for value in distinct]
    classes = tuple(dict.fromkeys(_label(value) for value in _in_order(known, distinct)))
    rank = {label: code for code, label in enumerate(classes)}
    of_row = np.full(len(labels), -1)
    of_row[labels.notna().to_numpy()] = np.array([rank[name] for name in names], dtype=int)[codes]
    return of_row, classes


@as_annotated
def is_measurement(target: pd.Series) -> bool:
    """Tell whether a target holds more different numbers than classes could be told by.

    Parameters
    ----------
    target : pandas.Series of shape (n_samples,)

    Returns
    -------
    bool
        True for numbers of which more than `MAX_NUMERIC_CLASSES` are different.

    Examples
    --------
    >>> is_measurement(pd.Series(range(21))), is_measurement(pd.Series([1, 2] * 20))
    (True, False)
    """
    known = target.dropna()
    return _is_measurement(known, len(_distinct(known)[1]))


@as_annotated
def cross_count(
    codes: np.ndarray,
    clusters: np.ndarray,
    n_classes: int,
    n_clusters: int,
    weights: np.ndarray | None = None,
) -> np.ndarray:
    """Return how many rows each class has in each cluster.

    Parameters
    ----------
    codes, clusters : ndarray of int, shape (n_samples,)
        Class and cluster of each row, from 0; rows without one of them (−1) are not counted.
    n_classes, n_clusters : int
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    ndarray of shape (n_classes, n_clusters)
        Whole numbers where all weights are.

    Examples
    --------
    >>> cross_count(np.array([0, 1, 1, -1]), np.array([0, 0, 1, 1]), 2, 2)
    array([[1, 0],
           [1, 1]])
    """
    _check_codes("The classes", codes, n_classes)
    _check_codes("The clusters", clusters, n_clusters)
    if len(codes) != len(clusters):
        raise DataError(
            f"{len(codes):,} rows have a class, and {len(clusters):,} a cluster. Give both of each."
        )
    known = (codes >= 0) & (clusters >= 0)
    cells = codes[known] * n_clusters + clusters[known]
    of_known = None if weights is None else weights[known]
    return counts_of(cells, n_classes * n_clusters, of_known).reshape(n_classes, n_clusters)


def soft_count(
    codes: np.ndarray, resp: np.ndarray, n_classes: int, weights: np.ndarray | None = None
) -> np.ndarray:
    """Return the sums of the responsibilities of each class, (n_classes, k).

    Each row of the table sums to the size of its class; rows without a class (−1) are not counted.
    """
    known = codes >= 0
    of_known = codes[known]
    held = resp if weights is None else resp * weights[:, None]
    sums = [np.bincount(of_known, column[known], n_classes) for column in held.T]
    return np.column_stack(sums)


@as_annotated
def matched_classes(counts: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Return the class matched to each cluster, so that most rows lie in a matched cell.

    Parameters
    ----------
    counts : ndarray of shape (n_classes, n_clusters)
    clusters : ndarray of int, shape (n_samples,)
        Of each row. The assignment sees the clusters in the order of their first rows, so that a
        tie does not depend on their numbers.

    Returns
    -------
    ndarray of int, shape (n_clusters,)
        −1 where there is none: a cluster that is left over, or shares no row with its class.

    Examples
    --------
    >>> matched_classes(np.array([[0, 5], [7, 0]]), np.array([0, 1]))
    array([1, 0])
    """
    is_table = counts.ndim == 2 and counts.dtype.kind in "iuf"
    if not is_table or not np.isfinite(counts).all():
        raise DataError(f"The counts have shape {counts.shape}. Give numbers, a row a class.")
    _check_codes("The clusters", clusters, counts.shape[1])
    by_first_row = pd.unique(clusters[clusters >= 0])
    of_class, columns = linear_sum_assignment(counts[:, by_first_row], maximize=True)
    found = by_first_row[columns]
    matched = np.full(counts.shape[1], -1)
    matched[found] = np.where(counts[of_class, found] > 0, of_class, -1)
    return matched


def _check_codes(what: str, codes: np.ndarray, n: int) -> None:
    whole = codes.dtype.kind in "iu" and codes.ndim == 1
    if not whole or ((codes < -1) | (codes >= n)).any():
        raise DataError(f"{what} are not numbered from 0 to {n - 1}. Number them so.")


def _distinct(known: pd.Series) -> tuple[np.ndarray, Any]:
    try:
        return pd.factorize(known)
    except TypeError:
        raise DataError(
            "The target holds lists or objects, which name no class. Give text or numbers."
        ) from None


def _check_labels(target: pd.Series, n_distinct: int, what: str) -> None:
    if n_distinct <= MAX_NUMERIC_CLASSES:
        return
    is_chosen = what == "target"
    if _is_measurement(target, n_distinct):
        raise DataError(
            f"The {what} holds {n_distinct} different numbers, so it is a measurement rather than "
            f"a label; choose a column with at most {MAX_NUMERIC_CLASSES} different numbers, or "
            "name groups of its values in a text column."
        )
    if n_distinct > len(target) / 2:
        raise DataError(
            f"The {what} holds {counted(n_distinct, 'different label')} in "
            f"{counted(len(target), 'row')}, so it names rows rather than classes; "
            + ("choose a column whose labels repeat." if is_chosen else "leave it out.")
        )
    if n_distinct > MAX_CLASSES:
        raise DataError(
            f"The {what} holds {n_distinct:,} different labels, more than a table can show; "
            + ("choose a column" if is_chosen else "join them to one")
            + f" with at most {MAX_CLASSES}."
        )


def _is_measurement(known: pd.Series, n_distinct: int) -> bool:
    many = n_distinct > MAX_NUMERIC_CLASSES
    return many and pd.api.types.is_numeric_dtype(known.infer_objects())


def _in_order(known: pd.Series, distinct: Iterable) -> list:
    """The different labels as people list them."""
    kind = known.dtype
    if isinstance(kind, pd.CategoricalDtype) and kind.ordered:
        return sorted(distinct, key=kind.categories.tolist().index)
    return sorted(distinct, key=_natural)


def _label(value: object) -> str:
    """Text of a class; a whole number has no decimals, though missing values made it a float."""
    if isinstance(value, (float, np.floating)) and value.is_integer():
        return f"{value:.0f}"
    return str(value)


def _natural(value: Any) -> tuple:
    if is_number(value):
        return (0, float(value))
    # At most 18 digits at a time: int refuses text of thousands of digits.
    parts = re.split(r"(\d{1,18})", str(value))
    return (
        1,
        [int(part) if i % 2 else part.casefold() for i, part in enumerate(parts)],
        str(value),
    )
