"""The fused pass over rows with gaps: the features of a block at once, patterns one after another.

What is missing is 0 in the quadratic features, and so is all of a pattern's parameters that would
multiply it. So rows of all patterns have the same features, and each pattern takes two small matrix
products in place of three for each component.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from gmm_core.blocks import BLOCK_SIZE, rows_in_block, side_by_side
from gmm_core.expectation.features import fill, places
from gmm_core.expectation.fused import LEAST_LOG
from gmm_core.gaps import Conditioned, Patterns
from gmm_core.mixture import Mixture, normalize


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
    def of(cls, patterns: Patterns, n_components: int, chosen: np.ndarray) -> list[Bundle]:
        """Return the rows of some patterns, as many of them a bundle as fit the cache."""
        d = patterns.observed.shape[1]
        most = max(BLOCK_SIZE // (n_components * d * d), 1)
        found = []
        for begin in range(0, len(chosen), most):
            some = chosen[begin : begin + most]
            found.append(cls(patterns.observed[some], Block.of(patterns, some)))
        return found


@dataclass(frozen=True, eq=False)
class Block:
    """Neighbouring patterns of a bundle, from the `first` on, and rows that have them.

    Parameters
    ----------
    first : int
    rows : ndarray of int, shape (m,)
        Positions of the rows, those of the first pattern first.
    edges : ndarray of int, shape (patterns of the block + 1,)
        Where the rows of each pattern begin among them.
    """

    first: int
    rows: np.ndarray
    edges: np.ndarray

    @classmethod
    def of(cls, patterns: Patterns, chosen: np.ndarray) -> list[Block]:
        """Return the blocks of the rows of some patterns."""
        order = np.concatenate([patterns.rows(pattern) for pattern in chosen])
        of_row = np.repeat(np.arange(len(chosen)), np.diff(patterns.edges)[chosen])
        size = rows_in_block(places(patterns.observed.shape[1]).size("full"))
        found = []
        for begin in range(0, len(order), size):
            here, edges = np.unique(of_row[begin : begin + size], return_index=True)
            rows = order[begin : begin + size]
            found.append(cls(int(here[0]), rows, np.append(edges, len(rows))))
        return found

    @property
    def parts(self) -> list[slice]:
        """The rows of each pattern."""
        return [slice(*ends) for ends in pairwise(self.edges.tolist())]


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
    zeros: np.ndarray,
    weights: np.ndarray | None,
    mixture: Mixture,
    given: Conditioned,
    bundle: Bundle,
    origin: np.ndarray,
) -> OfPatterns:
    """Return what is there of a bundle, from all rows with 0 where a value is missing."""
    theta = _parameters(given, mixture.means - origin)
    work = partial(_of_block, zeros, weights, mixture, theta, bundle.observed, origin)
    sums, value = np.zeros_like(theta), 0.0
    size = sum(len(block.rows) for block in bundle.blocks) * theta[0].size
    found = side_by_side(work, bundle.blocks, size)
    for block, (reached, of_block) in zip(bundle.blocks, found, strict=True):
        value += reached
        sums[block.first : block.first + len(of_block)] += of_block
    return OfPatterns(value, *_moments(sums, bundle.observed, mixture.means - origin))


def _of_block(
    zeros, weights, mixture: Mixture, theta, observed, origin: np.ndarray, block: Block
) -> tuple[float, np.ndarray]:
    """Log-likelihood of a block, and of each pattern sums of responsibilities times features."""
    parts, here = block.parts, slice(block.first, block.first + len(block.edges) - 1)
    there = np.repeat(observed[here], np.diff(block.edges), axis=0)
    phi = _features(zeros, there, block.rows, origin)
    joint = np.empty((mixture.n_components, len(block.rows)))
    for of_pattern, part in zip(theta[here], parts, strict=True):
        joint[:, part] = np.dot(of_pattern, phi[:, part])
    resp, log_density = normalize(joint, mixture.noise, there)
    if weights is not None:
        resp *= weights[block.rows]
        log_density *= weights[block.rows]
    sums = np.empty_like(theta[here])
    for of_pattern, part in zip(sums, parts, strict=True):
        np.dot(resp[:, part], phi[:, part].T, out=of_pattern)
    return float(log_density.sum()), sums


def _features(
    zeros: np.ndarray, there: np.ndarray, rows: np.ndarray, origin: np.ndarray
) -> np.ndarray:
    d = len(origin)
    phi = np.empty((places(d).size("full"), len(rows)))
    phi[0] = 1.0
    centred = zeros[rows]
    centred -= origin
    np.multiply(centred.T, there.T, out=phi[1 : 1 + d])
    fill(phi, d)
    return phi


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
