"""Classes that overlap, and columns that depend on nothing but the class."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gmm_core.mixture import Mixture, responsibilities, sample

FITTED = Mixture([0.4, 0.35, 0.25], [[0.0, 0.0], [2.2, 0.0], [0.0, 2.6]], [np.eye(2)] * 3)
MEANS, DEVIATIONS = np.array([10.0, 13.0, 9.0]), np.array([1.0, 2.0, 0.5])
SHARES = np.array([[0.7, 0.2, 0.1], [0.2, 0.3, 0.5], [0.1, 0.8, 0.1]])


class Drawn(NamedTuple):
    """Rows drawn anew: their responsibilities, a number and a category."""

    resp: np.ndarray
    numbers: np.ndarray
    codes: np.ndarray


def drawn(n_rows: int, seed: int, *, alike: bool = False) -> Drawn:
    """Rows whose columns depend on the class, or where classes are `alike` do not."""
    rng = np.random.RandomState(seed)
    X, classes = sample(FITTED, n_rows, rng)
    of = np.zeros(n_rows, dtype=int) if alike else classes
    numbers = rng.normal(MEANS[of], DEVIATIONS[of])
    codes = (rng.uniform(size=n_rows)[:, None] > SHARES.cumsum(axis=1)[of]).sum(axis=1)
    return Drawn(responsibilities(X, FITTED), numbers, codes)
