"""Stretches of a long run in which a person would see nothing happen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.mixture import Mixture
from gmm_core.steps.narration import moved

LONG = 20  # iterations of a run of which something is left out
LEAST = 6  # iterations that are worth leaving out
LEAST_SEEN = 0.05  # standard deviations that a mean moves, or share by which a spread changes


def dull_ends(mixtures: Sequence[Mixture], clusters: Sequence[np.ndarray]) -> np.ndarray:
    """Return the state up to which nothing happens that is seen, from each state of a run.

    Nothing is seen as long as no row changes its most probable component, and no mean or spread
    is farther from where the stretch began than `LEAST_SEEN`. It is the state itself where there
    is no such stretch of `LEAST` iterations, and everywhere in a run that is not `LONG`.

    Examples
    --------
    >>> still = Mixture([1.0], [[0.0]], [[[1.0]]])
    >>> dull_ends([still] * 30, [np.zeros(5)] * 30)[:3].tolist()
    [29, 29, 29]
    """
    ends = np.arange(len(mixtures))
    begin = 0
    while len(mixtures) > LONG and begin < len(mixtures):
        end = _end(begin, mixtures, clusters)
        if end - begin >= LEAST:
            ends[begin:end] = end
        begin = end if end - begin >= LEAST else begin + 1
    return ends


def _end(begin: int, mixtures: Sequence[Mixture], clusters: Sequence[np.ndarray]) -> int:
    """The last state that looks as that at `begin` does."""
    for state in range(begin + 1, len(mixtures)):
        alike = np.array_equal(clusters[begin], clusters[state])
        if not alike or _change(mixtures[begin], mixtures[state]) > LEAST_SEEN:
            return state - 1
    return len(mixtures) - 1


def _change(before: Mixture, after: Mixture) -> float:
    spread = after.standard_deviations / before.standard_deviations
    return float(max(moved(before, after).max(), np.abs(spread - 1.0).max()))
