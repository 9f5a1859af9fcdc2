"""Plain steps of many mixtures of one model on the same rows: a call of numpy serves all of them.

Whoever asks for a step says of which mixtures, so that some may rest while others go on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from gmm_core.blocks import BLOCK_SIZE
from gmm_core.em.aiming import Given, Targets, kept_as, targets_of
from gmm_core.em.prior import Prior
from gmm_core.expectation import Data, Mixtures, Roots, inverse_roots, passes_over
from gmm_core.maximisation import CovarianceStructure
from gmm_core.mixture import Mixture


class Together:
    """Mixtures of equally many components on the rows of `data`, which a step takes further.

    Parameters
    ----------
    data : Data
        Few enough for a product of all rows.
    structure : CovarianceStructure
    prior : Prior, optional
    """

    def __init__(self, data: Data, structure: CovarianceStructure, prior: Prior | None = None):
        self._data, self._structure, self._prior = data, structure, prior

    def begun(self, mixtures: Sequence[Mixture]) -> list[Targets]:
        """Return mixtures as they are taken further."""
        covariances = np.array([mixture.covariances for mixture in mixtures])
        roots = inverse_roots(covariances)
        return [
            Targets(mixture.weights, mixture.means, *numbers)
            for mixture, *numbers in zip(
                mixtures, covariances, roots.factors, roots.half_log_det, strict=True
            )
        ]

    def stepped(self, mixtures: Sequence[Targets]) -> Iterator[tuple[float, Targets | None]]:
        """Return the log-posterior of each, and where its step leads; None where it collapses."""
        if not mixtures:
            return
        k, d = mixtures[0].centres.shape
        at_once = max(BLOCK_SIZE // math.prod((len(self._data.X), k, d)), 4)
        for begin in range(0, len(mixtures), at_once):
            some = mixtures[begin : begin + at_once]
            with np.errstate(all="ignore"):
                value, sound, found = self._step(some)
            led = iter(zip(*found, strict=True))
            for log_posterior, has_step in zip(value.tolist(), sound.tolist(), strict=True):
                yield log_posterior, Targets(*next(led)) if has_step else None

    def _step(self, mixtures: Sequence[Targets]) -> tuple[np.ndarray, np.ndarray, Targets]:
        now = Targets(*map(np.array, zip(*mixtures, strict=True)))
        spread = np.einsum("mkii->mki", now.covariances)
        roots = Roots(now.roots, now.log_det)
        sums = passes_over(self._data, Mixtures(now.weights, now.centres, spread, roots))
        kinds = np.zeros(len(mixtures), dtype=int)
        weight = np.full(len(mixtures), self._data.weight)
        given = Given(sums.resp_sum, now.centres + sums.offset, sums.scatter)
        ask = [self._structure], kinds, weight, now.covariances
        if self._prior is None:
            return sums.log_likelihood, *targets_of(*ask, given)
        sound, found = targets_of(*ask, self._prior.added_to_each(_of_rows(given)))
        shares = given.resp_sum[sound] / given.resp_sum[sound].sum(axis=1, keepdims=True)
        value = sums.log_likelihood + self._prior.log_densities(now)
        return value, sound, found._replace(weights=shares)

    def mixture(self, now: Targets) -> Mixture:
        """Return one of them by itself."""
        kept = kept_as(now.covariances, self._structure.moments)
        return Mixture(now.weights, now.centres, kept)


def _of_rows(given: Given) -> Given:
    """With zeros where a component holds no row: a prior has it all the same."""
    held = given.resp_sum > 0.0
    means = np.where(held[..., None], given.means, 0.0)
    return Given(given.resp_sum, means, np.where(held[..., None, None], given.scatter, 0.0))
