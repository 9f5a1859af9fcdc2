"""What a view reports of a selection, checked: a browser may say anything."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

MOST_POINTS = 1_000_000
MOST_CORNERS = 10_000
FARTHEST = 1e150


@dataclass(frozen=True, eq=False)
class Report:
    """What a person selected in one view.

    Attributes
    ----------
    rows : ndarray of int
        Rows of the fit that were drawn, and clicked or enclosed.
    cells : tuple of (int, int)
        Cells of a table that were clicked.
    outline : ndarray of shape (n_corners, 2) or None
        What was drawn around them, in the units of the axes.
    adds : bool
        Whether it comes on top of what was selected before.
    """

    rows: np.ndarray
    cells: tuple[tuple[int, int], ...]
    outline: np.ndarray | None
    adds: bool

    @property
    def clears(self) -> bool:
        return len(self.rows) == 0 and not self.cells and self.outline is None


def read_report(said: Any, view: str) -> Report | None:
    """Return what was reported by the figure of this name; nothing where it is of another."""
    if not isinstance(said, Mapping) or said.get("view") != view:
        return None
    rows, cells = said.get("rows", []), said.get("cells", [])
    outline = said.get("outline")
    if not _are_rows(rows) or not _are_pairs(cells, _is_place):
        return None
    if outline is not None and not (_are_pairs(outline, _is_coordinate) and len(outline) > 2):
        return None
    return Report(
        np.array(rows, dtype=np.intp),
        tuple((row, column) for row, column in cells),
        None if outline is None else np.array(outline, dtype=float),
        said.get("adds") is True,
    )


def _are_rows(rows: Any) -> bool:
    return isinstance(rows, list) and len(rows) <= MOST_POINTS and all(map(_is_place, rows))


def _are_pairs(pairs: Any, of: Callable[[Any], bool]) -> bool:
    return (
        isinstance(pairs, list)
        and len(pairs) <= MOST_CORNERS
        and all(isinstance(pair, list) and len(pair) == 2 and all(map(of, pair)) for pair in pairs)
    )


def _is_place(value: Any) -> bool:
    return type(value) is int and 0 <= value < 2**31


def _is_coordinate(value: Any) -> bool:
    """Whether it is a number, and so small that it can be multiplied."""
    return type(value) in (int, float) and abs(value) <= FARTHEST
