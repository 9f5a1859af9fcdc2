"""Other rows that might as well have been seen.

Rows of frequency f are f rows, each of which may be drawn. A row of sampling weight w is one row,
which keeps its weight however often it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.row_weights import WeightKind

MOST_DRAWN = 100_000_000
"""Numbers in a sample that is drawn from a fit; frequencies may add up to any number of rows."""


def drawn_with_replacement(
    data: Data, kind: WeightKind, rng: np.random.RandomState
) -> Iterator[Data]:
    """The rows drawn anew: each counts as often as it was drawn. Efron (1979)."""
    n, shares = len(data.X), np.full(len(data.X), 1.0 / len(data.X))
    if data.weights is not None and kind == "frequency":
        n, shares = number_of_rows(data, kind), data.weights / data.weights.sum()
    while True:
        times = rng.multinomial(n, shares).astype(np.float64)
        yield data.weighted(times if kind == "frequency" else _weighted(times, data))


def weighted_at_random(data: Data, kind: WeightKind, rng: np.random.RandomState) -> Iterator[Data]:
    """All rows, with weights that are exponential and of mean 1. Newton and Raftery (1994)."""
    while True:
        if data.weights is not None and kind == "frequency":
            weights = rng.standard_gamma(data.weights)  # the sum of as many
            yield data.weighted(weights * (data.weights.sum() / weights.sum()))
        else:
            weights = rng.standard_exponential(len(data.X))
            yield data.weighted(_weighted(weights / weights.mean(), data))


def _weighted(times: np.ndarray, data: Data) -> np.ndarray:
    return times if data.weights is None else times * data.weights


def drawn_from(
    mixture: Mixture, data: Data, kind: WeightKind, rng: np.random.RandomState
) -> Iterator[Data]:
    """As many rows drawn from the fit, with gaps and known classes where these have them."""
    if data.weights is not None and kind == "sampling":
        raise DataError(
            "Rows that are drawn from the fit count once each, and those of the table have "
            "sampling weights. Choose another method."
        )
    n = number_of_rows(data, kind)
    if n * data.X.shape[1] > MOST_DRAWN:
        raise DataError(
            f"The frequencies add up to {n:,} rows, more than can be drawn from the fit. Choose "
            "another method."
        )
    while True:
        yield data.drawn(mixture, n, rng)


def all_but_one(data: Data, kind: WeightKind) -> Iterator[Data]:
    """The rows without the first, without the second, and so on. Quenouille (1956)."""
    for left_out in range(len(data.X)):
        weights = np.ones(len(data.X)) if data.weights is None else data.weights.copy()
        weights[left_out] = max(weights[left_out] - 1.0, 0.0) if kind == "frequency" else 0.0
        yield data.weighted(weights)


def number_of_rows(data: Data, kind: WeightKind) -> int:
    """The rows, or the sum of their frequencies, which are whole numbers."""
    if data.weights is None or kind == "sampling":
        return len(data.X)
    if (data.weights != np.floor(data.weights)).any():
        raise DataError(
            "Rows are drawn as often as their frequencies say, and some of these are no whole "
            'numbers. Give whole ones, or the kind "sampling".'
        )
    return int(data.weights.sum())
