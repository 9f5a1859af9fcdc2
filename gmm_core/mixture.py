"""A Gaussian mixture as a value: weights, means and covariances, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.errors import DataError


def read_only(array: ArrayLike) -> np.ndarray:
    """Return a read-only copy of `array` in double precision.

    Parameters
    ----------
    array : array_like

    Returns
    -------
    ndarray

    Examples
    --------
    >>> read_only([1, 2]).flags.writeable
    False
    """
    copy = np.array(array, dtype=np.float64, order="C")
    copy.setflags(write=False)
    return copy


@dataclass(frozen=True, eq=False)
class Mixture:
    """The parameters of a Gaussian mixture, always dense and read-only.

    Parameters
    ----------
    weights : array_like of shape (n_components,)
        Mixing proportions; they sum to one.
    means : array_like of shape (n_components, n_features)
        In the units of the features.
    covariances : array_like of shape (n_components, n_features, n_features)
        In the products of the features' units, whatever the covariance structure.

    Raises
    ------
    DataError
        When the shapes do not belong together.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0], [3.0]], [[[1.0]], [[1.0]]])
    >>> mixture.n_components, mixture.n_features
    (2, 1)
    """

    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray

    def __post_init__(self):
        for name in ("weights", "means", "covariances"):
            object.__setattr__(self, name, read_only(getattr(self, name)))
        k, d = self.means.shape if self.means.ndim == 2 else (-1, -1)
        if self.weights.shape != (k,) or self.covariances.shape != (k, d, d):
            raise DataError(
                f"weights {self.weights.shape}, means {self.means.shape} and covariances "
                f"{self.covariances.shape} do not belong to one mixture. "
                "Give (k,), (k, d) and (k, d, d)."
            )

    def __reduce__(self):
        return type(self), tuple(vars(self).values())

    @property
    def n_components(self) -> int:
        """Number of components."""
        return self.means.shape[0]

    @property
    def n_features(self) -> int:
        """Number of features."""
        return self.means.shape[1]

    @property
    def standard_deviations(self) -> np.ndarray:
        """Standard deviation of each feature in each component, shape (k, d)."""
        return np.sqrt(np.diagonal(self.covariances, axis1=1, axis2=2))

    def marginal(self, features: Sequence[int]) -> Mixture:
        """Return the mixture of the chosen features alone: its projection, not a slice.

        Parameters
        ----------
        features : sequence of int
            Indices of the features to keep, in the order wanted.

        Returns
        -------
        Mixture

        Examples
        --------
        >>> mixture = Mixture([1.0], [[1.0, 2.0]], [[[4.0, 1.0], [1.0, 9.0]]])
        >>> mixture.marginal([1]).covariances
        array([[[9.]]])
        """
        kept = list(features)
        return Mixture(self.weights, self.means[:, kept], self.covariances[:, kept][:, :, kept])

    def affine(self, scale: ArrayLike, shift: ArrayLike) -> Mixture:
        """Return the mixture of ``scale * x + shift``, feature by feature.

        Parameters
        ----------
        scale, shift : array_like of shape (n_features,) or scalars

        Returns
        -------
        Mixture

        Examples
        --------
        >>> Mixture([1.0], [[1.0]], [[[4.0]]]).affine(10.0, 5.0).means
        array([[15.]])
        """
        scale = np.broadcast_to(np.asarray(scale, dtype=np.float64), (self.n_features,))
        return Mixture(
            self.weights,
            self.means * scale + np.asarray(shift, dtype=np.float64),
            self.covariances * np.outer(scale, scale),
        )

    def permuted(self, order: Sequence[int] | np.ndarray) -> Mixture:
        """Return the same mixture with its components listed in `order`.

        Parameters
        ----------
        order : sequence of int
            A permutation of ``range(n_components)``.

        Returns
        -------
        Mixture

        Examples
        --------
        >>> Mixture([0.2, 0.8], [[0.0], [3.0]], [[[1.0]], [[1.0]]]).permuted([1, 0]).weights
        array([0.8, 0.2])
        """
        order = np.asarray(order)
        return Mixture(self.weights[order], self.means[order], self.covariances[order])

    def view_order(self) -> np.ndarray:
        """Return the order in which people see the components: by their means, first feature first.

        A fit never depends on it; it makes two fits of the same mixture look the same.

        Returns
        -------
        ndarray of shape (n_components,)

        Examples
        --------
        >>> Mixture([0.2, 0.8], [[3.0], [0.0]], [[[1.0]], [[1.0]]]).view_order()
        array([1, 0])
        """
        return np.lexsort(self.means.T[::-1])
