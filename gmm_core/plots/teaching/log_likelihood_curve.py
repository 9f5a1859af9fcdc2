"""The log-likelihood as EM climbs it."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.plots.marks.axes import Range, axis, padded
from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.style import INKS, figure

# More markers than this run into one another.
MARKED = 60

# Less than this share of the log-likelihood itself is rounding, and is drawn as level.
FLATTEST = 1e-9


def log_likelihood(
    values: ArrayLike,
    *,
    current: int | None = None,
    n_iterations: int | None = None,
    theme: Theme = "light",
    height: int = 180,
) -> go.Figure:
    """Return the curve of the log-likelihood by iteration, as far as `current`.

    Both axes are those of the whole run, so that nothing moves but the curve.

    Parameters
    ----------
    values : array_like of shape (n_states,)
        Total log-likelihood of each state of a run, in nats; the first is the start's.
    current : int, optional
        Iteration on screen: the curve ends there, in a larger point. All are drawn without it.
    n_iterations : int, optional
        Last iteration on the axis; by default that of `values`.
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure

    Examples
    --------
    >>> log_likelihood([-300.0, -210.0, -203.4], current=1).data[0].y
    array([-300., -210.])
    """
    heights = np.asarray(values, dtype=np.float64)
    last = max(len(heights) - 1 if n_iterations is None else n_iterations, 1)
    ticks = {"dtick": 1} if last <= 6 else {"nticks": 6}
    mode = "lines+markers" if last <= MARKED else "lines"
    hue = colours(1, theme)[0]
    end = [] if current is None else [current]
    shown = heights if current is None else heights[: current + 1]
    curve = {"mode": mode, "x": np.arange(len(shown)), "y": shown, "line": {"color": hue}}
    cursor = {"mode": "markers", "x": end, "y": heights[end], "marker": _cursor(hue, theme)}
    said = {"hovertemplate": "iteration %{x}: %{y} nats<extra></extra>"}
    ascent = {"showgrid": True, "nticks": 5, "hoverformat": ",.2f"}
    return figure(
        [{"type": "scatter", "cliponaxis": False} | said | trace for trace in (curve, cursor)],
        theme,
        height,
        xaxis=axis(theme, "iteration", (-0.03 * last, 1.03 * last), **ticks),
        yaxis=axis(theme, "log-likelihood", span(heights), **ascent),
        hoverdistance=-1,
        uirevision="log-likelihood",
    )


def span(heights: np.ndarray) -> Range:
    """Return the range of an axis of log-likelihoods, on which rounding is drawn as level.

    Parameters
    ----------
    heights : ndarray
        In nats.

    Examples
    --------
    >>> span(np.array([-300.0, -200.0]))
    (-310.0, -190.0)
    """
    low, high = padded(heights, 0.1)
    least = FLATTEST * max(abs(low), abs(high))
    return (low - least, high + least) if high - low < least else (low, high)


def _cursor(hue: str, theme: Theme) -> dict[str, Any]:
    return {"size": 11, "color": hue, "line": {"width": 2, "color": INKS[theme].ground}}
