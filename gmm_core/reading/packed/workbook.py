"""Tables in the sheets of workbooks, as Excel and LibreOffice write them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from gmm_core.errors import DataError, NoTableError
from gmm_core.reading import remarks
from gmm_core.reading.choices import Choices
from gmm_core.reading.columns import (
    as_text,
    column_names,
    converted,
    numbers_in,
    settle,
    written,
)
from gmm_core.reading.fields import codes_among
from gmm_core.reading.header_rows import units_of
from gmm_core.reading.layout import lay_out
from gmm_core.reading.limits import check_cells
from gmm_core.reading.notes import MOST_NOTES, notes_below
from gmm_core.reading.packed.archive import MARK as ZIP_MARK
from gmm_core.reading.packed.archive import workbook_format
from gmm_core.reading.packed.confined import unpack
from gmm_core.reading.packed.unpacking import FLAG, MOMENT, NOTHING, NUMBER, TEXT
from gmm_core.reading.remarks import Remark
from gmm_core.reading.stacked import LOOKED_AT, as_header, first_table, header_of_another
from gmm_core.reading.table import Reading
from gmm_core.reading.text.dialect import decimal_of
from gmm_core.reading.text.lines import Progress

if TYPE_CHECKING:
    import pyarrow as pa

OLD_MARK = bytes.fromhex("D0CF11E0A1B11AE1")
"""What files of Excel before 2007 begin with, and those with a password."""

_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT = 100  # rows in which the header is looked for
_MOST_GAPS = 200  # below which it is looked for another table
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
    and empty columns at its edges, are left out, as is what stands above the header and below the
    table (see `lay_out` and `notes_below`). Text of digits is numbers, but for codes.
    Formulas count by the value that was saved with them; dates stay dates. Of the choices apply
    the sheet, the decimal mark of numbers that are text, the rows of the header and of the table,
    and the kinds of columns.
    """
    progress = Progress(on_progress)
    kind = _format(content, name)
    table, said = unpack(content, "workbook", name, choices.sheet)
    progress(0.7)
    sheet = _Sheet(_cells(table), choices, name)
    cells, layout = sheet.cells, sheet.layout
    body = cells.at(sheet.observations())
    names = column_names(layout.naming.names)
    _check_rows(len(body.kinds[0]), said["sheet"], name)
    check_cells(len(body.kinds[0]), len(names), name)
    first = body.at(slice(_LOOKED_AT))
    decimal = choices.decimal or _decimal(first)
    codes = codes_among(names, _as_rows(first), choices.kinds)
    texts = tuple((names[place], "text") for place in layout.naming.texts)
    frame = converted(_frame(body, names, decimal, codes), (*texts, *choices.kinds), decimal)
    progress(1.0)
    return Reading(
        frame,
        "",
        "",
        decimal,
        bool(layout.header),
        format=kind,
        sheet=said["sheet"],
        sheets=tuple(said["sheets"]),
        rows_above=len(sheet.above),
        begins=sheet.number(layout.above),
        units=units_of(layout.naming, names),
        target=None if layout.naming.target is None else names[layout.naming.target],
        remarks=(*sheet.remarks(), *([remarks.codes(codes, choices.kinds)] if codes else ())),
        passed_over=said["passed"],
    )


