"""A known target held against the clusters of a fit: table, best matching, scores."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.assigned import NOISE, assigned
from gmm_core.checked import as_annotated, check_weights, checked_shares
from gmm_core.errors import DataError
from gmm_core.target.classes import (
    as_series,
    class_codes,
    cross_count,
    is_measurement,
    matched_classes,
    soft_count,
)
from gmm_core.target.intervals import binned
from gmm_core.target.scores import scores_of
from gmm_core.wording import counted, plural


@dataclass(frozen=True, eq=False)
class Comparison:
    """How a target and a clustering of the same rows agree.

    Parameters
    ----------
    classes : tuple of str
        Labels of the target in natural order: numbers by value, "class 2" before "class 10".
    table : DataFrame of shape (n_classes, n_clusters)
        Rows counted, by their weights where they have any, by class (index) and cluster (columns,
        numbered from 1; empty ones too).
    matching : tuple of (str or None), length n_clusters
        Class matched to each cluster, in the order of the table's columns; None for a cluster
        that is left over, or that shares no row with the class left to it.
    matched_accuracy, adjusted_rand_index, normalized_mutual_information, homogeneity, \
completeness : float
        Scores; `SCORES` says what each means.
    misplaced : ndarray of int
        Positions in the input, counted from 0, of the compared rows off the matching.
    n_compared, n_missing : int
        Rows compared, and rows left out since they lack a target or a cluster.
    codes, clusters : ndarray of int, shape (n_samples,)
        Class and cluster of each row of the input, counted from 0; −1 where it was left out.
    soft_table : DataFrame of shape (n_classes, n_clusters) or None
        Sums of the responsibilities of each class, in rows; each row of it sums to the size of
        the class. None where only the clusters were given.
    note : str
        What was done to the target beforehand; "" where it was taken as it is.
    weight_compared, weight_off : float or None
        Of rows with weights, those of the rows compared and of those off the matching; counts and
        scores are then weighted.
    n_unplaced : int
        Rows left out since they are of no cluster, though they have a target: noise.
    unplaced : tuple of (str, int)
        How many of these are of each class, the largest first.
    unplaced_codes : ndarray of int, shape (n_samples,), or None
        Class of each of these rows, counted from 0; −1 for all others, and for a class that has
        no row in any cluster.
    unplaced_of_each : tuple of (int or float), length n_classes, or None
        How many of these are of each class of the table, by their weights where they have any;
        None where there are none.
    soft_unplaced : tuple of float, length n_classes, or None
        Sums of the probabilities of noise over all rows of each class; None where none is noise.
    """

    classes: tuple[str, ...]
    table: pd.DataFrame
    matching: tuple[str | None, ...]
    matched_accuracy: float
    adjusted_rand_index: float
    normalized_mutual_information: float
    homogeneity: float
    completeness: float
    misplaced: np.ndarray
    n_compared: int
    n_missing: int
    codes: np.ndarray
    clusters: np.ndarray
    soft_table: pd.DataFrame | None = None
    note: str = ""
    weight_compared: float | None = None
    weight_off: float | None = None
    n_unplaced: int = 0
    unplaced: tuple[tuple[str, int], ...] = ()
    unplaced_codes: np.ndarray | None = None
    unplaced_of_each: tuple[float, ...] | None = None
    soft_unplaced: tuple[float, ...] | None = None

    @property
    def row_shares(self) -> pd.DataFrame:
        """Share of the rows of each class that lies in each cluster; its rows sum to 1."""
        return self.table.div(self.table.sum(axis="columns"), axis="index")


@as_annotated
def compare(
    target: ArrayLike | pd.Series,
    clusters: ArrayLike | pd.Series,
    n_clusters: int | None = None,
    *,
    resp: ArrayLike | None = None,
    weights: np.ndarray | None = None,
) -> Comparison:
    """Return the table, the best matching and the scores of a target against clusters.

    The matching gives each cluster at most one class and each class at most one cluster so that
    the most rows agree (Kuhn 1955, the Hungarian method). It does not depend on how the clusters
    are numbered: ties fall to the same rows whatever their numbers.

    Parameters
    ----------
    target : array_like of shape (n_samples,)
        Class labels: text, numbers or booleans. Rows where it is missing are left out.
    clusters : array_like of shape (n_samples,)
        Cluster of each row, counted from 0. Rows where it is negative or missing are left out.
    n_clusters : int, optional
        Number of clusters, empty ones included; by default the highest that occurs, plus 1, or
        the number of columns of `resp`.
    resp : array_like of shape (n_samples, n_clusters), optional
        Responsibilities, for the soft counts.
    weights : ndarray of shape (n_samples,), optional
        By which rows count in all counts and scores.

    Returns
    -------
    Comparison

    Raises
    ------
    DataError
        When the lengths differ, a cluster is not a whole number below `n_clusters`, no row, or
        none of a weight above 0, is left to compare, or the target is a measurement or an
        identifier rather than a label, or has more than `MAX_CLASSES` classes.
        `compared` cuts a measurement into intervals first.

    Examples
    --------
    >>> result = compare(["a", "a", "b", "b", "b", None], [1, 1, 0, 0, 1, 0])
    >>> result.table
    cluster  1  2
    target
    a        0  2
    b        2  1
    >>> result.matching, result.matched_accuracy, result.misplaced, result.n_missing
    (('b', 'a'), 0.8, array([4]), 1)
    """
    labels, given = _aligned(target, clusters)
    shares = None if resp is None else checked_shares(resp, len(labels), n_clusters)
    positions = _comparable(labels, given)
    cluster, n = given[positions], len(labels)
    codes, classes = class_codes(labels.iloc[positions])
    n_clusters = _checked_n_clusters(cluster, n_clusters if shares is None else shares.shape[1])
    of_each = None if weights is None else _weights_of(positions, weights, n)
    counts = cross_count(codes, cluster, len(classes), n_clusters, of_each)
    matched = matched_classes(counts, cluster)
    is_off = matched[cluster] != codes
    total = len(positions) if of_each is None else float(of_each.sum())
    off = int(is_off.sum()) if of_each is None else float(of_each[is_off].sum())
    in_place = _in_place(codes, positions, n)
    names, left_codes = _unplaced(labels, given, in_place, classes)
    of_class = np.maximum(in_place, left_codes)
    soft = None if shares is None else _soft(of_class, shares, len(classes), weights)
    return Comparison(
        classes=classes,
        table=_table(counts, classes),
        matching=tuple(classes[code] if code >= 0 else None for code in matched),
        matched_accuracy=(total - off) / total,
        **scores_of(counts.astype(np.float64)),
        misplaced=positions[is_off],
        n_compared=len(positions),
        n_missing=n - len(positions),
        codes=in_place,
        clusters=_in_place(cluster, positions, n),
        soft_table=None if soft is None else _table(soft[:, :-1], classes),
        weight_compared=None if weights is None else total,
        weight_off=None if weights is None else off,
        n_unplaced=len(names),
        unplaced=tuple(Counter(names).most_common()),
        unplaced_codes=left_codes,
        unplaced_of_each=_of_each(left_codes, len(classes), weights) if names else None,
        soft_unplaced=tuple(soft[:, -1].tolist()) if names and soft is not None else None,
    )


@as_annotated
def compared(
    target: ArrayLike | pd.Series,
    resp: ArrayLike,
    *,
    name: str | None = None,
    unit: str = "",
    weights: np.ndarray | None = None,
) -> Comparison:
    """Return how a target, be it a label or a measurement, agrees with responsibilities.

    A row's cluster is the component of its largest responsibility; one of noise has none and is
    left out. A measurement is cut into
    intervals (`gmm_core.target.intervals`), and the ``note`` of the comparison says so.

    Parameters
    ----------
    target : array_like of shape (n_samples,)
    resp : array_like of shape (n_samples, n_components)
        A row of NaN has no cluster, and is left out.
    name : str, optional
        What the note calls the target; by default the name of the series.
    unit : str
        Of a measurement, for the names of its intervals.
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    Comparison
        With soft counts.

    Raises
    ------
    DataError
        When `resp` does not have one row for each row of the target, no row is left to compare,
        or the target is an identifier or has more than `MAX_CLASSES` classes.

    Examples
    --------
    >>> masses = np.arange(2700.0, 6300.0, 25.0)
    >>> heavy = np.clip((masses - 4000) / 1000, 0, 1)
    >>> result = compared(masses, np.column_stack([1 - heavy, heavy]), name="body_mass", unit="g")
    >>> result.classes[0], result.table.iloc[0].tolist(), result.soft_table.iloc[-1].tolist()
    ('2700 to 3400 (g)', [28, 0], [0.0, 28.0])
    >>> result.note
    'body_mass has 144 different numbers; it is cut into 5 intervals of about equally many rows.'
    """
    labels, note = as_series(target), ""
    if is_measurement(labels):
        cut = binned(labels, name=name, unit=unit)
        labels, note = cut.labels, cut.sentence
    shares = checked_shares(resp, len(labels))
    clusters = np.where(np.isnan(shares).any(axis=1), -1, assigned(shares))
    return replace(compare(labels, clusters, resp=shares, weights=weights), note=note)


@as_annotated
def rows_of(
    comparison: Comparison, class_code: int | None = None, cluster: int | None = None
) -> np.ndarray:
    """Return the rows of one cell of the table, of one class, of one cluster, or of noise.

    Parameters
    ----------
    comparison : Comparison
    class_code : int, optional
        Row of the table, counted from 0; without it, all classes.
    cluster : int, optional
        Column of the table, counted from 0, or −1 for the rows of noise; without it, all clusters.

    Returns
    -------
    ndarray of int
        Positions in the input of the comparison, ascending.

    Raises
    ------
    DataError
        When the table has no such row or column.

    Examples
    --------
    >>> result = compare(["a", "a", "b", "b", "b", None], [1, 1, 0, 0, 1, 0])
    >>> rows_of(result, 1, 0), rows_of(result, cluster=1)
    (array([2, 3]), array([0, 1, 4]))
    """
    codes = comparison.codes
    if cluster == NOISE and comparison.n_unplaced and comparison.unplaced_codes is not None:
        codes, cluster = comparison.unplaced_codes, None
    chosen = codes >= 0
    for position, of_row, size, what in (
        (class_code, codes, comparison.table.shape[0], "classes"),
        (cluster, comparison.clusters, comparison.table.shape[1], "clusters"),
    ):
        if position is None:
            continue
        if not 0 <= position < size:
            raise DataError(
                f"The table has {size} {what}, and the one at position {position}, counted from "
                f"0, was asked for. Ask for one from 0 to {size - 1}."
            )
        chosen &= of_row == position
    return np.flatnonzero(chosen)


def _aligned(
    target: ArrayLike | pd.Series, clusters: ArrayLike | pd.Series
) -> tuple[pd.Series, np.ndarray]:
    """Target and clusters (n_samples,), by position; a missing cluster is −1."""
    labels = as_series(target)
    try:
        numbers = pd.Series(clusters).astype("Int64").to_numpy(dtype=np.int64, na_value=-1)
    except (TypeError, ValueError, OverflowError) as error:
        raise DataError(
            "The clusters are not all whole numbers; number them 0, 1, 2 and so on."
        ) from error
    if len(labels) != len(numbers):
        raise DataError(
            f"The target has {counted(len(labels), 'row')} and the clusters have {len(numbers)}; "
            "give one cluster for each row of the target."
        )
    return labels, numbers


def _comparable(labels: pd.Series, clusters: np.ndarray) -> np.ndarray:
    """Positions of the rows that have a target and a cluster."""
    positions = np.flatnonzero(labels.notna().to_numpy() & (clusters >= 0))
    if len(positions) == 0:
        raise DataError(
            "No row has both a target and a cluster, so there is nothing to compare; "
            "choose another target column."
        )
    return positions


def _unplaced(
    labels: pd.Series, clusters: np.ndarray, codes: np.ndarray, classes: tuple[str, ...]
) -> tuple[list[str], np.ndarray]:
    """Classes of the rows that have one and no cluster: names, and codes in their places.

    A class that has no row in any cluster has the code −1.
    """
    placed = np.flatnonzero(codes >= 0)
    first = placed[np.unique(codes[placed], return_index=True)[1]]  # of each class, in their order
    code_of = {value: code for code, value in enumerate(labels.iloc[first])}
    left = np.flatnonzero(labels.notna().to_numpy() & (clusters < 0))
    found = [(code_of.get(value, -1), str(value)) for value in labels.iloc[left]]
    names = [value if code < 0 else classes[code] for code, value in found]
    return names, _in_place(np.array([code for code, _ in found], int), left, len(labels))


def _weights_of(positions: np.ndarray, weights: np.ndarray, n_samples: int) -> np.ndarray:
    """Of the rows that are compared."""
    found = check_weights(weights, n_samples, "weights")[positions]
    if not found.any():
        raise DataError(
            "All rows with both a target and a cluster have weight 0, so there is nothing to "
            "compare; choose another target column."
        )
    return found


def _of_each(codes: np.ndarray, n_classes: int, weights: np.ndarray | None) -> tuple[float, ...]:
    """How many rows are of each class, by their weights where they have any."""
    in_one = np.zeros(len(codes), dtype=np.intp)
    return tuple(cross_count(codes, in_one, n_classes, 1, weights)[:, 0].tolist())


def _in_place(values: np.ndarray, positions: np.ndarray, n_samples: int) -> np.ndarray:
    """Values at their positions in the input, and −1 elsewhere."""
    everywhere = np.full(n_samples, -1)
    everywhere[positions] = values
    return everywhere


def _checked_n_clusters(cluster: np.ndarray, n_clusters: int | None) -> int:
    found = int(cluster.max()) + 1
    if n_clusters is not None and n_clusters < found:
        raise DataError(
            f"A row lies in cluster {found - 1}, counted from 0, but only "
            f"{counted(n_clusters, 'cluster')} {plural(n_clusters, 'was', 'were')} announced; "
            f"give n_clusters of at least {found}."
        )
    return n_clusters or found


def _table(counts: np.ndarray, classes: tuple[str, ...]) -> pd.DataFrame:
    columns = pd.RangeIndex(1, counts.shape[1] + 1, name="cluster")
    return pd.DataFrame(counts, index=pd.Index(classes, name="target"), columns=columns)


def _soft(
    of_class: np.ndarray, shares: np.ndarray, n_classes: int, weights: np.ndarray | None
) -> np.ndarray:
    """Sums of responsibilities by class, and last those of noise, (n_classes, n_clusters + 1)."""
    rows = (of_class >= 0) & np.isfinite(shares).all(axis=1)
    seen = shares[rows]
    with_noise = np.column_stack([seen, np.maximum(1.0 - seen.sum(axis=1), 0.0)])
    of_rows = None if weights is None else weights[rows]
    return soft_count(of_class[rows], with_noise, n_classes, of_rows)
