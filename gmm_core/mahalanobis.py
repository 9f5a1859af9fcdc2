"""Distances of rows from components, in each component's own standard deviations."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.blocks import sum_over_blocks
from gmm_core.given_rows import as_table, check_features
from gmm_core.mixture import Mixture


class SquaredDistances:
    """Squared Mahalanobis distances under one mixture, prepared once and called for each block.

    Parameters
    ----------
    mixture : Mixture

    Raises
    ------
    DegenerateComponentError
        When a covariance is not positive definite.

    Notes
    -----
    |(x - μ_j) W_j|², where W_j W_jᵀ is the inverse of the covariance. Rows are the last axis, so
    that sums over features and over components run along whole vectors.

    Examples
    --------
    >>> SquaredDistances(Mixture([1.0], [[1.0]], [[[4.0]]]))(np.array([[1.0, 5.0]]))
    (array([[0., 4.]]), array([[[0., 4.]]]))
    """

    def __init__(self, mixture: Mixture):
        self.means = mixture.means[:, :, None]
        self.factors = mixture.whitening.transpose(0, 2, 1)

    def __call__(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the distances (k, n) and the centred rows (k, d, n) of `columns` (d, n)."""
        centred = np.ascontiguousarray(columns) - self.means
        whitened = self.factors @ centred
        return np.einsum("kdn,kdn->kn", whitened, whitened), centred


def squared_distances(X: ArrayLike, mixture: Mixture) -> np.ndarray:
    """Return the squared Mahalanobis distance of every row from every component.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    mixture : Mixture

    Returns
    -------
    ndarray of shape (n_samples, n_components)
        They have no unit: no shift or scale of the features changes them.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features.
    DegenerateComponentError
        When a covariance is not positive definite.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0], [4.0]], [[[1.0]], [[4.0]]])
    >>> squared_distances([[2.0]], mixture)
    array([[4., 1.]])
    """
    rows, of_block = as_table(X), SquaredDistances(mixture)
    check_features(rows, mixture.n_features)
    distances = np.empty((mixture.n_components, len(rows)))

    def fill(block: slice) -> tuple[()]:
        distances[:, block], _ = of_block(rows[block].T)
        return ()

    sum_over_blocks(fill, len(rows), 2 * mixture.means.size)
    return distances.T
