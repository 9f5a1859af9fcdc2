"""What sets the clusters apart in many features: their standardised means as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.clusters import Profiles
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import axis
from gmm_core.plots.marks.colours import Theme, to_hex, to_oklab
from gmm_core.plots.marks.column_names import column_names, room_beside
from gmm_core.plots.marks.names import hovered, wrapped
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.plots.summaries.contingency_map import readable
from gmm_core.written_numbers import fixed, number

#: Of more features than these a page shows the map.
MOST_AS_LINES = 8

# Low and high, in either theme; the ground is the mean of all rows.
ENDS: dict[Theme, tuple[str, str]] = {
    "light": ("#005A8F", "#A94400"),
    "dark": ("#4FA3DC", "#E8843C"),
}
FARTHEST = 2.0  # standard deviations from which on a colour is full
# Pixels of a row and of a line in it; letters of a line of a name, of few clusters and of more.
ROW, LINE, MARGINS, NAME, NARROW, FEW, SEVERAL = 30, 15, 24, 22, 14, 4, 6


def profile_map(
    found: Profiles,
    *,
    names: Sequence[str],
    in_units: bool = False,
    order: Sequence[int] | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return the means of each cluster as a heat map, a row a feature and a column a cluster.

    Parameters
    ----------
    found : Profiles
    names : sequence of str
        Name of each feature, with its unit.
    in_units : bool
        Whether the numbers in the cells are in the units that were fitted, or else in standard
        deviations of all rows from their mean. Colours always show the latter.
    order : sequence of int, optional
        The features from the top down; by default as they are.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        The trace "means" has a number for each cell.

    Examples
    --------
    >>> from gmm_core.clusters import profiles
    >>> from gmm_core.mixture import Mixture
    >>> mixture = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    >>> found = profiles([[0.0], [2.0], [3.0], [7.0]], mixture, np.eye(2)[[0, 0, 1, 1]])
    >>> profile_map(found, names=["a (cm)"]).data[1].text
    ('−0.8', '0.8')
    """
    k, d = found.means.shape
    places = list(range(d) if order is None else order)
    z = found.means[:, places].T
    shown = found.centres[:, places].T if in_units else z
    titles = [names[j] for j in places]
    width, lines = (NAME, 4) if k <= FEW else (NARROW, 6)
    labels = [wrapped(name, width, lines) for name in titles]
    called = column_names(k, look.theme, look.names, room_beside(labels))
    columns = called.ticks | {"side": "top"}
    row = max(ROW, LINE * max(label.count("<br>") + 1 for label in labels) + 4)
    rows = {"tickvals": np.arange(d), "ticktext": labels}
    own = {"fixedrange": True, "tickfont": {"color": INKS[look.theme].text, "size": 12}}
    return figure(
        [_shades(z, look.theme), _numbers(z, shown, titles, look)],
        look.theme,
        look.height or MARGINS + called.height + row * d,
        xaxis=axis(look.theme, None, (-0.5, k - 0.5), **columns, **own),
        yaxis=axis(look.theme, None, (d - 0.5, -0.5), **rows, **own),
        dragmode=False,
        uirevision="profile map",
    )


def hue(z: np.ndarray, theme: Theme) -> list[str]:
    """Return the colour of means: the ground at that of all rows, full two deviations away."""
    ground, low, high = to_oklab([INKS[theme].ground, *ENDS[theme]])
    far = np.clip(np.abs(z) / FARTHEST, 0.0, 1.0)[:, None]
    return to_hex(ground + far * (np.where((z < 0)[:, None], low, high) - ground))


def _shades(z: np.ndarray, theme: Theme) -> dict[str, Any]:
    steps = np.linspace(-1.0, 1.0, 33)
    pairs = zip(((steps + 1.0) / 2.0).tolist(), hue(FARTHEST * steps, theme), strict=True)
    span = {"zmin": -FARTHEST, "zmax": FARTHEST, "colorscale": [list(pair) for pair in pairs]}
    look = {"showscale": False, "xgap": 2, "ygap": 2, "hoverinfo": "skip"}
    return {"type": "heatmap", "name": "shades", "z": z, **span, **look}


def _numbers(z: np.ndarray, shown: np.ndarray, titles: Sequence[str], look: Look) -> dict[str, Any]:
    k = z.shape[1]
    row, column = np.indices(z.shape).reshape(2, -1)
    inks = [readable(cell, look.theme) for cell in hue(z.ravel(), look.theme)]
    is_unit = shown is not z
    called = range(1, k + 1) if look.names is None else look.names
    cells = product(map(hovered, titles), map(hovered, called))
    return {
        "type": "scatter",
        "name": "means",
        "mode": "text",
        "x": column,
        "y": row,
        "text": [number(v, 3) if is_unit else fixed(v, 1) for v in shown.ravel().tolist()],
        "textfont": {"size": 13 if k <= FEW else 11 if k <= SEVERAL else 9, "color": inks},
        "hovertext": [
            f"{name} in {cluster}: {number(value)} ({fixed(away, 2)} sd)"
            for (name, cluster), value, away in zip(
                cells, shown.ravel().tolist(), z.ravel().tolist(), strict=True
            )
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
