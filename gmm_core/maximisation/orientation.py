"""M-steps of the structures that share their axes and not their shapes: EVE and VVE.

Notation: D (d, d) orthogonal, its columns the axes; S_k = Dᵀ W_k D the scatter seen along them,
u_k its diagonal. At the best shapes and volumes, twice the negative expected log-likelihood is a
function of the log-determinants L_k = Σ_i log u_ki alone. Newton's method turns D to D exp(X), X
antisymmetric, X_ij = θ_ij for i < j; see Absil, Mahony and Sepulchre (2008), chapter 6.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from gmm_core.maximisation.closed_form import CLOSED_FORM
from gmm_core.maximisation.volumes import OWN_VOLUMES
from gmm_core.scatter import MStep, along, relative_eigenvalues, variances

_MOST_STEPS = 50
_MOST_OWN = 2  # a third leads lower in two of a hundred partitions, for a third more work
_MOST_ANGLES = 200  # of 20 features; beyond, to solve for them all takes longer than more steps
_LARGEST_ANGLE = 0.7  # radians; a quadratic says little of a rotation beyond it
_MOST_SHORTENED = 11
_LEAST_CURVATURE = 1e-9  # per row; components that are round in a plane have none
_CLOSE = 1e-9  # gain per row; Newton's next step squares it
_NO_PROMISE = 1e-16  # gain per row that no step is taken for
_NUDGE = 0.1  # radians; off a saddle or a maximum, where the gradient says nothing
_SLACK = 1e-13  # of the objective, per row: what rounding makes of it
_EPS = float(np.finfo(float).eps)
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


class _EitherVolume(NamedTuple):
    """The objective of each of a stack of mixtures, some of which have one volume (m,)."""

    has_one: np.ndarray

    def __call__(self, log_det: np.ndarray, resp_sum: np.ndarray, d: int) -> Objective:
        if self.has_one.all():
            return one_volume(log_det, resp_sum, d)
        own = own_volumes(log_det, resp_sum, d)
        if not self.has_one.any():
            return own
        one = one_volume(log_det, resp_sum, d)
        rows = np.where(self.has_one[:, None], one.rows, own.rows)
        value, coupling = (np.where(self.has_one, one[i], own[i]) for i in (0, 2))
        return Objective(value, rows, coupling)

    def at(self, fits: np.ndarray) -> _EitherVolume:
        """That of some of the mixtures."""
        return _EitherVolume(self.has_one[fits])


class _View(NamedTuple):
    """What is seen along the axes D (..., d, d): S_k, u_k and the objective."""

    axes: np.ndarray
    scatter: np.ndarray
    spread: np.ndarray
    objective: Objective

    def at(self, fits: np.ndarray) -> _View:
        """That of some of the mixtures."""
        axes, scatter, spread = (values[fits] for values in self[:3])
        return _View(axes, scatter, spread, self.objective.at(fits))

    def put(self, fits: np.ndarray, other: _View) -> None:
        """Let some of the mixtures have another one."""
        for values, new in zip(self[:3], other[:3], strict=True):
            values[fits] = new
        self.objective.value[fits] = other.objective.value
        self.objective.rows[fits] = other.objective.rows


def common_orientation(
    scatter: np.ndarray,
    resp_sum: np.ndarray,
    objective: Callable[[np.ndarray, np.ndarray, int], Objective],
    starts: Iterable[np.ndarray],
) -> np.ndarray:
    """Return the covariances of common axes at the lowest minimum of `objective` from the `starts`.

    There may be several minima, so that one start may not do. What is found is no higher than any
    of the starts, which are orthogonal axes (d, d).
    """
    ends = (_descent(scatter, resp_sum, objective, axes) for axes in starts)
    lowest = min(ends, key=lambda view: view.objective.value)
    return along(lowest.axes, _variances(lowest))


def _descent(scatter, resp_sum, objective, axes):
    n = float(resp_sum.sum())
    view = _seen(scatter, resp_sum, objective, axes)
    for _ in range(_MOST_STEPS):
        if not _says_anything(view):
            break
        step, promise = _step(view, _LEAST_CURVATURE * n)
        if promise < _NO_PROMISE * n:
            break
        turned = _turned(scatter, resp_sum, objective, view, step)
        if turned is None:
            break
        gain = (view.objective.value - turned.objective.value) / n
        view = turned
        if gain < _CLOSE:
            break
    return view


def _seen(scatter, resp_sum, objective, axes):
    common = axes[..., None, :, :]
    turned = common.swapaxes(-1, -2) @ scatter @ common
    spread = variances(turned)
    spread = np.maximum(spread, _LEAST_SPREAD * spread.sum(axis=(-2, -1), keepdims=True))
    log_det = np.log(spread).sum(axis=-1)
    return _View(axes, turned, spread, objective(log_det, resp_sum, axes.shape[-1]))


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


def _derivatives(view: _View) -> tuple[np.ndarray, np.ndarray]:
    """Gradient (..., p) and Hessian (..., p, p) of the objective by the angles θ at X = 0.

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


