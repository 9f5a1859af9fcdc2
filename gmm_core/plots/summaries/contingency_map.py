"""A known target against the clusters, as a table that is a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.plots.look import Look, Show
from gmm_core.plots.marks.axes import axis
from gmm_core.plots.marks.colours import GREY, Theme
from gmm_core.plots.marks.column_names import ColumnNames, column_names, room_beside
from gmm_core.plots.marks.names import (
    component_labels,
    hovered,
    noise_name,
    text,
    wrapped,
)
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.plots.summaries.cell_shades import FULLEST, readable, shade
from gmm_core.written_numbers import percent, tally

# Shades of an empty cell and of the least count; the greatest has shade 1.
EMPTY, LEAST = 0.03, 0.12
# A soft count below it rounds to nothing.
TRACE = 0.05
# Pixels above the cells, of it for the title of the axis, and between cells; a matched cell's frame
# fills the gap.
MARGINS, TITLE, GAP = 52, 36, 3
# Pixels that all columns together have at least, on a narrow screen beside long names.
NARROW = 210
# Of no more classes than these each has room for three lines.
MOST_TALL = 8
# More clusters than this need small print on a narrow screen.
FEW = 4


@dataclass(frozen=True, eq=False)
class _Seen:
    """What stands in some columns, row by row, and its meaning; shades (n_classes, n_columns).

    `fullest` is the colour of a full cell, `first` the place of the first of these columns.
    """

    fullness: np.ndarray
    numbers: list[str]
    counted: str
    fullest: Mapping[Theme, str] = field(default_factory=lambda: FULLEST)
    first: int = 0


def contingency(
    table: pd.DataFrame,
    *,
    show: Show = "counts",
    matching: Sequence[object] | None = None,
    noise: Sequence[float] | None = None,
    marked_counts: ArrayLike | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return the table of target classes against clusters as a heat map with its numbers.

    Noise, where there is any, is a last column, in grey.

    Parameters
    ----------
    table : DataFrame of shape (n_classes, n_clusters)
        Counts, or sums of responsibilities for "soft counts"; classes are the index, and every
        component has a column, in order.
    show : {"counts", "row shares", "soft counts"}
        What stands in the cells: the counts as they are, the share of its class that each is, or
        sums of responsibilities to one decimal.
    matching : sequence of length n_clusters, optional
        Class matched to each cluster, or None; their cells are outlined.
    noise : sequence of length n_classes, optional
        Rows of each class that are noise, or sums of its probabilities for "soft counts"; they
        count for the shares of a class.
    marked_counts : array_like of int, shape (n_classes, n_clusters), optional
        Rows of each cell that somebody has selected, with a last column where there is noise; said
        below its number.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        The traces "cells" hold one point a cell, to hover and to select, those of noise in a trace
        of their own; their ``customdata`` are (row, column) of the table.

    Examples
    --------
    >>> table = pd.DataFrame([[50, 0], [2, 48]], index=["a", "b"])
    >>> picture = contingency(table, matching=["a", "b"])
    >>> list(picture.data[1].text), len(picture.layout.shapes)
    (['50', '0', '2', '48'], 2)
    >>> list(contingency(table, show="row shares").data[1].text)
    ['100 %', '0 %', '4 %', '96 %']
    """
    of_noise = None if noise is None else np.asarray(noise, dtype=np.float64)
    seen = _seen(table, show, of_noise)
    n_classes, k = table.shape
    columns = _columns(table, look)
    margins = MARGINS + columns.height + columns.key_height
    height = look.height or margins + n_classes * (60 if n_classes <= MOST_TALL else 36)
    side = max(min((height - margins) / n_classes, NARROW / (k + (noise is not None))) - GAP, 1)
    traces = [
        _shades(seen, look.theme),
        _cells(seen, _said_of_cells(table, look.names), 16 if k <= FEW else 11, side, look.theme),
    ]
    every = [seen]
    if of_noise is not None:
        beside = _seen_noise(table, of_noise, show)
        said = [f"{hovered(label)}, of noise" for label in table.index]
        traces += [
            _shades(beside, look.theme) | {"x": [k]},
            _cells(beside, said, 16 if k < FEW else 11, side, look.theme),
        ]
        every.append(beside)
    if marked_counts is not None:
        traces.append(_selected(np.asarray(marked_counts), every, look.theme))
    return figure(
        traces,
        look.theme,
        height,
        shapes=_outlines(table, matching, look.theme),
        hoverdistance=-1,
        dragmode=False,
        uirevision="contingency",
        **_axes(table, look, has_noise=noise is not None),
        **columns.layout(look.theme, columns.height + TITLE, beside=True),
    )


