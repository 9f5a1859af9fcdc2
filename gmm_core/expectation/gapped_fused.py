"""The fused pass over rows with gaps: rows of several patterns side by side, as quadratic features.

What is missing is 0 in the features, and so is all of a pattern's parameters that would multiply
it. So rows of all patterns have the same features, and a pattern takes two small matrix products
in place of three for each component.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from gmm_core.blocks import BLOCK_SIZE, with_space
from gmm_core.expectation.data import Data
from gmm_core.expectation.features import Places, fill, places
from gmm_core.expectation.fused import LEAST_LOG
from gmm_core.gaps import Conditioned, Patterns, Stack
from gmm_core.mixture import Mixture, normalize


@dataclass(frozen=True, eq=False)
class Block:
    """Rows of m patterns side by side, N of each, made ready once for all passes.

    Parameters
    ----------
    places : ndarray of int, shape (m,)
        Which patterns of their bundle these are.
    centred : ndarray of shape (m, n_features, N)
        Counted from the origin; 0 where a value is missing.
    counts : ndarray of shape (m, N) or None
        How much each row counts, and 0 where there is none; None where each counts once.
    """

    places: np.ndarray
    centred: np.ndarray
    counts: np.ndarray | None

    @classmethod
    def of(cls, data: Data, stack: Stack, chosen: np.ndarray) -> Block:
        """Return the rows of a stack of the patterns that are chosen, in their order."""
        centred = np.ascontiguousarray(stack.centred(data.X, data.origin[None])[:, 0])
        counts = stack.live * (1.0 if data.weights is None else data.weights[stack.rows])
        is_once = bool((counts == 1.0).all())
        return cls(np.searchsorted(chosen, stack.patterns), centred, None if is_once else counts)


@dataclass(frozen=True, eq=False)
class Bundle:
    """Patterns that are conditioned on at once, and their rows in blocks.

    Parameters
    ----------
    observed : ndarray of bool, shape (p, n_features)
    blocks : list of Block
    """

    observed: np.ndarray
    blocks: list[Block]

    @classmethod
    def of(
        cls, data: Data, patterns: Patterns, n_components: int, chosen: np.ndarray
    ) -> list[Bundle]:
        """Return the rows of some patterns, in ascending order, as many as fit the cache each."""
        d = data.n_features
        most = max(BLOCK_SIZE // (n_components * d * d), 1)
        found = []
        for begin in range(0, len(chosen), most):
            some = chosen[begin : begin + most]
            stacks = patterns.stacks_of(some, places(d).size("full"))
            blocks = [Block.of(data, stack, some) for stack in stacks]
            found.append(cls(patterns.observed[some], blocks))
        return found


@dataclass(frozen=True, eq=False)
class OfPatterns:
    """What a pass leaves of some patterns.

    Parameters
    ----------
    log_likelihood : float
    held : ndarray of shape (p, k)
        Sums of responsibilities.
    offset : ndarray of shape (p, k, d)
        Means of what is there, less those of the components.
    within : ndarray of shape (p, k, d, d)
        Scatter of what is there about its means.
    """

    log_likelihood: float
    held: np.ndarray
    offset: np.ndarray
    within: np.ndarray


def fused_patterns(
    mixture: Mixture, given: Conditioned, bundle: Bundle, origin: np.ndarray
) -> OfPatterns:
    """Return what is there of a bundle; `given` are the components given what is there."""
    plan, (k, d) = places(len(origin)), mixture.means.shape
    theta = _parameters(given, mixture.means - origin)
    sums, value = np.zeros_like(theta), 0.0
    if mixture.noise is not None:  # has one density, as a component with a constant alone
        constant = np.zeros((len(theta), 1, theta.shape[2]))
        constant[:, 0, 0] = np.maximum(mixture.noise.log_products(bundle.observed), LEAST_LOG)
        theta = np.concatenate([theta, constant], axis=1)
    work, blocks = partial(_of_block, plan, k, theta), bundle.blocks
    numbers = [block.centred.size // d * plan.size("full") for block in blocks]
    found = with_space(
        work, blocks, lambda: (np.empty(max(numbers)),), sum(numbers) // BLOCK_SIZE + 1
    )
    for block, (reached, of_block) in zip(blocks, found, strict=True):
        value += reached
        sums[block.places] += of_block  # in which no pattern is twice
    return OfPatterns(value, *_moments(sums, bundle.observed, mixture.means - origin))


def _of_block(
    plan: Places, n_components: int, theta: np.ndarray, block: Block, space: np.ndarray
) -> tuple[float, np.ndarray]:
    """Log-likelihood of a block, and of each pattern sums of responsibilities times features."""
    m, d, n = block.centred.shape
    phi = space[: m * plan.size("full") * n].reshape(m, -1, n)
    phi[:, 0] = 1.0
    phi[:, 1 : 1 + d] = block.centred
    fill(phi.swapaxes(0, 1), d)
    resp, log_density = normalize((theta[block.places] @ phi).swapaxes(0, 1))
    resp = resp[:n_components]
    if block.counts is not None:
        resp *= block.counts
        log_density *= block.counts
    return float(log_density.sum()), resp.swapaxes(0, 1) @ phi.swapaxes(1, 2)


def _parameters(given: Conditioned, gaps: np.ndarray) -> np.ndarray:
    """Natural parameters of what is there, (p, k, size); see `natural_parameters`."""
    (k, d), plan = gaps.shape, places(gaps.shape[1])
    precisions = given.roots.swapaxes(2, 3) @ given.roots
    linear = (precisions @ gaps[..., None])[..., 0]
    theta = np.empty((len(precisions), k, plan.size("full")))
    constant = given.log_scales - 0.5 * np.einsum("pki,ki->pk", linear, gaps)
    np.maximum(constant, LEAST_LOG, out=theta[..., 0])
    theta[..., 1 : 1 + d] = linear
    theta[..., 1 + d : 1 + 2 * d] = -0.5 * np.einsum("pkii->pki", precisions)
    flat = precisions.reshape(len(precisions), -1, d * d)
    theta[..., 1 + 2 * d :] = -flat.take(plan.pairs, axis=2)
    return theta


def _moments(
    sums: np.ndarray, observed: np.ndarray, gaps: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    d = gaps.shape[1]
    held, first = sums[..., 0], sums[..., 1 : 1 + d]
    middle = first / np.where(held > 0, held, 1.0)[..., None]
    within = sums.take(places(d).position, axis=2)
    within -= held[..., None, None] * (middle[..., :, None] * middle[..., None, :])
    return held, np.where(observed[:, None], middle - gaps, 0.0), within
