"""Hierarchical model-based clustering: partitions of every size from one tree of merges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, check_whole
from gmm_core.errors import DataError
from gmm_core.expectation import Data, Statistics
from gmm_core.mixture import Mixture, log_joint
from gmm_core.seeds import Seed, seeded
from gmm_core.starts.agglomeration import greedy_merges, mean_variance
from gmm_core.wording import counted

# Coordinates in which rows are compared at most. The variance of each is the root of its principal
# component's, so that the leading ones say most of what sets clusters apart.
MOST_COORDINATES = 50


@dataclass(frozen=True, eq=False)
class MergeTree:
    """All merges, from every row on its own to one cluster, and the partitions on the way.

    A row outside the tree goes to the cluster of highest l x normal density, with covariance
    (W + alpha I) / l, which no cluster is too small for.

    Parameters
    ----------
    merges : ndarray of int, shape (n_tree - 1, 2)
        The two clusters of each merge, known by their first rows (positions in `rows`). The
        smaller one stands first, and is that of the union.
    rows : ndarray of int, shape (n_tree,)
        The rows of the data that the tree is built on, in rising order.
    coordinates : ndarray of shape (n_samples, n_directions)
        All rows in the coordinates in which they are compared; no units.

    Examples
    --------
    >>> merge_tree([[0.0, 0.0], [9.0, 9.0], [0.0, 1.0], [9.0, 8.0]]).labels(2)
    array([0, 1, 0, 1])
    """

    merges: np.ndarray
    rows: np.ndarray
    coordinates: np.ndarray

    def labels(self, n_clusters: int) -> np.ndarray:
        """Return the cluster of each row.

        Parameters
        ----------
        n_clusters : int
            From 1 to the number of rows in the tree.

        Returns
        -------
        ndarray of int, shape (n_samples,)
            From 0 to ``n_clusters - 1``, in the order in which the clusters first appear.

        Raises
        ------
        DataError
            When `n_clusters` is no whole number, below 1, or above the number of rows in the tree.

        Examples
        --------
        >>> merge_tree([[0.0, 0.0], [9.0, 9.0], [0.0, 1.0], [9.0, 8.0]]).labels(4)
        array([0, 1, 2, 3])
        """
        _check_n_clusters(n_clusters, len(self.rows), "row")
        of_tree = _cut(self.merges, len(self.rows), n_clusters)
        if len(self.rows) == len(self.coordinates):
            return of_tree
        labels = _likeliest(self.coordinates, self.coordinates[self.rows], of_tree)
        labels[self.rows] = of_tree
        return _by_first_appearance(labels)


@dataclass(frozen=True, eq=False)
class QuantileBins:
    """The partitions of one feature: bins between its quantiles, of about as many rows each.

    Bin i is q[i] <= x < q[i + 1], the last one closed, where q are the quantiles of Hyndman and
    Fan (1996), definition 7; those of the distinct values where ties leave a bin empty.

    Parameters
    ----------
    x : ndarray of shape (n_samples,)
        In the unit of the feature.

    Examples
    --------
    >>> QuantileBins(np.array([5.0, 5.0, 5.0, 6.0, 7.0])).labels(3)
    array([0, 0, 0, 1, 2])
    """

    x: np.ndarray

    def labels(self, n_clusters: int) -> np.ndarray:
        """Return the bin of each row.

        Parameters
        ----------
        n_clusters : int
            From 1 to the number of distinct values.

        Returns
        -------
        ndarray of int, shape (n_samples,)
            From 0 to ``n_clusters - 1``, in the order in which the bins first appear.

        Raises
        ------
        DataError
            When `n_clusters` is no whole number, below 1, or above the number of distinct values.

        Examples
        --------
        >>> QuantileBins(np.array([7.0, 1.0, 3.0, 2.0, 9.0])).labels(2)  # the median is 3
        array([0, 1, 0, 1, 0])
        """
        distinct = np.unique(self.x)
        _check_n_clusters(n_clusters, len(distinct), "distinct value")
        bins = _bins(self.x, np.sort(self.x), n_clusters)
        if len(np.unique(bins)) < n_clusters:
            bins = _bins(self.x, distinct, n_clusters)
        return _by_first_appearance(bins)


@as_annotated
def merge_tree(
    X: ArrayLike | Data,
    *,
    max_rows: int = 2000,
    random_state: Seed = None,
    on_progress: Callable[[float], None] | None = None,
) -> MergeTree | QuantileBins:
    """Return what gives a partition of the rows of `X` for every number of clusters.

    The clusters may have any size, shape and direction, and none is drawn at random. One feature
    alone is cut at its quantiles instead. mclust starts EM from the same partitions.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
    max_rows : int
        At least 1; with more rows than this the tree is built on as many, drawn by `random_state`.
    random_state : int, RandomState, Generator or None
    on_progress : callable, optional
        Called with the share of the work done, above 0 and at most 1, about a hundred times;
        an exception in it ends the work. One feature, or one row, has none to tell.

    Returns
    -------
    MergeTree or QuantileBins
        Ask either for ``labels(n_clusters)``.

    Raises
    ------
    DataError
        When `X` is not a table of finite numbers with at least one row and one feature, or
        `max_rows` is no whole number of at least 1.

    Notes
    -----
    Fraley (1998), SIAM J. Sci. Comput. 20, 270-281, in the coordinates that Scrucca and Raftery
    (2015), Adv. Data Anal. Classif. 9, 447-460, call scaled SVD. Time and memory grow with the
    square of the rows in the tree. Of more than 50 features rows are compared by their 50 leading
    principal coordinates.

    Examples
    --------
    >>> merge_tree([[0.0, 0.0], [9.0, 9.0], [0.0, 1.0], [9.0, 8.0]]).merges[-1]
    array([0, 1])
    """
    rows = Data.of(X).complete.X
    if rows.size == 0:
        raise DataError(
            f"Data of shape {rows.shape} cannot be clustered. "
            "Give at least one row and one feature."
        )
    check_whole("max_rows", max_rows, 1)
    if rows.shape[1] == 1:
        return QuantileBins(rows[:, 0])
    coordinates, chosen = _scaled_svd(rows)[:, :MOST_COORDINATES], np.arange(len(rows))
    if len(rows) > max_rows:
        chosen = np.sort(seeded(random_state).permutation(len(rows))[:max_rows])
    return MergeTree(greedy_merges(coordinates[chosen], on_progress), chosen, coordinates)


def _scaled_svd(X: np.ndarray) -> np.ndarray:
    """Rows in the coordinates A V S^(-1/2), where U S Vt = A is the standardised table."""
    varies = np.ptp(X, axis=0) > 0  # exact, where a standard deviation rounds
    if not varies.any():
        return np.zeros((len(X), 1))
    centred = X[:, varies] - X[:, varies].mean(axis=0)
    A = centred / centred.std(axis=0, ddof=1)
    _, S, Vt = np.linalg.svd(A, full_matrices=False)
    spans = S / S[0] > max(A.shape) * np.finfo(float).eps
    return A @ Vt[spans].T / np.sqrt(S[spans])


def _check_n_clusters(n_clusters: int, most: int, of_what: str) -> None:
    if not isinstance(n_clusters, Integral) or not 1 <= n_clusters <= most:
        raise DataError(
            f"A partition into {n_clusters!r} clusters cannot be made of {counted(most, of_what)}. "
            f"Ask for a whole number from 1 to {most}."
        )


def _cut(merges: np.ndarray, n_rows: int, n_clusters: int) -> np.ndarray:
    """Labels of the rows after all merges but the last ``n_clusters - 1``."""
    first_row = np.arange(n_rows)
    done = merges[: n_rows - n_clusters]
    first_row[done[:, 1]] = done[:, 0]
    while (first_row != first_row[first_row]).any():
        first_row = first_row[first_row]
    return np.unique(first_row, return_inverse=True)[1]


def _likeliest(coordinates: np.ndarray, points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The likeliest cluster of every row, where the clusters are those of the labelled points."""
    statistics = Statistics.from_responsibilities(points, np.eye(labels.max() + 1)[labels])
    sizes = statistics.resp_sum
    guarded = statistics.scatter + mean_variance(points) * np.eye(points.shape[1])
    mixture = Mixture(sizes / sizes.sum(), statistics.resp_means, guarded / sizes[:, None, None])
    return log_joint(coordinates, mixture).argmax(axis=1)


def _bins(x: np.ndarray, values: np.ndarray, n_bins: int) -> np.ndarray:
    """The bin of each x between the quantiles of sorted values."""
    positions = np.arange(1, n_bins) * (len(values) - 1) / n_bins
    edges = np.interp(positions, np.arange(len(values)), values)
    return np.searchsorted(edges, x, side="right")


def _by_first_appearance(labels: np.ndarray) -> np.ndarray:
    _, first, labels = np.unique(labels, return_index=True, return_inverse=True)
    return first.argsort().argsort()[labels]
