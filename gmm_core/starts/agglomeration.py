"""Which clusters are merged, one pair after the other: the cheapest pair by the likelihood.

Notation, as in Fraley (1998), SIAM J. Sci. Comput. 20, 270-281, unconstrained covariances:

    W, l    scatter matrix and number of rows of a cluster, in p transformed coordinates
    T       l log(|W / l| + (tr W + alpha) / l), the determinant left out where l <= p
    cost    T of the union less T of both clusters; the cheapest pair is merged
    alpha   mean variance of the coordinates; it keeps T finite where rows coincide

A determinant is at most (tr W / (l p))^p. Of ten coordinates and more that is mostly too little to
change a cost, as their variances are far below 1; it is then left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from gmm_core.blocks import BLOCK_SIZE, one_thread

# Costs that differ by less than 10 to the minus this, in nats, are ties: what separates them is
# rounding. What a determinant adds to a cost is nothing below a thousandth of that.
DECIMALS = 10
NOTHING = 1e-13

# A determinant by its lemma loses as many digits as a scatter matrix is worse conditioned than one.
WELL_CONDITIONED = 1e5

# In how many parts progress is told.
PARTS = 100


def greedy_merges(
    points: np.ndarray, on_progress: Callable[[float], None] | None = None
) -> np.ndarray:
    """Return the two clusters of each merge, (n_points - 1, 2), from every point on its own to one.

    Each cluster is known by its first point; the smaller number stands first, and is that of the
    union. Fraley (1998), ties settled as by mclust. Time and memory grow with the square of the
    points. `on_progress` is called with the share done; what it raises ends the work.
    """
    n = len(points)
    tell = _teller(on_progress, 2 * n - 1)
    # Matrices are small here, and two threads on them would only wait for one another.
    with one_thread(), np.errstate(over="ignore", under="ignore"):
        clusters = _Clusters(points)
        return _merges(clusters, _Costs(clusters, tell), tell)


def _teller(on_progress: Callable[[float], None] | None, steps: int) -> Callable[[int], None]:
    """Tells the share done after the step of this number, a hundred times in all and at the end."""
    every = max(steps // PARTS, 1)

    def tell(step: int) -> None:
        if on_progress is not None and ((step + 1) % every == 0 or step + 1 == steps):
            on_progress((step + 1) / steps)

    return tell


def _merges(clusters: _Clusters, costs: _Costs, tell: Callable[[int], None]) -> np.ndarray:
    n = len(clusters.sizes)
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
        tell(n + outermost)
    return merges


class _Clusters:
    """The clusters that are left, in slots from the outermost one to n - 1."""

    def __init__(self, points: np.ndarray):
        n, p = points.shape
        # In reverse, the last of equal minima, which mclust takes, is the first, as of argmin.
        self.first_row = np.arange(n)[::-1].copy()
        self.means = points[::-1].copy()
        self.sizes = np.ones(n)
        self.traces = np.zeros(n)
        self.alpha = mean_variance(points)
        self.terms = np.full(n, np.log(self.alpha))
        # Where no determinant says anything, the scatter need not be kept: it is the most of all.
        self.scatter = np.zeros((n, p, p) if self._determinants_may_matter() else (n, 0, 0))

    def costs(self, i: int, begin: int) -> np.ndarray:
        """Costs, in nats, of joining cluster i with each of the slots from `begin` on."""
        others = slice(begin, None)
        terms = self._union(i, others)[-1]
        return (terms - self.terms[i] - self.terms[others]).round(DECIMALS)

    def first_costs(self) -> Iterator[tuple[int, np.ndarray]]:
        """Costs of joining points, of some with all behind the first of them, and which that is.

        Of two points no determinant is asked in two dimensions and more, so that a call serves
        many.
        """
        n, p = self.means.shape
        if p < 2:
            yield from ((j, self.costs(j, j + 1)[None]) for j in range(n - 1))
            return
        some = max(BLOCK_SIZE // (n * p), 1)
        for begin in range(0, n - 1, some):
            rows = slice(begin, min(begin + some, n - 1))
            gaps = self.means[None, begin + 1 :] - self.means[rows, None]
            between = 0.5 * np.einsum("mnd,mnd->mn", gaps, gaps)
            terms = 2.0 * np.log((between + self.alpha) / 2.0)
            apart = terms - self.terms[rows, None] - self.terms[begin + 1 :]
            yield begin, apart.round(DECIMALS)

    def join(self, i: int, j: int) -> None:
        """Put the union of clusters i and j into slot i."""
        gap = self.means[j] - self.means[i]
        size, self.traces[i], self.terms[i] = self._union_of_two(i, j, gap)
        share = self.sizes[j] / size
        self.means[i] += share * gap
        if self.scatter.size:
            self.scatter[i] += self.scatter[j] + self.sizes[i] * share * np.outer(gap, gap)
        self.sizes[i] = size
        self.first_row[i] = min(self.first_row[i], self.first_row[j])

    def move(self, source: int, target: int) -> None:
        kept = (self.first_row, self.means, self.sizes, self.traces, self.scatter, self.terms)
        for values in kept:
            values[target] = values[source]

    def _union(self, i: int, others: slice) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Sizes, tr W and T of unions with cluster i; W is W_i + W_j + g gᵀ, g a scaled gap."""
        sizes = self.sizes[i] + self.sizes[others]
        weights = self.sizes[i] * self.sizes[others] / sizes
        gaps = self.means[others] - self.means[i]
        between = weights * np.einsum("nd,nd->n", gaps, gaps)
        traces = self.traces[others] + self.traces[i] + between
        spreads = (traces + self.alpha) / sizes
        (large,) = self._determinant_matters(sizes, traces, spreads).nonzero()
        if len(large) and self.scatter.size:
            scaled = np.sqrt(weights[large])[:, None] * gaps[large]
            spreads[large] += self._determinants(i, large + others.start, scaled)
        return sizes, traces, sizes * np.log(spreads)

    def _union_of_two(self, i: int, j: int, gap: np.ndarray) -> tuple[float, float, float]:
        """As `_union`, in numbers of Python, which are quicker one by one."""
        size = float(self.sizes[i] + self.sizes[j])
        weight = float(self.sizes[i] * self.sizes[j]) / size
        trace = self.traces[j] + self.traces[i] + weight * (gap @ gap)
        spread = (trace + self.alpha) / size
        if self.scatter.size and self._determinant_matters(size, trace, spread):
            scatter = self.scatter[j] + self.scatter[i] + weight * np.outer(gap, gap)
            spread += float(np.linalg.det(scatter / size))
        return size, float(trace), size * math.log(spread)

    def _determinants_may_matter(self) -> bool:
        """Whether any can: no union is wider than all points, of fewer rows than p + 1."""
        n, p = self.means.shape
        return bool(self._determinant_matters(n, n * p * self.alpha / (p + 1) * n, self.alpha / n))

    def _determinant_matters(self, sizes, traces, spreads):
        p = self.means.shape[1]
        most = (traces / (sizes * p)) ** p
        return (sizes > p) & (sizes * most > NOTHING * spreads)

    def _determinants(self, i: int, others: np.ndarray, gaps: np.ndarray) -> np.ndarray:
        """|W / l| of unions; by the lemma |W_i + g gᵀ| = |W_i| (1 + gᵀ W_i⁻¹ g) of single rows."""
        sizes, p = self.sizes[i] + self.sizes[others], gaps.shape[1]
        found = np.empty(len(others))
        single = self.sizes[others] == 1
        inverse = self._inverse(i) if single.any() else None
        if inverse is None:
            single[:] = False
        else:
            det = np.linalg.det(self.scatter[i])
            along = np.einsum("nd,nd->n", gaps[single] @ inverse, gaps[single])
            found[single] = det * (1.0 + along) / sizes[single] ** p
        rest = ~single
        if not rest.any():
            return found
        between = gaps[rest, :, None] * gaps[rest, None, :]
        scatter = self.scatter[others[rest]] + self.scatter[i] + between
        found[rest] = np.linalg.det(scatter / sizes[rest, None, None])
        return found

    def _inverse(self, i: int) -> np.ndarray | None:
        """The inverse of a cluster's scatter; None where it would not be precise."""
        if self.sizes[i] <= self.means.shape[1]:
            return None
        values, vectors = np.linalg.eigh(self.scatter[i])
        if not values[0] * WELL_CONDITIONED > values[-1]:
            return None
        return (vectors / values) @ vectors.T


