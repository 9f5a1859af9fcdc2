"""Which clusters are merged, one pair after the other: the cheapest pair by the likelihood.

Notation, as in Fraley (1998), SIAM J. Sci. Comput. 20, 270-281, unconstrained covariances:

    W, l    scatter matrix and number of rows of a cluster, in p transformed coordinates
    T       l log(|W / l| + (tr W + alpha) / l), the determinant left out where l <= p
    cost    T of the union less T of both clusters; the cheapest pair is merged
    alpha   mean variance of the coordinates; it keeps T finite where rows coincide
"""

from __future__ import annotations

import numpy as np


def greedy_merges(points: np.ndarray) -> np.ndarray:
    """Return the two clusters of each merge, (n_points - 1, 2), from every point on its own to one.

    Each cluster is known by its first point; the smaller number stands first, and is that of the
    union. Fraley (1998), ties settled as by mclust. Time and memory grow with the square of the
    points.
    """
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
        self.alpha = mean_variance(points)
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


def mean_variance(points: np.ndarray) -> float:
    """Return alpha: the mean variance of the coordinates, 1 where all points coincide.

    There, any number above 0 would do.
    """
    return float(points.var(axis=0).mean()) or 1.0
