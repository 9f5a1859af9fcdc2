"""A Gaussian mixture as a value: weights, means and covariances, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_positions, as_real, read_only
from gmm_core.errors import DataError
from gmm_core.matrices import LOG_2_PI, Matrices, Shared, kept_as, ones
from gmm_core.mixture import conditional, distribution, ordering
from gmm_core.mixture.noise import Noise
from gmm_core.mixture.whitening import Whitening, cholesky, whitening_of
from gmm_core.wording import counted, listed, shown

_KEPT = ("weights", "means", "matrices", "noise")


@dataclass(frozen=True, eq=False, init=False)
class Mixture:
    """The parameters of a Gaussian mixture, read-only.

    Parameters
    ----------
    weights : array_like of shape (n_components,)
        Mixing proportions; they sum to one.
    means : array_like of shape (n_components, n_features)
        In the units of the features.
    covariances : array_like of shape (n_components, n_features, n_features), or Matrices
        In the products of the features' units, whatever the covariance structure. Those without
        tilt, and one that all share, are kept in as few numbers as they have: ``matrices``.
    noise : Noise, optional
        Of rows that belong to no component; weights are then those among the other rows.

    Raises
    ------
    DataError
        When the shapes do not belong together, or a variance is negative.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0], [3.0]], [[[1.0]], [[1.0]]])
    >>> mixture.n_components, mixture.n_features
    (2, 1)
    """

    weights: np.ndarray
    means: np.ndarray
    matrices: Matrices
    noise: Noise | None

    def __init__(
        self,
        weights: ArrayLike,
        means: ArrayLike,
        covariances: ArrayLike | Matrices,
        noise: Noise | None = None,
    ):
        kept = {
            "weights": read_only(weights),
            "means": read_only(means),
            "matrices": _of_factor_one(kept_as(covariances)),
            "noise": noise,
        }
        vars(self).update(kept)
        k, d = self.means.shape if self.means.ndim == 2 else (-1, -1)
        if self.weights.shape != (k,) or self.matrices.shape != (k, d, d):
            raise DataError(
                f"weights {self.weights.shape}, means {self.means.shape} and covariances "
                f"{self.matrices.shape} do not belong to one mixture. "
                "Give (k,), (k, d) and (k, d, d)."
            )
        if self.matrices is not covariances:  # as a caller gives them
            self._check_variances()

    def __reduce__(self):
        return type(self), (self.weights, self.means, self.matrices, self.noise)

    @property
    def covariances(self) -> np.ndarray:
        """Shape (k, d, d); made at each call where fewer numbers are kept."""
        return self.matrices.dense

    @property
    def n_components(self) -> int:
        """Number of components."""
        return self.means.shape[0]

    @property
    def n_features(self) -> int:
        """Number of features."""
        return self.means.shape[1]

    @property
    def nbytes(self) -> int:
        """Memory of the numbers that are kept, without what is derived from them."""
        return self.weights.nbytes + self.means.nbytes + self.matrices.values.nbytes

    @property
    def bare(self) -> Mixture:
        """The same mixture without what has been derived from it: half the memory or less."""
        bare = object.__new__(type(self))  # what is kept was checked when it was made
        vars(bare).update({name: vars(self)[name] for name in _KEPT})
        return bare

    def with_noise(self, noise: Noise | None) -> Mixture:
        """Return the same components with other noise, or with none."""
        return Mixture(self.weights, self.means, self.matrices, noise)

    @property
    def shares(self) -> np.ndarray:
        """Share of all rows that each component has, (k,): the weights where there is no noise."""
        return self.weights if self.noise is None else self.weights * (1.0 - self.noise.share)

    def _check_variances(self) -> None:
        if (self.matrices.diagonals < 0).any():
            raise DataError(
                "A variance of the mixture is negative. Give covariances whose diagonals are at "
                "least 0."
            )

    @cached_property
    def variances(self) -> np.ndarray:
        """Variance of each feature in each component, shape (k, d)."""
        return self.matrices.diagonals

    @cached_property
    def standard_deviations(self) -> np.ndarray:
        """Standard deviation of each feature in each component, shape (k, d)."""
        return np.sqrt(self.variances)

    @property
    def factors(self) -> np.ndarray:
        """Lower triangular L with L Lᵀ = covariance, shape (k, d, d).

        Raises
        ------
        DegenerateComponentError
            When a covariance is not positive definite.
        """
        return cholesky(self.covariances)

    @cached_property
    def whitener(self) -> Whitening:
        """What gives rows unit covariance, in as few numbers as the covariances.

        Raises
        ------
        DegenerateComponentError
            When a covariance is not positive definite.
        """
        return whitening_of(self.matrices)

    @property
    def whitening(self) -> np.ndarray:
        """Upper triangular W with W Wᵀ = inverse covariance, shape (k, d, d).

        ``(x - mean) @ W`` has unit covariance, and its squared length is the squared
        Mahalanobis distance.

        Raises
        ------
        DegenerateComponentError
            When a covariance is not positive definite.
        """
        return self.whitener.dense

    @cached_property
    def log_scales(self) -> np.ndarray:
        """log(weight x density) at the mean of each component, in nats, shape (k,)."""
        half_log_det = self.whitener.half_log_det
        return _log(self.shares) + half_log_det - 0.5 * self.n_features * LOG_2_PI

    def check(self) -> None:
        """Return nothing if the parameters are those of a mixture.

        Raises
        ------
        DataError
            When a parameter is not finite, weights are negative or do not sum to one, a variance
            is negative, or a covariance is not symmetric.

        Examples
        --------
        >>> Mixture([1.5, -0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]]).check()
        Traceback (most recent call last):
        ...
        gmm_core.errors.DataError: The weights of a mixture are at least 0 and sum to 1, these are
        1.5 and -0.5. Give others.
        """
        self.check_numbers()
        if abs(self.weights.sum() - 1.0) > 1e-6:
            self._refuse_weights("Divide them by their sum.")
        self._check_variances()
        asymmetry = np.abs(self.matrices.asymmetry)
        scale = np.abs(self.standard_deviations[: len(asymmetry)])
        if asymmetry.any() and (asymmetry > 1e-8 * scale[:, :, None] * scale[:, None, :]).any():
            raise DataError("A covariance of the mixture is not symmetric. Give symmetric ones.")

    def check_numbers(self) -> None:
        """Raise where parameters are not finite, or weights are negative: there is no density."""
        for name in ("weights", "means", "covariances"):
            kept = self.matrices.values if name == "covariances" else getattr(self, name)
            if not np.isfinite(kept).all():
                raise DataError(f"The {name} of the mixture are not all finite. Give finite ones.")
        if self.weights.min(initial=0.0) < 0:
            self._refuse_weights("Give others.")

    def _refuse_weights(self, remedy: str) -> NoReturn:
        weights = listed([f"{weight:g}" for weight in self.weights])
        raise DataError(
            f"The weights of a mixture are at least 0 and sum to 1, these are {weights}. {remedy}"
        )

    def components_coincide(self) -> bool:
        """Return whether the components are all but one: a place that EM is slow to leave.

        Means less than a tenth of a standard deviation from the middle, along any direction, and
        determinants of covariances within a factor of 1.5.

        Returns
        -------
        bool

        Examples
        --------
        >>> Mixture([0.5, 0.5], [[0.0], [0.1]], [[[1.0]], [[1.0]]]).components_coincide()
        True
        """
        gaps = self.means - self.weights @ self.means
        whitened = self.whitener.of_gaps(gaps)
        alike = np.ptp(self.whitener.half_log_det) < 0.5 * np.log(1.5)
        return self.n_components > 1 and bool(alike and (whitened**2).sum(axis=1).max() < 0.01)

    def equal_pair(self) -> tuple[int, int] | None:
        """Return two components that are equal up to rounding, which EM never parts.

        Returns
        -------
        tuple of int, or None
            Counted from 0; None where all differ.

        Examples
        --------
        >>> Mixture([0.5, 0.5], [[0.0], [0.0]], [[[1.0]], [[1.0]]]).equal_pair()
        (0, 1)
        """
        return ordering.equal_pair(self)

    def marginal(self, features: Sequence[int]) -> Mixture:
        """Return the mixture of the chosen features alone: its projection, not a slice.

        Of the components; noise is left out.

        Parameters
        ----------
        features : sequence of int
            Indices of the features to keep, in the order wanted.

        Returns
        -------
        Mixture

        Raises
        ------
        DataError
            When the mixture does not have these features.

        Examples
        --------
        >>> mixture = Mixture([1.0], [[1.0, 2.0]], [[[4.0, 1.0], [1.0, 9.0]]])
        >>> mixture.marginal([1]).covariances
        array([[[9.]]])
        """
        kept = self._places("features", features, self.n_features)
        return Mixture(self.weights, self.means[:, kept], self.matrices.part(kept))

    def conditional(self, given: Mapping[int, float]) -> Mixture:
        """Return the mixture of the other features where the values of some are known.

        Parameters
        ----------
        given : mapping of int to float
            From the index of a feature, counted from 0, to its value.

        Returns
        -------
        Mixture
            Of the features that are left, in their order, without noise. Weights are the
            responsibilities for the given values.

        Raises
        ------
        DataError
            When the mixture does not have these features, or none is left.

        Examples
        --------
        >>> mixture = Mixture([1.0], [[1.0, 2.0]], [[[4.0, 2.0], [2.0, 9.0]]])
        >>> rest = mixture.conditional({0: 3.0})
        >>> rest.means, rest.covariances
        (array([[3.]]), array([[[8.]]]))
        """
        self.check_numbers()
        return conditional.conditional(self, given)

    def cdf(self, x: ArrayLike) -> np.ndarray:
        """Return the probability of a value of at most `x`, for a mixture of one feature.

        Parameters
        ----------
        x : array_like

        Returns
        -------
        ndarray of the shape of `x`

        Raises
        ------
        DataError
            When the mixture has more features; take a marginal first.

        Examples
        --------
        >>> Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]]).cdf([0.0]).round(6)
        array([0.5])
        """
        return distribution.cdf(self, x)

    def quantiles(self, q: ArrayLike) -> np.ndarray:
        """Return the values below which a share `q` lies, for a mixture of one feature.

        Parameters
        ----------
        q : array_like
            Probabilities; 0 gives minus infinity and 1 infinity.

        Returns
        -------
        ndarray of the shape of `q`

        Raises
        ------
        DataError
            When a share is not from 0 to 1, or the mixture has more features.

        Examples
        --------
        >>> Mixture([1.0], [[5.0]], [[[4.0]]]).quantiles([0.5, 0.975]).round(3)
        array([5.  , 8.92])
        """
        return distribution.quantiles(self, q)

    def ordering(self, by: str) -> np.ndarray:
        """Return an order of the components that does not depend on where EM has started.

        Parameters
        ----------
        by : {"mean", "weight"}
            By means, the first feature first, or the heaviest first. What differs by less than two
            fits of one optimum may, a thousandth of a standard deviation, goes by the next feature.

        Returns
        -------
        ndarray of shape (n_components,)

        Raises
        ------
        DataError
            When it is to go by anything else.

        Examples
        --------
        >>> mixture = Mixture([0.2, 0.8], [[0.0], [3.0]], [[[1.0]], [[1.0]]])
        >>> mixture.ordering("weight")
        array([1, 0])
        """
        return ordering.ordering(self, by)

    def affine(self, scale: ArrayLike, shift: ArrayLike) -> Mixture:
        """Return the mixture of ``scale * x + shift``, feature by feature.

        Parameters
        ----------
        scale, shift : array_like of shape (n_features,) or scalars

        Returns
        -------
        Mixture

        Raises
        ------
        DataError
            When they are not so many finite numbers, or a scale is 0.

        Examples
        --------
        >>> Mixture([1.0], [[1.0]], [[[4.0]]]).affine(10.0, 5.0).means
        array([[15.]])
        """
        scale, shift = self._of_each("The scale", scale), self._of_each("The shift", shift)
        if not scale.all():
            raise DataError("The scale is 0 for a feature. Give one that is not 0 for each.")
        return Mixture(
            self.weights,
            self.means * scale + shift,
            self.matrices.scaled(scale),
            self.noise and self.noise.affine(scale, shift),
        )

    def _of_each(self, what: str, values: ArrayLike) -> np.ndarray:
        """Values of the features, or one for all, as an array (n_features,)."""
        given = as_real(what, values)
        if given.shape not in ((), (self.n_features,)) or not np.isfinite(given).all():
            raise DataError(
                f"{what} is not of {counted(self.n_features, 'finite number')}. Give one for each "
                "feature, or one for all."
            )
        return np.broadcast_to(given, (self.n_features,))

    def permuted(self, order: Sequence[int] | np.ndarray) -> Mixture:
        """Return the same mixture with its components listed in `order`.

        Parameters
        ----------
        order : sequence of int
            A permutation of ``range(n_components)``.

        Returns
        -------
        Mixture

        Raises
        ------
        DataError
            When the mixture does not have these components, or each is not named once.

        Examples
        --------
        >>> Mixture([0.2, 0.8], [[0.0], [3.0]], [[[1.0]], [[1.0]]]).permuted([1, 0]).weights
        array([0.8, 0.2])
        """
        order = self._places("components", order, self.n_components)
        if len(order) != self.n_components or len(set(order.tolist())) < len(order):
            raise DataError(
                f"{shown(order.tolist())} does not name each of the "
                f"{counted(self.n_components, 'component')} once. Name every one of them once."
            )
        matrices = self.matrices.permuted(order)
        return Mixture(self.weights[order], self.means[order], matrices, self.noise)

    def _places(self, what: str, places: ArrayLike, n: int) -> np.ndarray:
        """Places from 0 as an array; others of which there are `n` cannot be meant."""
        try:
            chosen = as_positions(what, np.atleast_1d(np.asarray(places)), n)
        except (DataError, ValueError):
            chosen = np.empty(0)
        if not chosen.size:
            raise DataError(
                f"{shown(places)} names {what} that the mixture does not have. Give whole "
                f"numbers from 0 to {n - 1}."
            )
        return chosen

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


def _log(weights: np.ndarray) -> np.ndarray:
    if np.count_nonzero(weights) == len(weights):
        return np.log(weights)
    with np.errstate(divide="ignore"):  # a weight of zero is a density of zero
        return np.log(weights)


def _of_factor_one(covariances: Matrices) -> Matrices:
    """One covariance that all share, as it is and not a multiple."""
    if not isinstance(covariances, Shared) or covariances.factors is ones(covariances.shape[0]):
        return covariances
    if covariances.alike:
        return Shared(covariances.values * covariances.factors[0], ones(covariances.shape[0]))
    return Matrices(covariances.dense)
