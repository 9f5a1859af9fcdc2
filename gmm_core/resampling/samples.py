"""Other rows that might as well have been seen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gmm_core.expectation import Data
from gmm_core.mixture import Mixture, sample


def drawn_with_replacement(X: np.ndarray, rng: np.random.RandomState) -> Iterator[Data]:
    """The rows drawn anew: each counts as often as it was drawn. Efron (1979)."""
    even = np.full(len(X), 1.0 / len(X))
    while True:
        yield Data(X, rng.multinomial(len(X), even).astype(np.float64))


def weighted_at_random(X: np.ndarray, rng: np.random.RandomState) -> Iterator[Data]:
    """All rows, with weights that are exponential and of mean 1. Newton and Raftery (1994)."""
    while True:
        weights = rng.standard_exponential(len(X))
        yield Data(X, weights / weights.mean())


def drawn_from(mixture: Mixture, n_samples: int, rng: np.random.RandomState) -> Iterator[Data]:
    """Rows drawn from the fit."""
    while True:
        yield Data(sample(mixture, n_samples, rng)[0])


def all_but_one(X: np.ndarray) -> Iterator[Data]:
    """The rows without the first, without the second, and so on. Quenouille (1956)."""
    for left_out in range(len(X)):
        weights = np.ones(len(X))
        weights[left_out] = 0.0
        yield Data(X, weights)
