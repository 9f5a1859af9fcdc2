"""What stands in the cells of a text table: numbers, text, and the spellings of nothing."""

import re
from functools import cache

import pandas as pd

MISSING = frozenset(
    ["", "NA", "N/A", "n/a", "na", "#N/A", "NaN", "nan", "NAN", "NULL", "null", "?"]
)
# Only in a column of numbers: "-" may be a blood group and "none" a treatment.
MISSING_AMONG_NUMBERS = MISSING | {"-", "--", "–", "—", ".", "..", "none", "None", "missing"}


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

    A parser takes a whole column for text as soon as one cell is no plain number. Here a column
    is numeric when all that is left after trimming and without the spellings of a missing
    value is numbers; a number beyond the range of float64 becomes infinite.

    Parameters
    ----------
    column : pandas.Series of shape (n_rows,)
        One column as a parser returned it.
    decimal : str
        The decimal mark, "." or ",".

    Examples
    --------
    >>> settle(pd.Series(["1,5 ", "-", "1e400"]), ",").tolist()
    [1.5, nan, inf]
    """
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        return column
    present = column.dropna().astype(str).str.strip()
    values = present[~present.isin(MISSING_AMONG_NUMBERS)]
    if all(map(number_pattern(decimal).fullmatch, values)):
        plain = [value.replace(decimal, ".").replace("−", "-") for value in values]
        return pd.Series(map(float, plain), values.index, dtype=float).reindex(column.index)
    if pd.api.types.infer_dtype(column, skipna=True) != "string":
        return column  # True and False with gaps
    return as_text(column)


def as_text(column: pd.Series) -> pd.Series:
    """Return a column of text as it stands, trimmed and with its gaps as NaN.

    Examples
    --------
    >>> as_text(pd.Series(["007 ", "?"])).tolist()
    ['007', nan]
    """
    present = column.dropna().astype(str).str.strip()
    return present[~present.isin(MISSING)].reindex(column.index)
