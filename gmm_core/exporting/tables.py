"""A table as a file: CSV that no spreadsheet program runs, and Parquet."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, filterfalse
from typing import Any, cast

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.exporting.csv_lines import LARGE, lines
from gmm_core.extras import require
from gmm_core.names import unique_names
from gmm_core.reading import number_pattern
from gmm_core.wording import counted

# What a spreadsheet program takes for the beginning of a formula, also in its full-width form and
# after blanks, invisible characters and quotes, which some of them drop on the way in.
_SIGNS = frozenset("=+-@＝＋－＠﹢﹣﹦﹫")
_QUOTES = "\"'`‘’‚“”„«»＂＇"
_INVISIBLE = ("Cc", "Cf")  # categories of Unicode: control and format characters

# Where a program may begin a new cell, whatever the file is separated by: Excel goes by the list
# separator of the country, LibreOffice by what a person ticks.
_CUTS = re.compile(r"([;,|\t\r\n])")
_SUSPECT = re.compile(rf"(?:\A|[;,|\t\r\n])[^\w;,|\t\r\n]*?[{re.escape(''.join(sorted(_SIGNS)))}]")
_POINT, _COMMA = number_pattern("."), number_pattern(",")


@dataclass(frozen=True, eq=False)
class Defused:
    """A table whose text no spreadsheet program takes for a formula.

    Attributes
    ----------
    table : pandas.DataFrame of shape (n_rows, n_columns)
    cells : int
        Number of cells that got one or more apostrophes.
    columns : tuple of str
        The columns in which they are, as the original table names them.
    headers : tuple of str
        Names of columns that got one.
    """

    table: pd.DataFrame
    cells: int
    columns: tuple[str, ...]
    headers: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What was changed and why; "" when nothing was."""
        changed = [counted(self.cells, "cell")] if self.cells else []
        changed += [counted(len(self.headers), "column name")] if self.headers else []
        if not changed:
            return ""
        return (
            f"{' and '.join(changed)} got an apostrophe, since spreadsheet programs would take "
            "the text for a formula."
        )


@as_annotated
def defused(table: pd.DataFrame) -> Defused:
    """Return a table in which an apostrophe stands before all text that looks like a formula.

    That is text that begins with =, +, −, @, a tab or a line end, in full-width forms too, and
    after leading blanks, quotes or invisible characters. Numbers are none, nor is text that is a
    number. Programs may also cut a cell in two: so the same goes for what follows a semicolon,
    comma, bar, tab or line end in a text.

    Parameters
    ----------
    table : pandas.DataFrame of shape (n_rows, n_columns)
        It is not changed.

    Returns
    -------
    Defused

    Examples
    --------
    >>> safe = defused(pd.DataFrame({"name": ["=1+1", "b", "-5"], "x": [-5, 2, 1]}))
    >>> safe.table["name"].tolist(), safe.table["x"].tolist(), safe.cells
    (["'=1+1", 'b', '-5'], [-5, 2, 1], 1)
    >>> defused(pd.DataFrame({"name": ["a;=1+1"]})).table["name"].tolist()
    ["a;'=1+1"]
    """
    cells, columns, series = 0, [], []
    for place, name in enumerate(table.columns):
        column, changed = _defused_column(_column(table, place))
        cells += changed
        columns += [str(name)] if changed else []
        series.append(column.reset_index(drop=True))
    names = [_defused_value(name) for name in table.columns]
    pairs = zip(table.columns, names, strict=True)
    headers = tuple(name for name, safe in pairs if isinstance(name, str) and safe != name)
    safe = pd.concat(series, axis=1) if series else table.copy()
    safe.columns, safe.index = pd.Index(names, dtype=object), table.index
    return Defused(safe, cells, tuple(columns), headers)


@as_annotated
def csv_bytes(table: pd.DataFrame | Iterable[pd.DataFrame]) -> bytes:
    r"""Return a table as CSV that spreadsheet programs open as it is and without running it.

    UTF-8 with a mark, without which they would not read Hangul; every number with as many digits
    as bring back the same float64; text that looks like a formula is `defused`.

    Parameters
    ----------
    table : pandas.DataFrame of shape (n_rows, n_columns), or iterable of DataFrame
        Or its pieces, all with the same columns, so that no more than one need be held at once.

    Returns
    -------
    bytes

    Examples
    --------
    >>> csv_bytes(pd.DataFrame({"이름": ["=민수()"], "x": [0.1]})).decode("utf-8-sig")
    "이름,x\r\n'=민수(),0.1\r\n"
    """
    pieces = map(_piece, [table] if isinstance(table, pd.DataFrame) else table)
    first = next(pieces, None)
    if first is None:
        raise DataError("There is no piece of a table to write. Give at least one.")
    is_large = first.size >= LARGE
    written = io.BytesIO()  # the lines are not held a second time, as by joining them
    written.write(_header(first).encode("utf-8-sig"))
    for piece in chain([first], pieces):
        written.writelines(_rows(piece, is_large))
    return written.getvalue()


