"""M-steps of the structures with volumes of their own and one shape: VEI, VEE and VEV.

The covariances are exp(t_k) C with one matrix C. At the best C, which is M(t) / n with
M(t) = Σ exp(-t_k) W_k, twice the negative expected log-likelihood is

    G(t) = d Σ n_k t_k + n log|M(t)| + constant,

a convex function of the log-volumes t, since |M| is a polynomial in exp(-t_k) with coefficients
that are not negative. Newton's method finds its minimum in a few steps, where alternating
between shape and volumes, as in Celeux and Govaert (1995), sections 2.1 to 2.3, takes many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from gmm_core.scatter import MStep, along, variances

_MOST_STEPS = 100
_LONGEST_STEP = 5.0
_UNBOUNDED = 80.0  # a ratio of volumes of exp(80): a component has collapsed
_CLOSE = 1e-5  # Newton's next step squares it
_MOST_HALVINGS = 29
_SLACK = 1e-13  # of G, per row: what rounding makes of it
_TINY = float(np.finfo(float).tiny)  # no logarithm of zero, where there is no M-step either
_RIDGE = 1e-14  # where components do not share a direction, their volumes may not be determined


class Pooled(NamedTuple):
    """log|M(t)| and what its derivatives by t are made of.

    `share` (..., k) is tr(M⁻¹ exp(-t_k) W_k), which sums to d; `overlap` (..., k, k) is
    tr(M⁻¹ exp(-t_k) W_k M⁻¹ exp(-t_l) W_l).
    """

    log_det: np.ndarray
    share: np.ndarray
    overlap: np.ndarray

    def at(self, fits: np.ndarray) -> Pooled:
        """Those of some of the mixtures."""
        return Pooled(*(values[fits] for values in self))


LookAt = Callable[[np.ndarray, np.ndarray], Pooled]
"""From the scatter of some mixtures, or their spread, and t (m, k)."""


class _Descent(NamedTuple):
    """Mixtures on their way: which of all they are, what they are made of, t, and what is seen.

    `pull` (m, k) is d n_k / n, the derivative of what is linear in t of G / n.
    """

    places: np.ndarray
    scatter: np.ndarray
    pull: np.ndarray
    t: np.ndarray
    here: Pooled

    def at(self, fits: np.ndarray) -> _Descent:
        """Some of them."""
        places, scatter, pull, t = (values[fits] for values in self[:4])
        return _Descent(places, scatter, pull, t, self.here.at(fits))


def log_volumes(
    look: LookAt, scatter: np.ndarray, resp_sum: np.ndarray, d: int, start: np.ndarray
) -> np.ndarray:
    """Return the log-volumes t (m, k) that minimise G(t), by Newton's method with step halving.

    Of each of m mixtures; they are known up to a constant that C takes up. Where the likelihood has
    no bound, one is so far below the others that its covariance is singular beside theirs.
    """
    found = start - start.mean(axis=-1, keepdims=True)
    pull = resp_sum * (d / np.add.reduce(resp_sum, axis=1, keepdims=True))
    going = _Descent(np.arange(len(found)), scatter, pull, found, look(scatter, found))
    for _ in range(_MOST_STEPS):
        step = _newton_step(going)
        length = np.maximum.reduce(np.abs(step), axis=1)
        close = length < _CLOSE
        if np.logical_or.reduce(close):
            found[going.places[close]] = going.t[close] + step[close]
            going, step, length = going.at(~close), step[~close], length[~close]
            if not len(step):
                return found
        step *= np.minimum(1.0, _LONGEST_STEP / length)[:, None]
        there, moved = _descended(look, going, step)
        spread = np.maximum.reduce(there.t, axis=1) - np.minimum.reduce(there.t, axis=1)
        moved &= spread <= _UNBOUNDED
        going = there
        if not np.logical_and.reduce(moved):
            found[going.places[~moved]] = going.t[~moved]
            going = going.at(moved)
            if not len(going.t):
                return found
    found[going.places] = going.t
    return found


def _newton_step(going: _Descent) -> np.ndarray:
    """Newton's step of G / n; the constant direction, along which G is flat, is left out."""
    (m, k), (_, share, overlap) = going.t.shape, going.here
    hessian = 1.0 / k - overlap
    hessian.reshape(m, k * k)[:, :: k + 1] += share + _RIDGE
    return np.linalg.solve(hessian, (share - going.pull)[..., None])[..., 0]


