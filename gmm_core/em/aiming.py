"""Where many mixtures of several structures go next: the M-steps of what they are given.

The first axis of an array is the mixture. One that has no M-step stops none of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmm_core.em.collapse import EPS, FLAT, TURNED, total_variances
from gmm_core.expectation import Roots, Statistics, inverse_roots
from gmm_core.maximisation import CovarianceStructure, stacked_m_steps


class Given(NamedTuple):
    """What M-steps read: counts (m, k), means (m, k, d) and scatter (m, k, d, d)."""

    resp_sum: np.ndarray
    means: np.ndarray
    scatter: np.ndarray

    def at(self, fits: np.ndarray) -> Given:
        """Those of some of the mixtures."""
        return Given(*(values[fits] for values in self))


class Targets(NamedTuple):
    """Mixtures, with the inverse roots of their covariances and half their log-determinants."""

    weights: np.ndarray
    centres: np.ndarray
    covariances: np.ndarray
    roots: np.ndarray
    log_det: np.ndarray


def targets_of(
    structures: Sequence[CovarianceStructure],
    kinds: np.ndarray,
    weight: np.ndarray,
    before: np.ndarray,
    given: Given,
) -> tuple[np.ndarray, Targets]:
    """Return for which there is an M-step that is a mixture, (m,), and these mixtures.

    `kinds` (m,) says which of the structures each has, `weight` (m,) is that of its rows, `before`
    (m, k, d, d) are the covariances of the mixtures before.
    """
    sound: np.ndarray = np.logical_and.reduce(given.resp_sum > EPS * weight[:, None], axis=1)
    sound &= np.isfinite(given.scatter).all(axis=(1, 2, 3))
    if not sound.all():
        given, kinds, before = given.at(sound), kinds[sound], before[sound]
    resp_sum, means, scatter = given
    covariances = stacked_m_steps(structures, kinds, scatter, resp_sum, before)
    roots = inverse_roots(covariances)
    weights = resp_sum / resp_sum.sum(axis=1, keepdims=True)
    clear = _clearly_spread(weights, means, covariances, roots)
    found = Targets(weights, means, covariances, roots.factors, roots.half_log_det)
    if clear.all():
        return sound, found
    for i in np.flatnonzero(~clear):
        rounding = TURNED if structures[kinds[i]].axes_are_sought else FLAT
        one = (resp_sum[i], means[i], scatter[i], covariances[i])
        clear[i] = not _is_flat(*one, rounding)
    sound[sound] = clear
    return sound, Targets(*(values[clear] for values in found))


def is_positive(
    structures: Sequence[CovarianceStructure], kinds: np.ndarray, scatter: np.ndarray
) -> np.ndarray:
    """Return whether scatter (m, k, d, d) is positive as far as each structure uses it."""
    moments = np.array([structure.moments for structure in structures])[kinds]
    diagonals = np.einsum("mkii->mki", scatter)
    each = (diagonals > 0).all(axis=(1, 2))
    total = (diagonals.sum(axis=1) > 0).all(axis=1)
    positive = np.where((moments == "total") | (moments == "total_diagonal"), total, each)
    full = np.flatnonzero(moments == "full")
    if len(full):
        positive[full] &= np.isfinite(inverse_roots(scatter[full]).half_log_det).all(axis=1)
    return positive


def _is_flat(resp_sum, means, scatter, covariances, rounding: float) -> bool:
    """Whether a covariance of a mixture is singular; as `refuse_flat`."""
    statistics = Statistics(resp_sum.sum(), resp_sum, means, scatter)
    total = total_variances(statistics)
    deviations = np.sqrt(np.where(total > 0, total, 1.0))
    scaled = covariances / (deviations[:, None] * deviations)
    if not np.isfinite(scaled).all():
        return True
    return bool((np.linalg.eigvalsh(scaled)[:, 0] < len(deviations) * rounding).any())


def _clearly_spread(weights, means, covariances, roots: Roots) -> np.ndarray:
    """Whether no eigenvalue can be below rounding, of each mixture; as in `collapse`."""
    gaps = means - means[:, :1]
    variances = np.einsum("mkii->mki", covariances)
    most = (weights[..., None] * (variances + gaps * gaps)).sum(axis=1)
    precisions = np.einsum("mkai,mkai->mi", roots.factors, roots.factors)
    return (precisions * most).sum(axis=1) * (means.shape[2] * TURNED) < 1.0
