"""Newton's method for common axes: of one mixture, and of many abreast."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from gmm_core.maximisation.turned_axes import (
    AxesView,
    EitherVolume,
    best_variances,
    curvatures,
    derivatives,
    rotation,
    seen,
)

_MOST_STEPS = 50
_MOST_ANGLES = 200  # of 20 features; beyond, to solve for them all takes longer than more steps
_LARGEST_ANGLE = 0.7  # radians; a quadratic says little of a rotation beyond it
_MOST_SHORTENED = 11
_LEAST_CURVATURE = 1e-9  # per row; components that are round in a plane have none
_CLOSE = 1e-9  # gain per row; Newton's next step squares it
_NO_PROMISE = 1e-16  # gain per row that no step is taken for
_NUDGE = 0.1  # radians; off a saddle or a maximum, where the gradient says nothing
_SLACK = 1e-13  # of the objective, per row: what rounding makes of it
_EPS = float(np.finfo(float).eps)


def descent(scatter, resp_sum, objective, axes):
    """Return what is seen along the axes where the descent from these ends."""
    n = float(resp_sum.sum())
    view = seen(scatter, resp_sum, objective, axes)
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


class _Stack(NamedTuple):
    """Mixtures whose descents go on: which of all they are, and what they see."""

    places: np.ndarray
    scatter: np.ndarray
    resp_sum: np.ndarray
    objective: EitherVolume
    view: AxesView

    def at(self, fits: np.ndarray) -> _Stack:
        """Some of them."""
        if fits.all():
            return self
        places, scatter, resp_sum = (values[fits] for values in self[:3])
        return _Stack(places, scatter, resp_sum, self.objective.at(fits), self.view.at(fits))


def descents_abreast(scatter, resp_sum, objective, axes):
    """Return axes (m, d, d) and variances along them (m, k, d), where the descents of a stack end.

    Those of each mixture end where `descent` does.
    """
    view = seen(scatter, resp_sum, objective, axes)
    axes, spread = axes.copy(), best_variances(view)
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
        spread[left.places[moved]] = best_variances(turned)[moved]
        left = left._replace(view=turned).at(moved & (gain >= _CLOSE))
    return axes, spread


def _says_anything(view: AxesView) -> np.ndarray:
    """Whether no variance along an axis is rounding alone, as it is of components that collapse."""
    return (view.spread.min(axis=-1) > _EPS * view.spread.sum(axis=-1)).all(axis=-1)


def _steps(view: AxesView, least: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Newton's steps of a stack, and their promises; one by one where no Hessian is positive."""
    d = view.axes.shape[-1]
    if d * (d - 1) // 2 > _MOST_ANGLES:
        each = [view.at(np.array(i)) for i in range(len(least))]
        found = [_step(one, at_least) for one, at_least in zip(each, least, strict=True)]
        return np.array([step for step, _ in found]), np.array([promise for _, promise in found])
    gradient, hessian = derivatives(view)
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
    turned = seen(scatter, resp_sum, objective, view.axes @ rotation(step, d))
    rises = ~(turned.objective.value <= highest)
    for _ in range(_MOST_SHORTENED):
        if not rises.any():
            break
        step[rises] /= 3.0
        axes = view.axes[rises] @ rotation(step[rises], d)
        again = seen(scatter[rises], resp_sum[rises], objective.at(rises), axes)
        turned.put(rises, again)
        rises = ~(turned.objective.value <= highest)
    return turned, ~rises


def _step(view: AxesView, least: float) -> tuple[np.ndarray, float]:
    """A step, and what it promises; infinite where no quadratic tells."""
    d = len(view.axes)
    if d * (d - 1) // 2 <= _MOST_ANGLES:
        return _newton_step(*derivatives(view), least)
    gradient, curved = curvatures(view)
    return -gradient / np.maximum(np.abs(curved), least), math.inf


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
        turned = seen(scatter, resp_sum, objective, view.axes @ rotation(step, len(view.axes)))
        if turned.objective.value <= highest:
            return turned
        step = step / 3.0
    return None