def _labels(table: pd.DataFrame) -> list[str]:
    n_classes, k = table.shape
    lines = 3 if n_classes <= MOST_TALL else 2
    return [wrapped(label, 18 if k <= FEW else 14, lines) for label in table.index]


def _columns(table: pd.DataFrame, look: Look) -> ColumnNames:
    return column_names(table.shape[1], look.theme, look.names, room_beside(_labels(table)))


def _axes(table: pd.DataFrame, look: Look, *, has_noise: bool) -> dict[str, dict[str, Any]]:
    """Return the axes: clusters above, and noise last; classes from the top down."""
    n_classes, k = table.shape
    labels = _labels(table)
    columns = _columns(table, look).ticks | {"side": "top"}
    if has_noise:
        columns["tickvals"] = np.append(columns["tickvals"], k)
        columns["ticktext"] = [*columns["ticktext"], noise_name(look.theme)]
        k += 1
    rows = {"tickvals": np.arange(n_classes), "ticktext": labels}
    size = 14 if k <= FEW else 12
    own = {"fixedrange": True, "tickfont": {"color": INKS[look.theme].text, "size": size}}
    return {
        "xaxis": axis(look.theme, "cluster", (-0.52, k - 0.48), **columns, **own),
        "yaxis": axis(look.theme, table.index.name, (n_classes - 0.48, -0.52), **rows, **own),
    }


def _shades(seen: _Seen, theme: Theme) -> dict[str, Any]:
    steps = np.linspace(0.0, 1.0, 33)
    hues = shade(steps, theme, seen.fullest)
    scale = [[step, hue] for step, hue in zip(steps.tolist(), hues, strict=True)]
    span = {"zmin": 0, "zmax": 1, "colorscale": scale, "showscale": False}
    gaps = {"xgap": GAP, "ygap": GAP, "hoverinfo": "skip"}
    return {"type": "heatmap", "z": seen.fullness, **gaps, **span}


def _cells(
    seen: _Seen, said: Sequence[str], size: int, side: float, theme: Theme
) -> dict[str, Any]:
    """Return the numbers, on invisible points: a heat map itself tells no page what was clicked."""
    row, column = np.indices(seen.fullness.shape).reshape(2, -1)
    column += seen.first
    ink = INKS[theme]
    return {
        "type": "scatter",
        "name": "cells",
        "mode": "markers+text",
        "x": column,
        "y": row,
        "text": [text(number) for number in seen.numbers],
        "textfont": {"size": size, "color": _inks(seen, theme)},
        "hovertext": [*said],
        "hovertemplate": f"%{{hovertext}}{seen.counted}<extra></extra>",
        "customdata": np.column_stack([row, column]),
        # A click goes to the nearest point: to that of its own cell, as long as no marker reaches
        # into the next one. Once selected, a marker is the ground of its number; the other numbers
        # keep their colours, since that of selected ones is given.
        "marker": {"symbol": "square", "size": side, "opacity": 0},
        "selected": {
            "marker": {"opacity": 1, "color": ink.text},
            "textfont": {"color": ink.ground},
        },
        "unselected": {"marker": {"opacity": 0}},
    }


def _seen_noise(table: pd.DataFrame, of_noise: np.ndarray, show: Show) -> _Seen:
    """Return the column of noise, which is the last."""
    k, whole = table.shape[1], _whole(table, show, of_noise).ravel()
    shares = of_noise / np.where(whole > 0, whole, 1.0)
    some = of_noise >= TRACE if show == "soft counts" else of_noise > 0
    fullness = np.where(some, LEAST + (1 - LEAST) * np.minimum(shares, 1.0), EMPTY)
    if show == "row shares":
        sign = " %" if k <= FEW else ""
        numbers = [f"{percent(share, less='<', more='>')}{sign}" for share in shares.tolist()]
    else:
        written = _soft if show == "soft counts" else tally
        numbers = [written(count) for count in of_noise.tolist()]
    return _Seen(fullness[:, None], numbers, ": %{text}", GREY, k)


