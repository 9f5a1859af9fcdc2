"""The surface of a normal distribution in space."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def ellipsoid(
    mean: ArrayLike, covariance: ArrayLike, radius: float = 1.0, n_around: int = 32
) -> tuple[np.ndarray, np.ndarray]:
    """Return the points at `radius` standard deviations from the mean, and triangles over them.

    For three features of a component with more, hand in its marginal mean and covariance
    (``mixture.marginal``).

    Parameters
    ----------
    mean : array_like of shape (3,)
        In the units of the features.
    covariance : array_like of shape (3, 3)
        Positive semi-definite.
    radius : float
        Mahalanobis distance of every point from the mean.
    n_around : int
        Points on each circle of latitude, of which there are half as many, less one.

    Returns
    -------
    points : ndarray of shape (n_points, 3)
        The first and the last are the ends of the longest axis.
    triangles : ndarray of int, shape (n_triangles, 3)
        Indices of points; together they close the surface.

    Examples
    --------
    >>> points, triangles = ellipsoid([0, 0, 0], np.diag([9, 4, 1]))
    >>> points.max(axis=0).round(6), len(triangles)
    (array([3., 2., 1.]), 960)
    """
    ball, triangles = _ball(n_around, n_around // 2 - 1)
    # Eigenvectors rather than Cholesky: a flat covariance still has a surface.
    variances, directions = np.linalg.eigh(np.asarray(covariance, dtype=np.float64))
    axes = directions * np.sqrt(np.maximum(variances, 0.0))
    return np.asarray(mean, dtype=np.float64) + radius * ball @ axes.T, triangles


def _ball(n_around: int, n_circles: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the points of the unit sphere: a pole, circles from it to the other, that pole."""
    tilt = np.linspace(0.0, np.pi, n_circles + 2)[1:-1, None]
    turn = np.linspace(0.0, 2 * np.pi, n_around, endpoint=False)
    circles = np.stack(
        [np.sin(tilt) * np.cos(turn), np.sin(tilt) * np.sin(turn), np.cos(tilt) + 0 * turn], axis=-1
    )
    points = np.concatenate([[[0.0, 0.0, 1.0]], circles.reshape(-1, 3), [[0.0, 0.0, -1.0]]])
    here = np.arange(n_around)
    after = (here + 1) % n_around
    first = 1 + n_around * np.arange(n_circles - 1)[:, None]
    corners = np.broadcast_arrays(first + here, first + after, first + n_around + here)
    others = np.broadcast_arrays(first + after, first + n_around + after, first + n_around + here)
    last, bottom = len(points) - 1, 1 + n_around * (n_circles - 1)
    caps = [
        np.column_stack([np.zeros_like(here), 1 + here, 1 + after]),
        np.column_stack([np.full_like(here, last), bottom + after, bottom + here]),
    ]
    bands = [np.stack(three, axis=-1).reshape(-1, 3) for three in (corners, others)]
    return points, np.concatenate([*bands, *caps])
