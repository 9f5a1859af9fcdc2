"""The pass over rows with gaps: what is observed tells what to expect of what is missing.

Of a pattern of gaps the statistics of what is there are those of a complete table of fewer
features. Each component then adds what it expects of the missing features: their regression on the
observed ones, and the conditional covariance for every row (Ghahramani and Jordan 1994, NIPS 6;
Little and Rubin 2002, section 11.2). So the M-steps stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gmm_core.blocks import one_thread, side_by_side, sum_over_blocks
from gmm_core.expectation.data import Data
from gmm_core.expectation.gapped import Gapped
from gmm_core.expectation.statistics import Statistics, mean_of
from gmm_core.gaps import Conditioned, Stack, joint_along_axes
from gmm_core.matrices import Diagonal, Matrices
from gmm_core.mixture import Mixture, normalize
from gmm_core.scatter import Moments, symmetric

# Largest share of a squared shift in the second moments, as in the pass over complete rows.
LARGEST_SHIFT = 100.0

OfComplete = Callable[[Data, Mixture], Statistics]


def gapped_pass(
    data: Gapped, mixture: Mixture, level: Moments, of_complete: OfComplete
) -> Statistics:
    """Return the statistics of a mixture; `of_complete` passes over tables without gaps."""
    if isinstance(mixture.matrices, Diagonal) and "diagonal" in level:
        found = _along_axes(data, mixture, mixture.means)
        shift = (found.resp_means - mixture.means) ** 2 * found.resp_sum[:, None]
        if (shift > LARGEST_SHIFT * found.matrices.diagonals).any():
            return _along_axes(data, mixture, found.resp_means)
        return found
    return _by_pattern(data, mixture, of_complete)


def _along_axes(data: Gapped, mixture: Mixture, about: np.ndarray) -> Statistics:
    """Components without tilt: what is missing is expected at their means, whatever is there."""
    k, d = mixture.means.shape
    apart = mixture.means - about
    expected = mixture.variances + apart * apart

    def of_block(rows: slice):
        block = data.X[rows].T
        there = ~np.isnan(block)
        resp, value = _shared_out(data, joint_along_axes(block, there, mixture), rows)
        first, second = np.empty((k, d)), np.empty((k, d))
        resp_sum = resp.sum(axis=1)
        gone = resp @ ~there.T
        for j in range(k):
            centred = np.where(there, block - about[j][:, None], 0.0)
            first[j] = centred @ resp[j] + gone[j] * apart[j]
            second[j] = np.square(centred, out=centred) @ resp[j] + gone[j] * expected[j]
        return value, resp_sum, first, second

    value, resp_sum, first, second = sum_over_blocks(of_block, len(data.X), 3 * d + k)
    return Statistics.about(about, data.weight, resp_sum, first, second, float(value), "diagonal")


def _shared_out(data: Data, joint: np.ndarray, rows: slice | np.ndarray):
    """Responsibilities (k, n), times the weights, and the log-likelihood of some rows."""
    resp, log_density = normalize(joint)
    if data.weights is not None:
        resp *= data.weights[rows]
        log_density *= data.weights[rows]
    return resp, log_density.sum()


class _Sums:
    """The sums of each pattern, and what they add up to.

    Of each component the rows it holds (p, k), by how much the mean of all features, expected from
    what is there, is off its own (p, k, d), and their scatter about it, added up (k, d, d).
    """

    def __init__(self, mixture: Mixture):
        k, d = mixture.means.shape
        self.resp_sum, self.offset = [np.empty((0, k))], [np.empty((0, k, d))]
        self.scatter, self.value = np.zeros((k, d, d)), 0.0

    def add(self, value: float, resp_sum, offset, scatter) -> None:
        """Take in patterns."""
        self.value += value
        self.resp_sum.append(resp_sum)
        self.offset.append(offset)
        self.scatter += scatter

    def statistics(self, weight: float, mixture: Mixture) -> Statistics:
        """Return those of all rows."""
        by_pattern, offset = np.concatenate(self.resp_sum), np.concatenate(self.offset)
        resp_sum = by_pattern.sum(axis=0)
        shift = mean_of(np.einsum("pk,pkd->kd", by_pattern, offset), resp_sum)
        apart = (offset - shift).transpose(1, 0, 2)
        between = (apart * by_pattern.T[:, :, None]).transpose(0, 2, 1) @ apart
        scatter = Matrices(symmetric(self.scatter + between))
        return Statistics(weight, resp_sum, mixture.means + shift, scatter, float(self.value))


def _by_pattern(data: Gapped, mixture: Mixture, of_complete: OfComplete) -> Statistics:
    """Pattern by pattern: those of many rows as tables of their own, the others side by side."""
    sums = _Sums(mixture)
    many, stacks = data.stacks(mixture.n_components)
    for pattern in many:
        observed = data.patterns.observed[pattern]
        found = _as_a_table(data.table(pattern), observed, mixture, of_complete)
        sums.add(*_of_patterns(Conditioned(mixture, observed[None]), *found))

    def of_stack(stack: Stack):
        given = Conditioned(mixture, stack.observed)
        return _of_patterns(given, *_side_by_side(data, mixture, given, stack))

    with one_thread():
        for found in side_by_side(of_stack, stacks, data.X.size * mixture.n_components):
            sums.add(*found)
    return sums.statistics(data.weight, mixture)


def _of_patterns(given: Conditioned, value, resp_sum, offset, within):
    """The sums of all features from those of what is there, (p, k), (p, k, d) and (p, k, d, d)."""
    full = given.regressions @ within @ given.regressions.swapaxes(2, 3)
    full += given.covariances * resp_sum[:, :, None, None]
    return value, resp_sum, (given.regressions @ offset[..., None])[..., 0], full.sum(axis=0)


def _side_by_side(data: Gapped, mixture: Mixture, given: Conditioned, stack: Stack):
    """Log-likelihood of a stack of patterns, and the sums of what is there of them."""
    centred = stack.centred(data.zeros, mixture.means)
    resp, log_density = normalize(given.joint(centred).swapaxes(0, 1))
    counts = stack.live if data.weights is None else stack.live * data.weights[stack.rows]
    resp = (resp * counts).swapaxes(0, 1)
    resp_sum = resp.sum(axis=2)
    held = np.where(resp_sum > 0, resp_sum, 1.0)
    offset = (centred @ resp[..., None])[..., 0] / held[..., None]
    centred -= offset[..., None]
    within = (centred * resp[:, :, None]) @ centred.swapaxes(2, 3)
    return (log_density * counts).sum(), resp_sum, offset, within


def _as_a_table(table: Data, observed: np.ndarray, mixture: Mixture, of_complete: OfComplete):
    """The same of one pattern, by a pass over its observed features."""
    there = np.flatnonzero(observed)
    found = of_complete(table, mixture.marginal(there.tolist()))
    k, d = mixture.means.shape
    offset, within = np.zeros((1, k, d)), np.zeros((1, k, d, d))
    offset[0][:, there] = found.resp_means - mixture.means[:, there]
    within[0][:, there[:, None], there] = found.scatter
    return found.log_likelihood, found.resp_sum[None], offset, within
