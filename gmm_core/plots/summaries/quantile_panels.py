"""Whether each component is normal: quantiles of its distances beside those it would have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.departures import FitCheck
from gmm_core.plots.look import Look
from gmm_core.plots.marks.axes import Range, axis, tick_room
from gmm_core.plots.marks.colours import Theme, colours, symbol_sizes, symbols
from gmm_core.plots.marks.names import wrapped_names
from gmm_core.plots.marks.points import row_names
from gmm_core.plots.marks.style import INKS, figure
from gmm_core.wording import counted

# Panels side by side, and pixels of a row of them, of the gap below one, and of the axis titles.
MOST_ACROSS, PANEL, BELOW, MARGINS = 3, 190, 58, 92
# Letters of a line above a panel on a narrow screen, or of a word that is longer; the most lines,
# pixels of one more, and letters that a glyph takes of the first.
LETTERS, LONGEST_WORD, MOST_LINES, LINE, GLYPH = 11, 13, 8, 15, 2
# Numbers beside an axis, their size, and pixels of its title.
MOST_TICKS, TICK_SIZE, TITLE = 4, 11, 26
# Share of the width that stands between two panels.
BETWEEN = 0.09


def quantiles(
    checks: Sequence[FitCheck],
    *,
    n_features: int,
    look: Look = Look(),
) -> go.Figure:
    """Return one panel a component: its squared distances against those of a normal one.

    Points on the line are those of a normal distribution; those that rise above it at its end are
    heavier tails. The band holds 95 % of the points at each place. Expected is chi-squared, less
    what the fit takes of it where rows are few (`DistanceLaw`).

    Parameters
    ----------
    checks : sequence of FitCheck
        One for each component.
    n_features : int
        Degrees of freedom, for the title of the axis.
    look : Look, optional

    Returns
    -------
    plotly.graph_objects.Figure
        One trace "rows" a component, whose ``customdata`` are the rows at its quantiles.

    Examples
    --------
    >>> from gmm_core import Mixture
    >>> from gmm_core.departures import fit_checks
    >>> x = np.array([[-1.0], [0.0], [2.0]])
    >>> checks = fit_checks(x, Mixture([1.0], [[0.0]], [[[1.0]]]), np.ones((3, 1)))
    >>> picture = quantiles(checks, n_features=1)
    >>> [trace.name for trace in picture.data], picture.data[-1].customdata
    (['band', 'line', 'rows'], array([1, 0, 2]))
    """
    k = len(checks)
    across = min(k, MOST_ACROSS) if k != 4 else 2
    down = -(-k // across)
    words = [word for name in look.names or () for word in name.split()]
    letters = min(max(map(len, [*words, LETTERS * " "])), LONGEST_WORD)
    titles = wrapped_names(k, look.names, look.theme, letters, MOST_LINES, GLYPH)
    more = LINE * max(title.count("<br>") for title in titles)
    below = BELOW + more
    tall = look.height or MARGINS + more + down * PANEL + (down - 1) * below
    places = [_place(j, across, down, tall, below) for j in range(k)]
    axes: dict[str, Any] = {}
    for j, (check, place) in enumerate(zip(checks, places, strict=True)):
        axes |= _axes(check, j, place, look.theme)
    traces = [
        trace
        for j, check in enumerate(checks)
        for trace in (*_normal(check, j, look.theme), _rows(check, j, k, look.hover, look.theme))
    ]
    return figure(
        traces,
        look.theme,
        tall,
        margin={"l": _left(checks), "r": 8, "t": 26 + more, "b": 66},
        annotations=[
            *(
                _heading(title, place, look.names is not None, look.theme)
                for title, place in zip(titles, places, strict=True)
            ),
            _axis_title(n_features),
        ],
        uirevision="quantiles",
        **axes,
    )


def _place(j: int, across: int, down: int, tall: int, below: int) -> tuple[Range, Range]:
    """Return the share of the width and of the height that panel j takes."""
    row, column = divmod(j, across)
    wide = (1.0 - BETWEEN * (across - 1)) / across
    gap = below / (tall - MARGINS - (below - BELOW)) if down > 1 else 0.0
    high = (1.0 - gap * (down - 1)) / down
    left, top = column * (wide + BETWEEN), 1.0 - row * (high + gap)
    return (left, min(left + wide, 1.0)), (max(top - high, 0.0), top)


def _axes(check: FitCheck, j: int, place: tuple[Range, Range], theme: Theme) -> dict[str, Any]:
    number = "" if j == 0 else str(j + 1)
    x_end, y_end = 1.06 * max([*check.expected.tolist(), 1.0]), _top(check)
    quiet = {"nticks": MOST_TICKS, "tickfont": {"size": TICK_SIZE, "color": INKS[theme].muted}}
    across, upward = place
    title = "squared distance" if across[0] == 0 else None
    x = axis(theme, None, (0.0, x_end), domain=list(across), anchor=f"y{number}", **quiet)
    y = axis(theme, title, (0.0, y_end), domain=list(upward), anchor=f"x{number}", **quiet)
    return {f"xaxis{number}": x, f"yaxis{number}": y | {"showgrid": True}}


def _top(check: FitCheck) -> float:
    finite = check.high[np.isfinite(check.high)]
    return 1.06 * max([*check.observed.tolist(), *finite.tolist(), 1.0])


def _left(checks: Sequence[FitCheck]) -> int:
    """Return the pixels left of the panels, for the numbers and the title of an axis."""
    return TITLE + tick_room([(0.0, _top(check)) for check in checks], MOST_TICKS, TICK_SIZE)


def _normal(check: FitCheck, j: int, theme: Theme) -> list[dict[str, Any]]:
    """Return the band of a normal component and the line in its middle."""
    x = np.concatenate([check.expected, check.expected[::-1]])
    y = np.concatenate([check.low, check.high[::-1]])
    shared = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", **_on(j)}
    end = np.array([0.0, max([*check.expected[-1:].tolist(), 1.0])])
    band = {"fill": "toself", "fillcolor": INKS[theme].neutral, "opacity": 0.25}
    line = {"color": INKS[theme].muted, "width": 1}
    return [
        shared | {"name": "band", "x": x, "y": y, "line": {"width": 0}, **band},
        shared | {"name": "line", "x": end, "y": end, "line": line},
    ]


def _rows(
    check: FitCheck, j: int, k: int, hover: Sequence[str] | None, theme: Theme
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "rows",
        "mode": "markers",
        "x": check.expected,
        "y": check.observed,
        "customdata": check.rows,
        "text": row_names(check.rows, hover),
        "marker": {
            "color": colours(k, theme)[j],
            "symbol": symbols(k)[j],
            "size": 6 * symbol_sizes(k)[j],
            "line": {"width": 0},
        },
        "hovertemplate": "%{text}<br>squared distance: %{y}<br>expected: %{x}<extra></extra>",
        **_on(j),
    }


def _on(j: int) -> dict[str, str]:
    """Return the axes of panel j."""
    number = "" if j == 0 else str(j + 1)
    return {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def _heading(
    title: str, place: tuple[Range, Range], is_named: bool, theme: Theme
) -> dict[str, Any]:
    (left, _), (_, top) = place
    return {
        "text": title,
        "xref": "paper",
        "yref": "paper",
        "x": left,
        "y": top,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "align": "left",
        "font": {"color": INKS[theme].text, "size": 12 if is_named else 14},
    }


def _axis_title(n_features: int) -> dict[str, Any]:
    freedom = f"{counted(n_features, 'degree')} of freedom"
    return {
        "text": f"expected (χ² after a fit,<br>{freedom})",
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0,
        "yshift": -24,
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 14},
    }
