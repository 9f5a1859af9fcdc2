"""The responsibilities of three components, as places in a triangle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.errors import DataError
from gmm_core.plots.look import Look
from gmm_core.plots.marks.colours import Theme, colours, glyphs
from gmm_core.plots.marks.names import balanced, n_lines
from gmm_core.plots.marks.points import drawn, row_identity, row_marker
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.subsets import drawn_rows
from gmm_core.wording import plural

# Every point of a triangle is drawn in SVG.
MOST_ROWS_IN_TRIANGLE = 2000
# Letters of a line of a component's name below a lower corner and above the upper one; lines,
# and pixels of one.
MOST_LETTERS, ABOVE, MOST_LINES, LINE = 18, 32, 6, 17
LARGE, SMALL = 15, 13  # pixels of numbers, and of names
MARGIN = 44  # pixels above and below, with a name of one line
AWAY = 16  # pixels across the mark of a row, of which names keep clear


def ternary(
    resp: ArrayLike,
    *,
    rows: ArrayLike | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return each row in a triangle whose corners are the components: the nearer, the surer.

    Lines stand where two components share what the third leaves them equally; they part the
    clusters, and the grid counts quarters. Rows lie where their responsibilities put them, one over
    the other in the corners.

    Parameters
    ----------
    resp : array_like of shape (n_samples, 3)
        Responsibilities; rows sum to one.
    rows : array_like of int, optional
        Rows to draw; by default a fixed sample of at most 2,000 (`drawn_rows`).
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        The trace "rows" holds the points; its ``customdata`` are row indices.

    Raises
    ------
    DataError
        When there are not three components.

    Examples
    --------
    >>> picture = ternary([[1.0, 0.0, 0.0], [0.2, 0.5, 0.3]])
    >>> picture.data[1].name, picture.data[1].a, picture.data[2].name
    ('rows', array([1. , 0.2]), 'names')
    """
    shares = np.asarray(resp, dtype=np.float64)
    if shares.ndim != 2 or shares.shape[1] != 3:
        k = shares.shape[1] if shares.ndim == 2 else 1
        raise DataError(
            f"A triangle shows three components and there {plural(k, 'is', 'are')} {k}. "
            "Show the responsibilities as sorted bars instead."
        )
    sample = drawn_rows(len(shares), MOST_ROWS_IN_TRIANGLE) if rows is None else rows
    shown = drawn(len(shares), shares, look.hover, None, sample)
    called = ["1", "2", "3"] if look.names is None else look.names
    letters = (ABOVE, MOST_LETTERS, MOST_LETTERS)
    wraps = [balanced(name, n, MOST_LINES) for name, n in zip(called, letters, strict=True)]
    labels = [f"{name} {glyph}" for name, glyph in zip(wraps, glyphs(3), strict=True)]
    above, *below = (MARGIN + LINE * (n_lines([label]) - 1) for label in labels)
    points = {
        "type": "scatterternary",
        "mode": "markers",
        **dict(zip("abc", shares[shown.rows].T, strict=True)),
        "marker": row_marker(shown, look),
        "cliponaxis": False,
        **row_identity(shown, [], look.names),
    }
    return figure(
        [
            _halves(look.theme),
            points,
            _corners(labels, LARGE if look.names is None else SMALL, look.theme),
        ],
        look.theme,
        look.height or 352 + above + max(below),
        margin={"l": AWAY, "r": AWAY, "t": above, "b": max(below)},
        ternary=_triangle(look.theme),
        uirevision="ternary",
    )


def _halves(theme: Theme) -> dict[str, Any]:
    """Return the lines from the middle to the sides, along which the two largest are equal."""
    ends = [[0.5, 0.5, 0.0], [0.5, 0.0, 0.5], [0.0, 0.5, 0.5]]
    gap = [np.nan] * 3
    corners = np.array([place for end in ends for place in ([1 / 3] * 3, end, gap)])
    return {
        "type": "scatterternary",
        "name": "borders",
        "mode": "lines",
        **dict(zip("abc", corners.T, strict=True)),
        "line": {"width": 1.25, "color": INKS[theme].muted},
        "hoverinfo": "skip",
    }


def _corners(labels: Sequence[str], size: int, theme: Theme) -> dict[str, Any]:
    """Return the name of each component, off its corner; the title of an axis has one line."""
    return {
        "type": "scatterternary",
        "name": "names",
        "mode": "markers+text",
        **dict(zip("abc", np.eye(3), strict=True)),
        "marker": {"size": AWAY, "opacity": 0},
        # A hue of its own does not fade where rows are selected.
        "text": [
            f'<span style="color:{hue}">{label}</span>'
            for hue, label in zip(colours(3, theme), labels, strict=True)
        ],
        # Below, names share the width of the triangle, which is then as large as there is room.
        "textposition": ["top center", "bottom right", "bottom left"],
        "textfont": {"size": size, "color": INKS[theme].text},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _triangle(theme: Theme) -> dict[str, Any]:
    """Return the axes, without numbers."""
    ink = INKS[theme]
    quiet = {
        "gridcolor": ink.grid,
        "linecolor": ink.grid,
        "tickvals": [0.25, 0.5, 0.75],
        "showticklabels": False,  # most rows lie on the sides, where the labels would be
        "ticks": "",
        "title": {"text": ""},  # plotly would write one of its own
        "min": 0,
        "layer": "below traces",
    }
    axes = {f"{letter}axis": quiet for letter in "abc"}
    return axes | {"sum": 1, "bgcolor": "rgba(0,0,0,0)"}
