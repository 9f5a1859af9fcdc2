"""What sets each cluster apart, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated
from gmm_core.clusters.feature_profiles import Profiles
from gmm_core.logarithms import Logarithm
from gmm_core.names import check_one_each, component_titles
from gmm_core.wording import plural
from gmm_core.written_columns import MOST_DECIMALS, column
from gmm_core.written_numbers import fixed, tally

#: A mean nearer than this to that of all rows, in their standard deviations, sets nothing apart.
DISTINCT = 0.5


def distinguishing(means: ArrayLike, *, most: int | None = None) -> list[list[int]]:
    """Return the features that set each component apart, the most distinct first.

    From standardised means (k, d): those at least 0.5 standard deviations of all rows from that of
    all rows, at most so many; none for a component like the average of all rows.
    """
    sizes = np.abs(np.asarray(means, dtype=np.float64))
    order = np.argsort(-sizes, axis=1, kind="stable")[:, :most]
    return [
        [j for j in some.tolist() if own[j] >= DISTINCT]
        for own, some in zip(sizes, order, strict=True)
    ]


@as_annotated
def describe(
    found: Profiles,
    names: Sequence[str],
    components: Sequence[str] | None = None,
    *,
    logarithms: Sequence[Logarithm | None] = (),
) -> list[str]:
    """Return one sentence on each cluster: its rows, and all features that set it apart.

    Parameters
    ----------
    found : Profiles
    names : sequence of str
        Of the features.
    components : sequence of str, optional
        What a person calls each cluster.
    logarithms : sequence of Logarithm or None
        That of each feature, where some are fitted: `names` are then those of the features
        themselves, and means come back in their units.

    Returns
    -------
    list of str
        A feature sets a cluster apart where its mean is half a standard deviation of all rows or
        more from that of all rows; the farthest leads, and its mean follows in its units.

    Examples
    --------
    >>> from gmm_core.clusters import profiles
    >>> from gmm_core.mixture import Mixture
    >>> mixture = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    >>> shares = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]
    >>> describe(profiles([[0.0], [2.0], [3.0], [7.0]], mixture, shares), ["petal length"])
    ['Cluster 1, 2 rows: low petal length (1.0).', 'Cluster 2, 2 rows: high petal length (5.0).']
    """
    check_one_each(names, found.means.shape[1], "feature")
    titles = component_titles(len(found.means), components, "Cluster")
    written = _written(found, logarithms)
    apart, by = distinguishing(found.means), " by weights" * found.by_weights
    return [
        f"{title}, {tally(size)} {plural(size, 'row')}{by}: {_said(means, features, names, own)}."
        for title, size, means, features, own in zip(
            titles, found.hard_sizes.tolist(), found.means, apart, written, strict=True
        )
    ]


def _written(found: Profiles, logarithms: Sequence[Logarithm | None]) -> list[tuple[str, ...]]:
    """The mean of each feature in each cluster, as text."""
    logs = logarithms or (None,) * len(found.scale)
    columns = [
        _decimals(values, scale) if log is None else column(log.inverse(values), 2)
        for values, scale, log in zip(found.centres.T, found.scale, logs, strict=True)
    ]
    return [*zip(*columns, strict=True)]


def _decimals(values: np.ndarray, scale: float) -> list[str]:
    """With so many decimals that a fifth of a standard deviation of all rows is seen."""
    places = max(0, math.ceil(-math.log10(scale / 5.0)))
    if places > MOST_DECIMALS:
        return column(values)
    return [fixed(value, places) for value in values.tolist()]


def _said(
    means: np.ndarray, features: Sequence[int], names: Sequence[str], written: Sequence[str]
) -> str:
    if not features:
        return f"every mean is within {DISTINCT:g} sd of that of all rows"
    return ", ".join(
        f"{'high' if means[j] > 0 else 'low'} {names[j]} ({written[j]})" for j in features
    )
