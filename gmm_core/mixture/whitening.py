"""W with W Wᵀ = inverse covariance, of each component, kept as their covariances are."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy.linalg.lapack import dtrtri  # pyright: ignore[reportAttributeAccessIssue]

from gmm_core.errors import DegenerateComponentError
from gmm_core.matrices import Diagonal, Matrices, Shared, ones


class Whitening:
    """Upper triangular W of each covariance; ``(x - mean) @ W`` has unit covariance.

    Raises
    ------
    DegenerateComponentError
        When a covariance is not positive definite.
    """

    def __init__(self, covariances: Matrices):
        self.factors = self._inverse_roots(covariances)

    @staticmethod
    def _inverse_roots(covariances: Matrices) -> np.ndarray:
        lower = cholesky(covariances.values)
        inverse = np.empty_like(lower)
        for j, factor in enumerate(lower):
            inverse[j] = dtrtri(factor.T)[0]
        return inverse

    @cached_property
    def half_log_det(self) -> np.ndarray:
        """Half the log-determinant of each inverse covariance, (k,)."""
        k, d, _ = self.factors.shape
        return np.add.reduce(np.log(self.factors.reshape(k, d * d)[:, :: d + 1]), axis=1)

    @property
    def dense(self) -> np.ndarray:
        """All numbers, (k, d, d)."""
        return self.factors

    def precisions(self) -> Matrices:
        """Return the inverse covariances."""
        return Matrices(self.factors @ self.factors.transpose(0, 2, 1))

    @cached_property
    def precision_diagonals(self) -> np.ndarray:
        """Diagonal of each inverse covariance, (k, d)."""
        return np.einsum("kij,kij->ki", self.factors, self.factors)

    @property
    def row_squares(self) -> np.ndarray:
        """Sum of the diagonals of the inverse covariances that are kept, (d,)."""
        return np.einsum("kij,kij->i", self.factors, self.factors)

    def of_rows(self, rows: np.ndarray) -> np.ndarray:
        """Return centred rows (k, d, n) in coordinates of unit covariance, (k, d, n)."""
        return self.factors.transpose(0, 2, 1) @ rows

    def of_component(self, component: int, rows: np.ndarray) -> np.ndarray:
        """Return rows (d, n) centred on one component, in its coordinates, (d, n)."""
        return self.factors[component].T @ rows

    def of_own(self, component: int, rows: np.ndarray) -> np.ndarray:
        """Return the same of rows that nobody else has; in their place where that can be."""
        return self.of_component(component, rows)

    def of_gaps(self, gaps: np.ndarray) -> np.ndarray:
        """Return a gap (k, d) of each component in coordinates of unit covariance, (k, d)."""
        return np.einsum("ki,kij->kj", gaps, self.factors)

    def traces(self, matrices: Matrices) -> np.ndarray:
        """Return tr(P_j M_j) of each inverse covariance P_j and matrix M_j, (k,)."""
        return np.einsum("kij,kij->k", matrices.dense @ self.factors, self.factors)


class AlongAxes(Whitening):
    """Of covariances without tilt: one over each standard deviation, (k, d)."""

    @staticmethod
    def _inverse_roots(covariances: Matrices) -> np.ndarray:
        variances = covariances.values
        if not variances.min(initial=1.0) > 0:
            raise DegenerateComponentError(int((variances > 0).all(axis=1).argmin()))
        return 1.0 / np.sqrt(variances)

    @cached_property
    def half_log_det(self) -> np.ndarray:
        """Half the log-determinant of each inverse covariance, (k,)."""
        return np.log(self.factors).sum(axis=1)

    @property
    def dense(self) -> np.ndarray:
        """All numbers, (k, d, d), made anew."""
        return Diagonal(self.factors).dense

    def precisions(self) -> Matrices:
        """Return the inverse covariances."""
        return Diagonal(self.precision_diagonals)

    @cached_property
    def precision_diagonals(self) -> np.ndarray:
        """Diagonal of each inverse covariance, (k, d)."""
        return self.factors * self.factors

    def of_rows(self, rows: np.ndarray) -> np.ndarray:
        """Return centred rows (k, d, n) in coordinates of unit covariance, (k, d, n)."""
        return self.factors[:, :, None] * rows

    @property
    def row_squares(self) -> np.ndarray:
        """Sum of the diagonals of the inverse covariances, (d,)."""
        return np.add.reduce(self.factors * self.factors)

    def of_component(self, component: int, rows: np.ndarray) -> np.ndarray:
        """Return rows (d, n) centred on one component, in its coordinates, (d, n)."""
        return self.factors[component][:, None] * rows

    def of_own(self, component: int, rows: np.ndarray) -> np.ndarray:
        """Return the same of rows that nobody else has, in their place."""
        return np.multiply(self.factors[component][:, None], rows, out=rows)

    def of_gaps(self, gaps: np.ndarray) -> np.ndarray:
        """Return a gap (k, d) of each component in coordinates of unit covariance, (k, d)."""
        return gaps * self.factors

    def traces(self, matrices: Matrices) -> np.ndarray:
        """Return tr(P_j M_j) of each inverse covariance P_j and matrix M_j, (k,)."""
        return np.einsum("ki,ki->k", self.precision_diagonals, matrices.diagonals)


class OfOne(Whitening):
    """Of one covariance that all components share: one W (d, d)."""

    def __init__(self, covariances: Shared):
        super().__init__(covariances)
        self.n_components = len(covariances.factors)

    @staticmethod
    def _inverse_roots(covariances: Matrices) -> np.ndarray:
        return dtrtri(cholesky(covariances.values[None])[0].T)[0]

    @cached_property
    def half_log_det(self) -> np.ndarray:
        """Half the log-determinant of each inverse covariance, (k,)."""
        return np.full(self.n_components, np.log(self.factors.diagonal()).sum())

    @property
    def dense(self) -> np.ndarray:
        """All numbers, (k, d, d); one matrix seen k times."""
        return np.broadcast_to(self.factors, (self.n_components, *self.factors.shape))

    def precisions(self) -> Matrices:
        """Return the inverse covariances."""
        return Shared(self.factors @ self.factors.T, ones(self.n_components))

    @cached_property
    def precision_diagonals(self) -> np.ndarray:
        """Diagonal of each inverse covariance, (k, d)."""
        once = np.einsum("ij,ij->i", self.factors, self.factors)
        return np.broadcast_to(once, (self.n_components, len(once)))

    @property
    def row_squares(self) -> np.ndarray:
        """Diagonal of the one inverse covariance, (d,)."""
        return np.einsum("ij,ij->i", self.factors, self.factors)

    def of_rows(self, rows: np.ndarray) -> np.ndarray:
        """Return centred rows (k, d, n) in coordinates of unit covariance, (k, d, n)."""
        return self.factors.T @ rows

    def of_component(self, component: int, rows: np.ndarray) -> np.ndarray:
        """Return rows (d, n) centred on one component, in its coordinates, (d, n)."""
        return self.factors.T @ rows

    def of_gaps(self, gaps: np.ndarray) -> np.ndarray:
        """Return a gap (k, d) of each component in coordinates of unit covariance, (k, d)."""
        return gaps @ self.factors

    def traces(self, matrices: Matrices) -> np.ndarray:
        """Return tr(P_j M_j) of each inverse covariance P_j and matrix M_j, (k,)."""
        precision = self.factors @ self.factors.T
        if isinstance(matrices, Shared):
            return np.einsum("ij,ij->", precision, matrices.values) * matrices.factors
        return np.einsum("kij,ij->k", matrices.dense, precision)


def whitening_of(covariances: Matrices) -> Whitening:
    """Return W of covariances, in as few numbers as these are kept in."""
    if isinstance(covariances, Diagonal):
        return AlongAxes(covariances)
    if isinstance(covariances, Shared):
        return OfOne(covariances)
    return Whitening(covariances)


def cholesky(dense: np.ndarray) -> np.ndarray:
    """Return lower triangular L with L Lᵀ = covariance, (k, d, d)."""
    try:
        return np.linalg.cholesky(dense)
    except np.linalg.LinAlgError:
        raise DegenerateComponentError(_not_positive_definite(dense)) from None


def _not_positive_definite(dense: np.ndarray) -> int:
    """Index of the first covariance that has no Cholesky factor."""
    for component, covariance in enumerate(dense):
        try:
            np.linalg.cholesky(covariance)
        except np.linalg.LinAlgError:
            return component
    return len(dense) - 1
