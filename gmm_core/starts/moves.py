"""From a mixture to others that EM does not reach: two components become one, and one becomes two.

Ueda, Nakano, Ghahramani and Hinton (2000), Neural Computation 12, 2109-2128, leave an optimum so.
Here moves are made of Statistics, which add up, and ranked by what the expected log-likelihood
gains where rows are shared out so, as far as it is a sum over components.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import numpy as np

from gmm_core.em import Model
from gmm_core.expectation import Data, Statistics
from gmm_core.mixture import Mixture, standardising
from gmm_core.scatter import variances

# A component is cut across one of so many of its longest axes.
DIRECTIONS = 3

# Pairs that are joined only to be cut anew: those that lose least.
MOST_CUT_ANEW = 12

# Moves that are returned at most; ten components have some 400.
MOST_MOVES = 300

# Features beyond which none is made: each takes axes and volumes of many groups of rows.
MOST_FEATURES = 20

TINY = float(np.finfo(float).tiny)  # no logarithm of zero


class _Groups(NamedTuple):
    """Counts, means and scatter of groups of rows: (m,), (m, d), (m, d, d)."""

    sizes: np.ndarray
    means: np.ndarray
    scatter: np.ndarray

    @classmethod
    def of(cls, data: Data, resp: np.ndarray) -> _Groups:
        found = Statistics.from_responsibilities(data, resp)
        return cls(found.resp_sum, found.resp_means, found.scatter)

    def at(self, places: np.ndarray) -> _Groups:
        return _Groups(*(values[places] for values in self))

    def joined(self, pairs: np.ndarray) -> _Groups:
        """The union of each pair, (n_pairs, 2)."""
        one, other = self.at(pairs[:, 0]), self.at(pairs[:, 1])
        sizes, gap = one.sizes + other.sizes, other.means - one.means
        share = other.sizes / sizes
        between = (one.sizes * share)[:, None, None] * gap[:, :, None] * gap[:, None, :]
        return _Groups(
            sizes, one.means + share[:, None] * gap, one.scatter + other.scatter + between
        )


class _Move(NamedTuple):
    """What it gains, in nats; the components that go, and the groups that come in their places."""

    gain: float
    gone: tuple[int, ...]
    groups: tuple[int, ...]


def moved(data: Data, mixture: Mixture, model: Model) -> list[Statistics]:
    """Return statistics with two components joined and one cut in two, the most promising first.

    What is cut is another component, or the two joined, across another axis. Halves of too few
    rows for a density of their own are not made. There is no move of one component, nor beyond
    twenty features, nor for a structure whose M-step takes many times as long as the pass.
    """
    k, d = mixture.means.shape
    if k < 2 or d > MOST_FEATURES or model.structure.axes_are_sought:
        return []
    resp = data.responsibilities(mixture)
    whole = _Groups.of(data, resp)
    pairs = np.array(list(combinations(range(k), 2)))
    unions, worth = whole.joined(pairs), _Worth(whole, model)
    loss = worth.of(whole)[pairs].sum(axis=1) - worth.of(unions)
    closest = np.argsort(loss, kind="stable")[:MOST_CUT_ANEW]
    together = unions.at(closest)
    halves = _halves(data, resp, whole)
    halves_anew = _halves(data, resp[:, pairs[closest]].sum(axis=2), together)
    groups = _Groups(*map(np.concatenate, zip(whole, unions, halves, halves_anew, strict=True)))
    first = k + len(pairs)
    moves = [
        *_joins(pairs, loss, worth.gains(halves, whole), first),
        *_cuts_anew(
            pairs[closest],
            worth.gains(halves_anew, together) - loss[closest],
            first + len(halves.sizes),
        ),
    ]
    moves.sort(key=lambda move: -move.gain)
    return [_statistics(groups, k, move, data.weight) for move in moves[:MOST_MOVES]]


class _Worth:
    """The expected log-likelihood of groups as components, in nats, up to what all moves share.

    Where components share their covariance, to the first order of what a move changes of it.
    """

    def __init__(self, whole: _Groups, model: Model):
        self._moments = model.structure.moments
        pooled = whole.scatter.sum(axis=0) / whole.sizes.sum()
        spread = np.sqrt(np.diag(pooled))
        inverse = 1.0 / np.where(spread > 0, spread, 1.0)
        self._units = inverse[:, None] * inverse  # in others logarithms may be of next to nothing
        pooled = pooled * self._units
        if self._moments == "total_diagonal":
            pooled = np.diag(np.diag(pooled))
        self._precision = np.linalg.pinv(pooled, hermitian=True)

    def of(self, groups: _Groups) -> np.ndarray:
        sizes, scatter = np.maximum(groups.sizes, TINY), groups.scatter * self._units
        if self._moments.startswith("total"):
            spread = np.einsum("mij,ij->m", scatter, self._precision)
        elif self._moments == "diagonal":
            each = np.maximum(variances(scatter) / sizes[:, None], TINY)
            spread = sizes * np.log(each).sum(axis=1)
        else:
            with np.errstate(divide="ignore"):  # of rounded rows, which may be all alike
                log_det = np.linalg.slogdet(scatter / sizes[:, None, None])[1]
            spread = sizes * np.maximum(log_det, np.log(TINY))
        return sizes * np.log(sizes) - 0.5 * spread

    def gains(self, halves: _Groups, whole: _Groups) -> np.ndarray:
        """What each cut gains, (n_directions, m); minus infinity where a half is too small."""
        m, d = whole.means.shape
        parts = np.where(halves.sizes > d + 1, self.of(halves), -np.inf)
        return parts.reshape(-1, 2, m).sum(axis=1) - self.of(whole)


def _halves(data: Data, resp: np.ndarray, whole: _Groups) -> _Groups:
    """The lower halves of all groups, then the upper ones, for each direction of the cut."""
    scale = standardising(data.X, data.weights).scale
    axes = np.linalg.eigh(whole.scatter / np.outer(scale, scale))[1]
    shares = []
    for direction in range(min(DIRECTIONS, len(scale))):
        axis = axes[:, :, -1 - direction]
        middle = np.einsum("kd,kd->k", whole.means / scale, axis)
        lower = (data.X / scale) @ axis.T < middle
        shares += [resp * lower, resp * ~lower]
    return _Groups.of(data, np.hstack(shares))


def _joins(pairs: np.ndarray, loss: np.ndarray, gains: np.ndarray, first: int) -> Iterator[_Move]:
    """Each pair joined while another component is cut, across the axis that gains most."""
    k = gains.shape[1]
    direction = gains.argmax(axis=0)
    table = gains.max(axis=0) - loss[:, None]
    rows = np.arange(len(pairs))[:, None]
    table[rows, pairs] = -np.inf
    best = np.argsort(-table, axis=None, kind="stable")[:MOST_MOVES]
    for pair, cut in zip(*np.unravel_index(best, table.shape), strict=True):
        if table[pair, cut] > -np.inf:
            lower = first + 2 * k * int(direction[cut]) + int(cut)
            gone = (*pairs[pair].tolist(), int(cut))
            yield _Move(float(table[pair, cut]), gone, (k + int(pair), lower, lower + k))


def _cuts_anew(pairs: np.ndarray, gains: np.ndarray, first: int) -> Iterator[_Move]:
    """Each pair joined and cut again, across every axis."""
    m = len(pairs)
    for direction, place in np.argwhere(gains > -np.inf).tolist():
        lower = first + 2 * m * direction + place
        yield _Move(
            float(gains[direction, place]), tuple(pairs[place].tolist()), (lower, lower + m)
        )


def _statistics(groups: _Groups, k: int, move: _Move, weight: float) -> Statistics:
    kept = [component for component in range(k) if component not in move.gone]
    return Statistics(weight, *groups.at(np.array([*kept, *move.groups])))
