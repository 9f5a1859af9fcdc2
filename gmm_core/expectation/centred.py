"""The centred pass: the E-step of a block with each mean subtracted from the rows first."""

from __future__ import annotations

import numpy as np

from gmm_core.blocks import sum_over_blocks
from gmm_core.expectation.data import Data
from gmm_core.expectation.statistics import Statistics
from gmm_core.mixture import LogJoint, Mixture, normalize

# From so many features on it is quicker to take one component at a time, since BLAS computes one
# half of a matrix times its own transpose.
WIDE = 24


def centred_pass(data: Data, mixture: Mixture, about: np.ndarray | None = None) -> Statistics:
    """Return the statistics of a mixture, each mean subtracted from the rows before squaring.

    The scatter is summed `about` other points (k, d) instead of the means where they are given.
    """
    log_joint = LogJoint(mixture)
    origin = mixture.means if about is None else about

    def kernel(rows: slice):
        joint, centred = log_joint(data.X[rows].T)
        if about is not None:
            centred = data.X[rows].T - about[:, :, None]
        resp, log_density = normalize(joint)
        if data.weights is not None:
            resp *= data.weights[rows]
            log_density *= data.weights[rows]
        first = (centred @ resp[:, :, None])[:, :, 0]
        return log_density.sum(), resp.sum(axis=1), first, _second_moments(centred, resp)

    k, d = mixture.means.shape
    value, resp_sum, first, second = sum_over_blocks(kernel, len(data.X), k * d)
    return Statistics.about(origin, data.weight, resp_sum, first, second, float(value))


def _second_moments(centred: np.ndarray, resp: np.ndarray) -> np.ndarray:
    """Sums of responsibility x outer product, (k, d, d), of centred rows (k, d, n)."""
    if centred.shape[1] < WIDE:
        return (centred * resp[:, None]) @ centred.transpose(0, 2, 1)
    second = np.empty((len(centred), centred.shape[1], centred.shape[1]))
    for rows, root, out in zip(centred, np.sqrt(resp), second, strict=True):
        weighted = rows * root
        np.dot(weighted, weighted.T, out=out)  # of a matrix and itself BLAS computes one half
    return second
