"""A statistic beside those of samples drawn where the null hypothesis holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.plots.marks.axes import axis
from gmm_core.plots.marks.colours import Theme, colours
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.selection import LikelihoodRatioTest
from gmm_core.wording import counted
from gmm_core.written_numbers import fixed, number

MOST_BINS = 30


def bootstrap_histogram(
    test: LikelihoodRatioTest, *, theme: Theme = "light", height: int = 280
) -> go.Figure:
    """Return the statistics of the samples as bars, and that of the rows as a line.

    Parameters
    ----------
    test : LikelihoodRatioTest
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        Traces "samples" and "rows".

    Examples
    --------
    >>> test = LikelihoodRatioTest(9.0, np.array([0.5, 1.0, 2.5]))
    >>> [trace.name for trace in bootstrap_histogram(test).data]
    ['samples', 'rows']
    """
    values = test.bootstrap_statistics
    counts, edges = np.histogram(values, _bins(values))
    top, farthest = float(max(counts.max(initial=0), 1)), float(max([*values, test.statistic]))
    shown = f"rows: {number(test.statistic)}"
    return figure(
        [_bars(counts, edges, theme), _line(test.statistic, top, theme)],
        theme,
        height,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        bargap=0,
        xaxis=axis(theme, "twice the gain in log-likelihood", (0.0, 1.05 * farthest or 1.0)),
        yaxis=axis(theme, "samples", (0.0, 1.1 * top), showgrid=True, nticks=5),
        annotations=[_name(shown, test.statistic, test.statistic > farthest / 2, theme)],
        dragmode=False,
    )


def _bins(values: np.ndarray) -> int:
    return int(np.clip(2 * np.sqrt(len(values)), 5, MOST_BINS))


def _bars(counts: np.ndarray, edges: np.ndarray, theme: Theme) -> dict[str, Any]:
    ends = zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    return {
        "type": "bar",
        "name": "samples",
        "x": (edges[:-1] + edges[1:]) / 2,
        "y": counts,
        "width": np.diff(edges),
        "marker": {
            "color": colours(1, theme)[0],
            "line": {"width": 1, "color": INKS[theme].ground},
        },
        "text": [
            f"{fixed(low, 1)} to {fixed(high, 1)}: {counted(n, 'sample')}" for low, high, n in ends
        ],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _line(statistic: float, top: float, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "rows",
        "mode": "lines",
        "x": [statistic, statistic],
        "y": [0.0, 1.1 * top],
        "line": {"color": INKS[theme].text, "width": 2.5},
        "hoverinfo": "skip",
    }


def _name(shown: str, place: float, is_right: bool, theme: Theme) -> dict[str, Any]:
    """What the line is, above it."""
    return {
        **{"x": place, "y": 1, "yref": "paper", "yanchor": "bottom"},
        **{"text": shown, "showarrow": False, "xanchor": "right" if is_right else "left"},
        "font": {"color": INKS[theme].text, "size": 13},
    }
