"""Distances of rows from components, in each component's own standard deviations."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.blocks import sum_over_blocks
from gmm_core.density import as_rows
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
    |(x - μ_j) W_j|², where W_j W_jᵀ is the inverse of the covariance.

    Examples
    --------
    >>> SquaredDistances(Mixture([1.0], [[1.0]], [[[4.0]]]))(np.array([[1.0], [5.0]]))
    array([[0., 4.]])
    """

    def __init__(self, mixture: Mixture):
        self.means = mixture.means[:, :, None]
        self.factors = mixture.whitening.transpose(0, 2, 1)

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """Return the squared distances (k, n) of `rows` (n, d)."""
        whitened = self.factors @ (np.ascontiguousarray(rows.T) - self.means)
        return np.einsum("kdn,kdn->kn", whitened, whitened)


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
    rows, of_block = as_rows(X, mixture.n_features), SquaredDistances(mixture)
    distances = np.empty((mixture.n_components, len(rows)))

    def fill(block: slice) -> tuple[()]:
        distances[:, block] = of_block(rows[block])
        return ()

    sum_over_blocks(fill, len(rows), 2 * mixture.means.size)
    return distances.T
