"""Three features of the data in space, and the mixture projected onto them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.mixture import Mixture, as_rows
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import Range, padded
from gmm_core.plots.marks.colours import OF_NOISE, Theme, colours, to_hex, to_oklab
from gmm_core.plots.marks.key import key_of
from gmm_core.plots.marks.margins import Margins, in_margins
from gmm_core.plots.marks.names import hovered, hovered_means, mean_axes, text, wrapped
from gmm_core.plots.marks.outlines import ellipses_in_space, shifts_beside
from gmm_core.plots.marks.points import Drawn, drawn, row_identity, row_marker
from gmm_core.plots.marks.shown_digits import compact
from gmm_core.plots.marks.style import INKS, figure, mean_label
from gmm_core.subsets import drawn_rows

# Most rows that turn smoothly, and are drawn within a second.
MOST_ROWS_IN_SPACE = 2000
# Radius of the ellipsoids: they hold 74 % of a normal distribution in space.
RADIUS = 2.0
# Plotly has eight symbols in space; those that it lacks become the ones that differ most. Its "x"
# is a letter that few fonts have, so that nothing is drawn.
SYMBOLS_IN_SPACE = {
    OF_NOISE.name: "cross",
    "triangle-up": "diamond-open",
    "star": "circle-open",
    "triangle-down": "square-open",
    "triangle-left": "circle-open",
    "triangle-right": "diamond-open",
}
# Most letters of a name that stands along its axis, whose edge of the cube is short on a phone.
# Others stand below the picture, on lines of so many letters, of so many pixels.
ALONG, LETTERS, LINE = 15, 46, 17
# A marker in space looks larger than in the plane.
SHRINK = 0.6
# ... and a cross, of thin bars, smaller.
CROSS = 2.5
# Pixels of the picture, without what stands above and below it.
TALL = 480
# How far the colour of an ellipse is from that of its points to that of the text.
FIRM = 0.45
# Half a bar of the cross at a mean, as a share of the axis.
ARM = 0.03


def space(
    X: ArrayLike,
    mixture: Mixture | None,
    *,
    names: Sequence[str],
    features: tuple[int, int, int] = (0, 1, 2),
    responsibilities: ArrayLike | None = None,
    radius: float = RADIUS,
    rows: ArrayLike | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return the scatter of three features with rings around each mean, to turn by hand.

    Of an ellipsoid the ellipses through the ends of its axes are drawn, two by two.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        At least three features. A row that misses a value (NaN) stands at the low end of its axis.
    mixture : Mixture or None
        Of the same features; drawn as its marginal over the three on the axes.
        None draws the data alone.
    names : sequence of str
        Name of each feature, with its unit.
    features : tuple of int
        Features on the x, the y and the z axis.
    responsibilities : array_like of shape (n_samples, n_components), optional
        Without them points are neutral circles.
    radius : float
        Of the ellipsoids, in standard deviations; at 2 these hold 74 % of their component.
    rows : array_like of int, optional
        Rows to draw; by default a fixed sample of at most 2,000 (`drawn_rows`).
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        The first trace, "rows", holds the points; its ``customdata`` are row indices. Colours are
        those of the other figures; the symbols are too, as far as plotly has them in space.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0, 0.0, 0.0]], [np.eye(3)])
    >>> picture = space([[0.0, 1.0, 2.0], [2.0, 3.0, 1.0]], mixture, names=["a", "b", "c"])
    >>> [trace.name for trace in picture.data]
    ['rows', 'outlines', 'means']
    """
    data = as_rows(X, len(names) if mixture is None else mixture.n_features, gaps=True)
    chosen = data[:, list(features)]
    titles = [names[feature] for feature in features]
    sample = drawn_rows(len(data), MOST_ROWS_IN_SPACE) if rows is None else rows
    shown = drawn(len(data), responsibilities, look.hover, None, sample)
    now = mixture and mixture.marginal(features)
    spans = _spans(chosen, now, radius)
    margins = in_margins(chosen, spans.tolist())
    k, called = (now.n_components, look.names) if now else (0, None)
    key = key_of(k, called, look.theme, few=0)  # turned, names would lie over one another
    traces = [
        _points(shown, margins, titles, look.names, row_marker(shown, look)),
        *([_outlines(now, radius, look.theme)] if now else []),
        *([_means(now, spans, titles, look.names, look.theme)] if now else []),
    ]
    along, below = _named(titles, look.theme)
    room = key.room + LINE * sum(each["text"].count("<br>") + 1 for each in below)
    return figure(
        _in_space(key.under(traces)),
        look.theme,
        look.height or TALL + room,
        scene=_scene(margins.ranges, along, look.theme)
        | {"camera": _camera(chosen[shown.rows])}
        | {"annotations": _numbers(now, key.beside, look.theme) if now else []},
        annotations=below,
        margin={"l": 8, "r": 8, "t": 8, "b": 8 + room - key.room},
        meta={"beside": room},
        uirevision=f"{titles}",
        **key.layout,
    )


