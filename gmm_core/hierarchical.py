"""Hierarchical model-based clustering: partitions of every size from one tree of merges.

Notation, as in Fraley (1998), SIAM J. Sci. Comput. 20, 270-281, unconstrained covariances:

    W, l    scatter matrix and number of rows of a cluster, in p transformed coordinates
    T       l log(|W / l| + (tr W + alpha) / l), the determinant left out where l <= p
    cost    T of the union less T of both clusters; the cheapest pair is merged
    alpha   mean variance of the coordinates; it keeps T finite where rows coincide
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils import check_random_state

from gmm_core.density import log_joint
from gmm_core.errors import DataError
from gmm_core.formatting import counted
from gmm_core.mixture import Mixture
from gmm_core.statistics import Statistics


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
        """Return the cluster of each row, shape (n_samples,), numbered by first appearance.

        Raises
        ------
        DataError
            When the tree has fewer rows than `n_clusters`.
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
        """Return the bin of each row, shape (n_samples,), numbered by first appearance.

        Raises
        ------
        DataError
            When there are fewer distinct values than `n_clusters`.
        """
        distinct = np.unique(self.x)
        _check_n_clusters(n_clusters, len(distinct), "distinct value")
        bins = _bins(self.x, np.sort(self.x), n_clusters)
        if len(np.unique(bins)) < n_clusters:
            bins = _bins(self.x, distinct, n_clusters)
        return _by_first_appearance(bins)


def merge_tree(
    X: ArrayLike, *, max_rows: int = 2000, random_state: int | np.random.RandomState | None = None
) -> MergeTree | QuantileBins:
    """Return what gives a partition of the rows of `X` for every number of clusters.

    The clusters may have any size, shape and direction, and none is drawn at random. One feature
    alone is cut at its quantiles instead. mclust starts EM from the same partitions.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    max_rows : int
        With more rows than this the tree is built on as many, drawn by `random_state`.
    random_state : int, RandomState or None

    Returns
    -------
    MergeTree or QuantileBins
        Ask either for ``labels(n_clusters)``.

    Raises
    ------
    DataError
        When `X` is not a table of finite values with at least one row and one feature.

    Notes
    -----
    Fraley (1998), in the coordinates that Scrucca and Raftery (2015), Adv. Data Anal. Classif.
    9, 447-460, call scaled SVD. Time and memory grow with the square of the rows in the tree.

    Examples
    --------
    >>> merge_tree([[0.0, 0.0], [9.0, 9.0], [0.0, 1.0], [9.0, 8.0]]).merges[-1]
    array([0, 1])
    """
    rows = np.asarray(X, dtype=np.float64)
    if rows.ndim != 2 or rows.size == 0 or not np.isfinite(rows).all():
        raise DataError(
            f"Data of shape {rows.shape} cannot be clustered. Give rows of finite numbers."
        )
    if rows.shape[1] == 1:
        return QuantileBins(rows[:, 0])
    coordinates, chosen = _scaled_svd(rows), np.arange(len(rows))
    if len(rows) > max_rows:
        chosen = np.sort(check_random_state(random_state).permutation(len(rows))[:max_rows])
    return MergeTree(_merges(coordinates[chosen]), chosen, coordinates)


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


def _merges(points: np.ndarray) -> np.ndarray:
    """The two clusters of each merge, by their first rows."""
    n = len(points)
    clusters = _Clusters(points)
    costs = _Costs(clusters)
    merges = np.empty((n - 1, 2), dtype=int)
    for outermost in range(n - 1):
        j = outermost + int(costs.lowest[outermost:].argmin())
        i = int(costs.nearest[j])
        merges[outermost] = sorted(clusters.first_row[[i, j]])
        clusters.join(i, j)
        # As in mclust the outermost cluster fills the free slot, which decides between ties.
        clusters.move(outermost, j)
        costs.put(j, outermost, costs.table[outermost, outermost:])
        costs.put(i, outermost + 1, clusters.costs(i, outermost + 1))
        costs.find_nearest(outermost + 1, i, j)
    return merges


