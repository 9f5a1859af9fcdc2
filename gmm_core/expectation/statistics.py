"""What one E-step leaves behind, and all that an M-step needs: the sufficient statistics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.errors import DataError
from gmm_core.expectation.data import Data
from gmm_core.inputs import read_only
from gmm_core.scatter import Moments


@dataclass(frozen=True, eq=False)
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
    scatter : array_like of shape (n_components, n_features, n_features)
        Responsibility-weighted sum of (x - mean)(x - mean)ᵀ about ``resp_means``.
    log_likelihood : float
        Total log-likelihood, in nats, of the rows under the mixture that gave the
        responsibilities; NaN where no mixture did.
    moments : {"full", "diagonal", "total"}
        How much of ``scatter`` is meant: all of it, its diagonals, or its sum over the components.

    Examples
    --------
    >>> half = Statistics.from_responsibilities([[0.0], [2.0]], [[1.0], [1.0]])
    >>> (half + half).resp_xx
    array([[[8.]]])
    """

    weight: float
    resp_sum: np.ndarray
    resp_means: np.ndarray
    scatter: np.ndarray
    log_likelihood: float = float("nan")
    moments: Moments = "full"

    def __post_init__(self):
        for name in ("resp_sum", "resp_means", "scatter"):
            object.__setattr__(self, name, read_only(getattr(self, name)))

    def __reduce__(self):
        return type(self), tuple(vars(self).values())

    @classmethod
    def from_responsibilities(
        cls, X: ArrayLike | Data, resp: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> Statistics:
        """Return the statistics of rows whose responsibilities are given: a start from labels.

        Parameters
        ----------
        X : array_like of shape (n_samples, n_features), or Data
        resp : array_like of shape (n_samples, n_components)
        sample_weight : array_like of shape (n_samples,), optional

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
        data = Data.of(X, sample_weight)
        X = data.X
        resp = np.asarray(resp, dtype=np.float64)
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
        sums = [_sums_about(X - centre, weighted[:, j]) for j, centre in enumerate(origin)]
        first, second = (np.array(part) for part in zip(*sums, strict=True))
        return cls.about(origin, float(weights.sum()), resp_sum, first, second)

    @classmethod
    def about(
        cls,
        origin: np.ndarray,
        weight: float,
        resp_sum: np.ndarray,
        first: np.ndarray,
        second: np.ndarray,
        log_likelihood: float = float("nan"),
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
        log_likelihood : float, optional

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
        scatter = second - offset[:, :, None] * first[:, None, :]
        symmetric = 0.5 * (scatter + scatter.transpose(0, 2, 1))
        return cls(weight, resp_sum, origin + offset, symmetric, log_likelihood)

    @property
    def resp_x(self) -> np.ndarray:
        """Responsibility-weighted sum of x, shape (k, d)."""
        return self.resp_sum[:, None] * self.resp_means

    @property
    def resp_xx(self) -> np.ndarray:
        """Responsibility-weighted sum of x xᵀ, shape (k, d, d)."""
        return self.scatter + self.resp_x[:, :, None] * self.resp_means[:, None, :]

    def affine(self, scale: ArrayLike, shift: ArrayLike) -> Statistics:
        """Return the statistics of the rows ``scale * x + shift``, feature by feature.

        Parameters
        ----------
        scale, shift : array_like of shape (n_features,) or scalars
            ``scale`` is not 0.

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
        scale = np.broadcast_to(np.asarray(scale, dtype=np.float64), self.resp_means.shape[1:])
        log_jacobian = self.weight * float(np.log(np.abs(scale)).sum())
        return replace(
            self,
            resp_means=self.resp_means * scale + np.asarray(shift, dtype=np.float64),
            scatter=self.scatter * np.outer(scale, scale),
            log_likelihood=self.log_likelihood - log_jacobian,
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
        return replace(
            self,
            resp_sum=self.resp_sum[order],
            resp_means=self.resp_means[order],
            scatter=self.scatter[order],
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
        between = (self.resp_sum[:, None] * share * gap)[:, :, None] * gap[:, None, :]
        return Statistics(
            self.weight + other.weight,
            resp_sum,
            self.resp_means + share * gap,
            self.scatter + other.scatter + between,
            self.log_likelihood + other.log_likelihood,
            self._common_moments(other),
        )

    def _common_moments(self, other: Statistics) -> Moments:
        if self.moments == other.moments or other.moments == "full":
            return self.moments
        if self.moments == "full":
            return other.moments
        raise DataError(
            f"Statistics of which the {self.moments} scatter is meant cannot be added to those of "
            f"which the {other.moments} is. Take both E-steps for one covariance structure."
        )


def _sums_about(centred: np.ndarray, resp: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Responsibility-weighted sums of the centred rows and of their outer products."""
    return resp @ centred, (resp[:, None] * centred).T @ centred


def mean_of(sums: np.ndarray, resp_sum: np.ndarray) -> np.ndarray:
    """Divide sums (k, d) by the rows that a component holds; one that holds none gets zero."""
    held = resp_sum[:, None]
    if resp_sum.min() > 0:
        return sums / held
    return np.where(held > 0, sums / np.where(held > 0, held, 1.0), 0.0)
