"""The components that generated data were drawn from, to lie behind those that are fitted."""

from __future__ import annotations

from typing import Any

import numpy as np

from gmm_core.mixture import Mixture
from gmm_core.plots.marks.axes import Range
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.curves import curve_grid, weighted_curves
from gmm_core.plots.marks.outlines import outlines
from gmm_core.plots.marks.style import INKS

RADII = (1, 2)  # standard deviations


def true_trace(truth: Mixture, x_range: Range, theme: Theme, per: float = 1.0) -> dict[str, Any]:
    """Return one dotted line with gaps, in the ink of no component: "truth", not yet seen.

    In a plane ellipses; over one axis the weighted curves, densities of `per` units of the feature.
    It has no ``meta``: it never moves.

    Examples
    --------
    >>> truth = Mixture([0.5, 0.5], [[0.0], [3.0]], [[[1.0]], [[1.0]]])
    >>> trace = true_trace(truth, (-3.0, 6.0), "light")
    >>> trace["name"], trace["visible"], int(np.isnan(trace["y"]).sum())
    ('truth', False, 2)
    """
    line = _curves(truth, x_range, per) if truth.n_features == 1 else _ellipses(truth)
    return {
        "type": "scatter",
        "name": "truth",
        "mode": "lines",
        "x": line[:, 0],
        "y": line[:, 1],
        "line": {"color": INKS[theme].muted, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
        "visible": False,
    }


def _ellipses(truth: Mixture) -> np.ndarray:
    return np.concatenate([outlines(truth, j, RADII) for j in range(truth.n_components)])


def _curves(truth: Mixture, x_range: Range, per: float) -> np.ndarray:
    grid = curve_grid(truth, x_range)
    gap = np.full((1, 2), np.nan)
    heights = per * weighted_curves(truth, grid).T
    return np.concatenate([part for y in heights for part in (np.column_stack([grid, y]), gap)])