class _Clusters:
    """The clusters that are left, in slots from the outermost one to n - 1."""

    def __init__(self, points: np.ndarray):
        n, p = points.shape
        # In reverse, the last of equal minima, which mclust takes, is the first, as of argmin.
        self.first_row = np.arange(n)[::-1].copy()
        self.means = points[::-1].copy()
        self.sizes = np.ones(n)
        self.scatter = np.zeros((n, p, p))
        self.alpha = _alpha(points)
        self.terms = np.full(n, np.log(self.alpha))

    def costs(self, i: int, begin: int) -> np.ndarray:
        """Costs, in nats, of joining cluster i with each of the slots from `begin` on."""
        others = slice(begin, None)
        terms = self._union(i, others)[-1]
        # Costs that differ by less than 1e-10 are ties: what separates them is rounding.
        return np.round(terms - self.terms[i] - self.terms[others], 10)

    def join(self, i: int, j: int) -> None:
        """Put the union of clusters i and j into slot i."""
        (size,), (gap,), (self.terms[i],) = self._union(i, slice(j, j + 1))
        self.means[i] += self.sizes[j] / size * (self.means[j] - self.means[i])
        self.scatter[i] += self.scatter[j] + np.outer(gap, gap)
        self.sizes[i] = size
        self.first_row[i] = min(self.first_row[i], self.first_row[j])

    def move(self, source: int, target: int) -> None:
        for values in (self.first_row, self.means, self.sizes, self.scatter, self.terms):
            values[target] = values[source]

    def _union(self, i: int, others: slice) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Sizes, scaled gaps g and T of unions with cluster i; their W is W_i + W_j + g gᵀ."""
        sizes = self.sizes[i] + self.sizes[others]
        weights = np.sqrt(self.sizes[i] * self.sizes[others] / sizes)
        gaps = weights[:, None] * (self.means[others] - self.means[i])
        traces = np.trace(self.scatter[others], axis1=1, axis2=2) + np.trace(self.scatter[i])
        spreads = (traces + np.einsum("nd,nd->n", gaps, gaps) + self.alpha) / sizes
        large = np.flatnonzero(sizes > gaps.shape[1])
        between = gaps[large, :, None] * gaps[large, None, :]
        scatter = self.scatter[others][large] + self.scatter[i] + between
        spreads[large] += np.linalg.det(scatter / sizes[large, None, None])
        return sizes, gaps, sizes * np.log(spreads)


class _Costs:
    """Costs of all pairs of slots j < i in row j, and the cheapest of each row."""

    def __init__(self, clusters: _Clusters):
        n = len(clusters.sizes)
        self.table = np.full((n, n), np.inf)
        self.nearest, self.lowest = np.zeros(n, dtype=int), np.zeros(n)
        for j in range(n - 1):
            self.table[j, j + 1 :] = clusters.costs(j, j + 1)
        self.find_nearest(0, *range(n))

    def put(self, slot: int, begin: int, costs: np.ndarray) -> None:
        self.table[begin:slot, slot] = costs[: slot - begin]
        self.table[slot, slot + 1 :] = costs[slot - begin + 1 :]

    def find_nearest(self, outermost: int, *changed: int) -> None:
        """Look again in changed rows, and in those that a changed slot was or may be nearest to."""
        stale = np.isin(self.nearest, changed)
        stale |= (self.table[:, changed] <= self.lowest[:, None]).any(axis=1)
        stale[list(changed)] = True
        rows = np.flatnonzero(stale[outermost:]) + outermost
        costs = self.table[rows, outermost:]
        nearest = costs.argmin(axis=1)
        self.nearest[rows] = nearest + outermost
        self.lowest[rows] = costs[np.arange(len(rows)), nearest]


def _alpha(points: np.ndarray) -> float:
    """The mean variance of the coordinates; 1 where all rows coincide and any number will do."""
    return float(points.var(axis=0).mean()) or 1.0


def _check_n_clusters(n_clusters: int, most: int, of_what: str) -> None:
    if not 1 <= n_clusters <= most:
        raise DataError(
            f"{counted(n_clusters, 'cluster')} cannot be made of {counted(most, of_what)}. "
            f"Ask for a number from 1 to {most}."
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
    guarded = statistics.scatter + _alpha(points) * np.eye(points.shape[1])
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
