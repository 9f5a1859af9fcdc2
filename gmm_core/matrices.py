"""k symmetric matrices, kept as what they are: dense, diagonal, or one of which all are multiples.

Covariances of components without tilt are k x d numbers and not k x d x d, one covariance that all
components share is d x d, and so are the scatter matrices from which they are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

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
        """Return each matrix multiplied by its number of `factors` (k,)."""
        return Matrices(self.values * factors[:, None, None])

    def raised(self, amount: float) -> Matrices:
        """Return the matrices with `amount` added to their diagonals."""
        return Matrices(self.values + amount * np.eye(self.values.shape[1]))

    def seen(self, directions: np.ndarray) -> np.ndarray:
        """Return the matrices M C Mᵀ of directions M (m, d), shape (k, m, m)."""
        return directions @ self.values @ directions.T

    def applied(self, vectors: np.ndarray) -> np.ndarray:
        """Return each matrix times its own of the vectors (k, d)."""
        return np.einsum("kij,kj->ki", self.values, vectors)

    def placed(self, factors: np.ndarray) -> Matrices:
        """Return the one matrix that there is, times each of `factors` (k,)."""
        return Matrices(self.values * factors[:, None, None])

    def one(self, component: int) -> np.ndarray:
        """Return one of the matrices, (d, d)."""
        return self.values[component]

    def with_values(self, values: np.ndarray) -> Matrices:
        """Return others that are kept in the same way."""
        return type(self)(values)


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
        """Return each matrix multiplied by its number of `factors` (k,)."""
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

    def placed(self, factors: np.ndarray) -> Diagonal:
        """Return the one matrix that there is, times each of `factors` (k,)."""
        return Diagonal(self.values * factors[:, None])

    def one(self, component: int) -> np.ndarray:
        """Return one of the matrices, (d, d)."""
        return np.diag(self.values[component])


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
        """Return each matrix multiplied by its number of `factors` (k,)."""
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

    def placed(self, factors: np.ndarray) -> Shared:
        """Return the one matrix that there is, times each of `factors` (k,)."""
        return Shared(self.values, self.factors * factors)

    def one(self, component: int) -> np.ndarray:
        """Return one of the matrices, (d, d)."""
        return self.factors[component] * self.values

    def with_values(self, values: np.ndarray) -> Shared:
        """Return others that are kept in the same way."""
        return Shared(values, self.factors)


def balls(variances: np.ndarray, d: int) -> Diagonal:
    """Return matrices without tilt that are alike in all d directions, of one variance each (k,).

    Examples
    --------
    >>> balls(np.array([4.0]), 2).diagonals
    array([[4., 4.]])
    """
    return Diagonal(np.repeat(variances[:, None], d, axis=1))


@cache
def ones(k: int) -> np.ndarray:
    """Return k read-only ones: the factors of one matrix that all share."""
    return read_only(np.ones(k))


def kept_as(matrices: ArrayLike | Matrices) -> Matrices:
    """Return matrices as they are kept; an array (k, d, d) may be anything."""
    return matrices if isinstance(matrices, Matrices) else Matrices(matrices)


def compacted(matrices: Matrices) -> Matrices:
    """Return the same matrices in the fewest numbers that hold them.

    Examples
    --------
    >>> type(compacted(Matrices([[[1.0, 0.0], [0.0, 2.0]]]))).__name__
    'Diagonal'
    """
    if not matrices.tilted:
        return Diagonal(matrices.diagonals)
    if type(matrices) is Matrices and matrices.alike:
        return Shared(matrices.values[0], ones(len(matrices.values)))
    return matrices
