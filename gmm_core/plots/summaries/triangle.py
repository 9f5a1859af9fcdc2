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
from gmm_core.plots.marks.names import n_letters, text, wrapped
from gmm_core.plots.marks.points import drawn, row_identity, row_marker
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.subsets import drawn_rows
from gmm_core.wording import plural

# Every point of a triangle is drawn in SVG.
MOST_ROWS_IN_TRIANGLE = 2000
# Letters of a component's name at its corner, and the pixels of one.
MOST_LETTERS, ABOVE, LETTER, LINE = 18, 32, 8, 18


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
    >>> picture.data[1].name, picture.data[1].a, picture.layout.ternary.aaxis.title.text
    ('rows', array([1. , 0.2]), '1 ●')
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
    # Above its corner a name has one line, below the others several.
    wraps = [text(called[0], ABOVE), *(wrapped(name, MOST_LETTERS) for name in called[1:])]
    labels = [f"{name} {glyph}" for name, glyph in zip(wraps, glyphs(3), strict=True)]
    lines = [line for label in labels[1:] for line in label.split("<br>")]
    end = 44 + LINE * max(label.count("<br>") for label in labels)
    # A name is centred below its corner.
    beside = 8 + LETTER * max(map(n_letters, lines)) / 2
    points = {
        "type": "scatterternary",
        "mode": "markers",
        **dict(zip("abc", shares[shown.rows].T, strict=True)),
        "marker": row_marker(shown, look),
        "cliponaxis": False,
        **row_identity(shown, [], look.names),
    }
    return figure(
        [_halves(look.theme), points],
        look.theme,
        look.height or 440,
        margin={"l": beside, "r": beside, "t": 44, "b": end},
        ternary=_triangle(labels, look.theme),
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


def _triangle(labels: Sequence[str], theme: Theme) -> dict[str, Any]:
    """Return the axes, each with the name of the component whose corner it leads to."""
    ink = INKS[theme]
    quiet = {
        "gridcolor": ink.grid,
        "linecolor": ink.grid,
        "tickvals": [0.25, 0.5, 0.75],
        "showticklabels": False,  # most rows lie on the sides, where the labels would be
        "ticks": "",
        "min": 0,
        "layer": "below traces",
    }
    looks = zip("abc", labels, colours(3, theme), strict=True)
    axes = {
        f"{letter}axis": quiet | {"title": {"text": label, "font": {"size": 15, "color": hue}}}
        for letter, label, hue in looks
    }
    return axes | {"sum": 1, "bgcolor": "rgba(0,0,0,0)"}
