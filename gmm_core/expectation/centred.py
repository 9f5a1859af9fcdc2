"""The centred pass: the E-step of a block with each mean subtracted from the rows first."""

from __future__ import annotations

from typing import Literal

import numpy as np

from gmm_core.blocks import sum_over_blocks
from gmm_core.expectation.data import Data
from gmm_core.expectation.statistics import Statistics
from gmm_core.mixture import LogJoint, Mixture, Noise, normalize
from gmm_core.scatter import Moments

# From so many features on one component is taken at a time: no array is larger than the rows of a
# block, and BLAS computes one half of a matrix times its own transpose.
WIDE = 24

Second = Literal["total", "diagonal", "full"]


def centred_pass(
    data: Data, mixture: Mixture, level: Moments, about: np.ndarray | None = None
) -> Statistics:
    """Return the statistics of a mixture, each mean subtracted from the rows before squaring.

    The scatter is summed `about` other points (k, d) instead of the means where they are given.
    """
    k, d = mixture.means.shape
    second: Second = "diagonal" if level in ("total_diagonal", "traces") else level
    kernel, numbers_a_row = (_wide, 2 * d + k) if d >= WIDE else (_narrow, k * d)
    log_joint = LogJoint(mixture)
    origin = mixture.means if about is None else about

    def of_block(rows: slice):
        return kernel(data, log_joint, rows, about, second)

    value, resp_sum, first, squares = sum_over_blocks(of_block, len(data.X), numbers_a_row)
    return Statistics.about(origin, data.weight, resp_sum, first, squares, float(value), second)


def _narrow(data: Data, log_joint: LogJoint, rows: slice, about, second: Second):
    """The sums of a block, all components at once."""
    columns = data.columns(rows)
    joint, centred = log_joint(columns)
    resp, value = _shared_out(data, joint, rows, log_joint.noise)
    if about is not None:
        centred = columns - about[:, :, None]
    first = (centred @ resp[:, :, None])[:, :, 0]
    if second == "diagonal":
        squares = (np.square(centred) @ resp[:, :, None])[:, :, 0]
    elif second == "total":
        squares = ((centred * resp[:, None]) @ centred.transpose(0, 2, 1)).sum(axis=0)
    else:
        squares = (centred * resp[:, None]) @ centred.transpose(0, 2, 1)
    return value, np.add.reduce(resp, axis=1), first, squares


def _wide(data: Data, log_joint: LogJoint, rows: slice, about, second: Second):
    """The sums of a block, one component after the other."""
    block = data.columns(rows)
    resp, value = _shared_out(data, log_joint.one_by_one(block), rows, log_joint.noise)
    origin = log_joint.means if about is None else about
    k, d = origin.shape
    first, squares = np.empty((k, d)), np.zeros(_SHAPES[second](k, d))
    centred = np.empty(block.shape)
    for j in range(k):
        np.subtract(block, origin[j][:, None], out=centred)
        np.dot(centred, resp[j], out=first[j])
        if second == "diagonal":
            np.dot(np.square(centred, out=centred), resp[j], out=squares[j])
            continue
        centred *= np.sqrt(resp[j])
        product = np.dot(centred, centred.T)  # of a matrix and itself BLAS computes one half
        if second == "total":
            squares += product
        else:
            squares[j] = product
    return value, resp.sum(axis=1), first, squares


_SHAPES = {
    "total": lambda k, d: (d, d),
    "diagonal": lambda k, d: (k, d),
    "full": lambda k, d: (k, d, d),
}


def _shared_out(
    data: Data, joint: np.ndarray, rows: slice, noise: Noise | None
) -> tuple[np.ndarray, np.ndarray]:
    """Responsibilities (k, n) of a block, times the weights, and its log-likelihood."""
    resp, log_density = normalize(joint, noise)
    if data.weights is not None:
        resp *= data.weights[rows]
        log_density *= data.weights[rows]
    return resp, np.add.reduce(log_density)
