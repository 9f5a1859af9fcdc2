"""Which rows two fits of one table place differently."""

from __future__ import annotations

import numpy as np

from gmm_core.assigned import NOISE
from gmm_core.checked import as_annotated
from gmm_core.target import cross_count, matched_classes

UNMATCHED = -2  # a cluster that no other is like


@as_annotated
def placed_differently(
    clusters: np.ndarray, others: np.ndarray, n_clusters: int, n_others: int
) -> np.ndarray:
    """Return the rows that are not in matching clusters of two fits.

    Clusters are matched so that most rows agree, whatever they are numbered.

    Parameters
    ----------
    clusters, others : ndarray of int, shape (n_samples,)
        Most probable component of each row, from 0, in one fit and in the other; -1 of noise,
        which is matched to noise.
    n_clusters, n_others : int
        Components of each fit.

    Returns
    -------
    ndarray of int
        Their indices, ascending.

    Examples
    --------
    >>> placed_differently(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1]), 2, 2)
    array([3])
    """
    counts = cross_count(others, clusters, n_others, n_clusters)
    matched = matched_classes(counts, clusters)
    with_noise = np.append(np.where(matched < 0, UNMATCHED, matched), NOISE)  # -1 is the last
    return np.flatnonzero(with_noise[clusters] != others)
