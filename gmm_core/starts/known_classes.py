"""A start from the rows whose class is known."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import pairwise_distances_argmin_min

from gmm_core.blocks import one_thread
from gmm_core.errors import DataError
from gmm_core.expectation import PartlyKnown

MOST_ROUNDS = 100


def known_partition(
    data: PartlyKnown, n_components: int, random_state: np.random.RandomState
) -> np.ndarray:
    """Return a component for each row: k-means in which the known rows stay where they are.

    Constrained k-means, Basu, Banerjee and Mooney (2002), ICML 19; further components begin at rows
    far from the others, drawn as by k-means++.
    """
    data.check_known(n_components)
    X, labels = data.complete.X, data.components.copy()
    X = X - X.mean(axis=0)
    weights = np.ones(len(X)) if data.weights is None else data.weights
    known, free = labels >= 0, labels < 0
    centres = np.zeros((n_components, X.shape[1]))
    placed = [*data.known]
    _move(centres, X, labels, weights)
    for component in sorted({*range(n_components)} - {*placed}):
        _, apart = _nearest(X, centres[placed])
        chances = weights * np.square(apart) * free
        if not chances.any():
            raise DataError("Too few rows differ for so many components. Ask for fewer.")
        centres[component] = X[random_state.choice(len(X), p=chances / chances.sum())]
        placed.append(component)
    for _ in range(MOST_ROUNDS):
        nearest = np.where(known, data.components, _nearest(X, centres)[0])
        if (nearest == labels).all():
            break
        labels = nearest
        _move(centres, X, labels, weights)
    return labels


def _nearest(X: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with one_thread():
        return pairwise_distances_argmin_min(X, centres)


def _move(centres: np.ndarray, X: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> None:
    """Put each centre amid its rows; one without rows stays."""
    for component in range(len(centres)):
        held = labels == component
        if weights[held].any():
            centres[component] = np.average(X[held], axis=0, weights=weights[held])
