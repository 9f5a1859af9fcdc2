"""The E-step over a wide table without tilt in which some components are tight.

Means are subtracted from the rows for those alone; the others are multiplied with [x, x²], counted
from the origin, which loses no digits of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.blocks import sum_over_blocks
from gmm_core.expectation.data import Data
from gmm_core.expectation.digits import FUSED_SHIFT, shifted, tight_components
from gmm_core.expectation.features import natural_parameters
from gmm_core.expectation.ratios import product
from gmm_core.expectation.statistics import Statistics
from gmm_core.expectation.wide import AT_WORK, LEAST, PIECES
from gmm_core.matrices import Diagonal
from gmm_core.mixture import LogJoint, Mixture, normalize


def partly_centred_pass(data: Data, mixture: Mixture) -> Statistics | None:
    """Return the statistics, diagonals of the scatter; None where all means are better subtracted.

    Of a mixture without tilt and without noise, and a table of many features.
    """
    tight = tight_components(mixture, data.origin, data.spread)
    if tight.all() or not tight.any():
        return None
    (k, d), loose = mixture.means.shape, ~tight
    theta = natural_parameters(mixture, data.origin, "diagonal")[0][loose]
    constant, linear = theta[:, :1], np.ascontiguousarray(theta[:, 1 : 1 + d])
    square, means = np.ascontiguousarray(theta[:, 1 + d :]), mixture.means[tight]
    log_joint, _ = _of_some(mixture, tight), data.kept_from_origin  # made here, not by each thread

    def of_block(rows: slice) -> Sequence[np.ndarray]:
        x, block = data.from_origin(rows), data.X[rows]
        joint, squares = np.empty((k, len(x))), np.square(x)
        joint[loose] = product(linear, x.T) + product(square, squares.T) + constant
        joint[tight] = log_joint.one_by_one(block.T)
        resp, log_density = normalize(joint, None)
        if data.weights is not None:
            resp *= data.weights[rows]
            log_density *= data.weights[rows]
        first, second = np.empty((2, k, d))
        first[loose], second[loose] = product(resp[loose], x), product(resp[loose], squares)
        centred = squares  # whose work is done
        for j, mean in zip(np.flatnonzero(tight), means, strict=True):
            np.subtract(block, mean, out=centred)
            first[j] = resp[j] @ centred
            second[j] = resp[j] @ np.square(centred, out=centred)
        return np.add.reduce(log_density), np.add.reduce(resp, axis=1), first, second

    value, resp_sum, first, second = sum_over_blocks(
        of_block, len(data.X), AT_WORK * d, least=LEAST, pieces=PIECES
    )
    about = np.where(tight[:, None], mixture.means, data.origin)
    found = Statistics.about(about, data.weight, resp_sum, first, second, float(value), "diagonal")
    return None if shifted(_of(found, loose), data.origin, FUSED_SHIFT) else found


def _of_some(mixture: Mixture, chosen: np.ndarray) -> LogJoint:
    """The log-joint of some components, with the weights that they have among all."""
    matrices = Diagonal(mixture.matrices.diagonals[chosen])
    return LogJoint(Mixture(mixture.weights[chosen], mixture.means[chosen], matrices))


def _of(found: Statistics, chosen: np.ndarray) -> Statistics:
    """What statistics say of some components."""
    within = Diagonal(found.matrices.diagonals[chosen])
    resp_sum, means = found.resp_sum[chosen], found.resp_means[chosen]
    return Statistics(found.weight, resp_sum, means, within, moments="diagonal")
