"""Components combined into clusters, two at a time: those first that share their rows most.

A cluster that is not normal takes several components to be fitted. Baudry, Raftery, Celeux, Lo and
Gottardo (2010), J. Comput. Graph. Statist. 19, 332-353.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import xlogy

from gmm_core.checked import as_annotated, check_weights, check_whole, checked_shares
from gmm_core.errors import DataError

HARDLY_ANY = 0.01  # nats, of all rows together

Groups = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Combined:
    """What comes of combining components, from all of them down to one cluster.

    Parameters
    ----------
    stages : tuple of tuple of tuple of int
        Of one cluster, of two, and so on to all components: which components each cluster has.
    entropies : tuple of float
        Of the soft clustering of each stage, in nats.
    """

    stages: tuple[Groups, ...]
    entropies: tuple[float, ...]

    @property
    def n_components(self) -> int:
        """Number of components that were combined."""
        return len(self.stages)

    def groups(self, n_clusters: int) -> Groups:
        """Return which components each of so many clusters has.

        Parameters
        ----------
        n_clusters : int
            From 1 to the number of components.

        Returns
        -------
        tuple of tuple of int
            Counted from 0, a tuple a cluster, ordered by their first components.

        Raises
        ------
        DataError
            When there are not so many components.

        Examples
        --------
        >>> combined([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]).groups(2)
        ((0, 1), (2,))
        """
        check_whole("The number of clusters", n_clusters, 1)
        if n_clusters > self.n_components:
            raise DataError(
                f"{self.n_components} components make at most as many clusters, and "
                f"{n_clusters} are asked for. Ask for fewer."
            )
        return self.stages[n_clusters - 1]

    def resp(self, resp: ArrayLike, n_clusters: int) -> np.ndarray:
        """Return the probabilities of so many clusters: sums over the components of each.

        Parameters
        ----------
        resp : array_like of shape (n_samples, n_components)
        n_clusters : int

        Returns
        -------
        ndarray of shape (n_samples, n_clusters)

        Examples
        --------
        >>> resp = [[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]
        >>> combined(resp).resp(resp, 2)
        array([[1., 0.],
               [0., 1.]])
        """
        shares = np.asarray(resp, dtype=np.float64)
        return np.column_stack([shares[:, each].sum(axis=1) for each in self.groups(n_clusters)])

    @cached_property
    def elbow(self) -> int | None:
        """The number of clusters where two straight lines through the entropies meet best.

        None of fewer than three components, and where these share hardly any row.
        """
        if not self.is_shared:
            return None
        return min(range(2, self.n_components), key=self._misfit, default=None)

    @property
    def is_shared(self) -> bool:
        """Whether some row is shared by components, so that merges have doubt to take away."""
        return self.entropies[-1] > HARDLY_ANY

    def _misfit(self, at: int) -> float:
        """Squares that are left by one line up to a number of clusters, and one from it on."""
        y = np.array(self.entropies)
        x = np.arange(1.0, len(y) + 1)
        left, right = slice(0, at), slice(at - 1, None)
        return sum(_left_by_a_line(x[side], y[side]) for side in (left, right))


def _left_by_a_line(x: np.ndarray, y: np.ndarray) -> float:
    x, y = x - x.mean(), y - y.mean()
    rest = y - x * (x @ y) / (x @ x)
    return float(rest @ rest)


@as_annotated
def combined(
    resp: ArrayLike,
    *,
    on_merge: Callable[[float], None] | None = None,
    weights: np.ndarray | None = None,
) -> Combined:
    """Return what comes of combining components two at a time, down to one cluster.

    Of all pairs that one is combined which makes the entropy of the soft clustering fall most.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
        Responsibilities of a fit.
    on_merge : callable, optional
        Called with the share of the work that is done.
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    Combined

    Examples
    --------
    >>> found = combined([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0.0, 0.1, 0.9]])
    >>> found.groups(2), [round(entropy, 3) for entropy in found.entropies]
    (((0, 1), (2,)), [0.0, 0.325, 1.711])
    """
    shares = checked_shares(resp)
    if weights is not None:
        weights = check_weights(weights, len(shares), "weights")
    merging = _Merging(shares.T, on_merge or (lambda _: None), weights)
    stages, entropies = [merging.groups], [merging.entropy]
    while len(merging.groups) > 1:
        merging.merge()
        stages.append(merging.groups)
        entropies.append(merging.entropy)
    return Combined(tuple(stages[::-1]), tuple(entropies[::-1]))


class _Merging:
    """Clusters on their way to be one; each is known by the first of its components."""

    def __init__(
        self, shares: np.ndarray, told: Callable[[float], None], weights: np.ndarray | None
    ):
        self._weights = weights
        self._k, self._told = len(shares), told
        self._shares = dict(enumerate(shares))
        self._terms = {j: xlogy(each, each) for j, each in self._shares.items()}
        self._groups: dict[int, tuple[int, ...]] = {j: (j,) for j in self._shares}
        self._gains: dict[tuple[int, int], float] = {}
        for b in range(self._k):
            self._compare(b, range(b))
            told((b + 1) / (2 * self._k))

    @property
    def groups(self) -> Groups:
        return tuple(self._groups.values())

    @property
    def entropy(self) -> float:
        return max(-float(sum(self._sum(each) for each in self._terms.values())), 0.0) + 0.0

    def merge(self) -> None:
        """Make one of the two clusters that make the entropy fall most."""
        a, b = max(self._gains, key=lambda pair: self._gains[pair])
        self._shares[a] = self._shares[a] + self._shares.pop(b)
        self._terms[a] = xlogy(self._shares[a], self._shares[a])
        del self._terms[b]
        self._groups[a] = tuple(sorted(self._groups[a] + self._groups.pop(b)))
        self._gains = {pair: gain for pair, gain in self._gains.items() if not {a, b} & {*pair}}
        self._compare(a, [c for c in self._groups if c != a])
        self._told(1.0 - (len(self._groups) - 1) / (2 * self._k))

    def _compare(self, a: int, others: Iterable[int]) -> None:
        """Find by how much the entropy falls where a cluster becomes one with each other one."""
        for b in others:
            both = self._shares[a] + self._shares[b]
            gain = xlogy(both, both) - self._terms[a] - self._terms[b]
            self._gains[min(a, b), max(a, b)] = self._sum(gain)

    def _sum(self, terms: np.ndarray) -> float:
        return float(terms.sum() if self._weights is None else self._weights @ terms)
