"""What one E-step leaves behind, and all that an M-step needs: the sufficient statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_real, read_only
from gmm_core.errors import DataError
from gmm_core.expectation.data import Data
from gmm_core.matrices import Diagonal, Matrices, Shared, kept_as
from gmm_core.scatter import Moments, includes, symmetric, without_tilt


@dataclass(frozen=True, eq=False, init=False)
class Statistics:
    """Sums of responsibilities, of x and of x xᵀ, for each component; two of them can be added.

    The sums of x and x xᵀ are kept as a mean and a scatter about that mean, which lose no digits
    where the data lie far from zero; ``resp_x`` and ``resp_xx`` give the plain sums.

    Parameters
    ----------
    weight : float
        Total weight of the rows; their number where no sample weights are given.
    resp_sum : array_like of shape (n_components,)
        Sum of the responsibilities: the number of rows that each component holds.
    resp_means : array_like of shape (n_components, n_features)
        Responsibility-weighted mean of x.
    scatter : array_like of shape (n_components, n_features, n_features), or Matrices
        Responsibility-weighted sum of (x - mean)(x - mean)ᵀ about ``resp_means``; kept in as few
        numbers as are meant: ``matrices``.
    log_likelihood : float
        Total log-likelihood, in nats, of the rows under the mixture that gave the
        responsibilities; NaN where no mixture did.
    moments : {"full", "diagonal", "traces", "total", "total_diagonal"}
        How much of ``scatter`` is meant: all of it, its diagonals, its traces and the diagonal of
        its sum over the components, that sum, or the diagonal of that alone.

    Examples
    --------
    >>> half = Statistics.from_responsibilities([[0.0], [2.0]], [[1.0], [1.0]])
    >>> (half + half).resp_xx
    array([[[8.]]])
    """

    weight: float
    resp_sum: np.ndarray
    resp_means: np.ndarray
    matrices: Matrices
    log_likelihood: float
    moments: Moments

    def __init__(
        self,
        weight: float,
        resp_sum: ArrayLike,
        resp_means: ArrayLike,
        scatter: ArrayLike | Matrices,
        log_likelihood: float = float("nan"),
        moments: Moments = "full",
    ):
        vars(self).update(
            weight=weight,
            resp_sum=read_only(resp_sum),
            resp_means=read_only(resp_means),
            matrices=kept_as(scatter),
            log_likelihood=log_likelihood,
            moments=moments,
        )

    def __reduce__(self):
        return type(self), tuple(vars(self).values())

    @classmethod
    def from_responsibilities(
        cls,
        X: ArrayLike | Data,
        resp: ArrayLike,
        sample_weight: ArrayLike | None = None,
        *,
        moments: Moments = "full",
    ) -> Statistics:
        """Return the statistics of rows whose responsibilities are given: a start from labels.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features), or Data
        resp : array_like of shape (n_samples, n_components)
        sample_weight : array_like of shape (n_samples,), optional
        moments : {"full", "diagonal", "traces", "total", "total_diagonal"}
            As much of the scatter as the M-step to come will read; more may be computed.

        Returns
        -------
        Statistics

        Raises
        ------
        DataError
            When `X` is no table of finite numbers, does not have as many rows as `resp`, or a
            weight is missing or negative.

        Examples
        --------
        >>> Statistics.from_responsibilities([[0.0], [2.0]], [[1, 0], [0, 1]]).resp_means
        array([[0.], [2.]])
        """
        data = Data.of(X, sample_weight).complete
        X = data.X
        resp = as_real("The responsibilities", resp)
        if resp.ndim != 2 or len(X) != len(resp):
            raise DataError(
                f"The data have shape {X.shape} and the responsibilities {resp.shape}. "
                "Give one row of responsibilities for each row of the data."
            )
        weights = np.ones(len(X)) if data.weights is None else data.weights
        weighted = resp * weights[:, None]
        resp_sum = weighted.sum(axis=0)
        middle = X.mean(axis=0) if len(X) else np.zeros(X.shape[1])
        origin = middle + mean_of(weighted.T @ (X - middle), resp_sum)
        read: Moments = "diagonal" if without_tilt(moments) else moments
        first, second = _sums_about_each(X, weighted, origin, read)
        return cls.about(origin, float(weights.sum()), resp_sum, first, second, moments=read)

    @classmethod
    def about(
        cls,
        origin: np.ndarray,
        weight: float,
        resp_sum: np.ndarray,
        first: np.ndarray,
        second: np.ndarray,
        log_likelihood: float = float("nan"),
        moments: Moments = "full",
    ) -> Statistics:
        """Return the statistics from sums of (x - origin) and (x - origin)(x - origin)ᵀ.

        Parameters
        ----------
        origin : ndarray of shape (n_components, n_features)
            The nearer to the component's mean, the more digits are kept.
        weight : float
        resp_sum : ndarray of shape (n_components,)
        first : ndarray of shape (n_components, n_features)
        second : ndarray of shape (n_components, n_features, n_features)
            Only as much of it as is meant: its diagonals (n_components, n_features), or its sum
            over the components (n_features, n_features).
        log_likelihood : float, optional
        moments : {"full", "diagonal", "total"}

        Returns
        -------
        Statistics

        Examples
        --------
        >>> one = np.ones
        >>> Statistics.about(one((1, 1)), 2.0, one(1) * 2, one((1, 1)), one((1, 1, 1))).scatter
        array([[[0.5]]])
        """
        offset = mean_of(first, resp_sum)
        means = origin + offset
        if moments == "diagonal":
            within: Matrices = Diagonal(_kept(second - offset * first))
        elif moments == "total":
            total = _kept(symmetric(second - offset.T @ first))
            within = Shared(total, _kept(share_of(resp_sum)))
        else:
            each = second - offset[:, :, None] * first[:, None, :]
            within = Matrices(_kept(symmetric(each)))
        return cls(weight, resp_sum, _kept(means), within, log_likelihood, moments)

    @property
    def scatter(self) -> np.ndarray:
        """Scatter about ``resp_means``, shape (k, d, d); made anew where fewer numbers are kept."""
        return self.matrices.dense

    @property
    def resp_x(self) -> np.ndarray:
        """Responsibility-weighted sum of x, shape (k, d)."""
        return self.resp_sum[:, None] * self.resp_means

    @property
    def resp_xx(self) -> np.ndarray:
        """Responsibility-weighted sum of x xᵀ, shape (k, d, d)."""
        return self.scatter + self.resp_x[:, :, None] * self.resp_means[:, None, :]

    def affine(
        self, scale: ArrayLike, shift: ArrayLike, counts: np.ndarray | None = None
    ) -> Statistics:
        """Return the statistics of the rows ``scale * x + shift``, feature by feature.

        Parameters
        ----------
        scale, shift : array_like of shape (n_features,) or scalars
            ``scale`` is not 0.
        counts : ndarray of shape (n_features,), optional
            Weight of the rows that have a value of each feature, where some have gaps.

        Returns
        -------
        Statistics
            With the same responsibilities, as `Mixture.affine` of the mixture would give them.

        Notes
        -----
        A density is divided by the Jacobian: log L(a X + b) = log L(X) - n sum(log |a|).

        Examples
        --------
        >>> one = Statistics.from_responsibilities([[0.0], [2.0]], [[1.0], [1.0]])
        >>> moved = one.affine(10.0, 5.0)
        >>> moved.resp_means, moved.scatter
        (array([[15.]]), array([[[200.]]]))
        """
        scale = np.broadcast_to(as_real("The scale", scale), self.resp_means.shape[1:])
        each = np.log(np.abs(scale))
        log_jacobian = self.weight * float(each.sum()) if counts is None else float(counts @ each)
        return Statistics(
            self.weight,
            self.resp_sum,
            self.resp_means * scale + as_real("The shift", shift),
            self.matrices.scaled(scale),
            self.log_likelihood - log_jacobian,
            self.moments,
        )

    def of_component(self, component: int, weights: np.ndarray) -> Statistics:
        """Return those of rows known to be of one component of several.

        Parameters
        ----------
        component : int
            These statistics are of its rows, under its normal distribution alone.
        weights : ndarray of shape (n_components,)
            Those of the mixture, less its noise, whose log-likelihood of these rows it then is.

        Returns
        -------
        Statistics

        Examples
        --------
        >>> one = Statistics.from_responsibilities([[0.0], [2.0]], [[1.0], [1.0]])
        >>> one.of_component(1, np.array([0.5, 0.5])).resp_sum
        array([0., 2.])
        """
        place = np.zeros(len(weights))
        place[component] = 1.0
        with np.errstate(divide="ignore"):
            log_weight = float(np.log(weights[component]))
        return Statistics(
            self.weight,
            place * self.resp_sum,
            np.where(place[:, None] > 0, self.resp_means, 0.0),
            self.matrices.times(place),
            self.log_likelihood + self.weight * log_weight,
            self.moments,
        )

    def times(self, factor: float) -> Statistics:
        """Return the statistics of rows that count `factor` times as much.

        Examples
        --------
        >>> Statistics.from_responsibilities([[0.0], [2.0]], [[1.0], [1.0]]).times(0.5).resp_sum
        array([1.])
        """
        return Statistics(
            self.weight * factor,
            self.resp_sum * factor,
            self.resp_means,
            self.matrices.times(np.full(len(self.resp_sum), factor)),
            self.log_likelihood * factor,
            self.moments,
        )

    def permuted(self, order: Sequence[int] | np.ndarray) -> Statistics:
        """Return the same statistics with the components listed in `order`.

        Parameters
        ----------
        order : sequence of int
            A permutation of ``range(n_components)``.

        Returns
        -------
        Statistics

        Examples
        --------
        >>> two = Statistics.from_responsibilities([[0.0], [2.0]], [[1, 0], [0, 1]])
        >>> two.permuted([1, 0]).resp_means
        array([[2.],
               [0.]])
        """
        order = np.asarray(order)
        return Statistics(
            self.weight,
            self.resp_sum[order],
            self.resp_means[order],
            self.matrices.permuted(order),
            self.log_likelihood,
            self.moments,
        )

    def __radd__(self, other: int) -> Statistics:
        """Let ``sum`` start from its 0."""
        return self if other == 0 else NotImplemented

    def __add__(self, other: Statistics) -> Statistics:
        """Return the statistics of both pieces of data; Chan, Golub and LeVeque (1983)."""
        if not isinstance(other, Statistics):
            return NotImplemented
        resp_sum = self.resp_sum + other.resp_sum
        share = mean_of(other.resp_sum[:, None], resp_sum)
        gap = other.resp_means - self.resp_means
        between = self.resp_sum[:, None] * share * gap
        moments = self._common_moments(other)
        return Statistics(
            self.weight + other.weight,
            resp_sum,
            self.resp_means + share * gap,
            _summed(self.matrices, other.matrices, between, gap, moments),
            self.log_likelihood + other.log_likelihood,
            moments,
        )

    def _common_moments(self, other: Statistics) -> Moments:
        for one, another in ((self, other), (other, self)):
            if includes(one.moments, another.moments):
                return another.moments
        raise DataError(
            f"Statistics of which the {self.moments} scatter is meant cannot be added to those of "
            f"which the {other.moments} is. Take both E-steps for one covariance structure."
        )


def _summed(
    one: Matrices, another: Matrices, between: np.ndarray, gap: np.ndarray, moments: Moments
) -> Matrices:
    """Scatter of both, and of their means about the common ones; as much of it as is meant."""
    if without_tilt(moments):
        return Diagonal(one.diagonals + another.diagonals + between * gap)
    if moments == "total":
        whole = one.total + another.total + between.T @ gap
        k = len(gap)
        return Shared(whole, np.full(k, 1.0 / k))
    return Matrices(one.dense + another.dense + between[:, :, None] * gap[:, None, :])


def _sums_about_each(
    X: np.ndarray, resp: np.ndarray, origin: np.ndarray, moments: Moments
) -> tuple[np.ndarray, np.ndarray]:
    """Responsibility-weighted sums of rows counted from each origin (k, d), and of their products.

    Products as far as they are meant: (k, d, d), their diagonals (k, d) or their sum (d, d).
    """
    first, d = np.empty(origin.shape), X.shape[1]
    second = np.zeros({"diagonal": origin.shape, "total": (d, d)}.get(moments, (*first.shape, d)))
    for j, centre in enumerate(origin):
        centred, shares = X - centre, resp[:, j]
        first[j] = shares @ centred
        if moments == "diagonal":
            second[j] = shares @ np.square(centred, out=centred)
        elif moments == "total":
            second += (shares[:, None] * centred).T @ centred
        else:
            second[j] = (shares[:, None] * centred).T @ centred
    return first, second


def _kept(made: np.ndarray) -> np.ndarray:
    """An array that nobody else has, to be kept uncopied."""
    made.flags.writeable = False
    return made


def share_of(resp_sum: np.ndarray) -> np.ndarray:
    """Shares of the rows, (k,); 0 where there are none."""
    return resp_sum / max(resp_sum.sum(), np.finfo(float).tiny)


def mean_of(sums: np.ndarray, resp_sum: np.ndarray) -> np.ndarray:
    """Divide sums (k, d) by the rows that a component holds; one that holds none gets zero."""
    held = resp_sum[:, None]
    if np.minimum.reduce(resp_sum, axis=None) > 0:
        return sums / held
    return np.where(held > 0, sums / np.where(held > 0, held, 1.0), 0.0)
