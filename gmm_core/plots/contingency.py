"""A known target against the clusters, as a table that is a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from gmm_core.plots.contrast import contrast
from gmm_core.plots.oklab import to_hex, to_oklab
from gmm_core.plots.palette import Theme, component_labels
from gmm_core.plots.style import INKS, axis, component_marks, figure
from gmm_core.plots.text import text

FULLEST: dict[Theme, str] = {"light": "#005A8F", "dark": "#56B4E9"}
# Shades of an empty cell and of the least count; the greatest has shade 1.
EMPTY, LEAST = 0.03, 0.12
# Pixels above the cells and between them; a matched cell's frame fills the gap.
MARGINS, GAP = 72, 3
# More clusters than this need small print on a narrow screen.
FEW = 4


def shade(fullness: np.ndarray, theme: Theme = "light") -> list[str]:
    """Return the colour of cells on the way from the ground to full blue.

    Parameters
    ----------
    fullness : ndarray of shape (n_cells,)
        From 0 to 1.
    theme : {"light", "dark"}

    Returns
    -------
    list of str
        As "#RRGGBB", even steps in OKLab.

    Examples
    --------
    >>> shade(np.array([0.0, 1.0]))
    ['#FFFFFF', '#005A8F']
    """
    ground, full = to_oklab([INKS[theme].ground, FULLEST[theme]])
    return to_hex(ground + np.asarray(fullness)[:, None] * (full - ground))


def readable(cell: str, theme: Theme = "light") -> str:
    """Return the colour of text on a cell: the theme's own, or else white or black.

    Parameters
    ----------
    cell : str
        As "#RRGGBB".
    theme : {"light", "dark"}

    Returns
    -------
    str
        Contrast 4.5 or more; one of white and black always has it.

    Examples
    --------
    >>> readable("#005A8F"), readable("#FFFFFF")
    ('#FFFFFF', '#262B36')
    """
    inks = (INKS[theme].text, "#FFFFFF", "#000000")
    return next(ink for ink in inks if contrast(ink, cell) >= 4.5)


def contingency(
    table: pd.DataFrame,
    *,
    matching: Sequence[object] | None = None,
    theme: Theme = "light",
    height: int | None = None,
) -> go.Figure:
    """Return the table of target classes against clusters as a heat map with its counts.

    Parameters
    ----------
    table : DataFrame of shape (n_classes, n_clusters)
        Counts; classes are the index, and every component has a column, in order.
    matching : sequence of length n_clusters, optional
        Class matched to each cluster, or None; their cells are outlined.
    theme : {"light", "dark"}
    height : int, optional
        In pixels; by default 60 a class up to eight classes, 36 beyond, with the margins.

    Returns
    -------
    plotly.graph_objects.Figure
        The trace "cells" holds one point a cell, to hover and to select; its ``customdata`` are
        (row, column) of the table.

    Examples
    --------
    >>> table = pd.DataFrame([[50, 0], [2, 48]], index=["a", "b"])
    >>> picture = contingency(table, matching=["a", "b"])
    >>> list(picture.data[1].text), len(picture.layout.shapes)
    (['50', '0', '2', '48'], 2)
    """
    counts = table.to_numpy()
    n_classes, k = counts.shape
    fullness = np.where(counts > 0, LEAST + (1 - LEAST) * counts / max(counts.max(), 1), EMPTY)
    labels = [text(label, width=24 if k <= FEW else 14) for label in table.index]
    marks = component_marks(k, theme, upright=k > FEW)
    columns = {"tickvals": np.arange(k), "ticktext": marks, "side": "top", "tickangle": 0}
    rows = {"tickvals": np.arange(n_classes), "ticktext": labels}
    own = {
        "fixedrange": True,
        "tickfont": {"color": INKS[theme].text, "size": 14 if k <= FEW else 12},
    }
    return figure(
        [_shades(fullness, theme), _cells(table, fullness, theme)],
        theme,
        height or MARGINS + n_classes * (60 if n_classes <= 8 else 36),
        xaxis=axis(theme, "cluster", (-0.52, k - 0.48), **columns, **own),
        yaxis=axis(theme, table.index.name, (n_classes - 0.48, -0.52), **rows, **own),
        shapes=_outlines(table, matching, theme),
        hoverdistance=-1,
        dragmode=False,
        uirevision="contingency",
    )


def _shades(fullness: np.ndarray, theme: Theme) -> dict[str, Any]:
    steps = np.linspace(0.0, 1.0, 33)
    scale = [[step, hue] for step, hue in zip(steps.tolist(), shade(steps, theme), strict=True)]
    span = {"zmin": 0, "zmax": 1, "colorscale": scale, "showscale": False}
    return {"type": "heatmap", "z": fullness, "xgap": GAP, "ygap": GAP, "hoverinfo": "skip", **span}


def _cells(table: pd.DataFrame, fullness: np.ndarray, theme: Theme) -> dict[str, Any]:
    """Return the counts, on invisible points: a heat map itself tells no page what was clicked."""
    row, column = np.indices(table.shape).reshape(2, -1)
    counts = table.to_numpy().ravel().tolist()
    inks = [readable(cell, theme) for cell in shade(fullness.ravel(), theme)]
    faint = [ink if count else INKS[theme].muted for ink, count in zip(inks, counts, strict=True)]
    clusters = component_labels(table.shape[1])
    names = [text(label, width=60) for label in table.index]
    about = [f"{names[i]} in cluster {clusters[j]}" for i, j in zip(row, column, strict=True)]
    return {
        "type": "scatter",
        "name": "cells",
        "mode": "markers+text",
        "x": column,
        "y": row,
        "text": [str(count) for count in counts],
        "textfont": {"size": 16 if table.shape[1] <= FEW else 11, "color": faint},
        "hovertext": about,
        "hovertemplate": "%{hovertext}: %{text} rows<extra></extra>",
        "customdata": np.column_stack([row, column]),
        "marker": {"symbol": "square", "size": 30, "opacity": 0},
    }


def _outlines(table: pd.DataFrame, matching: Sequence[object] | None, theme: Theme) -> list[dict]:
    """Return a frame around each cell whose class is matched to its cluster."""
    row_of = {label: row for row, label in enumerate(table.index)}
    frame = {"type": "rect", "line": {"width": GAP + 1, "color": INKS[theme].text}}
    return [
        frame | {"x0": j - 0.5, "x1": j + 0.5, "y0": row_of[c] - 0.5, "y1": row_of[c] + 0.5}
        for j, c in enumerate(matching or [])
        if c is not None
    ]
