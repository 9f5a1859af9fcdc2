"""Matrices without tilt: of each only the diagonal is kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.matrices.dense import Matrices


class Diagonal(Matrices):
    """Matrices without tilt; only their diagonals (k, d) are kept.

    Examples
    --------
    >>> Diagonal([[4.0, 9.0]]).dense
    array([[[4., 0.],
            [0., 9.]]])
    """

    __slots__ = ()

    def __reduce__(self):
        d = self.values.shape[1]
        if d > 1 and (self.values == self.values[:, :1]).all():
            return balls, (self.values[:, 0], d)
        return super().__reduce__()

    @property
    def shape(self) -> tuple[int, ...]:
        """(k, d, d), however few numbers are kept."""
        k, d = self.values.shape
        return k, d, d

    @property
    def dense(self) -> np.ndarray:
        """All numbers, shape (k, d, d), made anew."""
        k, d = self.values.shape
        dense = np.zeros((k, d * d))
        dense[:, :: d + 1] = self.values
        dense.setflags(write=False)
        return dense.reshape(k, d, d)

    @property
    def diagonals(self) -> np.ndarray:
        """Shape (k, d)."""
        return self.values

    @property
    def total(self) -> np.ndarray:
        """Sum of the matrices, shape (d, d)."""
        return np.diag(self.values.sum(axis=0))

    @property
    def tilted(self) -> bool:
        """False."""
        return False

    @property
    def asymmetry(self) -> np.ndarray:
        """Zero: a diagonal matrix is symmetric."""
        return np.zeros((1, 1, 1))

    def eigenvalues(self) -> np.ndarray:
        """Return the eigenvalues of each matrix, ascending, shape (k, d)."""
        return np.sort(self.values, axis=1)

    def permuted(self, order: Sequence[int] | np.ndarray) -> Diagonal:
        """Return the matrices in another order."""
        return Diagonal(self.values[order])

    def part(self, features: np.ndarray) -> Matrices:
        """Return the rows and columns of the chosen features."""
        if len(set(features.tolist())) < len(features):  # one named twice varies with itself
            return Matrices(self.dense).part(features)
        return Diagonal(self.values[:, features])

    def scaled(self, scale: np.ndarray) -> Diagonal:
        """Return the matrices with rows and columns multiplied by `scale` (d,)."""
        return Diagonal(self.values * (scale * scale))

    def times(self, factors: np.ndarray) -> Diagonal:
        """Return each matrix, or the one that there is, times its number of `factors` (k,)."""
        return Diagonal(self.values * factors[:, None])

    def raised(self, amount: float) -> Diagonal:
        """Return the matrices with `amount` added to their diagonals."""
        return Diagonal(self.values + amount)

    def seen(self, directions: np.ndarray) -> np.ndarray:
        """Return the matrices M C Mᵀ of directions M (m, d), shape (k, m, m)."""
        return (directions * self.values[:, None, :]) @ directions.T

    def applied(self, vectors: np.ndarray) -> np.ndarray:
        """Return each matrix times its own of the vectors (k, d)."""
        return self.values * vectors

    def one(self, component: int) -> np.ndarray:
        """Return one of the matrices, (d, d)."""
        return np.diag(self.values[component])


def balls(variances: np.ndarray, d: int) -> Diagonal:
    """Return matrices without tilt that are alike in all d directions, of one variance each (k,).

    Examples
    --------
    >>> balls(np.array([4.0]), 2).diagonals
    array([[4., 4.]])
    """
    return Diagonal(np.repeat(variances[:, None], d, axis=1))


def of_traces(traces: np.ndarray, total: np.ndarray) -> Diagonal:
    """Return matrices without tilt of which only the traces (k,) and the total (d,) are known.

    Each spreads over the features as all of them do together.

    Examples
    --------
    >>> of_traces(np.array([1.0, 3.0]), np.array([2.0, 2.0])).diagonals
    array([[0.5, 0.5],
           [1.5, 1.5]])
    """
    whole = total.sum()
    return Diagonal(traces[:, None] * (total / whole if whole > 0 else np.zeros_like(total)))
