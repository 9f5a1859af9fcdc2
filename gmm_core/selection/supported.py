"""Which of many fits the rows bear: of low BIC by more than chance gives, or clearly apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from gmm_core.departures import LEAST_HELD
from gmm_core.mixture import Mixture
from gmm_core.selection.table import Cell

MARGIN = 6.0
"""A further component must lower BIC by more than this, ..."""

MARGIN_OF_TWO = (1.0, 50.0)
"""... and any beyond one by 1 + 50 d / n, since few rows of d columns do so by chance."""

APART = 5.0
"""Neither is asked where all components stand clearly apart: any two means by so many standard
deviations along the line between them, ..."""

LEAST_APART = 4.5
"""... and each holding more rows than these: chance brings no gaps as wide as that. ..."""

WEAK = 2.0
"""... Then BIC may even be higher by as much, which is no evidence (Kass and Raftery 1995)."""


def is_sound(cell: Cell, n_samples: float) -> bool:
    """Whether a fit was found, without likely accidents and components of one or two rows."""
    if cell.ascent is None or cell.suspicions or cell.status.startswith("collapsed"):
        return False
    held = n_samples * cell.ascent.mixture.weights.min()
    return bool(np.isfinite(bic(cell))) and (cell.n_components == 1 or held > LEAST_HELD)


def supported(sound: Sequence[Cell], n_samples: float, n_features: int) -> Cell:
    """The fit of lowest BIC that the rows, or their weight, bear; at least one fit is sound."""
    best, *larger = best_by_size(sound)
    base, share = MARGIN_OF_TWO
    for cell in larger:
        margin = base + share * n_features / n_samples if best.n_components == 1 else MARGIN
        if bic(cell) < bic(best) - margin:
            best = cell
    near = [cell for cell in sound if bic(cell) < bic(best) + WEAK]
    clear = [cell for cell in near if cell is not best and _is_clear(cell, n_samples)]
    if best.n_components > 1:  # groups that are apart are not joined for a little
        clear = [c for c in clear if c.n_components > best.n_components or bic(c) < bic(best)]
    return min(clear, key=bic, default=best)


def best_by_size(cells: Sequence[Cell]) -> list[Cell]:
    """The cell of lowest BIC of each number of components, fewer components first."""
    best: dict[int, Cell] = {}
    for cell in cells:
        known = best.get(cell.n_components)
        if known is None or bic(cell) < bic(known):
            best[cell.n_components] = cell
    return [best[k] for k in sorted(best)]


def bic(cell: Cell) -> float:
    """BIC of a cell; lower is better."""
    return cell.criteria["bic"]


def _is_clear(cell: Cell, n_samples: float) -> bool:
    """Whether no two components of several are near, and none holds few rows."""
    if cell.ascent is None or cell.n_components == 1:
        return False
    mixture = cell.ascent.mixture
    return bool(n_samples * mixture.weights.min() > LEAST_APART) and _separation(mixture) >= APART


def _separation(mixture: Mixture) -> float:
    """Least gap between two means, in mean standard deviations along the line between them."""
    covariances, least = mixture.covariances, np.inf
    for one, other in combinations(range(mixture.n_components), 2):
        gap = mixture.means[one] - mixture.means[other]
        size = float(np.sqrt(gap @ gap))
        if size == 0.0:
            return 0.0
        spreads = [float(np.sqrt(gap @ covariances[j] @ gap)) / size for j in (one, other)]
        least = min(least, 2.0 * size / sum(spreads))
    return float(least)
