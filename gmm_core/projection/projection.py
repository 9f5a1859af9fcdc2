"""From the features to the one or two axes of a picture, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gmm_core.checked import as_annotated, as_positions, read_only
from gmm_core.errors import DataError
from gmm_core.mixture import Mixture, standardising
from gmm_core.names import check_one_each
from gmm_core.scatter import symmetric

# Loadings that differ by less, as a share of the largest, are equally large.
TIE = 1e-9


@dataclass(frozen=True, eq=False)
class Projection:
    """The affine map x -> A (x - origin) onto one or two axes.

    Parameters
    ----------
    matrix : array_like of shape (n_axes, n_features)
        A; each row is in units of its axis per unit of a feature.
    origin : array_like of shape (n_features,)
        In the units of the features; it comes to lie at zero.
    labels : tuple of str
        What each axis is called.

    Examples
    --------
    >>> onto_sum = Projection([[1.0, 1.0]], [1.0, 1.0], ("sum",))
    >>> onto_sum.points(np.array([[1.0, 1.0], [3.0, 2.0]]))
    array([[0.],
           [3.]])
    """

    matrix: np.ndarray
    origin: np.ndarray
    labels: tuple[str, ...]

    def __post_init__(self):
        for name in ("matrix", "origin"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    def __reduce__(self):
        return type(self), (self.matrix, self.origin, self.labels)

    @cached_property
    def features(self) -> tuple[int, ...] | None:
        """The features that the axes are, or None where an axis combines or moves them."""
        chosen = self.matrix.argmax(axis=1)
        if self.origin.any() or (self.matrix != np.eye(self.matrix.shape[1])[chosen]).any():
            return None
        return tuple(int(feature) for feature in chosen)

    def points(self, X: np.ndarray) -> np.ndarray:
        """Return where rows lie on the axes.

        Parameters
        ----------
        X : ndarray of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_axes)

        Examples
        --------
        >>> onto_features([1], ["a", "b"]).points(np.array([[3.0, 7.0]]))
        array([[7.]])
        """
        if self.features is not None:
            return X[:, self.features]
        return (X - self.origin) @ self.matrix.T

    def mixture(self, mixture: Mixture) -> Mixture:
        """Return the mixture of the points that rows of `mixture` have on the axes.

        Parameters
        ----------
        mixture : Mixture
            Of ``n_features`` features.

        Returns
        -------
        Mixture
            Of ``n_axes`` features: a projection, with covariances A Σ Aᵀ, and not a slice.

        Examples
        --------
        >>> onto_sum = Projection([[1.0, 1.0]], [0.0, 0.0], ("sum",))
        >>> onto_sum.mixture(Mixture([1.0], [[1.0, 2.0]], [[[4.0, 1.0], [1.0, 9.0]]])).covariances
        array([[[15.]]])
        """
        if self.features is not None:
            return mixture.marginal(self.features)
        spread = symmetric(mixture.matrices.seen(self.matrix))
        return Mixture(mixture.weights, self.points(mixture.means), spread)

    def lift(self, places: np.ndarray, means: np.ndarray, covariance: np.ndarray) -> np.ndarray:
        """Return `means` moved so that they lie at `places` on the axes.

        Parameters
        ----------
        places : ndarray of shape (n_means, n_axes)
        means : ndarray of shape (n_means, n_features)
        covariance : ndarray of shape (n_features, n_features)
            It says how the features go together; such as that of all the data.

        Returns
        -------
        ndarray of shape (n_means, n_features)
            x + C Aᵀ (A C Aᵀ)⁻¹ (z - A (x - origin)): what the axes do not settle follows by linear
            regression on them. Features that are axes are those of `places` to the last bit. Along
            another axis on which `covariance` has no spread, means stay where they are.

        Examples
        --------
        >>> covariance = np.array([[1.0, 0.5], [0.5, 1.0]])
        >>> onto_features([0], ["a", "b"]).lift(np.array([[2.0]]), np.zeros((1, 2)), covariance)
        array([[2., 1.]])
        """
        together = self.matrix @ covariance
        spread = together @ self.matrix.T
        deviations = np.sqrt(np.diagonal(spread))
        deviations = np.where(deviations > 0, deviations, 1.0)
        correlations = spread / np.outer(deviations, deviations)
        gaps = (places - self.points(means)) / deviations
        slopes = np.linalg.lstsq(correlations, gaps.T, rcond=None)[0]
        moved = means + (slopes.T / deviations) @ together
        if self.features is not None:
            moved[:, self.features] = places
        return moved


@as_annotated
def onto_features(features: Sequence[int], names: Sequence[str]) -> Projection:
    """Return the projection onto one or two of the features.

    Parameters
    ----------
    features : sequence of int
        Indices of the features, in the order of the axes.
    names : sequence of str
        Of all features.

    Returns
    -------
    Projection
        Its points are those columns, and its mixture is `Mixture.marginal`.

    Examples
    --------
    >>> onto_features([2, 0], ["a", "b", "c"]).labels
    ('c', 'a')
    """
    d = len(names)
    chosen: list[int] = as_positions("The features", features, d).tolist()
    return Projection(np.eye(d)[chosen], np.zeros(d), tuple(names[j] for j in chosen))


@as_annotated
def onto_principal_components(X: np.ndarray, names: Sequence[str]) -> Projection:
    """Return the projection onto the first two principal components of the standardised features.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    names : sequence of str
        Of the features, for the message.

    Returns
    -------
    Projection
        Onto one axis where there is one feature. The largest loading of each component is
        positive; a feature without spread has loading 0. Labels say how much of the variance of
        the standardised features lies along each; Jolliffe (2002), Principal Component Analysis,
        chapter 2.

    Raises
    ------
    DataError
        When no feature has any spread.

    Examples
    --------
    >>> X = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 4.0]])
    >>> onto_principal_components(X, ["a", "b"]).labels
    ('principal component 1 (100 % of variance)', 'principal component 2 (0 % of variance)')
    """
    scaling = standardising(X)
    check_one_each(names, X.shape[1], "feature")
    varies = np.ptp(X, axis=0) > 0
    if not varies.any():
        raise DataError(
            f"The features {', '.join(names)} are constant, so there is no principal component. "
            "Choose features that vary."
        )
    scaled = scaling.apply(X) * varies
    eigenvalues, axes = np.linalg.eigh(scaled.T @ scaled)
    shares = np.maximum(eigenvalues[::-1][:2], 0.0) / eigenvalues.sum()
    loadings = _largest_positive(axes.T[::-1][:2]) * varies
    labels = tuple(
        f"principal component {axis} ({100 * share:.0f} % of variance)"
        for axis, share in enumerate(shares, 1)
    )
    return Projection(loadings / scaling.scale, scaling.shift, labels)


def _largest_positive(axes: np.ndarray) -> np.ndarray:
    """Axes (m, d), each turned so that its largest loading, the first of equals, is positive."""
    sizes = np.abs(axes)
    largest = (sizes >= (1 - TIE) * sizes.max(axis=1, keepdims=True)).argmax(axis=1)
    return axes * np.sign(axes[np.arange(len(axes)), largest])[:, None]
