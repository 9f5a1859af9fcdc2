"""Columns of a text table: the spellings of nothing, the kinds that are chosen, the names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from string import ascii_letters

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.names import unique_names
from gmm_core.table import amounts

MISSING = frozenset(
    ["", "NA", "N/A", "n/a", "na", "#N/A", "NaN", "nan", "NAN", "NULL", "null", "?"]
)
# Of Excel in English, German, French, Spanish, Portuguese, Italian and Polish.
ERRORS_OF_SHEETS = (
    *("N/A", "VALUE!", "DIV/0!", "NUM!", "REF!", "NAME?", "NULL!", "SPILL!", "CALC!"),
    *("NV", "WERT!", "ZAHL!", "BEZUG!", "N/D", "VALEUR!", "NOMBRE!", "NOM?", "NUL!", "N/V"),
    *("¡VALOR!", "¡DIV/0!", "¡NUM!", "¡REF!", "¿NOMBRE?", "VALOR!", "NOME?", "VALORE!", "RIF!"),
    *("ARG!", "ADR!", "LICZBA!", "NAZWA?", "ND!"),
)
"""What a spreadsheet writes for an error, behind a #."""

MISSING_AMONG_NUMBERS = MISSING | {
    *("-", "--", "–", "—", ".", "..", "...", "…", ":", "/", "none", "None", "missing", "<NA>"),
    *("*", "**", "***", "****", "*****", "\\N", "-nan", "-NaN", "+nan", "nan(ind)", "-nan(ind)"),
    *("1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN", "1.#INF", "-1.#INF"),
    *(f".{letter}" for letter in f"{ascii_letters}_"),  # of SAS and Stata
    *(f"#{error}" for error in ERRORS_OF_SHEETS),
    *("#" * wide for wide in range(3, 13)),  # of a cell that is too narrow
}
"""Only in a column of numbers: "-" may be a blood group and "none" a treatment."""

BLANKS = "\ufeff \t\n\xa0\u200b\u200e\u200f\u2060"
"""What is left out at the ends of a name."""


@as_annotated
@cache
def number_pattern(decimal: str) -> re.Pattern[str]:
    """Return the pattern of a number that is written with this decimal mark.

    Examples
    --------
    >>> bool(number_pattern(",").fullmatch("−1,5e3")), bool(number_pattern(",").fullmatch("1.5"))
    (True, False)
    """
    mark = re.escape(decimal)
    finite = rf"([0-9]+({mark}[0-9]*)?|{mark}[0-9]+)([eE][+-]?[0-9]+)?"
    return re.compile(rf"[+−-]?({finite}|inf|Inf|INF|infinity|Infinity)")


def settle(column: pd.Series, decimal: str) -> pd.Series:
    """Return a column with its numbers as numbers, its text trimmed and its gaps as NaN.

    A parser takes a whole column for text as soon as one cell is no plain number. Here a column is
    numeric when all that is left after trimming and without the spellings of a missing value is
    numbers; a number beyond the range of float64 becomes infinite.

    Examples
    --------
    >>> settle(pd.Series(["1,5 ", "-", "1e400"]), ",").tolist()
    [1.5, nan, inf]
    """
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return column
    present = _trimmed(column)
    if (numbers := _plain_numbers(present, decimal)) is not None:
        return numbers.reindex(column.index)
    if not _is_text(column):
        return column  # True and False with gaps
    return _without_missing(present, column)


def numbers_in(column: pd.Series, decimal: str) -> pd.Series | None:
    """Return the numbers in a column of text, as `settle` does; None where it is no such column.

    Examples
    --------
    >>> numbers_in(pd.Series(["1,5", "-"]), ",").tolist(), numbers_in(pd.Series(["a"]), ",")
    ([1.5, nan], None)
    """
    numbers = _plain_numbers(_trimmed(column), decimal)
    return None if numbers is None else numbers.reindex(column.index)


