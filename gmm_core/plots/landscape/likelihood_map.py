"""The log-likelihood over two means as a map, with the way of EM on it."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.landscape import Surface
from gmm_core.plots.marks.axes import axis
from gmm_core.plots.marks.colours import Theme, colours, to_hex, to_oklab
from gmm_core.plots.marks.style import INKS, figure, legend
from gmm_core.written_numbers import number

LINES = 20
TINT = {"light": 0.75, "dark": 0.8}  # of the hue at the tops
TARGETS = 3  # every so many places of the surface there is one to click


def likelihood_map(
    surface: Surface,
    path: np.ndarray,
    *,
    label: str = "",
    theme: Theme = "light",
    height: int = 520,
) -> go.Figure:
    """Return the map of a surface, with a way of EM from its start to its end.

    Parameters
    ----------
    surface : Surface
    path : ndarray of shape (n_steps + 1, 2)
        Means of the first and of the second component.
    label : str
        Name of the feature, with its unit.
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces "surface", "equal means", "places", which can be clicked, "way", "start", "end" and
        "mirrored end". Lines are at equal steps of the square root of what is lacking to the top.

    Examples
    --------
    >>> from gmm_core.landscape import likelihood_surface
    >>> surface = likelihood_surface(np.array([0.0, 1.0, 9.0, 10.0]), 1.0)
    >>> picture = likelihood_map(surface, surface.path(4.0, 5.0))
    >>> [trace.name for trace in picture.data]
    ['surface', 'equal means', 'places', 'way', 'start', 'end', 'mirrored end']
    """
    low, high = float(surface.means[0]), float(surface.means[-1])
    span = (low, high)
    of = f", {label}" if label else ""
    end = path[-1]
    return figure(
        [
            _surface(surface, theme),
            _equal(low, high, theme),
            _places(surface, theme),
            _way(path, theme),
            _mark("start", path[0], "circle-open", theme),
            _mark("end", end, "star", theme),
            _mark("mirrored end", end[::-1], "star-open", theme),
        ],
        theme,
        height,
        xaxis=axis(theme, f"mean 1{of}", span, constrain="domain"),
        yaxis=axis(theme, f"mean 2{of}", span, scaleanchor="x", constrain="domain"),
        showlegend=True,
        legend=legend(theme, still=False),
        dragmode=False,
    )


def _surface(surface: Surface, theme: Theme) -> dict[str, Any]:
    lacking = np.sqrt(surface.heights.max() - surface.heights)
    ground, hue = to_oklab([INKS[theme].ground, colours(1, theme)[0]])
    shades = to_hex([hue * TINT[theme] * t + ground * (1 - TINT[theme] * t) for t in (1.0, 0.0)])
    return {
        "type": "contour",
        "name": "surface",
        "x": surface.means,
        "y": surface.means,
        "z": lacking,
        "colorscale": [[0.0, shades[0]], [1.0, shades[1]]],
        "showscale": False,
        "ncontours": LINES,
        "line": {"width": 0.75, "color": INKS[theme].muted},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _equal(low: float, high: float, theme: Theme) -> dict[str, Any]:
    return {
        **{"type": "scatter", "name": "equal means", "mode": "lines", "hoverinfo": "skip"},
        **{"x": [low, high], "y": [low, high]},
        "line": {"color": INKS[theme].text, "width": 1.25, "dash": "dot"},
    }


def _places(surface: Surface, theme: Theme) -> dict[str, Any]:
    """Places to click: a map itself tells of no click."""
    some = surface.means[::TARGETS]
    x, y = np.tile(some, len(some)), np.repeat(some, len(some))
    heights = surface.heights[::TARGETS, ::TARGETS].ravel()
    return {
        "type": "scatter",
        "name": "places",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {"symbol": "square", "size": 20, "opacity": 0.0, "color": INKS[theme].ground},
        "showlegend": False,
        "text": [
            f"means {number(a)} and {number(b)}<br>log-likelihood {number(height, 5)}"
            for a, b, height in zip(x.tolist(), y.tolist(), heights.tolist(), strict=True)
        ],
        "hovertemplate": "%{text}<br>click to start here<extra></extra>",
    }


def _way(path: np.ndarray, theme: Theme) -> dict[str, Any]:
    hue = colours(2, theme)[1]
    return {
        **{"type": "scatter", "name": "way", "mode": "lines+markers", "hoverinfo": "skip"},
        **{"x": path[:, 0], "y": path[:, 1], "line": {"color": hue, "width": 2.5}},
        "marker": {"color": hue, "size": 6},
    }


def _mark(name: str, place: np.ndarray, symbol: str, theme: Theme) -> dict[str, Any]:
    ink = INKS[theme].text
    return {
        **{"type": "scatter", "name": name, "mode": "markers", "hoverinfo": "skip"},
        **{"x": [place[0]], "y": [place[1]]},
        "marker": {"symbol": symbol, "size": 15, "color": ink, "line": {"width": 2, "color": ink}},
    }
