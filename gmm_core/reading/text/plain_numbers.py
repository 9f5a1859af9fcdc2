"""Large tables of plain numbers, and words beside them, parsed several times faster than others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from gmm_core.blocks import one_after_another
from gmm_core.reading.columns import MISSING, MISSING_AMONG_NUMBERS
from gmm_core.reading.text.dialect import Dialect
from gmm_core.reading.text.lines import Text

if TYPE_CHECKING:
    import pyarrow as pa

PIECE = 1 << 21
"""Characters that are parsed at a time."""

# With other letters than these, the two parsers differ in what they take for a number, ...
_CHARACTERS = b"0123456789+-.eE\r\nNaA?"
# ... which beside columns of words can only be by these, in small letters,
_DIFFER = (b"0x", b"inf", b"-nan", b"+nan")
# and in columns of nothing but these.
_FLAGS = frozenset(("True", "TRUE", "true", "False", "FALSE", "false"))
# Of what stands for nothing, what can be written in these letters: each cell is compared with all.
_MISSING = sorted(each for each in MISSING_AMONG_NUMBERS if {*each.encode()} <= {*_CHARACTERS})
_LARGEST_INTEGER = 2.0**63


def plain_numbers(
    text: Text, dialect: Dialect, names: Sequence[str], n_rows: int, words: Collection[str] = ()
) -> dict[str, np.ndarray | pd.Series] | None:
    """Return the columns, or None if a cell of numbers is anything but a plain number or missing.

    The table has no quotes and no blank lines, and each line as many fields as names. Numbers are
    rounded correctly, as in every other table; columns of `words` are text as it stands. Without
    pyarrow it is always None.
    """
    if dialect.separator == " " or find_spec("pyarrow") is None:
        return None
    columns: dict[str, np.ndarray] = {}
    texts: dict[str, list[pa.ChunkedArray]] = {name: [] for name in words}
    first = 0

    def parsed(piece: bytes) -> tuple[pa.Table, dict[str, np.ndarray]] | tuple[None, None]:
        table = _table(piece, dialect, names, words)
        parts = None if table is None else _parts(table.drop_columns([*words]))
        return (None, None) if parts is None else (table, parts)

    for table, parts in one_after_another(parsed, text.pieces(PIECE)):
        if table is None or parts is None or first + table.num_rows > n_rows:
            return None
        for name, part in parts.items():
            # One array from the start: pieces that are joined at the end take their place twice.
            column = columns.setdefault(name, np.empty(n_rows, part.dtype))
            if part.dtype.kind == "f" != column.dtype.kind:
                column = columns[name] = column.astype(np.float64)
            column[first : first + len(part)] = part
        for name in words:
            texts[name].append(table[name])
        first += table.num_rows
    if first != n_rows or any(map(_are_flags, texts.values())):
        return None
    said = {name: _joined(texts.pop(name), name) for name in words}
    return {name: said[name] if name in said else columns[name] for name in names}


def _are_flags(parts: Sequence[pa.ChunkedArray]) -> bool:
    """Whether a column may be of true and false, which the other parser takes for such."""
    first = next((cell for part in parts for cell in part.to_pylist() if cell), "")
    return first.strip() in _FLAGS | MISSING


def _joined(parts: Sequence[pa.ChunkedArray], name: str) -> pd.Series:
    import pyarrow as pa

    chunks = [chunk for part in parts for chunk in part.chunks]
    return pa.chunked_array(chunks, pa.string()).to_pandas().rename(name)


def _table(
    piece: bytes, dialect: Dialect, names: Sequence[str], words: Collection[str]
) -> pa.Table | None:
    import pyarrow as pa
    from pyarrow import csv

    mark = dialect.separator.encode() + (b"," if dialect.decimal == "," else b"")
    letters = piece.translate(None, _CHARACTERS + mark)
    if (_may_differ(letters, piece) if words else letters) or _has_signed_whole_numbers(piece):
        return None
    try:
        return csv.read_csv(
            pa.BufferReader(piece),
            csv.ReadOptions(column_names=list(names), block_size=len(piece) + 1, use_threads=False),
            csv.ParseOptions(delimiter=dialect.delimiter, quote_char=False),
            csv.ConvertOptions(
                column_types=dict.fromkeys(words, pa.string()),
                null_values=sorted(MISSING_AMONG_NUMBERS) if words else _MISSING,
                decimal_point=dialect.decimal,
            ),
        )
    except pa.ArrowInvalid:
        return None


def _may_differ(letters: bytes, piece: bytes) -> bool:
    """Tell whether a number may be written in a way that one of the parsers alone knows."""
    letters = letters.lower()
    if not any(part in letters for part in (b"x", b"inf", b"nn")):  # "a" is left out of these
        return False
    piece = piece.lower()
    return any(part in piece for part in _DIFFER)


def _has_signed_whole_numbers(piece: bytes) -> bool:
    """Tell whether a plus sign stands anywhere but in an exponent: +5 is no integer to arrow."""
    if b"+" not in piece:
        return False
    return piece.count(b"+") > piece.count(b"e+") + piece.count(b"E+")


def _parts(table: pa.Table) -> dict[str, np.ndarray] | None:
    import pyarrow as pa

    parts = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_null(column.type):
            column = column.cast(pa.float64())
        elif not (pa.types.is_int64(column.type) or pa.types.is_float64(column.type)):
            return None
        parts[name] = column.to_numpy()
        # Whole numbers beyond this are unsigned integers to the other parser.
        if parts[name].dtype.kind == "f" and (np.abs(parts[name]) >= _LARGEST_INTEGER).any():
            return None
    return parts
