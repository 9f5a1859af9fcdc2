"""All rows as a shade beneath the few that are drawn."""

from __future__ import annotations

from typing import Any

import numpy as np

from gmm_core.plots.marks.axes import Range
from gmm_core.plots.marks.bins import BLOCK, cells
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.style import INKS

# Cells on the x and the y axis.
SHAPE = (120, 90)
# Opacity of the neutral ink in the fullest cell.
FULLEST = 0.75
# A single row has this share of it; the rest grows with the logarithm of the count.
FAINTEST = 0.18


def cell_counts(
    x: np.ndarray, y: np.ndarray, ranges: tuple[Range, Range], shape: tuple[int, int] = SHAPE
) -> np.ndarray:
    """Return how many rows lie in each of the equal cells of a rectangle, the lowest row first.

    `shape` is the number of columns and rows; what is returned is (rows, columns). A cell has its
    lower edges; the last ones have both. Rows outside are not counted.

    Examples
    --------
    >>> cell_counts(np.array([0.0, 0.9, 5.0]), np.zeros(3), ((0.0, 1.0), (0.0, 1.0)), (2, 1))
    array([[1, 1]], dtype=int32)
    """
    columns, rows = shape
    # One more cell at either end takes what lies outside.
    counts = np.zeros((rows + 2) * (columns + 2), dtype=np.int64)
    for begin in range(0, len(x), BLOCK):
        block = slice(begin, begin + BLOCK)
        cell = cells(y[block], ranges[1], rows)
        cell *= columns + 2
        cell += cells(x[block], ranges[0], columns)
        counts += np.bincount(cell, minlength=len(counts))
    return counts.reshape(rows + 2, columns + 2)[1:-1, 1:-1].astype(np.int32)


def crowd_trace(
    x: np.ndarray, y: np.ndarray, ranges: tuple[Range, Range], theme: Theme
) -> dict[str, Any]:
    """Return the counts of all rows as a heat map in neutral ink, which plotly puts lowest.

    Shades go with the logarithm of the count; empty cells have none.
    """
    counts = cell_counts(x, y, ranges)
    (left, right), (bottom, top) = ranges
    wide, high = (right - left) / SHAPE[0], (top - bottom) / SHAPE[1]
    most = max(int(counts.max(initial=0)), 2)
    return {
        "type": "heatmap",
        "name": "crowd",
        "z": counts,
        "x0": left + wide / 2,
        "dx": wide,
        "y0": bottom + high / 2,
        "dy": high,
        "zmin": 0,
        "zmax": most,
        "colorscale": _scale(most, theme),
        "showscale": False,
        "hovertemplate": "rows hereabouts: %{z}<extra></extra>",
    }


def _scale(most: int, theme: Theme) -> list[list[Any]]:
    """Return plotly's colour scale over the counts: clear at none, then even steps of logarithm."""
    stops = np.unique(np.append(2.0 ** np.arange(np.ceil(np.log2(most))), most))
    strength = FULLEST * (FAINTEST + (1 - FAINTEST) * np.log(stops) / np.log(most))
    red, green, blue = bytes.fromhex(INKS[theme].neutral.removeprefix("#"))
    clear, *shades = (
        f"rgba({red},{green},{blue},{alpha:.3f})" for alpha in [0.0, *strength.tolist()]
    )
    # Nothing lies between no row and one: the first shade begins half-way.
    steps = [[0.0, clear], [0.5 / most, clear], [0.5 / most, shades[0]]]
    return steps + [
        [stop / most, shade] for stop, shade in zip(stops.tolist(), shades, strict=True)
    ]
