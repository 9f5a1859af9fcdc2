"""A table as a workbook of Excel: text stays text, and no cell is a formula or a link."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.extras import require
from gmm_core.wording import shown

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 1_048_575, 16_384, 32_767
"""Of a sheet of Excel below its head, and of a cell."""
MOST_CELLS = 4_000_000  # more take minutes to write, and to open
_SHEET = re.compile(r"(?!')[^\[\]:*?/\\]{1,31}(?<!')")
_HALVES = re.compile("[\ud800-\udfff]")
_DAY_ONE = pd.Timestamp(1900, 3, 1)  # Excel has a 29 February 1900, before which days differ
_TEXTS_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@as_annotated
def xlsx_bytes(table: pd.DataFrame, sheet: str = "Clusters") -> bytes:
    """Return a table as a workbook with one sheet, its head frozen.

    Numbers keep all digits that Excel has; what is missing or not finite is an empty cell; text of
    more than 32,767 characters is cut, as in Excel. Text is never a formula or a link.

    Parameters
    ----------
    table : pandas.DataFrame of shape (n_rows, n_columns)
    sheet : str
        What the sheet is called, in up to 31 characters.

    Returns
    -------
    bytes
        An .xlsx file.

    Raises
    ------
    DataError
        When the table has more rows, columns or cells than a workbook can be expected to hold, or
        no sheet can be called so.

    Examples
    --------
    >>> content = xlsx_bytes(pd.DataFrame({"x": [0.1, None], "name": ["=1+1", "b"]}))
    >>> content[:2]
    b'PK'
    """
    require("xlsxwriter", "Writing a workbook")
    if excess := excess_of_workbook(*table.shape):
        raise DataError(excess)
    if not _SHEET.fullmatch(sheet):
        raise DataError(
            f"A sheet is not called {shown(sheet)}. Give 1 to 31 characters without []:*?/\\ and "
            "without ' at an end."
        )
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, **_TEXTS_ONLY}) as book:
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        dates = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for place, name in enumerate(table.columns):
            page.write_string(0, place, _text(name))
            _write(page, place, table.iloc[:, place], dates)
    return written.getvalue()


@as_annotated
def excess_of_workbook(n_rows: int, n_columns: int) -> str:
    """Return why a table is too large for a workbook, in a sentence; empty where it is not.

    Parameters
    ----------
    n_rows, n_columns : int

    Returns
    -------
    str

    Examples
    --------
    >>> excess_of_workbook(1000, 12)
    ''
    """
    most = n_rows <= MOST_ROWS and n_columns <= MOST_COLUMNS
    if most and n_rows * n_columns <= MOST_CELLS:
        return ""
    return (
        f"A workbook is not written of {n_rows:,} rows and {n_columns:,} columns: a sheet has "
        f"at most {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns, and more than "
        f"{MOST_CELLS:,} cells take minutes to open. Take the table as CSV or Parquet."
    )


def _write(page: Worksheet, place: int, column: pd.Series, dates: Any) -> None:
    for row, value in _there(column):
        if isinstance(value, bool):
            page.write_boolean(row, place, value)
        elif isinstance(value, int | float):
            page.write_number(row, place, value)
        elif isinstance(value, pd.Timestamp) and value >= _DAY_ONE:
            page.write_datetime(row, place, value.to_pydatetime(), dates)
        else:
            page.write_string(row, place, _text(value))


def _text(value: Any) -> str:
    """As text of a cell, without the half characters that UTF-8 cannot hold."""
    return _HALVES.sub("\ufffd", str(value)[:LONGEST_TEXT])


def _there(column: pd.Series) -> Iterator[tuple[int, Any]]:
    """The values that are not missing, with their rows; numbers as Python has them."""
    finite = column.notna().to_numpy()
    for row, (value, is_there) in enumerate(zip(column.tolist(), finite, strict=True), start=1):
        if not is_there or (isinstance(value, float) and math.isinf(value)):
            continue
        if isinstance(value, pd.Timestamp):
            value = value.tz_localize(None)  # Excel knows no time zones
        yield row, value if not isinstance(value, int) or abs(value) < 2**53 else str(value)
