"""A criterion by the number of components, a line for each covariance structure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gmm_core.choosing import MIXTURE, Vocabulary
from gmm_core.plots.marks.axes import axis, padded
from gmm_core.plots.marks.colours import Theme, colours, symbol_sizes, symbols
from gmm_core.plots.marks.style import INKS, figure, legend
from gmm_core.selection import Cell
from gmm_core.written_numbers import number

DIGITS = 6
LONG = 7  # structures; the legend of more takes lines of its own, many of them on a phone


def criterion_lines(
    cells: Iterable[Cell],
    criterion: str,
    *,
    structures: Sequence[str] | None = None,
    chosen: Cell | None = None,
    words: Vocabulary = MIXTURE,
    theme: Theme = "light",
    height: int | None = None,
) -> go.Figure:
    """Return the lines of a criterion over the number of components.

    The lowest is ringed and named, and so is the cell that is chosen. Cells without a value leave
    a gap. A structure keeps its colour and symbol while others are still to come.

    Parameters
    ----------
    cells : iterable of Cell
        Of a selection, all or those that are there.
    criterion : str
        One of `CRITERIA`.
    structures : sequence of str, optional
        Letters of all structures, in their order; those of the cells by default.
    chosen : Cell, optional
    words : Vocabulary
    theme : {"light", "dark"}
    height : int
        In pixels; by default as much as the legend needs beside the lines.

    Returns
    -------
    plotly.graph_objects.Figure
        A trace for each structure, called by its letters; then "best" and "chosen".

    Examples
    --------
    >>> from gmm_core.selection import select_model
    >>> selection = select_model([[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]], [1, 2], ["tied"])
    >>> picture = criterion_lines(selection.cells.values(), "bic")
    >>> [trace.name for trace in picture.data]
    ['E', 'best']
    """
    fits = [cell for cell in cells if np.isfinite(cell.criteria[criterion])]
    letters = list(structures or dict.fromkeys(cell.letters for cell in fits))
    looks = zip(
        *(letters, colours(len(letters), theme), symbols(len(letters))),
        symbol_sizes(len(letters)),
        strict=True,
    )
    lines = [_line(fits, criterion, words, look, theme) for look in looks]
    values = np.array([cell.criteria[criterion] for cell in fits])
    best = [fits[int(values.argmin())]] if fits else []
    rings = [_ring("best", best, criterion, 19, INKS[theme].text)]
    if chosen is not None and np.isfinite(chosen.criteria[criterion]):
        rings.append(_ring("chosen", [chosen], criterion, 27, INKS[theme].muted))
    sizes = sorted({cell.n_components for cell in fits}) or [1]
    return figure(
        [*lines, *rings],
        theme,
        height or (560 if len(letters) > LONG else 430),
        xaxis=axis(
            theme,
            f"number of {words.component}s",
            (sizes[0] - 0.4, sizes[-1] + 0.4),
            dtick=1 if len(sizes) <= 12 else 2,
        ),
        yaxis=axis(
            theme,
            f"{words.title(criterion)}, lower is better",
            padded(values, 0.07),
            showgrid=True,
            exponentformat="none",
            separatethousands=False,
        ),
        showlegend=True,
        legend=legend(theme, still=False),
        uirevision=criterion,
    )


def _line(
    fits: Sequence[Cell], criterion: str, words: Vocabulary, look: tuple[Any, ...], theme: Theme
) -> dict[str, Any]:
    letters, hue, symbol, size = look
    own = sorted((cell for cell in fits if cell.letters == letters), key=lambda c: c.n_components)
    ks = range(own[0].n_components, own[-1].n_components + 1) if own else ()
    found = {cell.n_components: cell for cell in own}
    edge = {"width": 1, "color": INKS[theme].ground}
    return {
        "type": "scatter",
        "name": words.structure(letters),
        "mode": "lines+markers",
        "x": list(ks),
        "y": [found[k].criteria[criterion] if k in found else None for k in ks],
        "line": {"color": hue, "width": 1.75},
        "marker": {"color": hue, "symbol": symbol, "size": 8 * size, "line": edge},
        "text": [_about(found[k], criterion, words) if k in found else "" for k in ks],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _about(cell: Cell, criterion: str, words: Vocabulary) -> str:
    value = number(cell.criteria[criterion], DIGITS)
    return f"{words.cell(cell)}<br>{words.title(criterion)} {value}<br>{cell.status}"


def _ring(
    name: str, cells: Sequence[Cell], criterion: str, size: float, hue: str
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "mode": "markers",
        "x": [cell.n_components for cell in cells],
        "y": [cell.criteria[criterion] for cell in cells],
        "marker": {
            **{"symbol": "circle-open", "size": size, "color": hue},
            "line": {"width": 2, "color": hue},
        },
        "hoverinfo": "skip",
        "showlegend": False,
    }
