"""What the scores of a comparison say of the rows at hand, each in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.special import xlogy

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.written_numbers import percent

#: By the name of the score; the share in percent goes into the braces.
READINGS: Mapping[str, str] = MappingProxyType(
    {
        "matched_accuracy": "{} of the rows lie in the cluster matched to their class.",
        "adjusted_rand_index": "Agreement on pairs of rows is {} of the way from what chance gives "
        "to perfect.",
        "normalized_mutual_information": "Target and clusters share {} of the information that "
        "they hold on average.",
        "homogeneity": "Knowing the cluster of a row removes {} of the uncertainty about its "
        "class.",
        "completeness": "Knowing the class of a row removes {} of the uncertainty about its "
        "cluster.",
    }
)


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


def scores_of(counts: np.ndarray) -> dict[str, Any]:
    """All scores but the accuracy of a table of classes by clusters; rows may have weights.

    They are scikit-learn's, which goes by the rows and takes some hundred times as long.
    """
    n, of_class, of_cluster = counts.sum(), counts.sum(axis=1), counts.sum(axis=0)
    classes, clusters = _entropy(of_class / n), _entropy(of_cluster / n)
    shared = classes + clusters - _entropy(counts / n)
    mean = 0.5 * (classes + clusters)
    return {
        "adjusted_rand_index": _adjusted_rand_index(counts, of_class, of_cluster, n),
        "normalized_mutual_information": float(max(shared, 0.0) / mean) if mean > 0 else 1.0,
        "homogeneity": float(max(shared, 0.0) / classes) if classes > 0 else 1.0,
        "completeness": float(max(shared, 0.0) / clusters) if clusters > 0 else 1.0,
    }


def _entropy(shares: np.ndarray) -> float:
    return float(-xlogy(shares, shares).sum())


def _adjusted_rand_index(
    counts: np.ndarray, of_class: np.ndarray, of_cluster: np.ndarray, n: float
) -> float:
    together, in_class, in_cluster, all_pairs = (
        float((each * (each - 1.0)).sum() / 2.0)
        for each in (counts, of_class, of_cluster, np.array([n]))
    )
    expected = in_class * in_cluster / all_pairs if all_pairs else 0.0
    largest = 0.5 * (in_class + in_cluster)
    return 1.0 if largest == expected else (together - expected) / (largest - expected)


@as_annotated
def reading_of(score: str, value: float) -> str:
    """Return what a value of a score says of these rows, in one sentence.

    Parameters
    ----------
    score : str
        A name of `gmm_core.target.scores.SCORES`.
    value : float

    Returns
    -------
    str
        Exact readings and no grades: how good is good enough depends on what it is for.

    Notes
    -----
    Homogeneity is 1 - H(class | cluster) / H(class), and completeness the same the other way
    round (Rosenberg and Hirschberg 2007). The adjusted Rand index is (index - expected) /
    (largest - expected) in pairs of rows (Hubert and Arabie 1985).

    Examples
    --------
    >>> reading_of("homogeneity", 0.8642)
    'Knowing the cluster of a row removes 86.4 % of the uncertainty about its class.'
    >>> reading_of("adjusted_rand_index", -0.02)
    'Target and clusters agree on fewer pairs of rows than random clusters of these sizes would.'
    """
    if score not in SCORES:
        raise DataError(f"There is no score named {score!r}. Choose one of {', '.join(SCORES)}.")
    if score == "adjusted_rand_index" and value < 0:
        return (
            "Target and clusters agree on fewer pairs of rows than random clusters of these sizes "
            "would."
        )
    return READINGS[score].format(f"{percent(value, 1)} %")
