"""Sums of many mixtures as vectors, and how far a leap goes from three of them.

As `SumsAboutOrigin` and `_Climber` have them for one; the first axis of an array is the mixture.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gmm_core.em.acceleration import HALVINGS, LONGER
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


class Leaps:
    """Leaps from the last three vectors of sums of some mixtures.

    They are shortened where they lead to what are sums of no rows, which is found out before any
    M-step is taken, or where the M-step has no mixture.

    Parameters
    ----------
    trail : tuple of three ndarray of shape (m, size)
    origin : ndarray of shape (m, d)
    metrics : ndarray of shape (m, size)
    longest : ndarray of shape (m,)
        What the lengths are bounded by.
    """

    def __init__(
        self,
        trail: tuple[np.ndarray, ...],
        origin: np.ndarray,
        metrics: np.ndarray,
        longest: np.ndarray,
    ):
        self._first, second, third = trail
        self._step = second - self._first
        self._bend = third - second - self._step
        self._origin = origin
        self._n_components = trail[0].shape[1] // (1 + origin.shape[1] * (1 + origin.shape[1]))
        self._length, self.further = lengths(self._step, self._bend, metrics, longest)
        self._tries = np.zeros(len(origin), dtype=int)
        self.left = np.flatnonzero(self._length > 1.0)

    def landings(
        self, is_positive: Callable[[np.ndarray, Given], np.ndarray]
    ) -> tuple[np.ndarray, Given]:
        """Return which of those left come to sums of rows, and these."""
        able, found = (
            [self.left[:0]],
            [given_by(self._first[:0], self._origin[:0], self._n_components)],
        )
        while len(self.left):
            some = self.left
            t = self._length[some, None]
            sums = self._first[some] + 2.0 * t * self._step[some] + t * t * self._bend[some]
            given = given_by(sums, self._origin[some], self._n_components)
            positive = is_positive(some, given)
            able.append(some[positive])
            found.append(given.at(positive))
            self.shorten(some[~positive])
        places = np.concatenate(able)
        order = np.argsort(places)
        each = zip(*found, strict=True)
        return places[order], Given(*(np.concatenate(values)[order] for values in each))

    def shorten(self, some: np.ndarray) -> None:
        """Halve the leaps of some towards the plain steps; no others are left to be tried."""
        self._length[some] = (self._length[some] + 1.0) / 2.0
        self._tries[some] += 1
        self.left = some[(self._tries[some] < HALVINGS) & (self._length[some] > 1.0)]
