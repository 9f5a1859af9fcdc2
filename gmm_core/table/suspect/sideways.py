"""Whether a table lies on its side: its rows are what was measured, its columns whom it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from gmm_core.table.described_columns import Column, is_numeric

MOST_ROWS = 20
LEAST_COLUMNS = 10
COLUMNS_PER_ROW = 3
MOST_NAMING = 3
"""So many columns less one may name the rows: what was measured, and its unit."""
_NUMBER = re.compile(r"[+-]?[0-9.,]+(e[+-]?[0-9]+)?", re.I)


def lies_on_its_side(frame: pd.DataFrame, described: Sequence[Column]) -> bool:
    """Tell whether the rows seem to be variables: few rows, and three times as many columns.

    All columns hold numbers, but for one or two at first that may name the rows, and for rows of
    text.

    Examples
    --------
    >>> from gmm_core.table.described_columns import describe
    >>> frame = pd.DataFrame({f"obs{i}": [i, 2 * i] for i in range(12)})
    >>> frame.insert(0, "variable", ["mass", "width"])
    >>> lies_on_its_side(frame, describe(frame))
    True
    """
    if not 1 <= len(frame) <= MOST_ROWS or len(described) != frame.shape[1]:
        return False
    series = [column for _, column in frame.items()]
    n_naming = next((n for n, column in enumerate(series[:MOST_NAMING]) if is_numeric(column)), 1)
    body = series[n_naming:]
    if len(body) < max(LEAST_COLUMNS, COLUMNS_PER_ROW * len(frame)):
        return False
    n_numeric = sum(map(is_numeric, body))
    return n_numeric == len(body) or (n_numeric == 0 and _hold_numbers(body))


def _hold_numbers(columns: Sequence[pd.Series]) -> bool:
    """Whether most cells of columns of text are numbers, as where one row of many is of words."""
    cells = [cell for column in columns for cell in column.dropna().astype(str)]
    numbers = sum(bool(_NUMBER.fullmatch(cell.strip())) for cell in cells)
    return bool(cells) and 2 * numbers >= len(cells)