class _Sheet:
    """The cells of a sheet without empty columns at its edges, and where the table is in them."""

    def __init__(self, cells: Cells, choices: Choices, name: str) -> None:
        filled = cells.filled()
        columns = np.flatnonzero(filled.any(axis=0))
        check_cells(1, int(columns[-1] - columns[0]) + 1, name)  # before any is looked into
        self.cells = cells.between(columns[0], columns[-1] + 1)
        self.filled = np.atleast_1d(filled.any(axis=1))
        self.choices = choices
        self.notes = np.empty(0, dtype=int)
        begins = max((choices.begins or 1) - 1, 0)
        below = np.flatnonzero(self.filled[begins:])
        self.start = int(begins + below[0]) if len(below) else len(self.filled) - 1
        rows = _as_rows(self.cells.at(slice(self.start, self.start + _LOOKED_AT)))
        header = None if choices.header is None else int(choices.header)
        is_chosen = choices.begins is not None
        lay = partial(
            lay_out,
            header=header,
            units=choices.units,
            row_names=False,
            begins=is_chosen,
            padded=True,
        )
        self.layout = lay(rows) if choices.ends else first_table(rows, lay, is_chosen)[0]
        header_rows = rows[self.layout.above : self.layout.body] if self.layout.sure else []
        self.header = as_header(header_rows)
        self.another: int | None = None
        self.repeated: list[int] = []
        above = np.flatnonzero(self.filled[: self.start + self.layout.above])
        self.above = [int(row) for row in above]

    def number(self, place: int) -> int:
        """Return the row of the sheet that is at a place among those that were looked at."""
        return self.start + place + 1

    def observations(self) -> np.ndarray:
        """Return where the rows of the table are, without empty ones and notes at its end."""
        below = np.flatnonzero(self.filled)
        below = below[below >= self.start + self.layout.body]
        if self.choices.odd != "fill":
            self.repeated = self._repeats_of_header(below)
            below = below[~np.isin(below, self.repeated)]
        if self.choices.ends is not None:
            return below[below < self.choices.ends]
        below = self._up_to_another(below)
        self.notes = below[len(below) - self._n_notes(below) :]
        return below[: len(below) - len(self.notes)]

    def _repeats_of_header(self, below: np.ndarray) -> list[int]:
        """The rows that are one of the header again, as where sheets were joined."""
        if not self.header:
            return []
        last = max(place for row in self.header for place, field in enumerate(row) if field)
        texts = self.cells.texts[last][below]
        named = below[np.isin(texts.astype(object), [row[last] for row in self.header])]
        return [int(row) for row in named if self._fields(row) in self.header]

    def _fields(self, row: int) -> tuple[str, ...]:
        (fields,) = _as_rows(self.cells.at(slice(row, row + 1)))
        return tuple(field.strip() for field in fields)

    def _up_to_another(self, below: np.ndarray) -> np.ndarray:
        """The rows above another table, if one stands below a gap."""
        gaps = np.flatnonzero(np.diff(below) > 1)[:_MOST_GAPS] + 1
        for place in gaps if self.layout.values else ():
            first = int(below[place])
            rows = _as_rows(self.cells.at(slice(first, first + LOOKED_AT)))
            header = header_of_another(rows, self.header)
            if header is not None:
                self.another = first + header
                return below[:place]
        return below

    def _n_notes(self, below: np.ndarray) -> int:
        last = below[-MOST_NOTES:]
        rows = _as_rows(self.cells.at(last))
        gaps = np.diff(last, prepend=last[:1]) > 1
        count = notes_below(rows, gaps.tolist(), self.layout.width, self.layout.values)
        return count if count < len(below) else 0

    def remarks(self) -> Iterator[Remark]:
        """Say what was not taken as it stands."""
        if self.above:
            numbers = [row + 1 for row in self.above]
            yield remarks.above(numbers, self._text(self.above[0]), "row")
        rows = [self.number(place) for place in self.layout.named]
        yield from remarks.of_names(self.layout.naming, rows, "row")
        if len(self.notes):
            numbers = [int(row) + 1 for row in self.notes]
            yield remarks.below(numbers, self._text(int(self.notes[0])), numbers[-1], "row")
        if self.repeated:
            yield remarks.repeated([row + 1 for row in self.repeated], "row")
        if self.another is not None:
            yield remarks.another(self.another + 1, self._text(self.another), "row")

    def _text(self, row: int) -> str:
        return " ".join(filter(None, _as_rows(self.cells.at(slice(row, row + 1)))[0]))


def _format(content: bytes, name: str) -> str:
    if content.startswith(ZIP_MARK):
        return workbook_format(content, name)
    if _PROTECTED in content:
        raise NoTableError(f"{name} is protected by a password. Save it without one.")
    return "Excel"


def _cells(table: pa.Table) -> Cells:
    arrays = [column.to_numpy() for column in table.columns]
    return Cells(arrays[::3], arrays[1::3], arrays[2::3])


def _as_rows(cells: Cells) -> list[list[str]]:
    columns = [_texts(*arrays) for arrays in zip(*cells, strict=True)]
    return [list(row) for row in zip(*columns, strict=True)]


def _decimal(cells: Cells) -> str:
    """Return the decimal mark of numbers that stand as text; others have none."""
    return decimal_of([[text for text in column if text] for column in cells.texts], "")


def _check_rows(n_rows: int, sheet: str, name: str) -> None:
    if n_rows == 0:
        raise DataError(
            f'The sheet "{sheet}" of {name} has a header and no rows. '
            "Add one row for each observation, or choose another sheet."
        )


def _frame(body: Cells, names: Sequence[str], decimal: str, codes: Collection[str]) -> pd.DataFrame:
    """The columns below the header, by their names; codes are text."""
    columns = {
        label: as_text(pd.Series(_texts(kinds, numbers, texts), dtype=str))
        if label in codes
        else _column(kinds, numbers, texts, decimal)
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
        found = numbers_in(pd.Series(texts[kinds == TEXT], dtype=str), decimal)
        if found is not None:
            numbers = numbers.copy()
            numbers[kinds == TEXT] = found.to_numpy(float)
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
