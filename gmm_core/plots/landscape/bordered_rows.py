"""Rows in the colours of their clusters, with the borders between these: a pane beside another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.mixture import Mixture, as_rows, log_joint
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import Range, axis
from gmm_core.plots.marks.curves import mean_marks
from gmm_core.plots.marks.key import key_of
from gmm_core.plots.marks.margins import in_margins
from gmm_core.plots.marks.outlines import mean_numbers, mean_traces, outline_traces
from gmm_core.plots.marks.points import drawn, point_trace, ring_trace
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.plots.pictures import histogram
from gmm_core.plots.pictures.scatter_plot import data_ranges
from gmm_core.projection import regions

RADII = (1, 2)
PLACES = 400  # on one axis, where the border between two components is looked for


def bordered_rows(
    points: ArrayLike,
    mixture: Mixture,
    *,
    labels: Sequence[str],
    resp: np.ndarray,
    outlines: bool = True,
    ranges: tuple[Range, Range] | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return rows with their clusters, and the borders where two components are equally probable.

    Parameters
    ----------
    points : array_like of shape (n_samples, 1 or 2)
        Where the rows lie on the axes; one that misses a value (NaN) stands in a strip beside it.
    mixture : Mixture
        Projected onto the axes; its borders are those on these axes alone. For k-means, one of
        equal weights and one spherical covariance, whose borders are half-way between means.
    labels : sequence of str
        Names of the axes, with their units.
    resp : ndarray of shape (n_samples, n_components)
    outlines : bool
        Whether the components have outlines, or curves; those of k-means have none.
    ranges : tuple of two (low, high), optional
        Of the axes of a plane.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        With traces "rows", "borders", "means" and "rings".

    Examples
    --------
    >>> halves = Mixture([0.5, 0.5], [[0.0, 0.0], [2.0, 0.0]], [np.eye(2)] * 2)
    >>> picture = bordered_rows(
    ...     [[0.0, 1.0], [2.0, 0.5]], halves, labels=["a", "b"], resp=np.eye(2), outlines=False
    ... )
    >>> border = next(trace for trace in picture.data if trace.name == "borders")
    >>> {round(float(x), 6) for x in border.x if x == x}
    {1.0}
    """
    data = as_rows(points, len(labels), gaps=True)
    if data.shape[1] == 1:
        return _on_an_axis(data[:, 0], mixture, labels[0], resp, outlines, look)
    spans = ranges or data_ranges(data)
    margins = in_margins(data, spans)
    x, y = margins.places.T
    shown = drawn(len(data), resp, look.hover, look.marked)
    pair = dict(zip("xy", labels, strict=True))
    x_lines, y_lines = regions(mixture, *spans).borders().T
    key = key_of(mixture.n_components, look.names, look.theme)
    traces = [
        point_trace(shown, x, y, pair, look, margins.missing),
        *(outline_traces(mixture, RADII, shown.kind, look.theme) if outlines else []),
        _border(x_lines, y_lines, shown.kind, look),
        *mean_traces(mixture, pair, shown.kind, look.theme, look.names),
        ring_trace(shown, x, y, look.theme),
    ]
    return figure(
        key.under(traces),
        look.theme,
        look.height or 480 + key.room,
        xaxis=axis(look.theme, labels[0], margins.ranges[0]),
        yaxis=axis(look.theme, labels[1], margins.ranges[1]),
        shapes=margins.shapes(look.theme),
        annotations=mean_numbers(mixture, look.theme, key.beside, still=True),
        **key.layout,
    )


def _border(x: Any, y: Any, kind: str, look: Look) -> dict[str, Any]:
    line = {"color": INKS[look.theme].text, "width": 1.75}
    return {
        **{"type": kind, "name": "borders", "mode": "lines", "x": x, "y": y, "line": line},
        "hoverinfo": "skip",
    }


def _on_an_axis(
    x: np.ndarray, mixture: Mixture, label: str, resp: np.ndarray, outlines: bool, look: Look
) -> go.Figure:
    shown = mixture if outlines else None
    picture = histogram(x, shown, name=label, responsibilities=resp, look=look)
    layout: Any = picture.layout
    (low, high), (_, top) = layout.xaxis.range, layout.yaxis.range
    borders = [place for place in _crossings(mixture, low, high) for _ in range(3)]
    heights = [0.0, top, None] * (len(borders) // 3)
    added = [_border(borders, heights, "scatter", look)]
    if not outlines:
        added.append(mean_marks(mixture, look.theme, look.names))
    return picture.add_traces(added)


def _crossings(mixture: Mixture, low: float, high: float) -> list[float]:
    """Where on one axis another component becomes the most probable one."""
    grid = np.linspace(low, high, PLACES)
    joint = log_joint(grid[:, None], mixture)
    leads = joint.argmax(axis=1)
    at = np.flatnonzero(np.diff(leads))
    first, second = leads[at], leads[at + 1]
    here = joint[at, first] - joint[at, second]
    there = joint[at + 1, first] - joint[at + 1, second]
    return (grid[at] + (grid[1] - grid[0]) * here / (here - there)).tolist()
