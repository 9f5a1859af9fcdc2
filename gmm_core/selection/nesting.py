"""Larger models from the fits nested in them: how to start there."""

from __future__ import annotations

import numpy as np

from gmm_core.em import Model
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Data, Statistics, statistics_of
from gmm_core.mixture import Mixture
from gmm_core.sources import Source


def duplicated(mixture: Mixture) -> Mixture:
    """Return the same density with one component more: the heaviest stands there in two halves.

    It has the log-likelihood of `mixture` on any data and keeps every covariance structure, so a
    mixture of k + 1 components never has to fit worse than one of k.
    """
    heaviest = int(np.argmax(mixture.weights))
    twice = mixture.permuted([*range(mixture.n_components), heaviest])
    weights = twice.weights.copy()
    weights[[heaviest, -1]] /= 2.0
    return Mixture(weights, twice.means, twice.covariances)


def split(data: Data | Source, mixture: Mixture, model: Model) -> Mixture | None:
    """Return the first of `splits`; None when no component can be split without a collapse."""
    return next(iter(splits(data, mixture, model)), None)


def splits(data: Data | Source, mixture: Mixture, model: Model) -> list[Mixture]:
    """Return mixtures of one component more, with a component of `mixture` split in two.

    Each component is cut through its mean, across the direction in which its rows spread most in
    units of the features' standard deviations. That whose M-step has the highest expected
    log-likelihood comes first; those that collapse are left out. Ueda, Nakano, Ghahramani and
    Hinton (2000) split by another measure.
    """
    (whole,) = data.total(statistics_of, [mixture], "full")
    scale = (
        np.std(data.complete.X, axis=0)
        if isinstance(data, Data)
        else np.sqrt(data.summary.variances)
    )
    scale = np.where(scale > 0, scale, 1.0)
    (halves,) = data.total(_halves, mixture, whole, scale)
    starts = [
        _m_step_or_none(_with_halves_of(j, whole, halves), model)
        for j in range(mixture.n_components)
    ]
    return sorted(filter(None, starts), key=_expected_log_likelihood, reverse=True)


def _halves(
    piece: Data, mixture: Mixture, whole: Statistics, scale: np.ndarray
) -> list[Statistics]:
    """Statistics of 2 k components: the lower half of each, then the upper half of each."""
    longest = np.linalg.eigh(whole.scatter / np.outer(scale, scale))[1][:, :, -1]
    position = (piece.complete.X / scale) @ longest.T
    middle = np.einsum("kd,kd->k", whole.resp_means / scale, longest)
    lower = position < middle
    resp = piece.responsibilities(mixture)
    return [Statistics.from_responsibilities(piece, np.hstack([resp * lower, resp * ~lower]))]


def _with_halves_of(component: int, whole: Statistics, halves: Statistics) -> Statistics:
    """Statistics of k + 1 components: the two halves instead of the component."""
    k = len(whole.resp_sum)

    def exchanged(name: str) -> np.ndarray:
        kept = np.delete(getattr(whole, name), component, axis=0)
        return np.concatenate([kept, getattr(halves, name)[[component, k + component]]])

    return Statistics(
        whole.weight, exchanged("resp_sum"), exchanged("resp_means"), exchanged("scatter")
    )


def _m_step_or_none(statistics: Statistics, model: Model) -> Mixture | None:
    try:
        return model.m_step(statistics)
    except DegenerateComponentError:
        return None


def _expected_log_likelihood(mixture: Mixture) -> float:
    """Per row, up to a constant: after an M-step the quadratic terms add up to d in every one."""
    half_log_det = 0.5 * np.linalg.slogdet(mixture.covariances)[1]
    return float(mixture.weights @ (np.log(mixture.weights) - half_log_det))