def _inks(seen: _Seen, theme: Theme) -> list[str]:
    """Return the colour of each number: readable on its cell, and faint where there is none."""
    fullness = seen.fullness.ravel()
    shades = zip(shade(fullness, theme, seen.fullest), fullness, strict=True)
    return [readable(cell, theme) if full > EMPTY else INKS[theme].muted for cell, full in shades]


def _said_of_cells(table: pd.DataFrame, components: Sequence[str] | None) -> list[str]:
    """Return which class and cluster each cell is of, row by row."""
    clusters = [hovered(label) for label in component_labels(table.shape[1], components)]
    classes = [hovered(label) for label in table.index]
    return [f"{label} in cluster {cluster}" for label, cluster in product(classes, clusters)]


def _selected(counts: np.ndarray, every: Sequence[_Seen], theme: Theme) -> dict[str, Any]:
    """Return how many rows of each cell are selected, where any are."""
    row, column = np.nonzero(counts)
    room = " selected" if every[0].fullness.shape[1] <= FEW else ""
    grounds = np.hstack(
        [
            np.reshape(shade(seen.fullness.ravel(), theme, seen.fullest), seen.fullness.shape)
            for seen in every
        ]
    )
    return {
        "type": "scatter",
        "name": "selected",
        "mode": "text",
        "x": column,
        "y": row + 0.32,
        "text": [f"{tally(count)}{room}" for count in counts[row, column].tolist()],
        "textfont": {"size": 11, "color": [readable(c, theme) for c in grounds[row, column]]},
        "hoverinfo": "skip",
    }


def _whole(table: pd.DataFrame, show: Show, of_noise: np.ndarray | None) -> np.ndarray:
    """What counts are shares of, (n_classes, 1): their class, or the largest of all."""
    values = table.to_numpy(dtype=np.float64)
    if show == "row shares":
        whole = values.sum(axis=1, keepdims=True)
        return whole if of_noise is None else whole + of_noise[:, None]
    return np.full((len(table), 1), values.max(initial=0.0))


def _seen(table: pd.DataFrame, show: Show, of_noise: np.ndarray | None) -> _Seen:
    values, whole = table.to_numpy(dtype=np.float64), _whole(table, show, of_noise)
    shares = values / np.where(whole > 0, whole, 1.0)
    # Responsibilities are nowhere exactly zero; what is as good as none looks like none.
    some = values >= TRACE if show == "soft counts" else values > 0
    fullness = np.where(some, LEAST + (1 - LEAST) * shares, EMPTY)
    if show == "counts":
        numbers = [
            tally(count) if isinstance(count, int) else _soft(count)
            for count in table.to_numpy().ravel().tolist()
        ]
        about = ", in rows: %{text}"
    elif show == "soft counts":
        numbers = [_soft(value) for value in values.ravel().tolist()]
        about = ", in rows by shares: %{text}"
    else:
        # Narrow columns have no room for the sign.
        sign, after = (" %", "") if table.shape[1] <= FEW else ("", " %")
        about = f": %{{text}}{after} of its class"
        numbers = [
            f"{percent(share, less='<', more='>')}{sign}" for share in shares.ravel().tolist()
        ]
    return _Seen(fullness, numbers, about)


def _soft(rows: float) -> str:
    if 0 < rows < TRACE:
        return "<0.1"
    return f"{rows:,.0f}" if rows >= 10_000 else f"{rows:,.1f}"


def _outlines(table: pd.DataFrame, matching: Sequence[object] | None, theme: Theme) -> list[dict]:
    """Return a frame around each cell whose class is matched to its cluster."""
    row_of = {label: row for row, label in enumerate(table.index)}
    frame = {"type": "rect", "line": {"width": GAP + 1, "color": INKS[theme].text}}
    return [
        frame | {"x0": j - 0.5, "x1": j + 0.5, "y0": row_of[c] - 0.5, "y1": row_of[c] + 0.5}
        for j, c in enumerate(matching or [])
        if c is not None
    ]
