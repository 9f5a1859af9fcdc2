"""Tables in the sheets of workbooks, as Excel and LibreOffice write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from gmm_core.errors import DataError
from gmm_core.reading.choices import Choices
from gmm_core.reading.columns import column_names, converted, settle, written
from gmm_core.reading.limits import check_cells
from gmm_core.reading.packed.archive import MARK as ZIP_MARK
from gmm_core.reading.packed.archive import workbook_format
from gmm_core.reading.packed.confined import unpack
from gmm_core.reading.packed.unpacking import FLAG, MOMENT, NOTHING, NUMBER, TEXT
from gmm_core.reading.table import Reading
from gmm_core.reading.text.dialect import decimal_mark, has_header
from gmm_core.reading.text.lines import Progress

if TYPE_CHECKING:
    import pyarrow as pa

OLD_MARK = bytes.fromhex("D0CF11E0A1B11AE1")
"""What files of Excel before 2007 begin with, and those with a password."""

_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT = 100  # rows in which the header is looked for
_LARGEST_EXACT = 2.0**53
_NO_CHOICES = Choices()


class Cells(NamedTuple):
    """The cells of a sheet, or some rows of them, each array of shape (n_rows,) for a column."""

    kinds: list[np.ndarray]
    numbers: list[np.ndarray]
    texts: list[np.ndarray]

    def filled(self) -> np.ndarray:
        """Return where anything stands, (n_rows, n_columns)."""
        return np.column_stack([kinds != NOTHING for kinds in self.kinds])

    def at(self, rows: np.ndarray | slice) -> Cells:
        """Return some of the rows."""
        return Cells(*([array[rows] for array in arrays] for arrays in self))

    def between(self, first: int, last: int) -> Cells:
        """Return some of the columns."""
        return Cells(*(arrays[first:last] for arrays in self))


def read_workbook(
    content: bytes,
    name: str = "file",
    choices: Choices = _NO_CHOICES,
    on_progress: Callable[[float], None] | None = None,
) -> Reading:
    """Return the table in one sheet of a workbook: .xlsx, .xlsm, .xlsb, .xls or .ods.

    The sheet is the first with a column of numbers, or else the first that has cells. Empty rows,
    and empty columns at its edges, are left out, as are rows above the header: the header is the
    fullest of the rows of text above the first number, and rows of one cell above a wider table
    are titles. Formulas count by the value that was saved with them; dates stay dates. Of the
    choices apply the sheet, the decimal mark of numbers that are text, the header and the kinds of
    columns.
    """
    progress = Progress(on_progress)
    kind = _format(content, name)
    table, said = unpack(content, "workbook", name, choices.sheet)
    progress(0.7)
    cells = _without_edges(_cells(table))
    above = _rows_above(cells, choices.header)
    cells = cells.at(slice(above, None))
    first = _as_rows(cells.at(slice(_LOOKED_AT)))
    header = has_header(first) if choices.header is None else choices.header
    names = column_names(first[0], header)
    body = cells.at(slice(1, None)) if header else cells
    _check_rows(len(body.kinds[0]), said["sheet"], name)
    check_cells(len(body.kinds[0]), len(names), name)
    decimal = choices.decimal or _decimal(body.at(slice(_LOOKED_AT)))
    frame = converted(_frame(body, names, decimal), choices.kinds, decimal)
    progress(1.0)
    return Reading(
        frame,
        "",
        "",
        decimal,
        header,
        format=kind,
        sheet=said["sheet"],
        sheets=tuple(said["sheets"]),
        rows_above=above,
        passed_over=said["passed"],
    )


def _format(content: bytes, name: str) -> str:
    if content.startswith(ZIP_MARK):
        return workbook_format(content, name)
    if _PROTECTED in content:
        raise DataError(f"{name} is protected by a password. Save it without one.")
    return "Excel"


def _cells(table: pa.Table) -> Cells:
    arrays = [column.to_numpy() for column in table.columns]
    return Cells(arrays[::3], arrays[1::3], arrays[2::3])


def _without_edges(cells: Cells) -> Cells:
    filled = cells.filled()
    columns = np.flatnonzero(filled.any(axis=0))
    rows = np.flatnonzero(filled.any(axis=1))
    return cells.between(columns[0], columns[-1] + 1).at(rows)


def _rows_above(cells: Cells, header: bool | None) -> int:
    """Return how many rows stand above the header, or above the table if it has none."""
    first = cells.at(slice(_LOOKED_AT))
    widths = first.filled().sum(axis=1)
    if widths.max() < 2:
        return 0
    numbers = np.column_stack([np.isin(kinds, (NUMBER, MOMENT)) for kinds in first.kinds])
    above = numbers.any(axis=1)
    n_texts = int(above.argmax()) if above.any() else 0
    if n_texts and header is not False and widths[:n_texts].max() > 1:
        return int(widths[:n_texts].argmax())
    return int((widths > 1).argmax())


def _as_rows(cells: Cells) -> list[list[str]]:
    columns = [_texts(*arrays) for arrays in zip(*cells, strict=True)]
    return [list(row) for row in zip(*columns, strict=True)]


def _decimal(cells: Cells) -> str:
    """Return the decimal mark of numbers that stand as text; others have none."""
    texts = (text for column in cells.texts for text in column if text)
    marks = Counter(decimal_mark(text) for text in texts)
    return "," if marks[","] > marks["."] else "."


def _check_rows(n_rows: int, sheet: str, name: str) -> None:
    if n_rows == 0:
        raise DataError(
            f'The sheet "{sheet}" of {name} has a header and no rows. '
            "Add one row for each observation, or choose another sheet."
        )


def _frame(body: Cells, names: Sequence[str], decimal: str) -> pd.DataFrame:
    """The columns below the header, by their names."""
    columns = {
        label: _column(kinds, numbers, texts, decimal)
        for label, kinds, numbers, texts in zip(names, *body, strict=True)
    }
    return pd.DataFrame(columns, copy=False)


def _column(kinds: np.ndarray, numbers: np.ndarray, texts: np.ndarray, decimal: str) -> pd.Series:
    present = {*np.unique(kinds).tolist()} - {NOTHING}
    if present <= {NUMBER}:
        return pd.Series(numbers.astype(np.int64) if _are_whole(numbers) else numbers)
    if present == {MOMENT}:
        return pd.Series(pd.to_datetime(numbers, unit="ms").astype("datetime64[us]"))
    if present == {FLAG}:
        flags = pd.Series(numbers == 1.0)
        return flags if NOTHING not in kinds else flags.astype(object).where(kinds != NOTHING)
    if present <= {NUMBER, TEXT}:
        settled = settle(pd.Series(texts[kinds == TEXT], dtype=str), decimal)
        if pd.api.types.is_numeric_dtype(settled):
            numbers = numbers.copy()
            numbers[kinds == TEXT] = settled.to_numpy(float)
            return _column(np.full_like(kinds, NUMBER), numbers, texts, decimal)
    return settle(pd.Series(_texts(kinds, numbers, texts), dtype=str), "")


def _are_whole(numbers: np.ndarray) -> bool:
    # The comparison comes first, since the remainder of an infinite number is a warning.
    return bool(np.all(np.abs(numbers) < _LARGEST_EXACT) and np.all(numbers % 1 == 0))


def _texts(kinds: np.ndarray, numbers: np.ndarray, texts: np.ndarray) -> list[str]:
    """Return the cells as people read them, "" where there is nothing."""
    cells = np.where(kinds == TEXT, texts, "").astype(object)
    cells[kinds == NUMBER] = written(pd.Series(numbers[kinds == NUMBER])).tolist()
    cells[kinds == FLAG] = np.where(numbers[kinds == FLAG] == 1.0, "True", "False")
    moments = pd.Series(pd.to_datetime(numbers[kinds == MOMENT], unit="ms"))
    cells[kinds == MOMENT] = [str(moment).removesuffix(" 00:00:00") for moment in moments]
    return cells.tolist()
