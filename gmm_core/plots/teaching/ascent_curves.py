"""Log-likelihood and evidence lower bound by half-step: how EM climbs."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.style import INKS, Range, axis, figure
from gmm_core.plots.teaching.log_likelihood_curve import span

# More markers than this run into one another.
MARKED = 40

# A shorter axis would magnify what is next to nothing.
LEAST_NATS = 0.2
LEGEND = {
    **{"orientation": "h", "x": 1, "xanchor": "right", "y": 0.02, "yanchor": "bottom"},
    **{"bgcolor": "rgba(0,0,0,0)", "itemclick": False, "itemdoubleclick": False},
}


def ascent(
    log_likelihoods: ArrayLike,
    bounds: ArrayLike,
    *,
    theme: Theme = "light",
    height: int = 180,
) -> go.Figure:
    """Return log-likelihood and evidence lower bound of a whole run, by half-step.

    The E-step lifts the bound until it touches the log-likelihood; the M-step lifts both
    (Neal and Hinton 1998).

    Parameters
    ----------
    log_likelihoods : array_like of shape (n_states,)
        Of each state, in nats.
    bounds : array_like of shape (n_states,)
        After the M-step that led to each state, in nats; NaN where it is not known, as at the
        start, which has no responsibilities.
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces "log-likelihood", "lower bound" and "cursor"; the cursor, at the start here, marks
        one half-step on both.

    Examples
    --------
    >>> picture = ascent([-9.0, -5.0], [np.nan, -6.0])
    >>> picture.data[0].y, picture.data[1].y
    (array([-9., -9., -5., -5.]), array([nan, -9., -6., -5.]))
    """
    heights = np.repeat(np.asarray(log_likelihoods, dtype=np.float64), 2)
    lower = heights.copy()
    lower[0::2] = bounds
    last = len(heights) - 1
    hue, other = colours(2, theme)
    curves = [_curve("lower bound", lower, other, "dot"), _curve("log-likelihood", heights, hue)]
    return figure(
        [*curves[::-1], _cursor(heights[0], hue, theme)],
        theme,
        height,
        xaxis=axis(theme, "half-step", (-0.03 * last, 1.03 * last), **_ticks(last)),
        yaxis=axis(theme, "nats", _span(heights), showgrid=True, nticks=5, hoverformat=",.2f"),
        hovermode="x",
        hoverdistance=-1,
        dragmode=False,
        showlegend=True,
        legend={**LEGEND, "font": {"color": INKS[theme].text, "size": 12}},
        uirevision="ascent",
    )


def _curve(name: str, heights: np.ndarray, hue: str, dash: str = "solid") -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "lines+markers" if len(heights) <= MARKED else "lines",
        "x": np.arange(len(heights)),
        "y": heights,
        "line": {"color": hue, "dash": dash, "width": 2},
        "marker": {"size": 5},
        "cliponaxis": False,
        "hovertemplate": f"{name}: %{{y}}<extra></extra>",
    }


def _cursor(height: float, hue: str, theme: Theme) -> dict[str, Any]:
    marker = {"size": 11, "color": hue, "line": {"width": 2, "color": INKS[theme].ground}}
    place = {"x": [0], "y": [height], "cliponaxis": False, "hoverinfo": "skip", "showlegend": False}
    return {"type": "scatter", "name": "cursor", "mode": "markers", "marker": marker, **place}


def _span(heights: np.ndarray) -> Range:
    low, high = span(heights)
    more = max(LEAST_NATS - (high - low), 0.0) / 2
    return low - more, high + more


def _ticks(last: int) -> dict[str, Any]:
    return {"dtick": 1} if last <= 8 else {"nticks": 7}
