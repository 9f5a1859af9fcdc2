"""The outline of a normal distribution in the plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def ellipse(
    mean: ArrayLike, covariance: ArrayLike, radius: float = 1.0, n_points: int = 73
) -> np.ndarray:
    """Return the points at `radius` standard deviations from the mean, as a closed curve.

    For two features of a component with more, hand in its marginal mean and covariance
    (``mixture.marginal``): the shadow A Σ Aᵀ of the component, not a slice through it.

    Parameters
    ----------
    mean : array_like of shape (2,)
        In the units of the features.
    covariance : array_like of shape (2, 2)
        Positive semi-definite.
    radius : float
        Mahalanobis distance of every point from the mean.
    n_points : int
        Points on the curve; the last is the first.

    Returns
    -------
    ndarray of shape (n_points, 2)

    Examples
    --------
    >>> curve = ellipse([0, 0], [[4, 0], [0, 1]])
    >>> curve.max(axis=0).round(6)
    array([2., 1.])
    """
    angle = np.linspace(0.0, 2.0 * np.pi, n_points)
    circle = np.column_stack([np.cos(angle), np.sin(angle)])
    # Eigenvectors rather than Cholesky: a flat covariance still has an outline, a line.
    variances, directions = np.linalg.eigh(np.asarray(covariance, dtype=np.float64))
    largest = directions[:, ::-1] * np.sqrt(np.maximum(variances[::-1], 0.0))
    return np.asarray(mean, dtype=np.float64) + radius * circle @ largest.T