def _descended(look: LookAt, going: _Descent, step: np.ndarray) -> tuple[_Descent, np.ndarray]:
    """Take the first of the halved steps that does not raise G; where that leads, and whether.

    Where none is taken, what is left to gain is lost in rounding.
    """
    _, scatter, pull, t, (log_det, *_) = going
    linear = np.add.reduce(pull * step, axis=1)
    there = look(scatter, t + step)
    rises = ~(linear + there.log_det - log_det <= _SLACK)
    for _ in range(_MOST_HALVINGS):
        if not np.logical_or.reduce(rises):
            break
        step[rises] /= 2
        linear[rises] /= 2
        again = look(scatter[rises], t[rises] + step[rises])
        for values, anew in zip(there, again, strict=True):
            values[rises] = anew
        rises[rises] = ~(linear[rises] + again.log_det - log_det[rises] <= _SLACK)
    step[rises] = 0.0
    return going._replace(t=t + step, here=there), ~rises


def along_axes(spread: np.ndarray, t: np.ndarray) -> Pooled:
    """Return `Pooled` of diagonal scatter matrices, given their diagonals (..., k, d)."""
    part = np.exp(-t)[..., None] * spread
    total = np.add.reduce(part, axis=-2)
    part /= total[..., None, :]
    log_det, share = np.add.reduce(np.log(total), axis=-1), np.add.reduce(part, axis=-1)
    return Pooled(log_det, share, part @ part.swapaxes(-1, -2))


def in_all_directions(scatter: np.ndarray, t: np.ndarray) -> Pooled:
    """Return `Pooled` of scatter matrices (..., k, d, d)."""
    k, d = scatter.shape[-3:-1]
    factors, flat = np.exp(-t), (*scatter.shape[:-3], k, d * d)
    total = (factors[..., None, :] @ scatter.reshape(flat)).reshape(*scatter.shape[:-3], d, d)
    part = factors[..., None, None] * (np.linalg.inv(total)[..., None, :, :] @ scatter)
    turned = part.swapaxes(-1, -2).reshape(flat)
    overlap = part.reshape(flat) @ turned.swapaxes(-1, -2)
    share = np.add.reduce(variances(part), axis=-1)
    return Pooled(np.linalg.slogdet(total)[1], share, overlap)


def of_stack(m_step: MStep) -> MStep:
    """Let an M-step of a stack of mixtures take a single one, too."""

    def either(scatter, resp_sum, previous=None):
        if resp_sum.ndim > 1:
            return m_step(scatter, resp_sum, previous)
        return m_step(scatter[None], resp_sum[None], None if previous is None else previous[None])[
            0
        ]

    return either


def _start(spread, resp_sum, previous):
    """Log-traces: the variances (m, k, d) of mixtures before have the ratios of their volumes."""
    traces = spread.sum(axis=-1) / resp_sum if previous is None else previous.sum(axis=-1)
    return np.log(np.maximum(traces, _TINY))


def _along_axes(spread, resp_sum, start):
    """Variances (m, k, d) of one shape, from the spread (m, k, d) along fixed axes."""
    t = log_volumes(along_axes, spread, resp_sum, spread.shape[-1], start)
    shape = (np.exp(-t)[:, None, :] @ spread) / resp_sum.sum(axis=1)[:, None, None]
    return np.exp(t)[..., None] * shape


