"""Distances of rows from components, log-densities, and the responsibilities that follow."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.blocks import rows_in_block, sum_over_blocks
from gmm_core.checked import LARGEST, as_annotated, as_table, check_features
from gmm_core.errors import DataError
from gmm_core.mixture.mixture import Mixture
from gmm_core.mixture.noise import Noise
from gmm_core.wording import counted, plural


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
        self.means = mixture.means
        self.whitener = mixture.whitener

    def __call__(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the distances (k, n) and the centred rows (k, d, n) of `columns` (d, n)."""
        centred = np.ascontiguousarray(columns) - self.means[:, :, None]
        squares = self.whitener.of_rows(centred)
        squares *= squares
        return np.add.reduce(squares, axis=1), centred

    def one_by_one(self, columns: np.ndarray) -> np.ndarray:
        """Return the distances alone, with no array larger than `columns` (d, n) or they are."""
        columns = np.ascontiguousarray(columns)
        distances = np.empty((len(self.means), columns.shape[1]))
        centred = np.empty(
            columns.shape
        )  # one for all: to make such arrays takes as long as to fill
        for j, mean in enumerate(self.means):
            np.subtract(columns, mean[:, None], out=centred)
            whitened = self.whitener.of_own(j, centred)
            np.einsum("dn,dn->n", whitened, whitened, out=distances[j])
        return distances


@as_annotated
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
    mixture.check_numbers()
    rows, of_block = as_table(X), SquaredDistances(mixture)
    check_features(rows, mixture.n_features)
    distances = np.empty((mixture.n_components, len(rows)))

    def fill(block: slice) -> tuple[()]:
        distances[:, block] = of_block.one_by_one(rows[block].T)
        return ()

    sum_over_blocks(fill, len(rows), mixture.n_components + mixture.n_features)
    return distances.T


@as_annotated
def as_rows(X: ArrayLike, n_features: int, *, gaps: bool = False) -> np.ndarray:
    """Return `X` as a float array of shape (n_samples, n_features).

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    n_features : int
    gaps : bool
        Whether values may be missing; they are NaN.

    Returns
    -------
    ndarray

    Raises
    ------
    DataError
        When `X` has another shape, or holds what is no finite number.

    Examples
    --------
    >>> as_rows([[1, 2]], 2)
    array([[1., 2.]])
    """
    rows = as_table(X, gaps=gaps)
    check_features(rows, n_features)
    return rows