def _curvatures(view: _View) -> tuple[np.ndarray, np.ndarray]:
    """Gradient and the diagonal of the Hessian alone: no array is larger than the scatter."""
    _, scatter, spread, (_, rows, coupling) = view
    i, j = np.triu_indices(spread.shape[1], 1)
    narrow = scatter / spread[:, :, None]
    ratios = (rows[:, None] / spread).T @ spread
    second = 2.0 * ratios - 4.0 * (rows @ narrow.transpose(1, 0, 2) ** 2) - 2.0 * rows.sum()
    slopes = 2.0 * (narrow[:, j, i] - narrow[:, i, j])
    gradient = rows @ slopes
    between = rows @ slopes**2 - gradient**2 / rows.sum()
    return gradient, second[i, j] + second[j, i] + coupling * between


class _Stack(NamedTuple):
    """Mixtures whose descents go on: which of all they are, and what they see."""

    places: np.ndarray
    scatter: np.ndarray
    resp_sum: np.ndarray
    objective: _EitherVolume
    view: _View

    def at(self, fits: np.ndarray) -> _Stack:
        """Some of them."""
        if fits.all():
            return self
        places, scatter, resp_sum = (values[fits] for values in self[:3])
        return _Stack(places, scatter, resp_sum, self.objective.at(fits), self.view.at(fits))


def _descents(scatter, resp_sum, objective, axes):
    """Axes (m, d, d) and variances along them (m, k, d), where the descents of a stack end.

    Those of each mixture end where `_descent` does.
    """
    view = _seen(scatter, resp_sum, objective, axes)
    axes, spread = axes.copy(), _variances(view)
    left = _Stack(np.arange(len(axes)), scatter, resp_sum, objective, view)
    for _ in range(_MOST_STEPS):
        left = left.at(_says_anything(left.view))
        if not len(left.places):
            break
        n = left.resp_sum.sum(axis=1)
        step, promise = _steps(left.view, _LEAST_CURVATURE * n)
        on = promise >= _NO_PROMISE * n
        left, n, step = left.at(on), n[on], step[on]
        if not len(left.places):
            break
        turned, moved = _turned_abreast(*left[1:], step)
        gain = (left.view.objective.value - turned.objective.value) / n
        axes[left.places[moved]] = turned.axes[moved]
        spread[left.places[moved]] = _variances(turned)[moved]
        left = left._replace(view=turned).at(moved & (gain >= _CLOSE))
    return axes, spread


def _says_anything(view: _View) -> np.ndarray:
    """Whether no variance along an axis is rounding alone, as it is of components that collapse."""
    return (view.spread.min(axis=-1) > _EPS * view.spread.sum(axis=-1)).all(axis=-1)


def _variances(view: _View) -> np.ndarray:
    """Of the best covariances with these axes, along them."""
    return variances(view.scatter) / view.objective.rows[..., None]


