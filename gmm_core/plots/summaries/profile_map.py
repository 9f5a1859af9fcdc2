"""What sets the clusters apart in many features: their standardised means as a heat map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.clusters import Profiles
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import TICK_LETTER, axis
from gmm_core.plots.marks.colours import Theme, to_hex, to_oklab
from gmm_core.plots.marks.column_names import column_names, room_beside
from gmm_core.plots.marks.names import balanced, hovered, wrapped
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.plots.summaries.cell_shades import readable
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
# Of more clusters names stand above their rows, on lines of so many letters, and cells have all of
# the width; pixels of it on a narrow screen, and between two cells.
ABOVE, WHOLE, GAP = 40, 260, 2
SMALLEST, LARGEST = 8, 13  # of numbers


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
    rows = _rows_of(titles, k, look.theme)
    called = column_names(k, look.theme, look.names, rows.room)
    columns = called.ticks | {"side": "top"}
    own = {"fixedrange": True, "tickfont": {"color": INKS[look.theme].text, "size": 12}}
    layout = called.layout(look.theme, called.height + LINE)
    notes = [*rows.headings, *layout.pop("annotations", [])]
    first = -0.5 - rows.above / (2.0 * rows.height)  # a heading stands half above its row
    height = MARGINS + called.height + called.key_height + rows.height * d
    return figure(
        [_shades(z, rows.above + GAP, look.theme), _numbers(z, shown, titles, rows.room, look)],
        look.theme,
        look.height or height,
        xaxis=axis(look.theme, None, (-0.5, k - 0.5), **columns, **own),
        yaxis=axis(look.theme, None, (first + d, first), **rows.ticks, **own),
        annotations=notes,
        dragmode=False,
        uirevision="profile map",
        **layout,
    )


@dataclass(frozen=True)
class _Rows:
    """Names of features: beside their rows, as `ticks`, or as `headings` above them.

    In pixels the height of a row, of it what is above its cells, and the room of all columns.
    """

    height: int
    above: int
    room: int
    ticks: dict[str, Any]
    headings: list[dict[str, Any]]


def _rows_of(titles: Sequence[str], k: int, theme: Theme) -> _Rows:
    if k <= SEVERAL:
        width, lines = (NAME, 4) if k <= FEW else (NARROW, 6)
        labels = [wrapped(name, width, lines) for name in titles]
        height = max(ROW, LINE * _most_lines(labels) + 4)
        ticks = {"tickvals": np.arange(len(titles)), "ticktext": labels}
        return _Rows(height, 0, room_beside(labels), ticks, [])
    labels = [balanced(name, ABOVE) for name in titles]
    above = LINE * _most_lines(labels) + 4
    font = {"size": 12, "color": INKS[theme].text}
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "middle", "align": "left"}
    plain = {"showarrow": False, "borderpad": 0, "font": font}
    notes = [place | plain | {"text": label, "y": j - 0.5} for j, label in enumerate(labels)]
    return _Rows(above + ROW, above, WHOLE, {"showticklabels": False}, notes)


def _size(said: Sequence[str], width: float) -> int:
    """Return the size of numbers of which the longest fits into a cell so wide."""
    longest = max(map(len, said))
    return int(np.clip(width / (TICK_LETTER * (longest + 1)), SMALLEST, LARGEST))


def _most_lines(labels: Sequence[str]) -> int:
    return max(label.count("<br>") + 1 for label in labels)


def hue(z: np.ndarray, theme: Theme) -> list[str]:
    """Return the colour of means: the ground at that of all rows, full two deviations away."""
    ground, low, high = to_oklab([INKS[theme].ground, *ENDS[theme]])
    far = np.clip(np.abs(z) / FARTHEST, 0.0, 1.0)[:, None]
    return to_hex(ground + far * (np.where((z < 0)[:, None], low, high) - ground))


def _shades(z: np.ndarray, between: int, theme: Theme) -> dict[str, Any]:
    steps = np.linspace(-1.0, 1.0, 33)
    pairs = zip(((steps + 1.0) / 2.0).tolist(), hue(FARTHEST * steps, theme), strict=True)
    span = {"zmin": -FARTHEST, "zmax": FARTHEST, "colorscale": [list(pair) for pair in pairs]}
    look = {"showscale": False, "xgap": GAP, "ygap": between, "hoverinfo": "skip"}
    return {"type": "heatmap", "name": "shades", "z": z, **span, **look}


def _numbers(
    z: np.ndarray, shown: np.ndarray, titles: Sequence[str], room: int, look: Look
) -> dict[str, Any]:
    k = z.shape[1]
    row, column = np.indices(z.shape).reshape(2, -1)
    inks = [readable(cell, look.theme) for cell in hue(z.ravel(), look.theme)]
    is_unit = shown is not z
    said = [number(v, 3) if is_unit else fixed(v, 1) for v in shown.ravel().tolist()]
    called = range(1, k + 1) if look.names is None else look.names
    cells = product(map(hovered, titles), map(hovered, called))
    return {
        "type": "scatter",
        "name": "means",
        "mode": "text",
        "x": column,
        "y": row,
        "text": said,
        "textfont": {"size": _size(said, room / k), "color": inks},
        "hovertext": [
            f"{name} in {cluster}: {number(value)} ({fixed(away, 2)} sd)"
            for (name, cluster), value, away in zip(
                cells, shown.ravel().tolist(), z.ravel().tolist(), strict=True
            )
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