class LogJoint:
    """log(weight x density) under one mixture, prepared once and called for each block of rows.

    Parameters
    ----------
    mixture : Mixture

    Raises
    ------
    DegenerateComponentError
        When a covariance is not positive definite.

    Notes
    -----
    log w_j - (d log 2π + log |Σ_j| + D²_j) / 2 with the squared Mahalanobis distance D²_j; Bishop
    (2006), eq. 2.43. Rows are the last axis, as in `SquaredDistances`.

    Examples
    --------
    >>> joint, centred = LogJoint(Mixture([1.0], [[1.0]], [[[1.0]]]))(np.array([[0.0, 1.0]]))
    >>> joint.round(6), centred
    (array([[-1.418939, -0.918939]]), array([[[-1.,  0.]]]))
    """

    def __init__(self, mixture: Mixture):
        self.distances = SquaredDistances(mixture)
        self.means = mixture.means
        self.constants = mixture.log_scales[:, None]
        self.noise = mixture.noise

    def __call__(self, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the log-joint (k, n) and the centred rows (k, d, n) of `columns` (d, n)."""
        distances, centred = self.distances(columns)
        return self._joint(distances), centred

    def one_by_one(self, columns: np.ndarray) -> np.ndarray:
        """Return the log-joint (k, n) alone, one component after the other."""
        return self._joint(self.distances.one_by_one(columns))

    def _joint(self, distances: np.ndarray) -> np.ndarray:
        distances *= -0.5
        distances += self.constants
        return distances

    def of_rows(self, rows: np.ndarray) -> np.ndarray:
        """Return the log-joint (n, k) of rows (n, d) that are checked already."""
        joint = np.empty((len(self.constants), len(rows)))
        size = rows_in_block(len(self.constants) + 2 * rows.shape[1])
        for begin in range(0, len(rows), size):
            joint[:, begin : begin + size] = self.one_by_one(rows[begin : begin + size].T)
        return joint.T

    @staticmethod
    def refuse_beyond(joint: np.ndarray, rows: np.ndarray | None = None) -> None:
        """Refuse rows beyond double precision; `joint` is of shape (n_samples, n_components)."""
        beyond = ~np.isfinite(joint.max(axis=1, initial=-np.inf))
        if beyond.any():
            n = int(beyond.sum())
            raise DataError(
                f"{counted(n, 'row')} {plural(n, 'is', 'are')} too far from every component to "
                "have a density in double precision, first row "
                f"{int(beyond.argmax()) + 1}. Give rows in the units that the mixture was "
                "fitted in."
            )
        if rows is not None and (large := (rows > LARGEST) | (rows < -LARGEST)).any():
            row, column = (int(place) for place in np.argwhere(large)[0])
            raise DataError(
                f"Row {row + 1} holds {rows[row, column]:g} in column {column + 1}, which is too "
                "large to be squared. Give rows in the units that the mixture was fitted in, from "
                "-1e150 to 1e150."
            )


def normalize(
    joint: np.ndarray, noise: Noise | None = None, observed: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the responsibilities and the log-density of each row of a block.

    Parameters
    ----------
    joint : ndarray of shape (n_components, n_rows)
        log(weight x density).
    noise : Noise, optional
        What else rows may be of.
    observed : ndarray of bool, shape (n_rows, n_features), optional
        Which values of each row are there; all by default.

    Returns
    -------
    resp : ndarray of shape (n_components, n_rows)
        They sum to one, or with noise to less.
    log_density : ndarray of shape (n_rows,)

    Examples
    --------
    >>> resp, log_density = normalize(np.log([[0.1], [0.3]]))
    >>> resp.round(12), np.exp(log_density).round(12)
    (array([[0.25],
           [0.75]]), array([0.4]))
    """
    if noise is not None:
        alone = noise.log_product if observed is None else noise.log_products(observed)
        of_noise = np.broadcast_to(alone, joint.shape[1:])
        resp, log_density = normalize(np.concatenate([joint, of_noise[None]]))
        return resp[:-1], log_density
    largest = np.maximum.reduce(joint)  # an array's own max and sum take twice as long to call
    resp = np.exp(joint - largest)
    total = np.add.reduce(resp)
    resp /= total
    return resp, largest + np.log(total)


@as_annotated
def log_joint(X: ArrayLike, mixture: Mixture) -> np.ndarray:
    """Return log(weight x density) of every row under every component, in nats.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    mixture : Mixture

    Returns
    -------
    ndarray of shape (n_samples, n_components)

    Raises
    ------
    DataError
        When `X` does not have the mixture's features, a value is beyond 1e150, or a row is so far
        from all components that its density cannot be computed.

    Examples
    --------
    >>> log_joint([[0.0]], Mixture([1.0], [[0.0]], [[[1.0]]])).round(6)
    array([[-0.918939]])
    """
    mixture.check_numbers()
    rows = as_rows(X, mixture.n_features)
    with np.errstate(over="ignore", invalid="ignore"):  # the row is named below
        joint = LogJoint(mixture).of_rows(rows)
    LogJoint.refuse_beyond(joint, rows)
    return joint


@as_annotated
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
    return normalize(log_joint(X, mixture).T, mixture.noise)[1]


@as_annotated
def responsibilities(X: ArrayLike, mixture: Mixture) -> np.ndarray:
    """Return the probability that each row came from each component.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    mixture : Mixture

    Returns
    -------
    ndarray of shape (n_samples, n_components)
        Rows sum to one, or where the mixture has noise to what is left of it. Bishop (2006), eq.
        9.13.

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
    return np.ascontiguousarray(normalize(log_joint(X, mixture).T, mixture.noise)[0].T)
