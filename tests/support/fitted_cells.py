"""Cells of a table of fits, of components as far apart as a test wants."""

import numpy as np

from gmm_core.em import Ascent
from gmm_core.mixture import Mixture
from gmm_core.selection import Cell


def cell(k: int, bic: float, *, apart: float = 1.0, weights: list[float] | None = None) -> Cell:
    shares = weights or [1.0 / k] * k
    mixture = Mixture(shares, [[apart * j] for j in range(k)], [[[1.0]]] * k)
    ascent = Ascent(mixture, mixture, np.zeros(1), True)
    return Cell(k, "tied", "E", ascent, 1, {"bic": bic}, "converged", ())
