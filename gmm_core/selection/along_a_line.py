"""Rows cut into groups along one line, on which one long component would hide them."""

from __future__ import annotations

from functools import cache

import numpy as np

from gmm_core.selection.grid import Partition


def cut_along_a_line(X: np.ndarray) -> Partition:
    """Ward's clusters along a feature or a principal component, whichever they part best.

    That is where least of the variance is left within them. Nothing is computed before it is
    asked for, when all rows have been checked. Ward (1963), J. Am. Stat. Assoc. 58, 236-244.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # loaded at need

    @cache
    def trees() -> list[tuple[np.ndarray, np.ndarray]]:
        return [(line, linkage(line[:, None], "ward")) for line in _lines(X)]

    def labels(k: int) -> np.ndarray:
        cuts = [(line, fcluster(tree, k, "maxclust") - 1) for line, tree in trees()]
        return min(cuts, key=lambda cut: _within(*cut))[1]

    return labels


def _lines(X: np.ndarray) -> list[np.ndarray]:
    """The features that vary and the principal components of all, with variance 1."""
    varying = X[:, np.ptp(X, axis=0) > 0]
    scaled = (varying - varying.mean(axis=0)) / varying.std(axis=0)
    axes = np.linalg.svd(scaled, full_matrices=False)[2]
    along = scaled @ axes.T
    spread = along.std(axis=0)
    return [*scaled.T, *(along[:, spread > 1e-6] / spread[spread > 1e-6]).T]


def _within(line: np.ndarray, labels: np.ndarray) -> float:
    """The share of the variance that is left within groups."""
    sizes = np.maximum(np.bincount(labels), 1)
    means = np.bincount(labels, line) / sizes
    return float(np.square(line - means[labels]).mean())
