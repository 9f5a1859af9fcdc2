"""A known target held against the clusters of a fit: table, best matching, scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn import metrics

from gmm_core.classes import class_codes, cross_count, matched_classes
from gmm_core.errors import DataError


@dataclass(frozen=True)
class Score:
    """What a person calls a score, and what it says."""

    title: str
    sentence: str


#: What each score of a `Comparison` says, by the name of its attribute.
SCORES: Mapping[str, Score] = MappingProxyType(
    {
        "matched_accuracy": Score(
            "Matched accuracy",
            "Share of rows whose cluster is the one matched to their class, when every class is "
            "matched to at most one cluster so that this share is largest.",
        ),
        "adjusted_rand_index": Score(
            "Adjusted Rand index",
            "Share of pairs of rows on which target and clusters agree (together in both or apart "
            "in both), corrected for chance: 1 is perfect agreement, values near 0 are what "
            "random clusters of these sizes give, and it can fall below 0.",
        ),
        "normalized_mutual_information": Score(
            "Mutual information",
            "Normalized mutual information: how much the cluster tells about the class and the "
            "class about the cluster, from 0 (nothing) to 1 (each follows from the other).",
        ),
        "homogeneity": Score(
            "Homogeneity",
            "1 when every cluster holds rows of one class only, 0 when the clusters tell nothing "
            "about the classes.",
        ),
        "completeness": Score(
            "Completeness",
            "1 when all rows of a class lie in one cluster, 0 when the classes tell nothing about "
            "the clusters.",
        ),
    }
)


@dataclass(frozen=True, eq=False)
class Comparison:
    """How a target and a clustering of the same rows agree.

    Parameters
    ----------
    classes : tuple of str
        Labels of the target in natural order: numbers by value, "class 2" before "class 10".
    table : DataFrame of shape (n_classes, n_clusters)
        Rows counted by class (index) and cluster (columns, numbered from 1; empty ones too).
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


def compare(
    target: ArrayLike | pd.Series, clusters: ArrayLike | pd.Series, n_clusters: int | None = None
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
        Number of clusters, empty ones included; by default the highest that occurs, plus 1.

    Returns
    -------
    Comparison

    Raises
    ------
    DataError
        When the lengths differ, a cluster is not a whole number below `n_clusters`, no row is
        left to compare, or the target is a measurement or an identifier rather than a label.

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
    labels, cluster = _aligned(target, clusters)
    positions = np.flatnonzero(labels.notna().to_numpy() & (cluster >= 0))
    if len(positions) == 0:
        raise DataError(
            "No row has both a target and a cluster, so there is nothing to compare; "
            "choose another target column."
        )
    cluster = cluster[positions]
    codes, classes = class_codes(labels.iloc[positions])
    counts = cross_count(codes, cluster, len(classes), _checked_n_clusters(cluster, n_clusters))
    matched = matched_classes(counts, cluster)
    misplaced = positions[matched[cluster] != codes]
    return Comparison(
        classes=classes,
        table=_table(counts, classes),
        matching=tuple(classes[code] if code >= 0 else None for code in matched),
        matched_accuracy=(len(positions) - len(misplaced)) / len(positions),
        **_scores(codes, cluster),
        misplaced=misplaced,
        n_compared=len(positions),
        n_missing=len(labels) - len(positions),
    )


def _aligned(
    target: ArrayLike | pd.Series, clusters: ArrayLike | pd.Series
) -> tuple[pd.Series, np.ndarray]:
    """Target and clusters (n_samples,), by position; a missing cluster is −1."""
    labels = pd.Series(target)
    try:
        numbers = pd.Series(clusters).astype("Int64").to_numpy(dtype=np.int64, na_value=-1)
    except (TypeError, ValueError, OverflowError) as error:
        raise DataError(
            "The clusters are not all whole numbers; number them 0, 1, 2 and so on."
        ) from error
    if len(labels) != len(numbers):
        raise DataError(
            f"The target has {len(labels)} rows and the clusters have {len(numbers)}; "
            "give one cluster for each row of the target."
        )
    return labels, numbers


def _checked_n_clusters(cluster: np.ndarray, n_clusters: int | None) -> int:
    found = int(cluster.max()) + 1
    if n_clusters is not None and n_clusters < found:
        raise DataError(
            f"A row lies in cluster {found - 1}, counted from 0, but only {n_clusters} clusters "
            f"were announced; give n_clusters of at least {found}."
        )
    return n_clusters or found


def _table(counts: np.ndarray, classes: tuple[str, ...]) -> pd.DataFrame:
    columns = pd.RangeIndex(1, counts.shape[1] + 1, name="cluster")
    return pd.DataFrame(counts, index=pd.Index(classes, name="target"), columns=columns)


def _scores(codes: np.ndarray, cluster: np.ndarray) -> dict[str, float]:
    scores = {
        "adjusted_rand_index": metrics.adjusted_rand_score,
        "normalized_mutual_information": metrics.normalized_mutual_info_score,
        "homogeneity": metrics.homogeneity_score,
        "completeness": metrics.completeness_score,
    }
    return {name: float(score(codes, cluster)) for name, score in scores.items()}
