"""Log-densities of a mixture and the responsibilities that follow from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import solve_triangular

from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.mixture import Mixture

LOG_2_PI = float(np.log(2.0 * np.pi))


def as_rows(X: ArrayLike, n_features: int) -> np.ndarray:
    """Return `X` as a float array of shape (n_samples, n_features).

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    n_features : int

    Returns
    -------
    ndarray

    Raises
    ------
    DataError
        When `X` has another shape.

    Examples
    --------
    >>> as_rows([[1, 2]], 2)
    array([[1., 2.]])
    """
    rows = np.asarray(X, dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] != n_features:
        raise DataError(
            f"The data have shape {rows.shape}, the mixture has {n_features} features. "
            f"Give an array of shape (n_samples, {n_features})."
        )
    return rows


def whitening(covariances: np.ndarray) -> np.ndarray:
    """Return the upper triangular W with W Wᵀ = inverse covariance, for each component.

    ``(x - mean) @ W`` has unit covariance, and its squared length is the squared
    Mahalanobis distance.

    Parameters
    ----------
    covariances : ndarray of shape (n_components, n_features, n_features)

    Returns
    -------
    ndarray of shape (n_components, n_features, n_features)

    Raises
    ------
    DegenerateComponentError
        When a covariance is not positive definite.

    Examples
    --------
    >>> whitening(np.array([[[4.0]]]))
    array([[[0.5]]])
    """
    identity = np.eye(covariances.shape[1])
    factors = np.empty_like(covariances)
    for component, covariance in enumerate(covariances):
        try:
            lower = np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError:
            raise DegenerateComponentError(component) from None
        factors[component] = solve_triangular(lower, identity, lower=True).T
    return factors


def log_joint(X: np.ndarray, mixture: Mixture, factors: np.ndarray | None = None) -> np.ndarray:
    """Return log(weight x density) of every row under every component, in nats.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    mixture : Mixture
    factors : ndarray, optional
        ``whitening(mixture.covariances)`` where the caller already has it.

    Returns
    -------
    ndarray of shape (n_samples, n_components)

    Notes
    -----
    log w_j - (d log 2π + log |Σ_j| + |(x - μ_j) W_j|²) / 2; Bishop (2006), eq. 2.43.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    >>> log_joint(np.array([[0.0]]), mixture).round(6)
    array([[-0.918939]])
    """
    factors = whitening(mixture.covariances) if factors is None else factors
    log_det = np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
    with np.errstate(divide="ignore"):  # a weight of zero is a density of zero
        constant = np.log(mixture.weights) + log_det - 0.5 * mixture.n_features * LOG_2_PI
    joint = np.empty((len(X), mixture.n_components))
    for j, (mean, factor) in enumerate(zip(mixture.means, factors, strict=True)):
        whitened = (X - mean) @ factor
        joint[:, j] = constant[j] - 0.5 * np.einsum("ij,ij->i", whitened, whitened)
    return joint


def log_normalizer(joint: np.ndarray) -> np.ndarray:
    """Return log sum exp of each row: the log-density of the whole mixture, in nats.

    Parameters
    ----------
    joint : ndarray of shape (n_samples, n_components)
        As `log_joint` gives it.

    Returns
    -------
    ndarray of shape (n_samples,)

    Examples
    --------
    >>> log_normalizer(np.log([[0.25, 0.75]])).round(12)
    array([0.])
    """
    largest = joint.max(axis=1)
    return largest + np.log(np.exp(joint - largest[:, None]).sum(axis=1))


def log_density(X: ArrayLike, mixture: Mixture) -> np.ndarray:
    """Return the log-density of every row under the whole mixture, in nats.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    mixture : Mixture

    Returns
    -------
    ndarray of shape (n_samples,)

    Raises
    ------
    DataError
        When `X` does not have the mixture's features.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0], [0.0]], [[[1.0]], [[1.0]]])
    >>> log_density([[0.0]], mixture).round(6)
    array([-0.918939])
    """
    return log_normalizer(log_joint(as_rows(X, mixture.n_features), mixture))


def responsibilities(X: ArrayLike, mixture: Mixture) -> np.ndarray:
    """Return the probability that each row came from each component.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    mixture : Mixture

    Returns
    -------
    ndarray of shape (n_samples, n_components)
        Rows sum to one. Bishop (2006), eq. 9.13.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> responsibilities([[0.0]], mixture)
    array([[0.5, 0.5]])
    """
    joint = log_joint(as_rows(X, mixture.n_features), mixture)
    return np.exp(joint - log_normalizer(joint)[:, None])
