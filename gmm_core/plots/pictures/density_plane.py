"""The density of a mixture over two axes, the region of each component, and the borders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.mixture import Mixture, as_rows
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import Range
from gmm_core.plots.marks.colours import Theme, colours, to_hex, to_oklab
from gmm_core.plots.marks.crowd import crowd_trace
from gmm_core.plots.marks.key import key_of
from gmm_core.plots.marks.margins import in_margins
from gmm_core.plots.marks.outlines import mean_numbers, mean_traces
from gmm_core.plots.marks.points import drawn, point_trace, ring_trace
from gmm_core.plots.marks.scales import LINEAR, Pair, Scales
from gmm_core.plots.marks.shown_digits import compact
from gmm_core.plots.marks.style import INKS, figure, mean_label
from gmm_core.plots.pictures.scatter_plot import data_ranges
from gmm_core.projection import Regions, check_plane, levels, regions

# Shares of the mixture that lie within the lines, from the innermost outwards.
SHARES = (0.5, 0.75, 0.9, 0.95, 0.99)
# Strength of a component's colour on the ground: outside all lines, then inwards.
TINTS: dict[Theme, tuple[float, ...]] = {
    "light": (0.06, 0.10, 0.14, 0.19, 0.25, 0.32),
    "dark": (0.11, 0.17, 0.23, 0.30, 0.37, 0.45),
}
# Labels of lines keep away from the edges of the picture, by this share of its width and height.
EDGE = (0.08, 0.04)


def density(
    points: ArrayLike,
    mixture: Mixture,
    *,
    labels: Sequence[str],
    responsibilities: ArrayLike | None = None,
    shares: Sequence[float] = SHARES,
    show_rows: bool = True,
    crowd: bool = False,
    ranges: tuple[Range, Range] | None = None,
    rows: ArrayLike | None = None,
    logarithms: Pair = LINEAR,
    look: Look = Look(),
) -> go.Figure:
    """Return the density of a mixture in the plane, its regions in their colours, and the rows.

    The lines are the borders of the highest-density regions: the smallest sets that hold given
    shares of the mixture, at levels found from rows that are drawn from it
    (`levels`). Each place has the colour of the component with the largest responsibility there,
    and heavy borders stand where two have the same. Regions and borders are
    those of the mixture on these two axes alone. The responsibilities of a row follow from all
    features, so that it may lie in the region of another component than its own.

    Parameters
    ----------
    points : array_like of shape (n_samples, 2)
        Where the rows lie on the axes, as from `Projection.points`. A row that misses a value (NaN)
        stands in a strip beside its axis.
    mixture : Mixture
        Of two features: projected onto the axes, as from `Projection.mixture`.
    labels : sequence of str
        Names of both axes, with their units.
    responsibilities : array_like of shape (n_samples, n_components), optional
        From all features; without them points are neutral circles.
    shares : sequence of float
        Of the mixture within each line, ascending.
    show_rows : bool
        Draw the rows over the density.
    crowd : bool
        Shade the ground by the number of rows, all of them, where not all are drawn.
    ranges : tuple of two (low, high), optional
        Ranges of the axes, without the strips; by default `data_ranges` of `points`.
    rows : array_like of int, optional
        Rows to draw; by default all, or of many a fixed sample (`drawn_rows`).
    logarithms : tuple of two (Logarithm or None)
        On which an axis is, whatever is fitted: density is that of the units of the features.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        The trace "rows" holds the points; its ``customdata`` are row indices.

    Raises
    ------
    DataError
        When points or mixture do not have two features.
    DegenerateComponentError
        When a covariance is not positive definite.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0, 0.0], [3.0, 0.0]], [np.eye(2)] * 2)
    >>> picture = density([[0.0, 1.0], [3.0, 3.0]], mixture, labels=["a", "b"], shares=[0.5, 0.9])
    >>> [trace.name for trace in picture.data if trace.name]
    ['regions', '50 %', '90 %', 'borders', 'rows', 'means', 'rings']
    """
    check_plane(mixture)
    data = as_rows(points, 2, gaps=True)
    x, y = data.T
    scales = Scales.of(data, logarithms, ranges or data_ranges(data))
    margins = in_margins(scales.moved(data), scales.spans)
    shown = drawn(len(data), responsibilities, look.hover, look.marked, rows)
    plane = regions(mixture, *scales.ranges, logarithms=logarithms)
    heights = levels(mixture, shares)
    lines = [plane.contour(level) for level in heights]
    kind = shown.kind if show_rows else "scatter"
    pair = dict(zip("xy", labels, strict=True))
    key = key_of(mixture.n_components, look.names, look.theme)
    traces = [
        _regions(plane, heights, look.theme),
        *(
            _contour(line, share, kind, look.theme)
            for line, share in zip(lines, shares, strict=True)
        ),
        _borders(plane, kind, look.theme),
        *mean_traces(mixture, pair, kind, look.theme, look.names),
    ]
    if show_rows:
        traces.insert(-2, point_trace(shown, x, y, pair, look, margins.missing))
        traces.append(ring_trace(shown, x, y, look.theme))
    seen = margins.put(scales.drawn(traces, mixture, labels), shown.rows, shown.rings)
    if crowd and (len(shown.rows) < len(x) or not show_rows):
        seen.append(crowd_trace(*margins.plane, look.theme))
    return figure(
        key.under(seen),
        look.theme,
        look.height or 480 + key.room,
        xaxis=scales.axis(0, look.theme, labels[0], range=[*margins.ranges[0]]),
        yaxis=scales.axis(1, look.theme, labels[1], range=[*margins.ranges[1]]),
        shapes=margins.shapes(look.theme),
        annotations=[
            *_shares(mixture, lines, shares, scales, look.theme),
            *scales.noted(mean_numbers(mixture, look.theme, key.beside, still=True)),
        ],
        uirevision=f"{pair}{scales.logarithms if not scales.is_linear else ''}",
        **key.layout,
    )


def _regions(plane: Regions, heights: np.ndarray, theme: Theme) -> dict[str, Any]:
    """Return each place in the colour of its component, the stronger the more lines are around."""
    k, n_tints = len(plane.log_joint), len(heights) + 1
    within = (plane.log_density[..., None] >= heights).sum(axis=-1)
    looks = k * n_tints
    smallest = np.uint8 if looks <= 256 else np.uint16
    return {
        "type": "heatmap",
        "name": "regions",
        "x": plane.x,
        "y": plane.y,
        "z": (plane.component * n_tints + within).astype(smallest),
        "zmin": -0.5,
        "zmax": looks - 0.5,
        "colorscale": _steps(k, n_tints, theme),
        "showscale": False,
        "hoverinfo": "skip",
    }


def _steps(k: int, n_tints: int, theme: Theme) -> list[list[Any]]:
    """Return a colour scale of flat steps: all tints of the first component, then the next."""
    tints = TINTS[theme]
    strength = np.interp(np.linspace(0, 1, n_tints), np.linspace(0, 1, len(tints)), tints)
    ground, hues = to_oklab([INKS[theme].ground]), to_oklab(colours(k, theme))
    lab = ground + strength[:, None] * (hues - ground)[:, None]
    shades = to_hex(lab.reshape(-1, 3))
    ends = np.linspace(0.0, 1.0, len(shades) + 1).tolist()
    return [[end, shade] for j, shade in enumerate(shades) for end in (ends[j], ends[j + 1])]


def _contour(line: np.ndarray, share: float, kind: str, theme: Theme) -> dict[str, Any]:
    said = f"{100 * share:g} % of the mixture lies within<extra></extra>"
    look = {"width": 1.25, "color": INKS[theme].muted}
    return _line(line, kind, look) | {"name": f"{100 * share:g} %", "hovertemplate": said}


def _borders(plane: Regions, kind: str, theme: Theme) -> dict[str, Any]:
    look = {"width": 2.25, "color": INKS[theme].text}
    said = "two components are equally probable<extra></extra>"
    return _line(plane.borders(), kind, look) | {"name": "borders", "hovertemplate": said}


def _line(points: np.ndarray, kind: str, line: dict[str, Any]) -> dict[str, Any]:
    x, y = map(compact, points.T)
    return {"type": kind, "mode": "lines", "x": x, "y": y, "line": line}


def _shares(
    mixture: Mixture,
    lines: Sequence[np.ndarray],
    shares: Sequence[float],
    scales: Scales,
    theme: Theme,
) -> list[dict[str, Any]]:
    """Return what says how much lies within each line: on it, far from means and one another."""
    low, high = np.array(scales.spans).T
    taken = (scales.moved(mixture.means) - low) / (high - low)
    notes = []
    for line, share in zip(map(scales.moved, lines), shares, strict=True):
        place = (line - low) / (high - low)
        free = (np.abs(place - 0.5) < 0.5 - np.array(EDGE)).all(axis=1)
        if not free.any():
            continue
        gaps = np.linalg.norm(place[free][:, None] - taken, axis=2).min(axis=1)
        best = int(gaps.argmax())
        taken = np.vstack([taken, place[free][best]])
        x, y = line[free][best].tolist()
        note = mean_label(x, y, f"{100 * share:g} %", INKS[theme].muted, theme)
        notes.append(note | {"font": note["font"] | {"size": 11, "weight": 400}})
    return notes
