"""Which cells of a column are of a pattern, in whichever way is quicker for as many."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

FEW_CELLS = 1000
"""Of no more cells pandas takes longer to read a pattern than Python to look for it in each."""

SHORT = 50
"""Characters. In longer cells Python may look for a pattern for ever; what pandas asks does not."""


def matches(cells: pd.Series, pattern: str) -> np.ndarray:
    """Return which cells are of a pattern as a whole."""
    few = _few(cells)
    if few is None:
        return cells.str.fullmatch(pattern).to_numpy(dtype=bool)
    fits = re.compile(pattern).fullmatch
    return np.array([fits(cell) is not None for cell in few], dtype=bool)


def any_holds(cells: pd.Series, pattern: str) -> bool:
    """Return whether a pattern is found in any cell."""
    few = _few(cells)
    if few is None:
        return bool(cells.str.contains(pattern, regex=True).any())
    finds = re.compile(pattern).search
    return any(finds(cell) is not None for cell in few)


def _few(cells: pd.Series) -> list[str] | None:
    """The cells where they are few and short."""
    few = cells.tolist() if len(cells) <= FEW_CELLS else None
    return None if few is None or max(map(len, few), default=0) > SHORT else few
