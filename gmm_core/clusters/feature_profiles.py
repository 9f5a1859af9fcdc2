"""What each component is: its size, and where it lies and spreads beside all rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.assigned import assigned
from gmm_core.checked import as_annotated, as_positions, as_table, checked_shares
from gmm_core.mixture import Mixture, as_rows, standardising
from gmm_core.row_weights import counts_of

#: Standard errors to either side that hold a mean in 95 of 100 samples.
IN_95 = 1.96

Bars = Literal["rows", "mean"]


@dataclass(frozen=True, eq=False)
class Profiles:
    """What sets the components of a fit apart.

    Parameters
    ----------
    means : ndarray of shape (n_components, n_features)
        From the mean of all rows, in standard deviations of all rows.
    deviations : ndarray of shape (n_components, n_features)
        Standard deviations of the components on the same scale.
    correlations : ndarray of shape (n_components, n_features, n_features)
    soft_sizes : ndarray of shape (n_components,)
        Sums of responsibilities, in rows.
    hard_sizes : ndarray of shape (n_components,)
        Rows whose largest responsibility is that of the component.
    centres : ndarray of shape (n_components, n_features)
        Means in the units that were fitted.
    scale : ndarray of shape (n_features,)
        Standard deviation of all rows in the same units.
    by_weights : bool
        Whether rows are counted by their weights.
    """

    means: np.ndarray
    deviations: np.ndarray
    correlations: np.ndarray
    soft_sizes: np.ndarray
    hard_sizes: np.ndarray
    centres: np.ndarray
    scale: np.ndarray
    by_weights: bool = False

    @property
    def separations(self) -> np.ndarray:
        """Share of each feature's variance that lies between the components, (n_features,).

        From 0, where all have one mean, to 1, where the component says all of the feature.
        """
        total = self.soft_sizes.sum()
        between = self.soft_sizes @ (self.means - self.soft_sizes @ self.means / total) ** 2
        within = self.soft_sizes @ self.deviations**2
        both = between + within
        return np.divide(between, both, out=np.zeros_like(both), where=both > 0)

    @property
    def order(self) -> tuple[int, ...]:
        """The features by how much they separate the components, the most first."""
        return tuple(np.argsort(-self.separations, kind="stable").tolist())

    def bars(self, of: Bars, *, in_units: bool = False) -> tuple[np.ndarray, np.ndarray]:
        """Return means and the length of a bar to either side, (n_components, n_features) each.

        Parameters
        ----------
        of : {"rows", "mean"}
            One standard deviation of the rows, or 1.96 standard errors of the mean as if each
            row's responsibilities and the weights of rows as counts were certain: an interval of
            95 %, too short where components overlap. `resampling` takes all that into account.
        in_units : bool
            In the units that were fitted, or else in standard deviations of all rows.
        """
        counts = np.sqrt(self.soft_sizes)[:, None]
        empty = np.full_like(self.deviations, np.nan)
        errors = np.divide(self.deviations, counts, out=empty, where=counts > 0)
        lengths = self.deviations if of == "rows" else IN_95 * errors
        return (self.centres, lengths * self.scale) if in_units else (self.means, lengths)


@dataclass(frozen=True, eq=False)
class MarkedProfile:
    """Where some rows lie beside all rows.

    Parameters
    ----------
    means : ndarray of shape (n_features,) or None
        From the mean of all rows, in standard deviations of all rows; of no rows, or of weight 0,
        there is none. NaN of a feature that none of the rows has.
    hard_sizes : ndarray of shape (n_components,)
        Rows whose largest responsibility is that of the component.
    """

    means: np.ndarray | None
    hard_sizes: np.ndarray


@as_annotated
def profiles(
    X: ArrayLike, mixture: Mixture, resp: ArrayLike, weights: np.ndarray | None = None
) -> Profiles:
    """Return the profile of every component.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        All rows that were fitted; NaN where a value is missing. The mean and the standard deviation
        of all rows are then those of the values that are there.
    mixture : Mixture
        In the units of `X`.
    resp : array_like of shape (n_samples, n_components)
        Responsibilities of the rows.
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    Profiles
        A feature without spread keeps its unit.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features, or `resp` not its components.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    >>> shares = [[1.0, 0.0], [0.9, 0.1], [0.1, 0.9], [0.0, 1.0]]
    >>> found = profiles([[0.0], [2.0], [3.0], [7.0]], mixture, shares)
    >>> found.means.round(2).ravel(), found.soft_sizes, found.hard_sizes
    (array([-0.78,  0.78]), array([2., 2.]), array([2, 2]))
    """
    rows = as_rows(X, mixture.n_features, gaps=True)
    shares = checked_shares(resp, len(rows), mixture.n_components)
    scaling = standardising(rows, weights)
    scaled = mixture.affine(1.0 / scaling.scale, -scaling.shift / scaling.scale)
    return Profiles(
        means=scaled.means,
        deviations=scaled.standard_deviations,
        correlations=correlations(mixture),
        soft_sizes=shares.sum(axis=0) if weights is None else weights @ shares,
        hard_sizes=counts_of(assigned(shares), mixture.n_components, weights),
        centres=mixture.means,
        scale=scaling.scale,
        by_weights=weights is not None,
    )


@as_annotated
def marked_profile(
    X: ArrayLike, resp: ArrayLike, rows: ArrayLike, weights: np.ndarray | None = None
) -> MarkedProfile:
    """Return the means and the clusters of some rows, as `profiles` has them of all.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        All rows that were fitted; what is missing is NaN, and left out of means.
    resp : array_like of shape (n_samples, n_components)
        Responsibilities of the rows.
    rows : array_like of int
        Which rows.
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    MarkedProfile
        A feature without spread keeps its unit.

    Raises
    ------
    DataError
        When `X` is no table of numbers, or `resp` has not as many rows.

    Examples
    --------
    >>> found = marked_profile([[0.0], [2.0], [6.0]], [[1.0, 0.0], [1.0, 0.0], [0.2, 0.8]], [2])
    >>> found.means.round(2), found.hard_sizes
    (array([1.34]), array([0, 1]))
    """
    data = as_table(X, gaps=True)
    some = as_positions("The rows", rows, len(data))
    shares = checked_shares(resp, len(data))
    scaling = standardising(data, weights)
    of_some = None if weights is None else weights[some]
    counted = len(some) if of_some is None else of_some.any()
    return MarkedProfile(
        means=scaling.apply(_means_of(data[some], of_some)) if counted else None,
        hard_sizes=counts_of(assigned(shares[some]), shares.shape[1], of_some),
    )


def _means_of(X: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
    """Means of what is there of each feature; NaN where nothing is."""
    there = ~np.isnan(X)
    if there.all():
        return np.average(X, axis=0, weights=weights)
    counts = there if weights is None else there * weights[:, None]
    total = counts.sum(axis=0)
    sums = (np.where(there, X, 0.0) * counts).sum(axis=0)
    return np.divide(sums, total, out=np.full(len(total), np.nan), where=total > 0)


def correlations(mixture: Mixture) -> np.ndarray:
    """Return the correlation matrix of each component, (k, d, d): exactly 1 on the diagonals."""
    spread = mixture.standard_deviations
    found = np.clip(mixture.covariances / spread[:, :, None] / spread[:, None, :], -1.0, 1.0)
    every = np.arange(mixture.n_features)
    found[:, every, every] = 1.0
    return found
