"""A table as the text that a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral, Real

import pandas as pd

from gmm_core.formatting import number

# More rows belong into a download.
MOST_ROWS = 200


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and whether it is a number, which is set to the right."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a table; without a label where rows are only counted."""

    label: str | None
    cells: Sequence[Cell]


@dataclass(frozen=True)
class TextTable:
    """A table as text: a caption, the heads of its columns, and its rows."""

    caption: str
    heads: Sequence[Cell]
    lines: Sequence[Line]


def text_table(frame: pd.DataFrame, caption: str) -> TextTable:
    """Return a table as text, its numbers to four digits.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of more than 200 rows the first are shown, and the caption says so.
    caption : str

    Returns
    -------
    TextTable

    Examples
    --------
    >>> text_table(pd.DataFrame({"share": [0.5], "name": ["<b>"]}), "Shares").lines[0].cells
    [Cell(text='0.5000', is_number=True), Cell(text='<b>', is_number=False)]
    """
    shown = frame.head(MOST_ROWS)
    cut = f" The first {MOST_ROWS:,} of {len(frame):,} rows." if len(shown) < len(frame) else ""
    named = not isinstance(frame.index, pd.RangeIndex)
    corner = [Cell(str(frame.index.name or ""))] if named else []
    numeric = [_is_numeric(frame.iloc[:, place]) for place in range(frame.shape[1])]
    heads = [Cell(str(name), n) for name, n in zip(frame.columns, numeric, strict=True)]
    lines = [
        Line(_shown(label) if named else None, [_cell(value) for value in values])
        for label, values in zip(shown.index, shown.itertuples(index=False, name=None), strict=True)
    ]
    return TextTable(caption + cut, corner + heads, lines)


def _cell(value: object) -> Cell:
    return Cell(_shown(value), _is_number(value))


def _shown(value: object) -> str:
    if isinstance(value, Real) and not isinstance(value, bool):
        if isinstance(value, Integral):
            # A year is no count: numbers of four digits go without a comma.
            return (f"{value:,}" if abs(int(value)) >= 10_000 else f"{value}").replace("-", "−")
        return "" if value != value else number(float(value))
    return "" if value is None or value is pd.NA or value is pd.NaT else str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
