"""Sums of many mixtures as vectors, and how far a leap goes from three of them.

As `SumsAboutOrigin` and `_Climber` have them for one; the first axis of an array is the mixture.
"""

from __future__ import annotations

import numpy as np

from gmm_core.em.acceleration import LONGER
from gmm_core.em.aiming import Given
from gmm_core.scatter import Moments


def vector(given: Given, origin: np.ndarray) -> np.ndarray:
    """Return sums of 1, x and x xᵀ of each component, (m, k (1 + d + d²)), x from the origin."""
    resp_sum, means, scatter = given
    offset = means - origin[:, None]
    first = resp_sum[..., None] * offset
    second = scatter + first[..., None] * offset[..., None, :]
    m = len(resp_sum)
    return np.concatenate([resp_sum, first.reshape(m, -1), second.reshape(m, -1)], axis=1)


def given_by(sums: np.ndarray, origin: np.ndarray, n_components: int) -> Given:
    """Return the counts, means and scatter that vectors of sums stand for."""
    (m, d), k = origin.shape, n_components
    resp_sum, first = sums[:, :k].copy(), sums[:, k : k + k * d].reshape(m, k, d)
    offset = first / resp_sum[..., None]
    second = sums[:, k + k * d :].reshape(m, k, d, d)
    scatter = second - first[..., None] * offset[..., None, :]
    return Given(resp_sum, origin[:, None] + offset, scatter)


def metric(spread: np.ndarray, n_components: int, moments: Moments) -> np.ndarray:
    """Return by what to multiply a vector of one mixture for a length without units.

    `spread` (d,) is that of the rows; 0 for what the M-step does not read.
    """
    inverse = 1.0 / np.where(spread > 0, spread, 1.0)
    products = np.outer(inverse, inverse)
    if moments == "diagonal":
        products = np.diag(np.diag(products))
    elif moments != "full":
        products = np.zeros_like(products)
    k = n_components
    return np.concatenate([np.ones(k), np.tile(inverse, k), np.tile(products.ravel(), k)])


def lengths(
    step: np.ndarray, bend: np.ndarray, metrics: np.ndarray, longest: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return how many steps at once, (m,), and the bounds for the next leaps, (m,).

    Bounds grow where they are reached; where sums do not bend there is no leap: 0.
    """
    squares = np.square(bend * metrics).sum(axis=1)
    length = np.sqrt(np.square(step * metrics).sum(axis=1) / squares)
    bounded = (longest > 1.0) & (length >= longest)
    further = np.where(bounded, longest * LONGER, np.where(longest == 1.0, LONGER, longest))
    bends = squares > 0.0
    length = np.where(bends, np.where(bounded, longest, length), 0.0)
    return length, np.where(bends, further, longest)
