"""The picture that a player redraws in place, at the first frame of its run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import OF_NOISE, Theme, symbol_sizes, symbols
from gmm_core.plots.marks.points import RING_SIZE
from gmm_core.plots.marks.style import INKS, parts
from gmm_core.plots.pictures.first_picture import mixture_figure
from gmm_core.plots.pictures.scatter_plot import outline_ranges
from gmm_core.plots.teaching.true_components import true_trace


def stage(
    points: np.ndarray,
    mixture: Mixture,
    *,
    labels: Sequence[str],
    rows: np.ndarray,
    hover: Sequence[str],
    later: Sequence[Mixture] = (),
    truth: Mixture | None = None,
    known: np.ndarray | None = None,
    equal: bool = False,
    theme: Theme = "light",
    height: int = 440,
) -> go.Figure:
    """Return data and mixture with a trace for all that may come: ghosts, means being placed.

    Parameters
    ----------
    points : ndarray of shape (n_samples, 1 or 2)
        In the plane of the picture; a row that misses a value (NaN) stands in a strip beside it.
    mixture : Mixture
        Projected onto that plane.
    labels : sequence of str
        Names of its axes.
    rows : ndarray of int
        Rows to draw; bars of a histogram count all.
    hover : sequence of str
        Name of each row.
    later : sequence of Mixture
        Those that will be drawn in its place, which want room, too; the last is where a run ends.
    truth : Mixture, optional
        That the data were drawn from, projected as well; the trace "truth", which is not seen yet.
    known : ndarray of int, optional
        Rows of known class, which get a dark edge.
    equal : bool
        Whether a unit is as long on either axis, so that a ball looks round.
    theme : {"light", "dark"}
    height : int
        In pixels.

    Returns
    -------
    plotly.graph_objects.Figure
        The points may be WebGL; all over them is SVG, since a player lays it on top, and each
        trace's ``meta`` says what it draws of a mixture.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    >>> names = ["Row 1", "Row 2"]
    >>> picture = stage(np.array([[0.0], [1.0]]), mixture, labels=["a"], rows=[0, 1], hover=names)
    >>> [trace.meta["draws"] for trace in picture.data if trace.meta]
    ['ghosts', 'curves', 'curves', 'means']
    """
    *on_the_way, last = (mixture, *later)
    shown = mixture_figure(
        points,
        mixture,
        names=labels,
        previous=mixture,
        rows=rows,
        ranges=outline_ranges(points, [last], on_the_way=on_the_way, equal=equal),
        look=Look(theme, hover=hover, height=height, known=known),
    )
    picture = parts(shown)
    traces = {trace.get("name"): trace for trace in picture["data"]}
    if traces["rows"]["type"] == "scattergl" and "yaxis" not in traces["rows"]:
        picture["layout"]["yaxis"]["showgrid"] = False  # it is SVG: it would cross the points
    if equal and len(labels) == 2:
        picture["layout"]["yaxis"]["scaleanchor"] = "x"
        for each in ("xaxis", "yaxis"):  # ranges would grow with every change of size
            picture["layout"][each]["constrain"] = "domain"
    first, *others = (each for each in picture["data"] if each.get("name") != "rings")
    x_range = picture["layout"]["xaxis"]["range"]
    per = picture["layout"].get("meta", {}).get("per", 1.0)
    picture["data"] = [
        _on_stage(first),
        *([true_trace(truth, x_range, theme, per)] if truth else []),
        *map(_on_stage, others),
        _placed(theme),
        _symbols(traces["rows"], mixture.n_components, x_range=x_range),
    ]
    return go.Figure(picture, _validate=False)


def _on_stage(trace: dict[str, Any]) -> dict[str, Any]:
    if trace.get("name") != "rows":
        return trace | {"type": trace["type"].removesuffix("gl")}
    said = trace["hovertemplate"]
    shares = _with_shares(said) if isinstance(said, str) else [*map(_with_shares, said)]
    return trace | {"hovertemplate": shares, "hovertext": [""] * len(trace["x"])}


def _with_shares(template: str) -> str:
    return template.replace("<extra>", "<br>%{hovertext}<extra>")


def _symbols(rows: dict[str, Any], k: int, x_range: Sequence[float]) -> dict[str, Any]:
    """Return what is not seen: symbols of components and noise, a circle and a ring, to copy."""
    size = rows["marker"]["size"]
    sizes = [*(size * symbol_sizes(k)), size * OF_NOISE.size, size, RING_SIZE]
    every = [*symbols(k), OF_NOISE.name, "circle", "circle-open"]
    marker = {"symbol": every, "size": sizes, "opacity": 0}
    middle, y = sum(x_range) / 2, rows["y"][0]
    place = {"x": [middle] * len(every), "y": [y] * len(every), "yaxis": rows.get("yaxis", "y")}
    look = {"mode": "markers", "marker": marker, "hoverinfo": "skip"}
    return {"type": "scatter", "name": "symbols", **place, **look}


def _placed(theme: Theme) -> dict[str, Any]:
    """Return the means that a person is placing: none yet."""
    ink = INKS[theme].text
    marker = {"symbol": "cross-thin-open", "size": 17, "color": ink}
    look = {"mode": "markers", "marker": marker | {"line": {"width": 3, "color": ink}}}
    return {"type": "scatter", "name": "placed", "x": [], "y": [], "hoverinfo": "skip", **look}