def _named(titles: Sequence[str], theme: Theme) -> tuple[list[str], list[dict[str, Any]]]:
    """Return what stands along the axes, and below the picture what that is.

    Plotly writes along an axis at one distance from its numbers, over which two lines would lie.
    """
    if max(map(len, titles)) <= ALONG:
        return [text(title) for title in titles], []
    lines = [
        f"<b>{letter}</b>  {wrapped(each, LETTERS)}"
        for letter, each in zip("xyz", titles, strict=True)
    ]
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 0, "xanchor": "left", "yanchor": "top"}
    look = {"showarrow": False, "align": "left", "font": {"size": 13, "color": INKS[theme].muted}}
    return [*"xyz"], [place | look | {"text": "<br>".join(lines)}]


def _spans(places: np.ndarray, mixture: Mixture | None, radius: float) -> np.ndarray:
    """Return the ranges of the axes, (3, 2): of the data, and of ellipsoids not far beyond."""
    low, high = np.nanmin(places, axis=0), np.nanmax(places, axis=0)
    if mixture is not None:
        reach, far = radius * mixture.standard_deviations, (high - low) / 2
        low_end, high_end = (mixture.means - reach).min(axis=0), (mixture.means + reach).max(axis=0)
        low = np.clip(low_end, low - far, low)
        high = np.clip(high_end, high, high + far)
    return np.array([padded(np.array(ends)) for ends in zip(low, high, strict=True)])


def _points(
    shown: Drawn,
    margins: Margins,
    titles: Sequence[str],
    components: Sequence[str] | None,
    marker: dict[str, Any],
) -> dict[str, Any]:
    values = [f"{hovered(title)}: %{{{axis}}}" for axis, title in zip("xyz", titles, strict=True)]
    return {
        "type": "scatter3d",
        "mode": "markers",
        **dict(zip("xyz", margins.places[shown.rows].T, strict=True)),
        "marker": _with_firm_crosses(_marker_in_space(marker) | {"size": SHRINK * marker["size"]}),
        **row_identity(shown, values, components, margins.missing),
    }


def _marker_in_space(marker: dict[str, Any]) -> dict[str, Any]:
    symbols = marker["symbol"]
    if isinstance(symbols, str):
        return marker | {"symbol": SYMBOLS_IN_SPACE.get(symbols, symbols)}
    return marker | {"symbol": [SYMBOLS_IN_SPACE.get(symbol, symbol) for symbol in symbols]}


def _with_firm_crosses(marker: dict[str, Any]) -> dict[str, Any]:
    """Return markers with crosses that are seen: an edge in the colour of the ground hides them."""
    if isinstance(marker["symbol"], str):
        return marker
    is_cross = np.array(marker["symbol"]) == SYMBOLS_IN_SPACE[OF_NOISE.name]
    if not is_cross.any():
        return marker
    line, n = marker["line"], len(is_cross)
    edges = line.get("color", marker["color"])
    each = n * [edges] if isinstance(edges, str) else edges
    firm = [
        hue if cross else edge
        for hue, edge, cross in zip(marker["color"], each, is_cross, strict=True)
    ]
    sizes = marker["size"] * np.where(is_cross, CROSS, 1.0)
    return marker | {"size": sizes.astype(np.float32), "line": line | {"color": firm}}


