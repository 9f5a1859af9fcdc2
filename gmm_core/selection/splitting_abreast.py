"""Splits of many small mixtures at once, as starts of larger ones: a call of numpy serves all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from gmm_core.blocks import BLOCK_SIZE
from gmm_core.em import Ascent, Model
from gmm_core.expectation import Data, Mixtures, inverse_roots
from gmm_core.mixture import Mixture
from gmm_core.selection.nesting import splits
from gmm_core.sources import Source

# Rows x features x components of mixtures that are cut at once.
AT_ONCE = 4 * BLOCK_SIZE

Task = tuple[Data | Source, Mixture, Model]


def splits_abreast(tasks: Sequence[Task], most: int, n_axes: int = 1) -> list[list[Mixture]]:
    """Return `splits` of each mixture, `most` at most, those of one shape in the same calls.

    Parameters
    ----------
    tasks : sequence of (Data or Source, Mixture, Model)
    most, n_axes : int
        As of `splits`.

    Returns
    -------
    list of list of Mixture
    """
    found: dict[int, list[Mixture]] = {}
    for shape, same in _of_one_shape(tasks).items():
        at_once = max(AT_ONCE // math.prod(shape), 4)
        for begin in range(0, len(same), at_once):
            places = same[begin : begin + at_once]
            made = _splits([tasks[i] for i in places], most, n_axes)
            found.update(zip(places, made, strict=True))
    return [
        found[place] if place in found else splits(data, mixture, model, most, n_axes)
        for place, (data, mixture, model) in enumerate(tasks)
    ]


def _of_one_shape(tasks: Sequence[Task]) -> dict[tuple[int, ...], list[int]]:
    """Tasks worth sharing their calls, by rows, features and components."""
    shapes: dict[tuple[int, ...], list[int]] = {}
    for place, (data, mixture, model) in enumerate(tasks):
        if Ascent.is_quicker_abreast(data, mixture.n_components, model):
            assert isinstance(data, Data)
            shapes.setdefault((*data.X.shape, mixture.n_components), []).append(place)
    return shapes


def _splits(tasks: Sequence[Task], most: int, n_axes: int) -> list[list[Mixture]]:
    tables, mixtures, models = zip(*tasks, strict=True)
    k, d = mixtures[0].means.shape
    whole, halves = _cut_places(k, min(n_axes, d))
    n_cuts = len(halves)
    means = np.array([mixture.means for mixture in mixtures])
    covariances = np.array([mixture.covariances for mixture in mixtures])
    held, offset, scatter = (
        values[:, halves].reshape(-1, k + 1, *values.shape[2:])
        for values in _sums_of_parts(tables, mixtures, means, covariances, min(n_axes, d))
    )
    centres = means[:, whole].reshape(-1, k + 1, d) + offset
    before = covariances[:, whole].reshape(-1, k + 1, d, d)
    each_model = [model for model in models for _ in range(n_cuts)]
    weight = np.repeat([data.weight for data in tables], n_cuts)
    sound, led = Model.m_steps(each_model, weight, before, (held, centres, scatter))
    expected = np.full(len(sound), -np.inf)
    expected[sound] = (led.weights * (np.log(led.weights) + led.log_det)).sum(axis=1)
    return [
        [model.mixture(*(values[j] for values in led[:3])) for j in some]
        for model, some in zip(models, _highest(expected, n_cuts, most), strict=True)
    ]


def _sums_of_parts(
    tables: Sequence[Data],
    mixtures: Sequence[Mixture],
    means: np.ndarray,
    covariances: np.ndarray,
    n_axes: int,
) -> list[np.ndarray]:
    """Counts, offsets from the means and scatter of components and then of all their halves."""
    of_one = tables[:1] if all(data is tables[0] for data in tables) else tables
    columns = np.array([data.X.T for data in of_one])
    scales = np.array([_scale(data) for data in of_one])
    row_weights = np.array([_row_weights(data) for data in of_one])
    weights = np.array([mixture.weights for mixture in mixtures])
    variances = np.einsum("mkii->mki", covariances)
    with np.errstate(all="ignore"):  # of what collapses
        now = Mixtures(weights, means, variances, inverse_roots(covariances))
        parts = now.cut(columns, scales, n_axes, row_weights)
    return [
        np.concatenate(each, axis=1) for each in zip(*(part[1:] for part in parts), strict=True)
    ]


def _highest(expected: np.ndarray, n_cuts: int, most: int) -> Iterator[list[int]]:
    """The best cuts of each mixture, counted among all that have an M-step."""
    place = np.cumsum(np.isfinite(expected)) - 1
    for begin in range(0, len(expected), n_cuts):
        values = expected[begin : begin + n_cuts]
        order = np.argsort(-values, kind="stable")
        yield [int(place[begin + j]) for j in order if np.isfinite(values[j])][:most]


def _cut_places(k: int, n_axes: int) -> tuple[np.ndarray, np.ndarray]:
    """Components of each cut, (n_axes k, k + 1): which they were, and where their sums stand.

    The sums are those of k components, and then for each axis of 2 k halves.
    """
    whole, halves = [], []
    for axis in range(n_axes):
        for j in range(k):
            others = [i for i in range(k) if i != j]
            lower = k + 2 * k * axis + j
            whole.append([*others, j, j])
            halves.append([*others, lower, lower + k])
    return np.array(whole), np.array(halves)


def _scale(data: Data) -> np.ndarray:
    scale = np.std(data.complete.X, axis=0)
    return np.where(scale > 0, scale, 1.0)


def _row_weights(data: Data) -> np.ndarray:
    return np.ones(len(data.X)) if data.weights is None else data.weights
