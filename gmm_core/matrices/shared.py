"""Multiples of one matrix, which is kept once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import read_only
from gmm_core.matrices.dense import Matrices


class Shared(Matrices):
    """Multiples of one matrix (d, d), which is kept once.

    Parameters
    ----------
    values : array_like of shape (d, d)
    factors : array_like of shape (k,)
        By what it is multiplied in each of them.

    Examples
    --------
    >>> Shared([[4.0]], [1.0, 0.5]).dense.ravel()
    array([4., 2.])
    """

    __slots__ = ("factors",)

    def __init__(self, values: ArrayLike, factors: ArrayLike):
        super().__init__(values)
        self.factors = read_only(factors)

    def __reduce__(self):
        return type(self), (self.values, self.factors)

    @property
    def shape(self) -> tuple[int, ...]:
        """(k, d, d), however few numbers are kept."""
        return len(self.factors), *self.values.shape

    @property
    def dense(self) -> np.ndarray:
        """All numbers, shape (k, d, d); one matrix seen k times where all are the same."""
        if self.alike:
            return np.broadcast_to(self.values * self.factors[0], self.shape)
        dense = self.factors[:, None, None] * self.values
        dense.setflags(write=False)
        return dense

    @property
    def diagonals(self) -> np.ndarray:
        """Shape (k, d)."""
        return self.factors[:, None] * self.values.diagonal()

    @property
    def total(self) -> np.ndarray:
        """Sum of the matrices, shape (d, d)."""
        return self.values * self.factors.sum()

    @property
    def tilted(self) -> bool:
        """Whether any number beside a diagonal is not zero."""
        return Matrices(self.values[None]).tilted

    @property
    def alike(self) -> bool:
        """Whether all matrices are the same."""
        return bool((self.factors == self.factors[0]).all())

    @property
    def asymmetry(self) -> np.ndarray:
        """By how much each number differs from that on the other side of the diagonal."""
        return (self.values - self.values.T)[None]

    def eigenvalues(self) -> np.ndarray:
        """Return the eigenvalues of each matrix, ascending, shape (k, d)."""
        return self.factors[:, None] * np.linalg.eigvalsh(self.values)

    def permuted(self, order: Sequence[int] | np.ndarray) -> Shared:
        """Return the matrices in another order."""
        return Shared(self.values, self.factors[order])

    def part(self, features: np.ndarray) -> Shared:
        """Return the rows and columns of the chosen features."""
        return Shared(self.values[np.ix_(features, features)], self.factors)

    def scaled(self, scale: np.ndarray) -> Shared:
        """Return the matrices with rows and columns multiplied by `scale` (d,)."""
        return Shared(self.values * (scale[:, None] * scale), self.factors)

    def times(self, factors: np.ndarray) -> Shared:
        """Return each matrix, or the one that there is, times its number of `factors` (k,)."""
        return Shared(self.values, self.factors * factors)

    def raised(self, amount: float) -> Matrices:
        """Return the matrices with `amount` added to their diagonals."""
        if not self.alike:
            return Matrices(self.dense).raised(amount)
        return Shared(
            self.values * self.factors[0] + amount * np.eye(len(self.values)),
            ones(len(self.factors)),
        )

    def seen(self, directions: np.ndarray) -> np.ndarray:
        """Return the matrices M C Mᵀ of directions M (m, d), shape (k, m, m)."""
        return self.factors[:, None, None] * (directions @ self.values @ directions.T)

    def applied(self, vectors: np.ndarray) -> np.ndarray:
        """Return each matrix times its own of the vectors (k, d)."""
        return self.factors[:, None] * (vectors @ self.values)

    def one(self, component: int) -> np.ndarray:
        """Return one of the matrices, (d, d)."""
        return self.factors[component] * self.values

    def with_values(self, values: np.ndarray) -> Shared:
        """Return others that are kept in the same way."""
        return Shared(values, self.factors)


@cache
def ones(k: int) -> np.ndarray:
    """Return k read-only ones: the factors of one matrix that all share."""
    return read_only(np.ones(k))
