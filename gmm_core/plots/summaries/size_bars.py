"""How many rows each component holds, in shares and as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import OF_NARROW, axis
from gmm_core.plots.marks.colours import GREY, Theme, colours
from gmm_core.plots.marks.names import n_lines, noise_name, wrapped_names
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.written_numbers import tally

# Pixels of a component, and above and below all of them.
ROW, MARGINS = 46, 60
# Pixels of a line of a name, its letters, and the most lines.
LINE, LETTERS, MOST_LINES = 15, 18, 6
TITLE = "rows: soft sizes full, hard sizes outlined"
# Pixels of bars beside names in the narrowest figure, and of a letter of the numbers beside them.
NARROWEST, LETTER = 120, 7


def sizes(
    soft: ArrayLike,
    hard: ArrayLike,
    *,
    noise: tuple[float, float] | None = None,
    marked_counts: ArrayLike | None = None,
    look: Look = Look(),
) -> go.Figure:
    """Return the sizes of the components as pairs of bars, the first component on top.

    Noise, where there is any, is the last pair, in grey.

    Parameters
    ----------
    soft : array_like of shape (n_components,)
        Sums of responsibilities; full bars.
    hard : array_like of int, shape (n_components,)
        Rows whose largest responsibility is that of the component; outlined bars.
    noise : tuple of two floats, optional
        The sum of responsibilities of noise, and the rows that are most probably noise.
    marked_counts : array_like of int, shape (n_components,), optional
        Rows of each, of noise last, that somebody has selected; they fill the outlined bars.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        Traces "soft" and "hard", whose ``customdata`` are the components.

    Examples
    --------
    >>> picture = sizes([45.5, 104.5], [45, 105])
    >>> picture.data[0].text, picture.data[1].text
    (('45.5', '104.5'), ('45', '105'))
    """
    soft, hard = np.asarray(soft, dtype=np.float64), np.asarray(hard)
    names = wrapped_names(len(soft), look.names, look.theme, LETTERS, MOST_LINES)
    hues = colours(len(soft), look.theme)
    row = max(ROW, LINE * (max(n_lines([name]) for name in names) + 1))
    if noise is not None:
        soft, hard = np.append(soft, noise[0]), np.append(hard, noise[1])
        names, hues = [*names, noise_name(look.theme)], [*hues, GREY[look.theme]]
    k, longest = len(soft), float(max(soft.max(), hard.max(), 1.0))
    ticks = {
        "tickvals": np.arange(k),
        "ticktext": names,
        "tickfont": {"color": INKS[look.theme].text, "size": 14 if look.names is None else 12},
        "fixedrange": True,
    }
    said = [f"{size:,.1f}" for size in soft.tolist()]
    beyond = LETTER * (max(map(len, said)) + 1) / NARROWEST
    return figure(
        [
            _bars("soft", soft, -0.2, said, hues, look.theme),
            _bars("hard", hard, 0.2, [tally(size) for size in hard.tolist()], hues, look.theme),
            *([] if marked_counts is None else [_selected(marked_counts, hues, look.theme)]),
        ],
        look.theme,
        look.height or MARGINS + row * k,
        barmode="overlay",
        xaxis=axis(
            look.theme,
            TITLE,
            (0, longest / (1.0 - min(beyond, 0.6))),
            OF_NARROW,
            fixedrange=True,
            nticks=5,
        ),
        yaxis=axis(look.theme, None, (k - 0.5, -0.5), **ticks),
        dragmode=False,
        uirevision="sizes",
    )


def _selected(marked_counts: ArrayLike, hues: list[str], theme: Theme) -> dict[str, Any]:
    """Return the selected rows, in the outlined bars."""
    counts = np.asarray(marked_counts)
    said = [tally(count) for count in counts.tolist()]
    bars = _bars("soft", counts, 0.2, said, hues, theme)
    about = "rows that are selected: %{text}<extra></extra>"
    return bars | {"name": "selected", "textposition": "none", "hovertemplate": about}


def _bars(
    kind: str, size: np.ndarray, shift: float, said: list[str], hues: list[str], theme: Theme
) -> dict[str, Any]:
    """Return one bar a component: full where it counts shares, outlined where it counts rows."""
    look: dict[str, Any] = {"color": hues, "line": {"width": 1.5, "color": hues}}
    if kind == "hard":
        look["color"] = "rgba(0,0,0,0)"
    about = {
        "soft": "sum of responsibilities, in rows: %{text}",
        "hard": "rows that are most probably its own: %{text}",
    }
    return {
        "type": "bar",
        "name": kind,
        "orientation": "h",
        "x": size,
        "y": np.arange(len(size)) + shift,
        "width": 0.32,
        "marker": look,
        "text": said,
        "textposition": "outside",
        "textfont": {"color": INKS[theme].text},
        "cliponaxis": False,
        "customdata": np.arange(len(size)),
        "hovertemplate": f"{about[kind]}<extra></extra>",
    }