class _Costs:
    """Costs of all pairs of slots j < i in row j, and the cheapest of each row."""

    def __init__(self, clusters: _Clusters, tell: Callable[[int], None]):
        n = len(clusters.sizes)
        self.table = np.full((n, n), np.inf)
        self.nearest, self.lowest = np.zeros(n, dtype=int), np.zeros(n)
        for begin, costs in clusters.first_costs():
            for j, of_row in enumerate(costs, begin):
                self.table[j, j + 1 :] = of_row[j - begin :]
                tell(j)
        self._look_in(np.arange(n), 0)

    def put(self, slot: int, begin: int, costs: np.ndarray) -> None:
        self.table[begin:slot, slot] = costs[: slot - begin]
        self.table[slot, slot + 1 :] = costs[slot - begin + 1 :]

    def find_nearest(self, outermost: int, i: int, j: int) -> None:
        """Look again in changed slots i and j, and where one was nearest, or may be by now."""
        table, lowest = self.table[outermost:], self.lowest[outermost:]
        nearest = self.nearest[outermost:]
        stale = (nearest == i) | (nearest == j)
        stale |= table[:, i] <= lowest
        stale |= table[:, j] <= lowest
        for changed in (i, j):
            if changed >= outermost:
                stale[changed - outermost] = True
        self._look_in(stale.nonzero()[0] + outermost, outermost)

    def _look_in(self, rows: np.ndarray, outermost: int) -> None:
        costs = self.table[rows, outermost:]
        nearest = costs.argmin(axis=1)
        self.nearest[rows] = nearest + outermost
        self.lowest[rows] = costs[np.arange(len(rows)), nearest]


def mean_variance(points: np.ndarray) -> float:
    """Return alpha: the mean variance of the coordinates, 1 where all points coincide.

    There, any number above 0 would do.
    """
    return float(points.var(axis=0).mean()) or 1.0