def _piece(table: object) -> pd.DataFrame:
    if not isinstance(table, pd.DataFrame):
        raise DataError(f"A piece of the table is of type {type(table).__name__}. Give DataFrames.")
    return table


def _header(table: pd.DataFrame) -> str:
    return _as_csv(defused(table.head(0)).table)


def _rows(table: pd.DataFrame, is_large: bool) -> Iterable[bytes]:
    """The lines of a piece of a table, all in one way, whether the last piece is small or not."""
    safe = defused(table).table
    written = lines(safe) if is_large else None
    return written or [_as_csv(safe, header=False).encode()]


def _as_csv(table: pd.DataFrame, **how: Any) -> str:
    # Of both line ends, since csv quotes a field only for the characters of its own line end,
    # and a lone carriage return would begin a new row.
    return table.to_csv(index=False, lineterminator="\r\n", **how)


@as_annotated
def parquet_bytes(table: pd.DataFrame) -> bytes:
    """Return a table as Parquet: every column with its type, text for what is of several types.

    Parameters
    ----------
    table : pandas.DataFrame of shape (n_rows, n_columns)

    Returns
    -------
    bytes
        The same for the same table.

    Examples
    --------
    >>> content = parquet_bytes(pd.DataFrame({"x": [1, "one", 2.5]}))
    >>> pd.read_parquet(io.BytesIO(content))["x"].tolist()
    ['1', 'one', '2.5']
    """
    require("pyarrow", "Writing Parquet")
    columns = [_storable(_column(table, place)) for place in range(table.shape[1])]
    stored = pd.concat(columns, axis=1) if columns else table.copy()
    stored.columns = pd.Index(unique_names([*map(str, table.columns)]), dtype=object)
    buffer = io.BytesIO()
    stored.to_parquet(buffer, engine="pyarrow", index=False)
    return buffer.getvalue()


def _column(table: pd.DataFrame, place: int) -> pd.Series:
    """The column at a place; names may occur twice."""
    return cast(pd.Series, table.iloc[:, place])


def _defused_column(column: pd.Series) -> tuple[pd.Series, int]:
    """The column without formulas, and how many there were; itself where it holds no text."""
    if not _may_hold_text(column):
        return column, 0
    values = column.to_numpy(dtype=object, copy=True)
    hit = np.array([isinstance(value, str) for value in values], dtype=bool)
    texts = pd.Series(values[hit], dtype=object)
    safe = {text: found for text in texts.unique() if (found := _safe(text)) != text}
    if not safe:
        return column, 0
    hit[hit] = texts.isin(list(safe)).to_numpy()
    values[hit] = [safe[text] for text in values[hit]]
    return pd.Series(values, column.index, dtype=object), int(hit.sum())


def _defused_value(value: object) -> object:
    return _safe(value) if isinstance(value, str) else value


def _safe(text: str) -> str:
    """The text with an apostrophe wherever a formula would begin; itself where none would."""
    leading = "'" if text[:1] in ("\t", "\r", "\n") else ""
    if not _SUSPECT.search(text) or _is_number(text):
        return leading + text
    safe = "".join("'" + piece if _is_formula(piece) else piece for piece in _CUTS.split(text))
    return leading + safe


def _is_number(text: str) -> bool:
    plain = text.strip(" ")  # no tab or line end, at which a program may cut
    return bool(_POINT.fullmatch(plain) or _COMMA.fullmatch(plain))


def _is_formula(piece: str) -> bool:
    return next(filterfalse(_is_dropped, piece), "") in _SIGNS


def _is_dropped(character: str) -> bool:
    """Whether a program may leave the character out where it begins a cell."""
    invisible = unicodedata.category(character) in _INVISIBLE
    return invisible or character.isspace() or character in _QUOTES


def _may_hold_text(column: pd.Series) -> bool:
    kinds: tuple[Callable, ...] = (
        pd.api.types.is_numeric_dtype,
        pd.api.types.is_bool_dtype,
        pd.api.types.is_datetime64_any_dtype,
    )
    if isinstance(column.dtype, pd.CategoricalDtype):
        return True
    return not any(is_kind(column.dtype) for is_kind in kinds)


def _storable(column: pd.Series) -> pd.Series:
    """The column itself where Parquet has a type for it, and text where it has none."""
    if not _may_hold_text(column):
        return column
    import pyarrow as pa

    try:
        pa.array(column, from_pandas=True)
    except (pa.ArrowException, OverflowError, ValueError, TypeError):
        there = column.notna().to_numpy()
        texts = np.full(len(column), None, dtype=object)
        texts[there] = [str(value) for value in column[there]]
        return pd.Series(texts, column.index, dtype=object)
    return column