def as_text(column: pd.Series) -> pd.Series:
    """Return a column of text as it stands, trimmed and with its gaps as NaN.

    Examples
    --------
    >>> as_text(pd.Series(["007 ", "?"])).tolist()
    ['007', nan]
    """
    return _without_missing(_trimmed(column), column)


def _trimmed(column: pd.Series) -> pd.Series:
    """The cells that are there as text, without blanks at their ends."""
    return (column.dropna() if column.hasnans else column).astype(str).str.strip()


def _plain_numbers(present: pd.Series, decimal: str) -> pd.Series | None:
    is_number = number_pattern(decimal).fullmatch
    if not all(value in MISSING_AMONG_NUMBERS or is_number(value) for value in present):
        return None
    values = present.loc[~present.isin(MISSING_AMONG_NUMBERS)]
    plain = [value.replace(decimal, ".").replace("−", "-") for value in values]
    return pd.Series(map(float, plain), values.index, dtype=float)


def _without_missing(present: pd.Series, column: pd.Series) -> pd.Series:
    """The text of a column; of much text no copy is made where every cell is there."""
    missing = present.isin(MISSING)
    if missing.any():
        present = present.loc[~missing]
    return present if len(present) == len(column) else present.reindex(column.index)


def converted(frame: pd.DataFrame, kinds: Iterable[tuple[str, str]], decimal: str) -> pd.DataFrame:
    """Return the table with columns made "number" or "text"; itself where none is.

    Columns that the table has not are passed over.

    Examples
    --------
    >>> frame = pd.DataFrame({"share": ["12 %", "3 %"], "code": [7, 12]})
    >>> converted(frame, [("share", "number"), ("code", "text")], ".").to_dict("list")
    {'share': [12.0, 3.0], 'code': ['7', '12']}
    """
    chosen = dict(kinds)
    if chosen.keys().isdisjoint(map(str, frame.columns)):
        return frame
    columns = {
        label: _converted(column, chosen.get(str(label)), decimal)
        for label, column in frame.items()
    }
    return pd.DataFrame(columns, copy=False)


def written(column: pd.Series) -> pd.Series:
    """Return the values of a column as text; whole numbers without a decimal point.

    Examples
    --------
    >>> written(pd.Series([7.0, None, 1.5])).tolist()
    ['7', nan, '1.5']
    """
    if not pd.api.types.is_numeric_dtype(column) and not _is_mixed(column):
        return column if _is_text(column) else column.dropna().astype(str).reindex(column.index)
    present = column.dropna()
    texts = pd.Series([_written(value) for value in present], present.index, dtype=str)
    return texts.reindex(column.index)


def _converted(column: pd.Series, kind: str | None, decimal: str) -> pd.Series:
    if kind == "number":
        return _as_numbers(column, decimal)
    return written(column) if kind == "text" else column


def _as_numbers(column: pd.Series, decimal: str) -> pd.Series:
    if pd.api.types.is_bool_dtype(column):
        return column.astype(float)
    if pd.api.types.is_numeric_dtype(column):
        return column
    return amounts.to_numbers(column, decimal)


def _is_text(column: pd.Series) -> bool:
    if isinstance(column.dtype, pd.StringDtype):
        return True  # to ask pandas would make an object of each cell
    return pd.api.types.infer_dtype(column, skipna=True) in ("string", "empty")


def _is_mixed(column: pd.Series) -> bool:
    return pd.api.types.infer_dtype(column, skipna=True).startswith(("mixed", "boolean"))


def _written(value: object) -> str:
    if isinstance(value, float | np.floating) and float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def column_names(fields: Sequence[str], header: bool = True) -> list[str]:
    """Return a name for each column, from the header where there is one.

    An empty name becomes "column 3" after its place, and one that occurs again gets a number.

    Examples
    --------
    >>> column_names([" a", "a", ""]), column_names(["1.5", "2"], header=False)
    (['a', 'a_2', 'column 3'], ['column 1', 'column 2'])
    """
    names = [field.strip(BLANKS) if header else "" for field in fields]
    return unique_names([name or f"column {i}" for i, name in enumerate(names, start=1)])
