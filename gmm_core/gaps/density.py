"""Log-densities of what is there of a row, and the responsibilities that follow."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.blocks import BLOCK_SIZE
from gmm_core.checked import as_annotated, as_table, check_features
from gmm_core.gaps.conditioned import Conditioned
from gmm_core.gaps.patterns import Patterns
from gmm_core.matrices import LOG_2_PI, Diagonal
from gmm_core.mixture import LogJoint, Mixture, log_joint, normalize


def gapped_joint(X: np.ndarray, mixture: Mixture) -> np.ndarray:
    """Return log(weight x density) of the values that are there, (n, k), in nats.

    A row without any value has the weights alone.
    """
    joint = np.empty((len(X), mixture.n_components))
    if isinstance(mixture.matrices, Diagonal):
        size = max(BLOCK_SIZE // mixture.n_features, 1)
        for begin in range(0, len(X), size):
            block = X[begin : begin + size].T
            joint[begin : begin + size] = joint_along_axes(block, ~np.isnan(block), mixture).T
        return joint
    for stack in Patterns.of(X).stacks(mixture.n_components):
        given = Conditioned(mixture, stack.observed)
        found = given.joint(given.roots @ stack.centred(X, mixture.means))
        joint[stack.rows[stack.live]] = found.swapaxes(1, 2)[stack.live]
    return joint


def gapped_joint_at_means(X: np.ndarray, mixture: Mixture) -> np.ndarray:
    """Return what `gapped_joint` does where what is there of each row is the mean, (n, k)."""
    peaks = np.empty((len(X), mixture.n_components))
    if isinstance(mixture.matrices, Diagonal):
        with np.errstate(divide="ignore"):
            log_weights = np.log(mixture.shares)
        constants = np.log(mixture.whitener.factors) - 0.5 * LOG_2_PI
        return (~np.isnan(X)).astype(np.float64) @ constants.T + log_weights
    patterns = Patterns.of(X)
    for stack in patterns.stacks(mixture.n_components):
        found = Conditioned(mixture, stack.observed).log_scales
        peaks[stack.rows[stack.live]] = np.repeat(found, stack.live.sum(axis=1), axis=0)
    return peaks


def joint_along_axes(block: np.ndarray, there: np.ndarray, mixture: Mixture) -> np.ndarray:
    """Return log(weight x density) (k, n) of columns (d, n) under components without tilt.

    What is missing leaves its factor out of the product of densities.
    """
    with np.errstate(divide="ignore"):
        log_weights = np.log(mixture.shares)
    roots = mixture.whitener.factors
    constants = (np.log(roots) - 0.5 * LOG_2_PI) @ there.astype(np.float64)
    joint = constants + log_weights[:, None]
    for j, mean in enumerate(mixture.means):
        whitened = np.where(there, (block - mean[:, None]) * roots[j][:, None], 0.0)
        joint[j] -= 0.5 * np.einsum("dn,dn->n", whitened, whitened)
    return joint


@as_annotated
def log_joint_of(X: ArrayLike, mixture: Mixture) -> np.ndarray:
    """Return log(weight x density) of what is there of every row, in nats.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        NaN where a value is missing, at random: for reasons that only what is there may tell.
    mixture : Mixture

    Returns
    -------
    ndarray of shape (n_samples, n_components)
        A row without any value has the logarithms of the weights alone.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features, a value is beyond 1e150, or a row is so far
        from all components that its density cannot be computed.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0, 5.0]], [np.eye(2)])
    >>> log_joint_of([[0.0, np.nan]], mixture).round(6)
    array([[-0.918939]])
    """
    rows = as_table(X, gaps=True)
    if not np.isnan(rows).any():
        return log_joint(rows, mixture)
    check_features(rows, mixture.n_features)
    with np.errstate(over="ignore", invalid="ignore"):  # the row is named below
        joint = gapped_joint(rows, mixture)
    LogJoint.refuse_beyond(joint, rows)
    return joint


@as_annotated
def distances_of(X: ArrayLike, mixture: Mixture) -> np.ndarray:
    """Return squared Mahalanobis distances of what is there of every row; see `log_joint_of`.

    Returns
    -------
    ndarray of shape (n_samples, n_components)
        Of a row of a component they have the chi-squared distribution with as many degrees of
        freedom as the row has values; 0 where it has none.

    Examples
    --------
    >>> distances_of([[3.0, np.nan]], Mixture([1.0], [[0.0, 5.0]], [np.eye(2)]))
    array([[9.]])
    """
    rows = as_table(X, gaps=True)
    check_features(rows, mixture.n_features)
    alone = mixture.with_noise(None)
    apart = gapped_joint_at_means(rows, alone) - log_joint_of(rows, alone)
    return np.maximum(2.0 * apart, 0.0)


@as_annotated
def density_of(X: ArrayLike, mixture: Mixture) -> np.ndarray:
    """Return the log-density of what is there of every row, (n_samples,); see `log_joint_of`.

    Of rows with different gaps it is that of different features, and in different units.

    Examples
    --------
    >>> density_of([[np.nan, 5.0]], Mixture([1.0], [[0.0, 5.0]], [np.eye(2)])).round(6)
    array([-0.918939])
    """
    return normalized_of(X, mixture)[1]


@as_annotated
def shares_of(X: ArrayLike, mixture: Mixture) -> np.ndarray:
    """Return the responsibilities for rows of which only a part may be there; see `log_joint_of`.

    Returns
    -------
    ndarray of shape (n_samples, n_components)
        A row without any value has the weights.

    Examples
    --------
    >>> two = Mixture([0.5, 0.5], [[-9.0, 0.0], [9.0, 0.0]], [np.eye(2)] * 2)
    >>> shares_of([[9.0, np.nan], [np.nan, 0.0]], two).round(6).tolist()
    [[0.0, 1.0], [0.5, 0.5]]
    """
    return np.ascontiguousarray(normalized_of(X, mixture)[0].T)


def normalized_of(X: ArrayLike, mixture: Mixture) -> tuple[np.ndarray, np.ndarray]:
    """Return responsibilities (k, n) and log-densities (n,); see `log_joint_of`."""
    rows = as_table(X, gaps=True)
    joint = log_joint_of(rows, mixture)
    observed = None if mixture.noise is None else ~np.isnan(rows)
    return normalize(joint.T, mixture.noise, observed)
