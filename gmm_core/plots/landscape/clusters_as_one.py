"""Clusters of several components, each drawn as one: by the density of all its components."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.mixture import Mixture, as_rows
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import axis, padded, ticks
from gmm_core.plots.marks.colours import colours
from gmm_core.plots.marks.curves import (
    curve_grid,
    density_title,
    density_unit,
    weighted_curves,
)
from gmm_core.plots.marks.margins import in_margins
from gmm_core.plots.marks.names import text
from gmm_core.plots.marks.points import drawn, point_trace
from gmm_core.plots.marks.style import GOLDEN, INKS, figure, mean_label
from gmm_core.projection import levels, regions

# As much of a cluster lies within its lines as of a normal one within 1 and 2 standard deviations.
SHARES = (0.393, 0.865)
WIDTHS = (2.5, 1.25)
SHAPE = (200, 150)  # places of the grid on x and on y
DRAWS = 4_000  # rows that find the level of a line
STRIP = 0.18  # of the height, below the curves of one feature, for the rows
Groups = Sequence[Sequence[int]]


def clusters_as_one(
    points: ArrayLike,
    mixture: Mixture,
    groups: Groups,
    *,
    labels: Sequence[str],
    resp: np.ndarray,
    look: Look = Look(),
) -> go.Figure:
    """Return the rows in the colours of clusters, and each cluster by the density of all of it.

    Parameters
    ----------
    points : array_like of shape (n_samples, 1 or 2)
        Where the rows lie on the axes; one that misses a value (NaN) stands in a strip beside it.
    mixture : Mixture
        Projected onto the axes.
    groups : sequence of sequences of int
        Components of each cluster, from 0.
    labels : sequence of str
        Names of the axes, with their units.
    resp : ndarray of shape (n_samples, n_clusters)
        Probabilities of the clusters.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        Traces "rows", "cluster 1", "cluster 2" and so on, and "means" of the components. Of two
        features a cluster's lines hold 39.3 % and 86.5 % of it, as those of a normal distribution
        do at 1 and 2 standard deviations; of one feature its curve is the sum of its components'.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0, 0.0], [1.0, 0.0]], [np.eye(2)] * 2)
    >>> picture = clusters_as_one(
    ...     [[0.0, 1.0]], mixture, [(0, 1)], labels=["a", "b"], resp=np.ones((1, 1))
    ... )
    >>> [trace.name for trace in picture.data]
    ['rows', 'cluster 1', 'cluster 1', 'means']
    """
    data = as_rows(points, len(labels), gaps=True)
    draw = _in_a_plane if data.shape[1] == 2 else _on_an_axis
    return draw(data, mixture, groups, labels, resp, look)


def _in_a_plane(
    data: np.ndarray,
    mixture: Mixture,
    groups: Groups,
    labels: Sequence[str],
    resp: np.ndarray,
    look: Look,
) -> go.Figure:
    spans = padded(data[:, 0], 0.15), padded(data[:, 1], 0.15)
    margins = in_margins(data, spans)
    x, y = margins.places.T
    shown = drawn(len(data), resp, look.hover, look.marked)
    pair = dict(zip("xy", labels, strict=True))
    hues = colours(len(groups), look.theme)
    lines = [
        trace
        for j, (group, hue) in enumerate(zip(groups, hues, strict=True), 1)
        for trace in _lines(_part(mixture, group), spans, f"cluster {j}", hue, shown.kind)
    ]
    means = mixture.means
    return figure(
        [
            point_trace(shown, x, y, pair, look, margins.missing),
            *lines,
            _means(means, shown.kind, look),
        ],
        look.theme,
        look.height or 480,
        xaxis=axis(look.theme, labels[0], margins.ranges[0]),
        yaxis=axis(look.theme, labels[1], margins.ranges[1], showgrid=True),
        shapes=margins.shapes(look.theme),
        annotations=[
            mean_label(cx, cy, str(j), INKS[look.theme].text, look.theme, yshift=18)
            for j, (cx, cy) in enumerate(_centres(mixture, groups), 1)
        ],
    )


def _part(mixture: Mixture, group: Sequence[int]) -> Mixture:
    """The mixture of the components of one cluster."""
    some = list(group)
    weights = mixture.weights[some]
    return Mixture(weights / weights.sum(), mixture.means[some], mixture.covariances[some])


def _lines(
    part: Mixture, spans: tuple[Any, Any], name: str, hue: str, kind: str
) -> list[dict[str, Any]]:
    plane = regions(part, *spans, SHAPE)
    found = []
    for height, width in zip(levels(part, SHARES, DRAWS), WIDTHS, strict=True):
        x, y = plane.contour(float(height)).T
        line = {"color": hue, "width": width}
        found.append(
            {
                **{"type": kind, "name": name, "mode": "lines", "x": x, "y": y, "line": line},
                "hoverinfo": "skip",
            }
        )
    return found


def _means(means: np.ndarray, kind: str, look: Look) -> dict[str, Any]:
    """The components' means, small, since the clusters are what is seen."""
    ink = INKS[look.theme].text
    return {
        **{"type": kind, "name": "means", "mode": "markers"},
        **{"x": means[:, 0], "y": means[:, -1] if means.shape[1] > 1 else np.zeros(len(means))},
        "marker": {
            **{"symbol": "cross-thin-open", "size": 11, "color": ink},
            "line": {"width": 2, "color": ink},
        },
        "text": [f"component {j}" for j in range(1, len(means) + 1)],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _centres(mixture: Mixture, groups: Groups) -> list[list[float]]:
    """Of each cluster its most central component: the mean of a bent one may lie outside of it."""
    found = []
    for group in groups:
        part = _part(mixture, group)
        gaps = np.linalg.norm(part.means - part.weights @ part.means, axis=1)
        found.append(part.means[gaps.argmin()].tolist())
    return found


def _on_an_axis(
    data: np.ndarray,
    mixture: Mixture,
    groups: Groups,
    labels: Sequence[str],
    resp: np.ndarray,
    look: Look,
) -> go.Figure:
    span = padded(data[:, 0])
    margins = in_margins(data, [span])
    x = margins.places[:, 0]
    grid = curve_grid(mixture, span)
    each = weighted_curves(mixture, grid)
    curves = [each[:, list(group)].sum(axis=1) for group in groups]
    highest = 1.15 * float(max(curve.max() for curve in curves))
    per = density_unit(highest)
    curves, top = [per * curve for curve in curves], per * highest
    heights = -STRIP * top * (0.25 + 0.6 * (np.arange(len(x)) * GOLDEN % 1.0))
    shown = drawn(len(x), resp, look.hover, look.marked)
    hues = colours(len(groups), look.theme)
    lines = [
        {
            **{"type": "scatter", "name": f"cluster {j}", "mode": "lines", "x": grid, "y": curve},
            **{"line": {"color": hue, "width": 2.5}, "hoverinfo": "skip"},
        }
        for j, (curve, hue) in enumerate(zip(curves, hues, strict=True), 1)
    ]
    return figure(
        [
            point_trace(shown, x, heights, {"x": text(labels[0])}, look, margins.missing)
            | {"type": "scatter"},
            *lines,
            _means(mixture.means, "scatter", look),
        ],
        look.theme,
        look.height or 480,
        xaxis=axis(look.theme, labels[0], margins.ranges[0]),
        shapes=margins.shapes(look.theme),
        yaxis=axis(
            look.theme,
            density_title(labels[0], per),
            (-STRIP * top, top),
            showgrid=True,
            **dict(zip(("tickvals", "ticktext"), ticks(0.0, top), strict=True)),
        ),
        annotations=[
            mean_label(
                *(float(grid[curve.argmax()]), float(curve.max())),
                *(str(j), INKS[look.theme].text, look.theme),
                yshift=12,
            )
            for j, curve in enumerate(curves, 1)
        ],
    )
