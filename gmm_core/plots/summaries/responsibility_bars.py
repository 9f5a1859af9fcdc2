"""The responsibilities of all rows at a glance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.assigned import with_noise
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import OF_NARROW, axis
from gmm_core.plots.marks.colours import GREY, OF_NOISE, Theme, colours
from gmm_core.plots.marks.column_names import column_names
from gmm_core.plots.marks.names import component_labels, text
from gmm_core.plots.marks.points import row_names, share_text
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.subsets import drawn_rows
from gmm_core.wording import counted

MOST_BARS = 2000
# Pixels of the narrowest picture: labels whose middles are nearer than they are wide have no room.
NARROWEST = 290
# Pixels of short names below the bars, and between the bars and a key of names above them.
SHORT, LINE = 34, 8
# Pixels of a letter of a label and of a line of one that is turned, and what of it is no letter.
LETTER, TURNED_LINE, TAG = 6, 17, re.compile("<[^>]*>")


def sorted_rows(responsibilities: ArrayLike) -> np.ndarray:
    """Return the rows by most probable component, within it the surest first.

    Parameters
    ----------
    responsibilities : array_like of shape (n_samples, n_components)

    Returns
    -------
    ndarray of shape (n_samples,)

    Examples
    --------
    >>> sorted_rows([[0.6, 0.4], [0.1, 0.9], [0.8, 0.2]])
    array([2, 0, 1])
    """
    resp = with_noise(responsibilities)
    return np.lexsort([-resp.max(axis=1), resp.argmax(axis=1)])


def responsibilities(
    resp: ArrayLike,
    *,
    limit: int = MOST_BARS,
    look: Look = Look(),
) -> go.Figure:
    """Return the responsibilities of each row as a stacked bar, rows sorted and without gaps.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
        What they leave of a row is noise, and drawn grey.
    limit : int
        Most rows to draw; of more, a fixed sample (`drawn_rows`).
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        One trace a component, and "rows" to hover over, whose ``customdata`` are row indices.

    Examples
    --------
    >>> picture = responsibilities([[0.6, 0.4], [0.1, 0.9], [0.8, 0.2]])
    >>> picture.data[0].y, picture.data[-1].text
    (array([0.8, 0.6, 0.1, 0.1]), ('Row 3', 'Row 1', 'Row 2'))
    """
    shares = np.asarray(resp, dtype=np.float64)
    rows = drawn_rows(len(shares), limit)
    rows = rows[sorted_rows(shares[rows])]
    k = shares.shape[1]
    order = f"{counted(len(rows), 'row')} by cluster, the surest first"
    named = column_names(k, look.theme, look.names)
    return figure(
        [
            *_areas(shares[rows], look.names, look.theme),
            _hover(shares[rows], rows, look.hover, look.names, look.theme),
        ],
        look.theme,
        (look.height or 240) + named.height + named.key_height - SHORT,
        xaxis=axis(
            look.theme,
            order,
            (0, len(rows)),
            OF_NARROW,
            **_cluster_ticks(shares[rows], look.names, look.theme),
        ),
        # plotly would leave out 1.0, whose box reaches a little above the picture
        yaxis=axis(look.theme, "responsibility", (0, 1), nticks=5, ticklabeloverflow="allow"),
        hoverdistance=-1,
        uirevision="responsibilities",
        **named.layout(look.theme, above=LINE),
    )


def _areas(
    shares: np.ndarray, components: Sequence[str] | None, theme: Theme
) -> list[dict[str, Any]]:
    """Return one stacked area a component: a path is lighter than thousands of bars."""
    hues = colours(shares.shape[1], theme)
    labels = [f"component {text(label)}" for label in component_labels(len(hues), components)]
    if (all_shares := with_noise(shares)).shape != shares.shape:
        hues, labels, shares = [*hues, GREY[theme]], [*labels, "noise"], all_shares
    # A bar reaches from its own point to the next one, so the last row stands twice.
    closed = np.concatenate([shares, shares[-1:]])
    line = {"width": 0, "shape": "hv"}
    shared = {"type": "scatter", "mode": "lines", "stackgroup": "rows", "line": line}
    place = {"x": np.arange(len(closed)), "hoverinfo": "skip"}
    return [
        shared | place | {"name": label, "y": share, "fillcolor": hue}
        for share, hue, label in zip(closed.T, hues, labels, strict=True)
    ]


def _hover(
    shares: np.ndarray,
    rows: np.ndarray,
    names: Sequence[str] | None,
    components: Sequence[str] | None,
    theme: Theme,
) -> dict[str, Any]:
    """Return the trace that speaks for each bar: areas themselves answer only at their edges."""
    said = {
        "text": row_names(rows, names),
        "hovertext": share_text(shares, components),
        "customdata": rows,
    }
    return {
        "type": "scatter",
        "name": "rows",
        "mode": "markers",  # lines could not be selected
        "marker": {"opacity": 0},
        "meta": {"marked": _tick(theme)},
        "x": np.arange(len(rows)) + 0.5,
        "y": np.full(len(rows), 0.5),
        "hovertemplate": "%{text}<br>%{hovertext}<extra></extra>",
        **said,
    }


def _tick(theme: Theme) -> dict[str, Any]:
    """Return how a bar is marked that somebody has selected."""
    line = {"width": 2, "color": INKS[theme].text}
    return {"mode": "markers", "marker": {"symbol": "line-ns", "size": 44, "line": line}}


def _cluster_ticks(
    shares: np.ndarray, components: Sequence[str] | None, theme: Theme
) -> dict[str, Any]:
    """Return axis ticks: the name of each cluster under the middle of its rows."""
    n, k = shares.shape
    held = with_noise(shares)
    size = np.bincount(held.argmax(axis=1), minlength=held.shape[1])
    middle = np.cumsum(size) - size / 2
    named = column_names(k, theme, components)
    angle = named.ticks["tickangle"]
    marks = [*named.ticks["ticktext"], f"noise {OF_NOISE.glyph}"][: len(size)]
    widths = [_width(mark, angle) * n / NARROWEST for mark in marks]
    shown = _with_room(size, middle, widths)
    font = {"color": INKS[theme].text, "size": 13 if components is None else 12}
    ticks = {"tickvals": middle[shown], "ticktext": [marks[j] for j in shown]}
    # plotly would leave out a name at the edge, and makes room for it where it is allowed
    return ticks | {"tickfont": font, "tickangle": angle, "ticklabeloverflow": "allow"}


def _width(mark: str, angle: int) -> int:
    """Pixels that a label takes along the axis, with a gap of one letter."""
    lines = [TAG.sub("", line) for line in mark.split("<br>")]
    return TURNED_LINE * len(lines) if angle else LETTER * (max(map(len, lines)) + 1)


def _with_room(size: np.ndarray, middle: np.ndarray, widths: Sequence[float]) -> list[int]:
    """Return the labels that stand clear of those of larger clusters, from left to right."""
    shown: list[int] = []
    for j in np.argsort(-size, kind="stable"):
        clear = (abs(middle[j] - middle[i]) >= (widths[j] + widths[i]) / 2 for i in shown)
        if size[j] and all(clear):
            shown.append(int(j))
    return sorted(shown)