def _outlines(mixture: Mixture, radius: float, theme: Theme) -> dict[str, Any]:
    """Return ellipsoids as ellipses, firmer than the points among which they lie.

    Surfaces take a quarter of the time until the picture stands: six programs for the graphics
    processor, and a second drawing of everything.
    """
    components = zip(mixture.means, mixture.covariances, strict=True)
    curves = [ellipses_in_space(*each, radius) for each in components]
    hues = to_oklab([*colours(mixture.n_components, theme), INKS[theme].text])
    firm = to_hex((1 - FIRM) * hues[:-1] + FIRM * hues[-1])
    line = {"width": 5, "color": np.repeat(firm, len(curves[0])).tolist()}
    places = dict(zip("xyz", map(compact, np.concatenate(curves).T), strict=True))
    look = {"type": "scatter3d", "name": "outlines", "mode": "lines", "hoverinfo": "skip"}
    return look | places | {"line": line}


def _means(
    mixture: Mixture,
    spans: np.ndarray,
    titles: Sequence[str],
    components: Sequence[str] | None,
    theme: Theme,
) -> dict[str, Any]:
    """Return the means as crosses of three bars; plotly's own cross in space is hair-thin."""
    reach = ARM * np.diag(spans[:, 1] - spans[:, 0])
    bars = np.stack([-reach, 0.0 * reach, reach, np.nan * reach], axis=1).reshape(-1, 3)
    hovered = hovered_means(mixture, mean_axes(titles), components)
    return {
        "type": "scatter3d",
        "name": "means",
        "mode": "lines",
        **dict(zip("xyz", (mixture.means[:, None] + bars).reshape(-1, 3).T, strict=True)),
        "line": {"width": 7, "color": INKS[theme].text},
        **hovered,
        "text": np.repeat(hovered["text"], len(bars)).tolist(),
    }


def _in_space(traces: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return traces with those of a legend in space, too: others would draw axes of a plane."""
    return [
        trace | {"type": "scatter3d", "z": trace["x"], "marker": _marker_in_space(trace["marker"])}
        if trace["type"] == "scatter"
        else trace
        for trace in traces
    ]


def _numbers(mixture: Mixture, beside: Sequence[str], theme: Theme) -> list[dict]:
    """Return what stands beside the means, which stays upright and on top.

    Numbers stand as in a plane, so that those of one line of sight do not hide one another; a name
    stands above its mean, as it may be as long as the way to the edge.
    """
    numbers = all(said.isdecimal() for said in beside)
    shifts = shifts_beside(beside) if numbers else [{"yshift": 18}] * len(beside)
    ink, means = INKS[theme].text, zip(mixture.means.tolist(), beside, shifts, strict=True)
    return [mean_label(x, y, said, ink, theme, z=z, **shift) for (x, y, z), said, shift in means]


def _scene(spans: Sequence[Range], titles: Sequence[str], theme: Theme) -> dict[str, Any]:
    """Return axes whose box is a cube, whatever the units."""
    ink = INKS[theme]
    quiet = {
        "showbackground": False,
        "gridcolor": ink.grid,
        "zeroline": False,
        "tickfont": {"color": ink.muted, "size": 11},
        "nticks": 5,
        "showspikes": False,
    }
    axes = {
        f"{letter}axis": quiet
        | {
            "title": {"text": title, "font": {"size": 13}},
            "range": span,
        }
        for letter, title, span in zip("xyz", titles, map(list, spans), strict=True)
    }
    return axes | {
        "aspectmode": "cube",
        "dragmode": "turntable",
    }


def _camera(points: np.ndarray) -> dict[str, Any]:
    """Return where to look from: across the diagonal along which the rows spread, not along it."""
    whole = points[~np.isnan(points[:, :2]).any(axis=1), :2]
    x, y = (whole - whole.mean(axis=0)).T if len(whole) else whole.T
    side = -1.0 if x @ y > 0 else 1.0
    return {
        "eye": {"x": 1.5, "y": 1.5 * side, "z": 0.9},
        "center": {"x": 0.05 * side, "y": -0.05, "z": -0.16},
    }
