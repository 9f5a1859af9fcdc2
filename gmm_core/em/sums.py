"""Statistics as one vector of plain sums, in which they can be extrapolated, and back."""

from __future__ import annotations

import numpy as np

from gmm_core.expectation import Data, Statistics
from gmm_core.matrices import Diagonal, Matrices, Shared
from gmm_core.scatter import Moments, symmetric
from gmm_core.sources import Source

# What is read of rows with gaps, where the total over the components depends on what is expected.
_OF_GAPS: dict[Moments, Moments] = {
    "total": "full",
    "total_diagonal": "diagonal",
    "traces": "diagonal",
    "diagonal": "diagonal",
    "full": "full",
}


class SumsAboutOrigin:
    """Sums of 1, x and x xᵀ of each component, x counted from one origin amid the data.

    They are linear in the responsibilities, as a mean and a scatter about it are not. Of x xᵀ no
    more is taken than an M-step reads: its diagonal where covariances have no tilt; nothing where
    only the total over the components counts, since that is the same for all responsibilities, but
    for rows with gaps, of which a part is expected.
    """

    def __init__(self, data: Data | Source, level: Moments):
        self._origin = data.origin
        self._level: Moments = level if data.total_is_fixed else _OF_GAPS[level]
        self._scale = np.where(data.spread > 0, data.spread, 1.0)

    def vector(self, statistics: Statistics) -> np.ndarray:
        """Return the sums one after another: k of 1, k d of x, and those of x xᵀ."""
        offset = statistics.resp_means - self._origin
        first = statistics.resp_sum[:, None] * offset
        parts = [statistics.resp_sum, first.ravel()]
        if not self._level.startswith("total"):
            second = _of_level(statistics.matrices, self._level)
            parts.append((second + _products(first, offset, self._level)).ravel())
        return np.concatenate(parts)

    def metric(self, n_components: int) -> np.ndarray:
        """Return by what to multiply a vector, before it is squared, for a length without units."""
        inverse = np.broadcast_to(1.0 / self._scale, (n_components, len(self._scale)))
        parts = [np.ones(n_components), inverse.ravel()]
        if not self._level.startswith("total"):
            parts.append(_products(inverse, inverse, self._level).ravel())
        return np.concatenate(parts)

    def statistics(self, vector: np.ndarray, last: Statistics) -> Statistics | None:
        """Return the statistics of a vector; None where a count or a scatter is not positive.

        `last` are statistics of the same rows, for what the vector leaves out.
        """
        k, d = last.resp_means.shape
        resp_sum, first, second = np.split(vector, [k, k + k * d])
        if not resp_sum.min() > 0.0:
            return None
        first = first.reshape(k, d)
        offset = first / resp_sum[:, None]
        scatter = self._scatter(first, offset, second, last)
        if not _is_positive(scatter):
            return None
        means = self._origin + offset
        return Statistics(last.weight, resp_sum, means, scatter, moments=self._level)

    def _scatter(
        self, first: np.ndarray, offset: np.ndarray, second: np.ndarray, last: Statistics
    ) -> Matrices:
        """Scatter about the means: of all components as equal parts where their total counts."""
        k, d = offset.shape
        if self._level == "full":
            return Matrices(second.reshape(k, d, d) - _products(first, offset, "full"))
        if self._level == "diagonal":
            return Diagonal(second.reshape(offset.shape) - first * offset)
        before = last.resp_means - self._origin
        held = last.resp_sum[:, None] * before
        if self._level == "total_diagonal":
            between = (held * before).sum(axis=0) - (first * offset).sum(axis=0)
            total = last.matrices.diagonals.sum(axis=0) + between
            return Diagonal(np.repeat(total[None] / k, k, axis=0))
        total = last.matrices.total + held.T @ before - first.T @ offset
        return Shared(symmetric(total), np.full(k, 1.0 / k))


def _of_level(scatter: Matrices, level: Moments) -> np.ndarray:
    return scatter.dense if level == "full" else scatter.diagonals


def _products(left: np.ndarray, right: np.ndarray, level: Moments) -> np.ndarray:
    """Outer products of each component, or their diagonals."""
    return left[:, :, None] * right[:, None, :] if level == "full" else left * right


def _is_positive(scatter: Matrices) -> bool:
    """As far as the structure uses it; what is left of the total's tilt the M-step looks at."""
    if type(scatter) is not Matrices:
        return bool((scatter.diagonals > 0.0).all())
    try:
        np.linalg.cholesky(scatter.values)
    except np.linalg.LinAlgError:
        return False
    return True