def _steps(view: _View, least: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Newton's steps of a stack, and their promises; one by one where no Hessian is positive."""
    d = view.axes.shape[-1]
    if d * (d - 1) // 2 > _MOST_ANGLES:
        each = [view.at(np.array(i)) for i in range(len(least))]
        found = [_step(one, at_least) for one, at_least in zip(each, least, strict=True)]
        return np.array([step for step, _ in found]), np.array([promise for _, promise in found])
    gradient, hessian = _derivatives(view)
    others = _without_root(hessian)
    led = [_newton_step(gradient[i], hessian[i], float(least[i])) for i in others]
    hessian[others] = np.eye(hessian.shape[-1])
    step = -np.linalg.solve(hessian, gradient[..., None])[..., 0]
    promise = _promise(gradient, step)
    for i, (away, promised) in zip(others, led, strict=True):
        step[i], promise[i] = away, promised
    return step, promise


def _without_root(matrices: np.ndarray) -> np.ndarray:
    """Which of a stack of matrices are not positive definite."""
    try:
        np.linalg.cholesky(matrices)
        return np.empty(0, dtype=int)
    except np.linalg.LinAlgError:
        if len(matrices) == 1:
            return np.zeros(1, dtype=int)
        half = len(matrices) // 2
        first, second = _without_root(matrices[:half]), _without_root(matrices[half:])
        return np.concatenate([first, second + half])


def _promise(gradient: np.ndarray, step: np.ndarray) -> np.ndarray:
    """What Newton's steps gain as far as the objective is a quadratic."""
    return -0.5 * np.einsum("...p,...p->...", gradient, step)


def _turned_abreast(scatter, resp_sum, objective, view, step):
    """What `_turned` leads to, of each of a stack, and for which there is such a view."""
    d = view.axes.shape[-1]
    largest = np.abs(step).max(axis=1, initial=_LARGEST_ANGLE)
    step *= (_LARGEST_ANGLE / largest)[:, None]
    highest = view.objective.value + _SLACK * resp_sum.sum(axis=1)
    turned = _seen(scatter, resp_sum, objective, view.axes @ _rotation(step, d))
    rises = ~(turned.objective.value <= highest)
    for _ in range(_MOST_SHORTENED):
        if not rises.any():
            break
        step[rises] /= 3.0
        axes = view.axes[rises] @ _rotation(step[rises], d)
        again = _seen(scatter[rises], resp_sum[rises], objective.at(rises), axes)
        turned.put(rises, again)
        rises = ~(turned.objective.value <= highest)
    return turned, ~rises


def _step(view: _View, least: float) -> tuple[np.ndarray, float]:
    """A step, and what it promises; infinite where no quadratic tells."""
    d = len(view.axes)
    if d * (d - 1) // 2 <= _MOST_ANGLES:
        return _newton_step(*_derivatives(view), least)
    gradient, curvatures = _curvatures(view)
    return -gradient / np.maximum(np.abs(curvatures), least), math.inf


def _newton_step(
    gradient: np.ndarray, hessian: np.ndarray, least: float
) -> tuple[np.ndarray, float]:
    """Newton's step; where the Hessian is not positive, one away from saddles and maxima."""
    try:
        np.linalg.cholesky(hessian)
        step = -np.linalg.solve(hessian, gradient)
        return step, float(_promise(gradient, step))
    except np.linalg.LinAlgError:
        curvature, directions = np.linalg.eigh(hessian)
        slope = directions.T @ gradient
        angles = np.abs(slope) / np.maximum(np.abs(curvature), least)
        angles = np.where(curvature < -least, np.maximum(angles, _NUDGE), angles)
        return -directions @ np.copysign(angles, slope), math.inf


def _turned(scatter, resp_sum, objective, view, step):
    """The view after the first of the shortened steps that does not raise the objective."""
    largest = float(np.abs(step).max(initial=0.0))
    step = step * min(1.0, _LARGEST_ANGLE / max(largest, _LARGEST_ANGLE))
    highest = view.objective.value + _SLACK * float(resp_sum.sum())
    for _ in range(1 + _MOST_SHORTENED):
        turned = _seen(scatter, resp_sum, objective, view.axes @ _rotation(step, len(view.axes)))
        if turned.objective.value <= highest:
            return turned
        step = step / 3.0
    return None


def _rotation(angles: np.ndarray, d: int) -> np.ndarray:
    """Cayley's rotation: orthogonal, and exp(X) up to its third order."""
    half = np.zeros((*angles.shape[:-1], d * d))
    half[..., _plane(d).upper] = angles / 2
    half[..., _plane(d).lower] = angles / -2
    half, identity = half.reshape(*angles.shape[:-1], d, d), np.eye(d)
    return np.linalg.solve(identity - half, identity + half)


def _axes_of(covariances: np.ndarray) -> np.ndarray:
    """Common axes of `covariances`: those of a sum, in which no two eigenvalues meet by chance."""
    *fits, k, d, _ = covariances.shape
    factors = np.sqrt(np.arange(2.0, k + 2.0)) / variances(covariances).sum(axis=-1)
    summed = factors[..., None, :] @ covariances.reshape(*fits, k, d * d)
    return np.linalg.eigh(summed.reshape(*fits, d, d))[1]


def _own_axes(scatter, resp_sum):
    """Axes of each component that has a volume; of a flat one, the likelihood has no bound."""
    has_volume = (relative_eigenvalues(scatter, resp_sum) > 0).all(axis=1)
    return np.linalg.eigh(scatter[has_volume])[1]


def _starts(scatter, resp_sum, objective, nested):
    """The lowest of the axes that all share, and the lowest few of those of one component.

    No axes of a nested structure are then better, and the work does not grow with components.
    """

    def height(axes):
        return _seen(scatter, resp_sum, objective, axes).objective.value

    shared = [np.eye(scatter.shape[1]), *(_axes_of(m_step(scatter, resp_sum)) for m_step in nested)]
    own = sorted(_own_axes(scatter, resp_sum), key=height)
    return [min(shared, key=height), *own[:_MOST_OWN]]


def _m_step(scatter, resp_sum, previous, objective, nested):
    """The M-step of one mixture, or of a stack whose mixtures before are known."""
    if scatter.ndim > 3:
        return with_common_axes(
            scatter, resp_sum, previous, np.full(len(scatter), objective is one_volume)
        )
    if len(scatter) == 1 or not (variances(scatter).sum(axis=-1) > 0).all():
        return scatter / resp_sum[:, None, None]
    if previous is None:
        starts = _starts(scatter, resp_sum, objective, nested)
    else:
        starts = [_axes_of(previous)]
    return common_orientation(scatter, resp_sum, objective, starts)


def with_common_axes(
    scatter: np.ndarray, resp_sum: np.ndarray, previous: np.ndarray, has_one_volume: np.ndarray
) -> np.ndarray:
    """Return the M-steps of a stack, of EVE where there is one volume and of VVE elsewhere.

    Scatter over its rows where a component has no spread, or is alone.
    """
    bounded = (variances(scatter).sum(axis=-1) > 0).all(axis=-1)
    if scatter.shape[1] == 1 or not bounded.all():
        made = scatter / resp_sum[..., None, None]
        if scatter.shape[1] > 1 and bounded.any():
            some = (values[bounded] for values in (scatter, resp_sum, previous, has_one_volume))
            made[bounded] = with_common_axes(*some)
        return made
    objective = _EitherVolume(has_one_volume)
    axes, spread = _descents(scatter, resp_sum, objective, _axes_of(previous))
    return along(axes[:, None], spread)


def _eve(scatter, resp_sum, previous=None):
    """One volume, shapes of their own, one orientation."""
    return _m_step(scatter, resp_sum, previous, one_volume, (CLOSED_FORM["EEE"],))


def _vve(scatter, resp_sum, previous=None):
    """Volumes and shapes of their own, one orientation."""
    nested = (CLOSED_FORM["EEE"], OWN_VOLUMES["VEE"], _eve)
    return _m_step(scatter, resp_sum, previous, own_volumes, nested)


COMMON_ORIENTATION: Mapping[str, MStep] = MappingProxyType({"EVE": _eve, "VVE": _vve})
