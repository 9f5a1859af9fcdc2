"""Stacks of scatter matrices: their diagonals, and how near to singular they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

MStep = Callable[..., np.ndarray]
"""(scatter, resp_sum (..., k), previous or None) -> covariances: (..., k, d, d), or (..., k, d).

Without tilt diagonals are read and made. Further axes in front are further mixtures.
"""

Moments = Literal["total_diagonal", "total", "traces", "diagonal", "full"]
"""What is meant of scatter matrices: the diagonal of their sum, their sum, their traces and the
diagonal of their sum, their diagonals, all."""

LEVELS: tuple[Moments, ...] = ("total_diagonal", "total", "traces", "diagonal", "full")

Form = Literal["total", "diagonal", "full"]
"""In which of [1, x], [1, x, x²] and [1, x, x², x_i x_j] something is linear."""

FORMS: tuple[Form, ...] = ("total", "diagonal", "full")


def includes(more: Moments, less: Moments) -> bool:
    """Return whether scatter of which `more` is meant says all that `less` does.

    Examples
    --------
    >>> includes("full", "total"), includes("diagonal", "total")
    (True, False)
    """
    if (more, less) == ("diagonal", "traces"):
        return True
    return more in ("full", less) or less == "total_diagonal"


def without_tilt(moments: Moments) -> bool:
    """Return whether nothing beside diagonals is meant.

    Examples
    --------
    >>> without_tilt("traces"), without_tilt("total")
    (True, False)
    """
    return moments in ("total_diagonal", "traces", "diagonal")


def variances(dense: np.ndarray) -> np.ndarray:
    """Return the diagonals of a stack of matrices; a view where the stack is contiguous.

    Parameters
    ----------
    dense : ndarray of shape (..., n_features, n_features)

    Returns
    -------
    ndarray of shape (..., n_features)

    Examples
    --------
    >>> variances(np.array([[[1.0, 5.0], [5.0, 2.0]]]))
    array([[1., 2.]])
    """
    d = dense.shape[-1]
    return dense.reshape(*dense.shape[:-2], d * d)[..., :: d + 1]


def relative_eigenvalues(scatter: np.ndarray, resp_sum: np.ndarray) -> np.ndarray:
    """Return the eigenvalues of the components' covariances in units of the pooled spread.

    Parameters
    ----------
    scatter : ndarray of shape (..., n_components, n_features, n_features)
    resp_sum : ndarray of shape (..., n_components)

    Returns
    -------
    ndarray of shape (..., n_components, n_features)
        Ascending; zero where rounding hides whether they are positive. They do not depend on
        the units of the features.

    Examples
    --------
    >>> relative_eigenvalues(np.array([[[2e9, 0.0], [0.0, 2e-9]]]), np.array([2.0]))
    array([[1., 1.]])
    """
    pooled = variances(scatter).sum(axis=-2) / resp_sum.sum(axis=-1, keepdims=True)
    inverse_scale = 1.0 / np.sqrt(np.where(pooled > 0, pooled, 1.0))[..., None, :]
    units = inverse_scale * inverse_scale.swapaxes(-1, -2)
    scaled = scatter * (units[..., None, :, :] / resp_sum[..., None, None])
    eigenvalues = np.linalg.eigvalsh(scaled)
    return np.where(eigenvalues > 4 * scatter.shape[-1] * np.finfo(float).eps, eigenvalues, 0.0)


def are_positive(matrices: np.ndarray) -> np.ndarray:
    """Return whether symmetric matrices are positive definite, by elimination in all at once.

    Parameters
    ----------
    matrices : ndarray of shape (..., n_features, n_features)

    Returns
    -------
    ndarray of bool, of the shape in front

    Examples
    --------
    >>> are_positive(np.array([[[2.0, 1.0], [1.0, 2.0]], [[1.0, 2.0], [2.0, 1.0]]]))
    array([ True, False])
    """
    d = matrices.shape[-1]
    rows = np.array(matrices.reshape(-1, d, d).transpose(1, 2, 0), order="C")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for j in range(d - 1):
            left = slice(j + 1, d)
            rows[left, left] -= (rows[left, j] / rows[j, j])[:, None] * rows[j, left]
    pivots = rows[np.arange(d), np.arange(d)]
    positive = np.logical_and.reduce((pivots > 0.0) & (pivots < np.inf), axis=0)
    return np.reshape(positive, matrices.shape[:-2])


def along(axes: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return the matrices with these eigenvectors and eigenvalues, symmetric to the last bit.

    Parameters
    ----------
    axes : ndarray of shape (..., n_features, n_features)
        Orthogonal; the eigenvectors are the columns.
    spread : ndarray of shape (..., n_features)
        Of as many matrices, where the axes are not common to them.

    Returns
    -------
    ndarray of shape (..., n_features, n_features)

    Examples
    --------
    >>> along(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[1.0, 2.0]]))
    array([[[2., 0.],
            [0., 1.]]])
    """
    dense = (axes * spread[..., None, :]) @ axes.swapaxes(-1, -2)
    return symmetric(dense)


def symmetric(matrices: np.ndarray) -> np.ndarray:
    """Return the mean of matrices and their transposes: what is symmetric but for rounding.

    Parameters
    ----------
    matrices : ndarray of shape (..., n_features, n_features)

    Returns
    -------
    ndarray of the same shape

    Examples
    --------
    >>> symmetric(np.array([[1.0, 2.0], [4.0, 1.0]]))
    array([[1., 3.],
           [3., 1.]])
    """
    doubled = matrices + matrices.swapaxes(-1, -2)
    doubled *= 0.5
    return doubled
