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
_CLOSE = 3e-7  # Newton's next step squares it
_SLACK = 1e-13  # of G, per row: what rounding makes of it
_RIDGE = 1e-14  # where components do not share a direction, their volumes may not be determined


class Pooled(NamedTuple):
    """log|M(t)| and what its derivatives by t are made of.

    `share` (k,) is tr(M⁻¹ exp(-t_k) W_k), which sums to d; `overlap` (k, k) is tr(M⁻¹ exp(-t_k) W_k
    M⁻¹ exp(-t_l) W_l).
    """

    log_det: float
    share: np.ndarray
    overlap: np.ndarray


def log_volumes(
    pooled: Callable[[np.ndarray], Pooled], resp_sum: np.ndarray, d: int, start: np.ndarray
) -> np.ndarray:
    """Return the log-volumes t (k,) that minimise G(t), by Newton's method with step halving.

    They are known up to a constant that C takes up. Where the likelihood has no bound, one is so
    far below the others that its covariance is singular beside theirs.
    """
    t = start - start.mean()
    here = pooled(t)
    for _ in range(_MOST_STEPS):
        step = _newton_step(here, resp_sum, d)
        length = float(np.abs(step).max())
        if length < _CLOSE:
            return t + step
        step *= min(1.0, _LONGEST_STEP / length)
        found = _descend(pooled, resp_sum, d, t, here, step)
        if found is None:
            break
        t, here = found
        if np.ptp(t) > _UNBOUNDED:
            break
    return t


def _newton_step(here: Pooled, resp_sum: np.ndarray, d: int) -> np.ndarray:
    """Newton's step of G / n; the constant direction, along which G is flat, is left out."""
    k = len(resp_sum)
    gradient = resp_sum * (d / resp_sum.sum()) - here.share
    hessian = 1.0 / k - here.overlap
    hessian.flat[:: k + 1] += here.share + _RIDGE
    return np.linalg.solve(hessian, -gradient)


def _descend(pooled, resp_sum, d, t, here, step):
    """The first of the halved steps that does not raise G, and what is seen there."""
    n = resp_sum.sum()
    linear = d * float(resp_sum @ step) / n
    for _ in range(30):
        there = pooled(t + step)
        if linear + there.log_det - here.log_det <= _SLACK:
            return t + step, there
        step, linear = step / 2, linear / 2
    return None  # what is left to gain is lost in rounding


def along_axes(spread: np.ndarray, t: np.ndarray) -> Pooled:
    """Return `Pooled` of diagonal scatter matrices, given their diagonals (k, d)."""
    weighted = np.exp(-t)[:, None] * spread
    total = weighted.sum(axis=0)
    part = weighted / total
    return Pooled(float(np.log(total).sum()), part.sum(axis=1), part @ part.T)


def in_all_directions(scatter: np.ndarray, t: np.ndarray) -> Pooled:
    """Return `Pooled` of scatter matrices (k, d, d)."""
    k, d, _ = scatter.shape
    factors = np.exp(-t)
    total = (factors @ scatter.reshape(k, d * d)).reshape(d, d)
    part = factors[:, None, None] * (np.linalg.inv(total) @ scatter)
    overlap = part.reshape(k, d * d) @ part.transpose(0, 2, 1).reshape(k, d * d).T
    return Pooled(float(np.linalg.slogdet(total)[1]), variances(part).sum(axis=1), overlap)


def _start(spread, resp_sum, previous):
    """Log-traces: the variances (k, d) of the mixture before have the ratios of its volumes."""
    if previous is None:
        return np.log(spread.sum(axis=1) / resp_sum)
    return np.log(previous.sum(axis=1))


def _along_axes(spread, resp_sum, start):
    """Variances (k, d) of one shape, from the spread (k, d) along fixed axes."""
    t = log_volumes(lambda t: along_axes(spread, t), resp_sum, spread.shape[1], start)
    shape = np.exp(-t) @ spread / resp_sum.sum()
    return np.exp(t)[:, None] * shape


def _is_bounded(spread):
    """Whether every component, and every axis, has any spread at all."""
    return bool((spread.sum(axis=1) > 0).all() and (spread.sum(axis=0) > 0).all())


def _vei(spread, resp_sum, previous=None):
    """Volumes of their own along the features."""
    if not _is_bounded(spread):
        return spread / resp_sum[:, None]
    return _along_axes(spread, resp_sum, _start(spread, resp_sum, previous))


def _vev(scatter, resp_sum, previous=None):
    """Volumes of their own along the eigenvectors of each scatter."""
    eigenvalues, axes = np.linalg.eigh(scatter)
    spread = np.maximum(eigenvalues, 0.0)
    # Of rows that are all alike rounding leaves anything, also a trace below 0.
    if not (_is_bounded(spread) and _is_bounded(variances(scatter))):
        return scatter / resp_sum[:, None, None]
    before = None if previous is None else variances(previous)
    found = _along_axes(spread, resp_sum, _start(variances(scatter), resp_sum, before))
    return along(axes, found)


def _vee(scatter, resp_sum, previous=None):
    """Volumes of their own, one shape and one orientation."""
    k, d, _ = scatter.shape
    if not _is_bounded(variances(scatter)):
        return scatter / resp_sum[:, None, None]
    before = None if previous is None else variances(previous)
    start = _start(variances(scatter), resp_sum, before)
    try:
        t = log_volumes(lambda t: in_all_directions(scatter, t), resp_sum, d, start)
    except np.linalg.LinAlgError:  # all lie in one plane
        return scatter / resp_sum[:, None, None]
    shape = (np.exp(-t) @ scatter.reshape(k, d * d)).reshape(d, d) / resp_sum.sum()
    return np.exp(t)[:, None, None] * shape


OWN_VOLUMES_WITHOUT_TILT: Mapping[str, MStep] = MappingProxyType({"VEI": _vei})
OWN_VOLUMES: Mapping[str, MStep] = MappingProxyType({"VEE": _vee, "VEV": _vev})
