"""The components of one fit in the order of those of another, to be looked at beside them."""

from __future__ import annotations

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.target import cross_count, matched_classes


@as_annotated
def order_beside(clusters: np.ndarray, others: np.ndarray, n_clusters: int) -> np.ndarray:
    """Return the order in which components of another fit match those of a fit, so most rows agree.

    Parameters
    ----------
    clusters, others : ndarray of int, shape (n_samples,)
        Most probable component of each row, from 0, in the fit and in the other one.
    n_clusters : int
        Components of both.

    Returns
    -------
    ndarray of int, shape (n_clusters,)
        Components of the other; those that match none stand where a place is left.

    Examples
    --------
    >>> order_beside(np.array([0, 0, 1, 2]), np.array([2, 2, 0, 0]), 3)
    array([2, 0, 1])
    """
    counts = cross_count(others, clusters, n_clusters, n_clusters)
    order = matched_classes(counts, clusters)
    left = np.setdiff1d(np.arange(n_clusters), order)
    order[order < 0] = left[: (order < 0).sum()]
    return order
