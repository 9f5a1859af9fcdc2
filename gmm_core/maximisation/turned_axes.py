"""What is seen along common axes, and what becomes of it when they are turned.

Notation: D (d, d) orthogonal, its columns the axes; S_k = Dᵀ W_k D the scatter seen along them,
u_k its diagonal. At the best shapes and volumes, twice the negative expected log-likelihood is a
function of the log-determinants L_k = Σ_i log u_ki alone. D is turned to D exp(X), X antisymmetric,
X_ij = θ_ij for i < j; see Absil, Mahony and Sepulchre (2008), chapter 6.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from gmm_core.scatter import variances

_LEAST_SPREAD = 1e-30  # of all spread; no logarithm of zero


class Objective(NamedTuple):
    """A function of the log-determinants L (..., k): its value and its first two derivatives.

    `rows` (..., k) is the gradient ω, and also by how many rows to divide diag(u_k) for the best
    covariances; the second derivatives are coupling (diag(ω) - ω ωᵀ / n), of each mixture.
    """

    value: np.ndarray
    rows: np.ndarray
    coupling: np.ndarray

    def at(self, fits: np.ndarray) -> Objective:
        """That of some of the mixtures."""
        return Objective(*(values[fits] for values in self))


def own_volumes(log_det: np.ndarray, resp_sum: np.ndarray, d: int) -> Objective:
    """Return Σ n_k L_k: the objective of VVE, common principal components; Flury (1984).

    mclust minimises another: its log-likelihood can fall where this one's cannot.
    """
    value = (resp_sum * log_det).sum(axis=-1)
    return Objective(value, resp_sum, np.zeros(value.shape))


def one_volume(log_det: np.ndarray, resp_sum: np.ndarray, d: int) -> Objective:
    """Return n d log Σ exp(L_k / d): the objective of EVE; Browne and McNicholas (2014)."""
    n, top = resp_sum.sum(axis=-1), log_det.max(axis=-1)
    roots = np.exp((log_det - top[..., None]) / d)
    total = roots.sum(axis=-1)
    value = n * (top + d * np.log(total))
    return Objective(value, roots * (n / total)[..., None], np.full(value.shape, 1.0 / d))


class EitherVolume(NamedTuple):
    """The objective of each of a stack of mixtures, some of which have one volume (m,)."""

    has_one: np.ndarray

    def __call__(self, log_det: np.ndarray, resp_sum: np.ndarray, d: int) -> Objective:
        """Return that of each."""
        if self.has_one.all():
            return one_volume(log_det, resp_sum, d)
        own = own_volumes(log_det, resp_sum, d)
        if not self.has_one.any():
            return own
        one = one_volume(log_det, resp_sum, d)
        rows = np.where(self.has_one[:, None], one.rows, own.rows)
        value, coupling = (np.where(self.has_one, one[i], own[i]) for i in (0, 2))
        return Objective(value, rows, coupling)

    def at(self, fits: np.ndarray) -> EitherVolume:
        """That of some of the mixtures."""
        return EitherVolume(self.has_one[fits])


class AxesView(NamedTuple):
    """What is seen along the axes D (..., d, d): S_k, u_k and the objective."""

    axes: np.ndarray
    scatter: np.ndarray
    spread: np.ndarray
    objective: Objective

    def at(self, fits: np.ndarray) -> AxesView:
        """That of some of the mixtures."""
        axes, scatter, spread = (values[fits] for values in self[:3])
        return AxesView(axes, scatter, spread, self.objective.at(fits))

    def put(self, fits: np.ndarray, other: AxesView) -> None:
        """Let some of the mixtures have another one."""
        for values, new in zip(self[:3], other[:3], strict=True):
            values[fits] = new
        self.objective.value[fits] = other.objective.value
        self.objective.rows[fits] = other.objective.rows


def seen(scatter, resp_sum, objective, axes):
    """Return what is seen of scatters (..., k, d, d) along the axes (..., d, d)."""
    common = axes[..., None, :, :]
    turned = common.swapaxes(-1, -2) @ scatter @ common
    spread = variances(turned)
    spread = np.maximum(spread, _LEAST_SPREAD * spread.sum(axis=(-2, -1), keepdims=True))
    log_det = np.log(spread).sum(axis=-1)
    return AxesView(axes, turned, spread, objective(log_det, resp_sum, axes.shape[-1]))


class _Plane(NamedTuple):
    """Where the angles θ_p, p = (i, j) with i < j, stand in flattened arrays.

    X_ij is sign(j - i) θ_p, so row i of X gives U_ijm X_ij X_im to the Hessian's entry of the
    pairs that (i, j) and (i, m) are.
    """

    upper: np.ndarray
    lower: np.ndarray
    source: np.ndarray
    target: np.ndarray
    sign: np.ndarray


@cache
def _plane(d: int) -> _Plane:
    i, j = np.triu_indices(d, 1)
    pair = np.zeros((d, d), dtype=int)
    pair[i, j] = pair[j, i] = np.arange(len(i))
    row, first, second = np.indices((d, d, d)).reshape(3, -1)
    source = np.flatnonzero((row != first) & (row != second))
    row, first, second = row[source], first[source], second[source]
    target = pair[row, first] * len(i) + pair[row, second]
    sign = np.where((first > row) == (second > row), 1.0, -1.0)
    return _Plane(i * d + j, j * d + i, source, target, sign)


def derivatives(view: AxesView) -> tuple[np.ndarray, np.ndarray]:
    """Return gradient (..., p) and Hessian (..., p, p) of the objective by the angles θ at X = 0.

    With N_k = S_k divided by u_k row by row and rows ω_k the objective's gradient by L_k:
    dL_k/dθ_ij = 2 (N_kji - N_kij), and the second derivatives are Σ_i Σ_jm U_ijm X_ij X_im,
    U_ijm = 2 Σ_k ω_k (S_kjm / u_ki - 2 N_kij N_kim) - (E + Eᵀ)_jm with E = Σ_k ω_k N_k.
    """
    _, scatter, spread, (_, rows, coupling) = view
    *fits, k, d = spread.shape
    narrow = scatter / spread[..., None]
    flat = narrow.reshape(*fits, k, d * d)
    mixed = (rows[..., None, :] @ flat).reshape(*fits, 1, d, d)
    by_axis, weighted = narrow.swapaxes(-3, -2), (rows[..., None] / spread).swapaxes(-1, -2)
    outer = (by_axis * rows[..., None, :, None]).swapaxes(-1, -2) @ by_axis
    inner = (weighted @ scatter.reshape(*fits, k, d * d)).reshape(*fits, d, d, d)
    second = 2.0 * inner - 4.0 * outer - (mixed + mixed.swapaxes(-1, -2))
    hessian = _of_angles(second)
    slopes = 2.0 * (flat[..., _plane(d).lower] - flat[..., _plane(d).upper])
    gradient = (rows[..., None, :] @ slopes)[..., 0, :]
    if np.any(coupling):
        drift = gradient / np.sqrt(rows.sum(axis=-1, keepdims=True))
        between = (slopes.swapaxes(-1, -2) * rows[..., None, :]) @ slopes
        between -= drift[..., None] * drift[..., None, :]
        hessian = hessian + coupling[..., None, None] * between
    return gradient, hessian


def _of_angles(second: np.ndarray) -> np.ndarray:
    """The Hessian (..., p, p) by the angles, of U (..., d, d, d)."""
    *fits, d, _, _ = second.shape
    plane, pairs, m = _plane(d), d * (d - 1) // 2, math.prod(fits)
    entries = plane.sign * second.reshape(m, d**3)[:, plane.source]
    target = plane.target + np.arange(m)[:, None] * (pairs * pairs)
    hessian = np.bincount(target.ravel(), entries.ravel(), m * pairs * pairs)
    return hessian.reshape(*fits, pairs, pairs)


def curvatures(view: AxesView) -> tuple[np.ndarray, np.ndarray]:
    """Return both, of the Hessian the diagonal: no array is larger than the scatter."""
    _, scatter, spread, (_, rows, coupling) = view
    i, j = np.triu_indices(spread.shape[1], 1)
    narrow = scatter / spread[:, :, None]
    ratios = (rows[:, None] / spread).T @ spread
    second = 2.0 * ratios - 4.0 * (rows @ narrow.transpose(1, 0, 2) ** 2) - 2.0 * rows.sum()
    slopes = 2.0 * (narrow[:, j, i] - narrow[:, i, j])
    gradient = rows @ slopes
    between = rows @ slopes**2 - gradient**2 / rows.sum()
    return gradient, second[i, j] + second[j, i] + coupling * between


def best_variances(view: AxesView) -> np.ndarray:
    """Return those of the best covariances with these axes, along them."""
    return variances(view.scatter) / view.objective.rows[..., None]


def rotation(angles: np.ndarray, d: int) -> np.ndarray:
    """Return Cayley's rotation: orthogonal, and exp(X) up to its third order."""
    half = np.zeros((*angles.shape[:-1], d * d))
    half[..., _plane(d).upper] = angles / 2
    half[..., _plane(d).lower] = angles / -2
    half, identity = half.reshape(*angles.shape[:-1], d, d), np.eye(d)
    return np.linalg.solve(identity - half, identity + half)
