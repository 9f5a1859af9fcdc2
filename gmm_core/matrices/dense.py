"""k symmetric matrices without any pattern, and what is asked of matrices however they are kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import read_only

LOG_2_PI = float(np.log(2.0 * np.pi))  # of each feature in the log-density of a normal


class Matrices:
    """k symmetric matrices of d x d numbers without any pattern.

    Parameters
    ----------
    values : array_like of shape (k, d, d)
        What is kept; read-only.

    Examples
    --------
    >>> Matrices([[[4.0, 1.0], [1.0, 9.0]]]).diagonals
    array([[4., 9.]])
    """

    __slots__ = ("values",)

    def __init__(self, values: ArrayLike):
        self.values = read_only(values)

    def __reduce__(self):
        return type(self), (self.values,)

    @property
    def shape(self) -> tuple[int, ...]:
        """(k, d, d), however few numbers are kept."""
        return self.values.shape

    @property
    def dense(self) -> np.ndarray:
        """All numbers, shape (k, d, d)."""
        return self.values

    @property
    def diagonals(self) -> np.ndarray:
        """Shape (k, d)."""
        k, d, _ = self.values.shape
        return self.values.reshape(k, d * d)[:, :: d + 1]

    @property
    def total(self) -> np.ndarray:
        """Sum of the matrices, shape (d, d)."""
        return self.values.sum(axis=0)

    @property
    def tilted(self) -> bool:
        """Whether any number beside a diagonal is not zero."""
        k, d, _ = self.values.shape
        beside = self.values.reshape(k, -1)[:, :-1].reshape(k, d - 1, d + 1)[:, :, 1:]
        return bool(beside.any())

    @property
    def alike(self) -> bool:
        """Whether all matrices are the same."""
        return bool((self.values == self.values[0]).all())

    @property
    def asymmetry(self) -> np.ndarray:
        """By how much each number differs from that on the other side of the diagonal."""
        return self.values - self.values.transpose(0, 2, 1)

    def eigenvalues(self) -> np.ndarray:
        """Return the eigenvalues of each matrix, ascending, shape (k, d)."""
        return np.linalg.eigvalsh(self.values)

    def permuted(self, order: Sequence[int] | np.ndarray) -> Matrices:
        """Return the matrices in another order."""
        return Matrices(self.values[order])

    def part(self, features: np.ndarray) -> Matrices:
        """Return the rows and columns of the chosen features."""
        return Matrices(self.values[:, features][:, :, features])

    def scaled(self, scale: np.ndarray) -> Matrices:
        """Return the matrices with rows and columns multiplied by `scale` (d,)."""
        return Matrices(self.values * (scale[:, None] * scale))

    def times(self, factors: np.ndarray) -> Matrices:
        """Return each matrix, or the one that there is, times its number of `factors` (k,)."""
        return Matrices(self.values * factors[:, None, None])

    def raised(self, amount: float) -> Matrices:
        """Return the matrices with `amount` added to their diagonals."""
        k, d, _ = self.values.shape
        raised = self.values.copy()
        raised.reshape(k, d * d)[:, :: d + 1] += amount
        raised.flags.writeable = False  # as they are kept, uncopied
        return Matrices(raised)

    def seen(self, directions: np.ndarray) -> np.ndarray:
        """Return the matrices M C Mᵀ of directions M (m, d), shape (k, m, m)."""
        return directions @ self.values @ directions.T

    def applied(self, vectors: np.ndarray) -> np.ndarray:
        """Return each matrix times its own of the vectors (k, d)."""
        return np.einsum("kij,kj->ki", self.values, vectors)

    def one(self, component: int) -> np.ndarray:
        """Return one of the matrices, (d, d)."""
        return self.values[component]

    def with_values(self, values: np.ndarray) -> Matrices:
        """Return others that are kept in the same way."""
        return type(self)(values)
