"""One feature in a small pane: its histogram, the weighted normal curves, and their sum."""

from __future__ import annotations

from typing import Any

import numpy as np

from gmm_core.mixture import Mixture
from gmm_core.plots.bins import bin_counts, bin_edges
from gmm_core.plots.compact import compact
from gmm_core.plots.curves import weighted_curves
from gmm_core.plots.palette import Theme, colours
from gmm_core.plots.style import INKS, Range

# A pane has room above its highest bar, and above curves unless they are much higher still.
HEADROOM, MOST_ABOVE = 1.08, 2.0
# Where curves are evaluated: evenly, and about each mean in standard deviations.
PLACES = 101
NEAR = np.linspace(-3.0, 3.0, 13)


def diagonal_traces(
    x: np.ndarray,
    mixture: Mixture | None,
    x_range: Range,
    place: dict[str, str],
    theme: Theme,
) -> tuple[list[dict[str, Any]], float]:
    """Return the traces of a pane, and the density at which it may end.

    Parameters
    ----------
    x : ndarray of shape (n_samples,)
        Of all rows: bars count them all.
    mixture : Mixture or None
        Of one feature.
    x_range : tuple of float
    place : dict
        Plotly's ``xaxis`` and ``yaxis`` of the pane.
    theme : {"light", "dark"}

    Returns
    -------
    traces : list of dict
    top : float

    Examples
    --------
    >>> x, here = np.array([0.0, 1.0, 1.0, 2.0]), {"xaxis": "x", "yaxis": "y3"}
    >>> traces, top = diagonal_traces(x, None, (0.0, 2.0), here, "light")
    >>> traces[0]["type"], top
    ('bar', 0.54)
    """
    edges = bin_edges(x)
    width = np.diff(edges)
    heights = bin_counts(x, edges) / (width * len(x))
    bars = {
        "type": "bar",
        "name": "histogram",
        "x": edges[:-1] + width / 2,
        "y": heights,
        "width": width,
        "marker": {"color": INKS[theme].neutral, "line": {"width": 0}},
        "opacity": 0.4,
        "hoverinfo": "skip",
    }
    curves = _curves(mixture, x_range, theme) if mixture else []
    peak = float(curves[0]["y"].max()) if curves else 0.0
    top = min(max(float(heights.max()), peak), MOST_ABOVE * float(heights.max()))
    return [trace | place for trace in (bars, *curves)], HEADROOM * top


def _curves(mixture: Mixture, x_range: Range, theme: Theme) -> list[dict[str, Any]]:
    """Return the sum and each weighted component, thin and light, as the pane is small."""
    grid = np.linspace(*x_range, PLACES)
    near = mixture.means + mixture.standard_deviations * NEAR
    grid = np.unique(np.concatenate([grid, near.ravel()]))
    heights = weighted_curves(mixture, grid)
    looks = [(INKS[theme].text, 2.5, 0.5)]
    looks += [(hue, 1.5, 1.0) for hue in colours(mixture.n_components, theme)]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": compact(grid),
            "y": compact(height),
            "line": {"width": width, "color": hue},
            "opacity": opacity,
            "hoverinfo": "skip",
        }
        for height, (hue, width, opacity) in zip(
            [heights.sum(axis=1), *heights.T], looks, strict=True
        )
    ]
