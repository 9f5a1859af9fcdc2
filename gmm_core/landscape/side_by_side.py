"""The components of one fit in the order of those of another, to be looked at beside them."""

from __future__ import annotations

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.target import cross_count, matched_classes


@as_annotated
def order_beside(
    clusters: np.ndarray, others: np.ndarray, n_clusters: int, n_others: int | None = None
) -> np.ndarray:
    """Return the order in which components of another fit match those of a fit, so most rows agree.

    Parameters
    ----------
    clusters, others : ndarray of int, shape (n_samples,)
        Most probable component of each row, from 0, in the fit and in the other one.
    n_clusters : int
        Components of the fit.
    n_others : int, optional
        Of the other one, which has no fewer; as many without it.

    Returns
    -------
    ndarray of int, shape (n_others,)
        Components of the other; those that match none stand where a place is left, and last.

    Raises
    ------
    DataError
        When the other has fewer components.

    Examples
    --------
    >>> order_beside(np.array([0, 0, 1, 2]), np.array([2, 2, 0, 0]), 3)
    array([2, 0, 1])
    """
    k = n_clusters if n_others is None else n_others
    if k < n_clusters:
        raise DataError(f"The other fit has {k} components, fewer than {n_clusters}. Swap the two.")
    order = matched_classes(cross_count(others, clusters, k, n_clusters), clusters)
    left = np.setdiff1d(np.arange(k), order)
    n_free = int((order < 0).sum())
    order[order < 0] = left[:n_free]
    return np.concatenate([order, left[n_free:]])
