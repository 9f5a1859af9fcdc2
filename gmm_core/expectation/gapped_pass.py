"""The pass over rows with gaps: what is observed tells what to expect of what is missing.

Of a pattern of gaps the statistics of what is there are those of a complete table of fewer
features. Each component then adds what it expects of the missing features: their regression on the
observed ones, and the conditional covariance for every row (Ghahramani and Jordan 1994, NIPS 6;
Little and Rubin 2002, section 11.2). So the M-steps stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from gmm_core.blocks import one_thread, side_by_side, sum_over_blocks
from gmm_core.expectation.data import MANY_FEATURES, Data
from gmm_core.expectation.digits import FUSED_SHIFT, parts_need_centring, shifted
from gmm_core.expectation.gapped import Gapped
from gmm_core.expectation.gapped_fused import Bundle, fused_patterns
from gmm_core.expectation.statistics import Statistics
from gmm_core.gaps import Conditioned, Stack, joint_along_axes
from gmm_core.matrices import Diagonal
from gmm_core.mixture import Mixture, Noise, normalize
from gmm_core.scatter import Moments, symmetric, without_tilt

# Largest share of a squared shift in the second moments, as in the pass over complete rows.
LARGEST_SHIFT = 100.0

OfComplete = Callable[[Data, Mixture], Statistics]

Sums = tuple[float, np.ndarray, np.ndarray, np.ndarray]
"""Log-likelihood, rows (k,), and sums of completed rows (k, d) and of their squares (k, d, d)."""


def gapped_pass(
    data: Gapped, mixture: Mixture, level: Moments, of_complete: OfComplete
) -> Statistics:
    """Return the statistics of a mixture; `of_complete` passes over tables without gaps.

    Where the new means are far from the old, the scatter is summed again about the new ones.
    """
    if isinstance(mixture.matrices, Diagonal) and without_tilt(level):
        return _about_means(mixture, partial(_along_axes, data, mixture))
    by_pattern = partial(_by_pattern, data, mixture, of_complete)
    if _can_be_fused(data, mixture):
        found = _about_means(mixture, partial(by_pattern, True))
        if not shifted(found, data.origin, FUSED_SHIFT):
            return found
    return _about_means(mixture, partial(by_pattern, False))


def _about_means(mixture: Mixture, about: Callable[[np.ndarray], Statistics]) -> Statistics:
    found = about(mixture.means)
    shift = (found.resp_means - mixture.means) ** 2 * found.resp_sum[:, None]
    if (shift > LARGEST_SHIFT * found.matrices.diagonals).any():
        return about(found.resp_means)
    return found


def _can_be_fused(data: Gapped, mixture: Mixture) -> bool:
    few = mixture.n_features < MANY_FEATURES
    return few and not parts_need_centring(mixture, data.origin, data.spread)


def _along_axes(data: Gapped, mixture: Mixture, about: np.ndarray) -> Statistics:
    """Components without tilt: what is missing is expected at their means, whatever is there."""
    k, d = mixture.means.shape
    apart = mixture.means - about
    expected = mixture.variances + apart * apart

    def of_block(rows: slice):
        block = data.X[rows].T
        there = ~np.isnan(block)
        joint = joint_along_axes(block, there, mixture)
        resp, value = _shared_out(data, joint, rows, mixture.noise, there.T)
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


def _shared_out(
    data: Data, joint: np.ndarray, rows: slice, noise: Noise | None, observed: np.ndarray
):
    """Responsibilities (k, n), times the weights, and the log-likelihood of some rows."""
    resp, log_density = normalize(joint, noise, observed)
    if data.weights is not None:
        resp *= data.weights[rows]
        log_density *= data.weights[rows]
    return resp, log_density.sum()


def _by_pattern(
    data: Gapped,
    mixture: Mixture,
    of_complete: OfComplete,
    are_fused: bool,
    about: np.ndarray,
) -> Statistics:
    """Pattern by pattern: those of many rows fused or as tables of their own, others in stacks."""
    k, d = about.shape
    value, resp_sum = 0.0, np.zeros(k)
    first, second = np.zeros((k, d)), np.zeros((k, d, d))
    tables, bundles, stacks = data.ways(k, are_fused)

    def of_stack(stack: Stack) -> Sums:
        return _side_by_side(data, mixture, stack, about)

    def of_all() -> Iterator[Sums]:
        for pattern in tables:
            yield _as_a_table(data, pattern, mixture, about, of_complete)
        for bundle in bundles:
            yield _fused(data, mixture, bundle, about)
        yield from side_by_side(of_stack, stacks, data.X.size * k)

    with one_thread():
        for reached, held, along, squares in of_all():
            value += reached
            resp_sum += held
            first += along
            second += squares
    return Statistics.about(about, data.weight, resp_sum, first, symmetric(second), float(value))


def _fused(data: Gapped, mixture: Mixture, bundle: Bundle, about: np.ndarray) -> Sums:
    """The sums of patterns of many rows."""
    given = Conditioned(mixture, bundle.observed)
    found = fused_patterns(mixture, given, bundle, data.origin)
    sums = found.held, found.offset, found.within
    return found.log_likelihood, *_of_observed(given, *sums, mixture.means - about)


def _side_by_side(data: Gapped, mixture: Mixture, stack: Stack, about: np.ndarray) -> Sums:
    """The sums of a stack of patterns."""
    given = Conditioned(mixture, stack.observed)
    centred = stack.centred(data.X, mixture.means)
    are_few = stack.rows.shape[1] <= mixture.n_features
    whitened = given.roots @ centred
    joint = given.joint(whitened).swapaxes(0, 1)
    if are_few:
        centred += given.expected(whitened)
    del whitened  # so that its place is used again
    resp, log_density = normalize(joint, mixture.noise, stack.observed[:, None])
    counts = stack.live if data.weights is None else stack.live * data.weights[stack.rows]
    resp *= counts
    value = (log_density * counts).sum()
    if are_few:
        centred += (mixture.means - about)[:, :, None]
        return value, *_of_completed(given, centred, resp)
    resp = resp.swapaxes(0, 1)
    held = resp.sum(axis=2)
    offset = (centred @ resp[..., None])[..., 0] / np.where(held > 0, held, 1.0)[..., None]
    centred -= offset[..., None]
    within = (centred * resp[:, :, None]) @ centred.swapaxes(2, 3)
    return value, *_of_observed(given, held, offset, within, mixture.means - about)


def _of_completed(given: Conditioned, completed: np.ndarray, resp: np.ndarray):
    """The sums of few rows a pattern, completed (p, k, d, N), with responsibilities (k, p, N).

    Of each component they are one product over all patterns.
    """
    k, d = completed.shape[1:3]
    first, second = np.empty((k, d)), given.spread(resp.sum(axis=2))
    for j, root in enumerate(np.sqrt(resp)):
        rows = (completed[:, j] * root[:, None]).swapaxes(0, 1).reshape(d, -1)
        first[j] = rows @ root.ravel()
        second[j] += rows @ rows.T
    return resp.sum(axis=(1, 2)), first, second


def _of_observed(given: Conditioned, held: np.ndarray, offset, within, apart: np.ndarray):
    """The sums from those of what is there: rows (p, k), means (p, k, d), scatter (p, k, d, d)."""
    onto = given.regressions
    middle = (onto @ offset[..., None])[..., 0] + apart
    first = held[..., None] * middle
    second = (onto @ within @ onto.swapaxes(2, 3)).sum(axis=0)
    second += first.transpose(1, 2, 0) @ middle.swapaxes(0, 1) + given.spread(held.T)
    return held.sum(axis=0), first.sum(axis=0), second


def _as_a_table(
    data: Gapped, pattern: int, mixture: Mixture, about: np.ndarray, of_complete: OfComplete
) -> Sums:
    """The same of one pattern, by a pass over its observed features."""
    observed = data.patterns.observed[[pattern]]
    there = np.flatnonzero(observed)
    noise = mixture.noise and mixture.noise.marginal(there)
    found = of_complete(data.table(pattern), mixture.marginal(there.tolist()).with_noise(noise))
    k, d = about.shape
    offset, within = np.zeros((1, k, d)), np.zeros((1, k, d, d))
    offset[0][:, there] = found.resp_means - mixture.means[:, there]
    within[0][:, there[:, None], there] = found.scatter
    given, held = Conditioned(mixture, observed), found.resp_sum[None]
    apart = mixture.means - about
    return found.log_likelihood, *_of_observed(given, held, offset, within, apart)
