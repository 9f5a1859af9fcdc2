"""Larger models from the fits nested in them: how to start there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

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
    twice = _with_again(mixture, [*range(mixture.n_components), heaviest])
    weights = twice.weights.copy()
    weights[[heaviest, -1]] /= 2.0
    return Mixture(weights, twice.means, twice.covariances)


def split(data: Data | Source, mixture: Mixture, model: Model) -> Mixture | None:
    """Return the first of `splits`; None when no component can be split without a collapse."""
    return next(iter(splits(data, mixture, model, 1)), None)


def splits(
    data: Data | Source,
    mixture: Mixture,
    model: Model,
    most: int | None = None,
    n_axes: int = 1,
) -> list[Mixture]:
    """Return mixtures of one component more, with a component of `mixture` split in two.

    Each component is cut through its mean, across the `n_axes` directions in which its rows spread
    most in units of the features' standard deviations. That whose M-step has the highest expected
    log-likelihood comes first, `most` at most; those that collapse are left out. Ueda, Nakano,
    Ghahramani and Hinton (2000) split by another measure.
    """
    (whole,) = data.total(statistics_of, [mixture], "full")
    scale = (
        np.std(data.complete.X, axis=0)
        if isinstance(data, Data)
        else np.sqrt(data.summary.variances)
    )
    scale = np.where(scale > 0, scale, 1.0)
    components, n_axes = range(mixture.n_components), min(n_axes, mixture.n_features)
    cut = [
        _with_halves_of(j, whole, halves)
        for halves in data.total(_halves, mixture, whole, scale, n_axes)
        for j in components
    ]
    doubled = [_doubled(mixture, j) for j in components] * n_axes
    order = np.argsort(-_expected_log_likelihoods(cut, doubled, model), kind="stable")
    found = (_m_step_or_none(cut[j], model, doubled[j]) for j in order)
    return list(islice(filter(None, found), most))


def _halves(
    piece: Data, mixture: Mixture, whole: Statistics, scale: np.ndarray, n_axes: int
) -> list[Statistics]:
    """Statistics of 2 k components, for each axis: all lower halves, then all upper ones."""
    axes = np.linalg.eigh(whole.scatter / np.outer(scale, scale))[1]
    resp, found = piece.responsibilities(mixture), []
    for longest in range(1, 1 + n_axes):
        axis = axes[:, :, -longest]
        middle = np.einsum("kd,kd->k", whole.resp_means / scale, axis)
        lower = (piece.complete.X / scale) @ axis.T < middle
        shares = np.hstack([resp * lower, resp * ~lower])
        found.append(Statistics.from_responsibilities(piece, shares))
    return found


def _with_halves_of(component: int, whole: Statistics, halves: Statistics) -> Statistics:
    """Statistics of k + 1 components: the two halves instead of the component."""
    k = len(whole.resp_sum)

    def exchanged(name: str) -> np.ndarray:
        kept = np.delete(getattr(whole, name), component, axis=0)
        return np.concatenate([kept, getattr(halves, name)[[component, k + component]]])

    return Statistics(
        whole.weight, exchanged("resp_sum"), exchanged("resp_means"), exchanged("scatter")
    )


def _doubled(mixture: Mixture, component: int) -> Mixture:
    """The mixture with the component twice, at the places of its halves."""
    others = [j for j in range(mixture.n_components) if j != component]
    return _with_again(mixture, [*others, component, component])


def _with_again(mixture: Mixture, components: list[int]) -> Mixture:
    """Components of a mixture, some of them again, with the weights that they have."""
    matrices = mixture.matrices.permuted(components)
    return Mixture(mixture.weights[components], mixture.means[components], matrices, mixture.noise)


def _m_step_or_none(statistics: Statistics, model: Model, previous: Mixture) -> Mixture | None:
    """The mixture, with its density: an M-step may leave a covariance that has no inverse."""
    try:
        found = model.m_step(statistics, previous)
        return found if np.isfinite(found.whitener.half_log_det).all() else None
    except DegenerateComponentError:
        return None


def _expected_log_likelihoods(
    cut: Sequence[Statistics], previous: Sequence[Mixture], model: Model
) -> np.ndarray:
    """Of their M-steps, per row and up to a constant: quadratic terms add up to d in every one."""
    held = np.array([statistics.resp_sum for statistics in cut])
    scatter = np.array([statistics.scatter for statistics in cut])
    before = np.array([mixture.covariances for mixture in previous])
    with np.errstate(all="ignore"):  # of what collapses
        covariances = model.structure.m_steps(scatter, held, before)
        weights = held / held.sum(axis=1, keepdims=True)
        half_log_det = 0.5 * np.linalg.slogdet(covariances)[1]
        return (weights * (np.log(weights) - half_log_det)).sum(axis=1)
