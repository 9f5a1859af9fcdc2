"""The lines of a text table as columns; large tables piece by piece, to the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from gmm_core.reading.columns import MISSING, as_text, settle
from gmm_core.reading.text.dialect import Dialect
from gmm_core.reading.text.lines import Text, Trimmed
from gmm_core.reading.text.plain_numbers import plain_numbers

LARGE = 1 << 24
"""Bytes from which on a file is parsed in pieces: a parser holds all cells of what it is given."""

_CELLS = 500_000  # cells that are parsed at a time
# From 3.1 on, pandas always rounds numbers correctly, and warns when it is asked to.
_ROUND_TRIP: dict[str, Any] = (
    {}
    if tuple(map(int, pd.__version__.split(".")[:2])) >= (3, 1)
    else {"float_precision": "round_trip"}
)


class TextLayout(NamedTuple):
    """What the beginning of a text table says about all of it, which begins below the header.

    ``missing`` has the spellings of a missing value for each column, ``texts`` the columns that
    a person wants as text, and ``n_plain_rows`` is the number of rows where no line is blank
    and no cell quoted, which is otherwise 0.
    """

    dialect: Dialect
    names: Sequence[str]
    missing: dict[str, list[str]]
    texts: frozenset[str]
    n_plain_rows: int

    @property
    def words(self) -> tuple[str, ...]:
        """The columns of which not all first cells are numbers."""
        return tuple(name for name in self.names if {*self.missing[name]} == MISSING)

    @property
    def spellings(self) -> dict[str, list[str]] | list[str]:
        """What is missing, said once where all columns agree: pandas reads it for each."""
        different = {frozenset(each): each for each in self.missing.values()}
        return self.missing if len(different) > 1 else next(iter(different.values()), [])


def parse(text: Text, layout: TextLayout) -> pd.DataFrame:
    """Return the table of a text file that is known to be rectangular.

    Raises
    ------
    ValueError
        If pandas cannot parse it.
    """
    large = len(text.content) > LARGE
    numbers = None
    if large and layout.n_plain_rows and layout.texts <= {*layout.words}:
        plain = (text, layout.dialect, layout.names, layout.n_plain_rows, layout.words)
        numbers = plain_numbers(*plain)
    if numbers is not None:
        settled = {name: _settled(pd.Series(numbers[name]), layout) for name in layout.words}
        return _table(numbers | settled)
    columns = _in_pieces(text, layout) if large else dict(_parser(text, layout).items())
    return _table({label: _settled(columns.pop(label), layout) for label in layout.names})


def _table(columns: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(columns, copy=False)


def _settled(column: pd.Series, layout: TextLayout) -> pd.Series:
    if column.name in layout.texts:
        return as_text(column)
    return settle(column, layout.dialect.decimal)


def _in_pieces(text: Text, layout: TextLayout) -> dict[str, pd.Series]:
    """Return the columns as a parser types them that sees all of the table at once."""
    parts = _parts(text, layout)
    columns = {label: _joined(parts.pop(label)) for label in layout.names}
    unclear = [label for label, column in columns.items() if column is None]
    if unclear:
        # Numbers in one piece and text in another: all of it is text, cell by cell as written.
        parts = _parts(text, layout, unclear)
        columns |= {label: pd.concat(parts.pop(label), ignore_index=True) for label in unclear}
    return {label: column.rename(label) for label, column in columns.items() if column is not None}


def _parts(
    text: Text, layout: TextLayout, as_written: Sequence[str] | None = None
) -> dict[str, list[pd.Series]]:
    parts: dict[str, list[pd.Series]] = {name: [] for name in as_written or layout.names}
    rows = max(1, _CELLS // len(layout.names))
    for frame in _parser(text, layout, as_written, chunksize=rows):
        for label, pieces in parts.items():
            pieces.append(frame[label])
    return parts


def _parser(
    text: Text, layout: TextLayout, as_written: Sequence[str] | None = None, **options: Any
) -> Any:
    """Return the frame, or with a chunksize its pieces, as pandas types them."""
    dialect = layout.dialect
    stream = text.open()
    source: Any = Trimmed(stream) if dialect.separator == " " else stream
    texts = layout.texts if as_written is None else as_written
    return pd.read_csv(
        source,
        sep=dialect.delimiter,
        decimal=dialect.decimal,
        header=None,
        names=list(layout.names),
        usecols=None if as_written is None else list(as_written),
        index_col=False,
        skipinitialspace=True,
        dtype=dict.fromkeys(texts, str),
        na_values=layout.spellings,
        keep_default_na=False,
        low_memory=False,  # else a long column is typed piece by piece, with a warning
        **_ROUND_TRIP,
        **options,
    )


def _joined(parts: list[pd.Series]) -> pd.Series | None:
    """Return the pieces of a column as one, None where they were typed too differently."""
    kinds = {_kind(part) for part in parts} - {"nothing"}
    if kinds == {"i", "u"} and all(part.min() >= 0 for part in parts):
        parts = [part.astype(np.uint64) for part in parts]
    elif kinds <= {"i", "u", "f"} and ("f" in kinds or len(kinds) < 2):
        parts = [part.astype(np.float64) for part in parts] if len(kinds) > 1 else parts
    elif len(kinds) > 1:
        return None
    if kinds == {"text"}:
        dtypes = [part.dtype for part in parts if _kind(part) == "text"]
        parts = [part.astype(dtypes[0]) for part in parts]
    return pd.concat(parts, ignore_index=True)


def _kind(part: pd.Series) -> str:
    if part.dtype.kind in "iu":
        return part.dtype.kind
    if part.isna().all():
        return "nothing"
    if part.dtype.kind == "f":
        return "f"
    inferred = "boolean" if part.dtype.kind == "b" else pd.api.types.infer_dtype(part, skipna=True)
    return {"boolean": "flags", "string": "text"}.get(inferred, "numbers as objects")
