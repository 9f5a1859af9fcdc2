"""One feature: its histogram, each weighted normal curve, and their sum."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.errors import DataError
from gmm_core.mixture import Mixture
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import Range, axis, padded
from gmm_core.plots.marks.bins import bar_marks, bin_counts, bin_edges
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.curves import (
    curve_traces,
    density_title,
    density_unit,
    ghost_curves,
    mean_marks,
    peak_numbers,
)
from gmm_core.plots.marks.key import key_of
from gmm_core.plots.marks.margins import in_margins
from gmm_core.plots.marks.points import drawn, point_trace, ring_trace
from gmm_core.plots.marks.style import GOLDEN, figure
from gmm_core.wording import counted
from gmm_core.written_columns import column

# Numbers on the axis have as many decimals as its steps ask for, zeros too; plotly drops zeros.
ALIKE = {
    "tickformatstops": [
        {"dtickrange": [0.9 * 10.0**-places, 9.0 * 10.0**-places], "value": f".{places}f"}
        for places in range(1, 7)
    ]
}


def histogram(
    x: ArrayLike,
    mixture: Mixture | None,
    *,
    name: str,
    responsibilities: ArrayLike | None = None,
    previous: Mixture | None = None,
    ranges: tuple[Range, Range] | None = None,
    rows: ArrayLike | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return the histogram of one feature under the weighted curves of its components.

    Below it stand the rows themselves as points; their height in the strip means nothing.

    Parameters
    ----------
    x : array_like of shape (n_samples,)
        Bars count what is there; a row that misses it (NaN) stands in a strip beside the axis.
    mixture : Mixture or None
        Of one feature (``mixture.marginal([feature])`` of a larger one).
        None draws the data alone.
    name : str
        Name of the feature, with its unit.
    responsibilities : array_like of shape (n_samples, n_components), optional
        Without them, before the first E-step, points are neutral circles.
    previous : Mixture, optional
        Its curves are drawn thin and dashed.
    ranges : tuple of two (low, high), optional
        Ranges of the feature, without the strip, and of the density of one unit of it; by default
        those of the data alone.
    rows : array_like of int, optional
        Rows to draw as points; by default `drawn_rows`. The histogram counts all.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        The trace "rows" holds the points; its ``customdata`` are row indices. Densities are of
        ``layout.meta["per"]`` units of the feature, as the axis says where that is not one.

    Raises
    ------
    DataError
        When the mixture does not have exactly one feature, or no row has a value.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    >>> [trace.name for trace in histogram([-1.0, 0.0, 1.0], mixture, name="a (cm)").data]
    ['histogram', 'sum', 'component 1', 'rows', 'rings', 'means']
    """
    if mixture is not None:
        _check_one_feature(mixture)
    values = np.asarray(x, dtype=np.float64)
    known = values[~np.isnan(values)]
    if not len(known):
        raise DataError(f'No row has a value of "{name}". Choose another feature to see.')
    edges = bin_edges(known)
    density = bin_counts(known, edges) / (np.diff(edges) * len(known))
    x_range, (low, top) = ranges or (padded(edges), (0.0, 1.25 * float(density.max())))
    per = density_unit(top)
    y_range = (per * low, per * top)
    margins = in_margins(values[:, None], [x_range])
    places = margins.places[:, 0]
    shown = drawn(len(values), responsibilities, look.hover, look.marked, rows)
    # Heights in the strip mean nothing, but keep equal values apart.
    heights = GOLDEN * np.arange(len(values)) % 1.0
    strip = (
        point_trace(shown, places, heights, {"x": name}, look, margins.missing),
        ring_trace(shown, places, heights, look.theme),
    )
    k, called = (mixture.n_components, look.names) if mixture else (0, None)
    key = key_of(k, called, look.theme)
    peaks = peak_numbers(mixture, y_range[1], look.theme, key.beside, per) if mixture else []
    traces = [
        _bars(edges, density, per, len(known), look.theme),
        *(ghost_curves(previous, x_range, look.theme, per) if previous else []),
        *(curve_traces(mixture, x_range, look.theme, look.names, per) if mixture else []),
        *(trace | {"yaxis": "y2"} for trace in strip),
        *([mean_marks(mixture, look.theme, look.names)] if mixture else []),
    ]
    return figure(
        key.under(traces),
        look.theme,
        look.height or 480 + key.room,
        annotations=peaks,
        shapes=margins.shapes(look.theme),
        uirevision=name,
        meta={"per": per},
        **_axes(name, per, margins.ranges[0], y_range, look.theme),
        **key.layout,
    )


def _check_one_feature(mixture: Mixture) -> None:
    if mixture.n_features != 1:
        raise DataError(
            f"A histogram shows one feature and the mixture has {mixture.n_features}. "
            "Choose one of them with mixture.marginal([feature])."
        )


def _axes(name: str, per: float, x_range: Range, y_range: Range, theme: Theme) -> dict[str, dict]:
    """Return the axes: the density above, the strip of points below."""
    above = {"showgrid": True, "domain": [0.17, 1.0], "hoverformat": ".4~g", **ALIKE}
    below = {"visible": False, "domain": [0.0, 0.14], "fixedrange": True}
    return {
        "xaxis": axis(theme, name, x_range, anchor="y2"),
        "yaxis": axis(theme, density_title(name, per), y_range, **above),
        "yaxis2": axis(theme, None, (-0.4, 1.4), **below),
    }


def _bars(
    edges: np.ndarray, density: np.ndarray, per: float, n_samples: int, theme: Theme
) -> dict[str, Any]:
    width = np.diff(edges)
    counts = np.rint(density * width * n_samples).astype(int).tolist()
    spans = zip(edges[:-1].tolist(), edges[1:].tolist(), counts, strict=True)
    return {
        "type": "bar",
        "name": "histogram",
        "x": edges[:-1] + width / 2,
        "y": per * density,
        "width": width,
        "text": [
            f"{' to '.join(column([low, high]))}: {counted(int(n), 'row')}"
            for low, high, n in spans
        ],
        "textposition": "none",
        "marker": bar_marks(theme),
        "hovertemplate": "%{text}<extra></extra>",
    }
