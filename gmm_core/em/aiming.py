"""Where many mixtures of several structures go next: the M-steps of what they are given.

The first axis of an array is the mixture. One that has no M-step stops none of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gmm_core.em.collapse import EPS, FLAT, TURNED, refuse_flat
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Roots, Statistics, inverse_roots
from gmm_core.matrices import Diagonal, Matrices, Shared, ones
from gmm_core.maximisation import CovarianceStructure, stacked_m_steps
from gmm_core.mixture import Mixture
from gmm_core.scatter import Moments, are_positive


class Given(NamedTuple):
    """What M-steps read: counts (m, k), means (m, k, d) and scatter (m, k, d, d)."""

    resp_sum: np.ndarray
    means: np.ndarray
    scatter: np.ndarray

    def at(self, fits: np.ndarray) -> Given:
        """Those of some of the mixtures."""
        return Given(*(values[fits] for values in self))

    def with_others(self, fits: np.ndarray, others: Given) -> Given:
        """Those of all, where some of the mixtures have others."""
        if not len(fits):
            return self
        all_of_them = Given(*(values.copy() for values in self))
        for values, new in zip(all_of_them, others, strict=True):
            values[fits] = new
        return all_of_them

    def of(self, fit: np.intp) -> Given:
        """That of one mixture, without the first axis."""
        return Given(*(values[fit] for values in self))


class Targets(NamedTuple):
    """Mixtures, with the inverse roots of their covariances and half their log-determinants.

    Of one mixture they have no first axis.
    """

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
        clear[i] = _stands_alone(*given.of(i), covariances[i], rounding)
    sound[sound] = clear
    return sound, Targets(*(values[clear] for values in found))


def kept_as(covariances: np.ndarray, moments: Moments) -> Matrices:
    """Return covariances (k, d, d) of a structure that reads so much, in as few numbers."""
    if moments.endswith("diagonal"):
        return Diagonal(np.einsum("kii->ki", covariances))
    if moments == "total":
        return Shared(covariances[0], ones(len(covariances)))
    return Matrices(covariances)


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
        positive[full] &= are_positive(scatter[full]).all(axis=1)
    return positive


def _stands_alone(resp_sum, means, scatter, covariances, rounding: float) -> bool:
    """Whether a mixture is not refused as flat, and has a density, where it climbs by itself."""
    variances = np.einsum("kii->ki", covariances)
    if not np.isfinite(covariances).all() or (variances < 0).any():  # of a flat one, by rounding
        return False
    statistics = Statistics(resp_sum.sum(), resp_sum, means, scatter)
    mixture = Mixture(resp_sum / resp_sum.sum(), means, covariances)
    try:
        refuse_flat(mixture, statistics, rounding)
        return bool(np.isfinite(mixture.whitener.half_log_det).all())
    except DegenerateComponentError:
        return False


def _clearly_spread(weights, means, covariances, roots: Roots) -> np.ndarray:
    """Whether no eigenvalue can be below rounding, of each mixture; as in `collapse`.

    Neither beside all rows nor beside the others of its covariance: a component of hardly any
    weight may be wide, and then has no inverse to rounding.
    """
    gaps = means - means[:, :1]
    variances = np.einsum("mkii->mki", covariances)
    most = (weights[..., None] * (variances + gaps * gaps)).sum(axis=1)
    precisions = np.einsum("mkai,mkai->mki", roots.factors, roots.factors)
    beside_all = np.einsum("mki,mi->m", precisions, most)
    beside_own = (precisions * variances).sum(axis=2).max(axis=1)
    return np.maximum(beside_all, beside_own) * (means.shape[2] * TURNED) < 1.0