def _are_bounded(spread):
    """Whether every component, and every axis, has any spread at all; of each mixture."""
    return (spread.sum(axis=-1) > 0).all(axis=-1) & (spread.sum(axis=-2) > 0).all(axis=-1)


def _of_bounded(bounded, scatter, resp_sum, previous, m_step):
    """M-steps of mixtures that have one; the likelihood of the others has no maximum."""
    if bounded.all():
        return m_step(scatter, resp_sum, previous)
    made = scatter / resp_sum.reshape(*resp_sum.shape, *[1] * (scatter.ndim - resp_sum.ndim))
    if bounded.any():
        before = None if previous is None else previous[bounded]
        made[bounded] = m_step(scatter[bounded], resp_sum[bounded], before)
    return made


@of_stack
def _vei(spread, resp_sum, previous=None):
    """Volumes of their own along the features.

    Products of a view are of other bits than those of a copy: always a copy, as beside VEV.
    """
    spread = np.ascontiguousarray(spread)
    start = _start(spread, resp_sum, previous)
    return _of_bounded(_are_bounded(spread), spread, resp_sum, start, _along_axes)


@of_stack
def _vev(scatter, resp_sum, previous=None):
    """Volumes of their own along the eigenvectors of each scatter."""
    return with_one_shape(scatter, resp_sum, previous, np.ones(len(scatter), dtype=bool))


def with_one_shape(
    scatter: np.ndarray,
    resp_sum: np.ndarray,
    previous: np.ndarray | None,
    has_own_axes: np.ndarray,
) -> np.ndarray:
    """Return the M-steps of a stack, of VEV where axes are each component's own, else of VEI.

    Scatter over its rows where the likelihood has no maximum.
    """
    diagonals, own = variances(scatter), np.flatnonzero(has_own_axes)
    # Of rows that are all alike rounding leaves anything, also a trace below 0.
    eigenvalues, axes = np.linalg.eigh(scatter[own])
    spread = diagonals.copy()
    spread[own] = np.maximum(eigenvalues, 0.0)
    bounded = _are_bounded(spread) & _are_bounded(diagonals)
    start = _start(diagonals, resp_sum, None if previous is None else variances(previous))
    along_each = _of_bounded(bounded, spread, resp_sum, start, _along_axes)
    made = np.zeros(scatter.shape)
    variances(made)[...] = along_each
    made[own] = along(axes, along_each[own])
    flat = own[~bounded[own]]
    made[flat] = scatter[flat] / resp_sum[flat][..., None, None]
    return made


@of_stack
def _vee(scatter, resp_sum, previous=None):
    """Volumes of their own, one shape and one orientation."""
    bounded = _are_bounded(variances(scatter))
    return _of_bounded(bounded, scatter, resp_sum, previous, _of_one_shape)


def _of_one_shape(scatter, resp_sum, previous):
    m, k, d, _ = scatter.shape
    before = None if previous is None else variances(previous)
    start = _start(variances(scatter), resp_sum, before)

    try:
        t = log_volumes(in_all_directions, scatter, resp_sum, d, start)
    except np.linalg.LinAlgError:  # all components of one of them lie in one plane
        if m == 1:
            return scatter / resp_sum[..., None, None]
        return np.array([_vee(*each) for each in _one_by_one(scatter, resp_sum, previous)])
    flat = scatter.reshape(m, k, d * d)
    shape = (np.exp(-t)[:, None, :] @ flat).reshape(m, d, d) / resp_sum.sum(axis=1)[:, None, None]
    return np.exp(t)[..., None, None] * shape[:, None]


def _one_by_one(scatter, resp_sum, previous):
    before = [None] * len(scatter) if previous is None else previous
    return zip(scatter, resp_sum, before, strict=True)


OWN_VOLUMES_WITHOUT_TILT: Mapping[str, MStep] = MappingProxyType({"VEI": _vei})
OWN_VOLUMES: Mapping[str, MStep] = MappingProxyType({"VEE": _vee, "VEV": _vev})
