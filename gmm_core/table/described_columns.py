"""What each column of a table is, in a word and a sentence, and how much of it is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.blocks import side_by_side
from gmm_core.checked import as_annotated
from gmm_core.table.amounts import amount
from gmm_core.table.dates import are_moments
from gmm_core.table.numeric_kinds import MAX_LEVELS, all_whole, numeric_kind
from gmm_core.table.repeats import n_different
from gmm_core.wording import counted

_NAMELESS = re.compile(r"column \d+")

Kind = Literal[
    "feature",
    "label",
    "identifier",
    "code",
    "constant",
    "text",
    "date",
    "empty",
    "amount",
    "ignored",
]


SAMPLE_ROWS = 10_000
"""Whether text is dates or amounts is judged on so many cells, evenly spaced."""

MOST_SKIPPED = 50
"""A first column without a name numbers rows where it goes up to so many times their number."""


@dataclass(frozen=True)
class Column:
    """One column as a person would describe it.

    Attributes
    ----------
    name : str
        The name of the column.
    kind : str
        "feature" (measured numbers), "label", "identifier", "code" (a postcode, a number that
        stands for a person), "constant", "text", "date" (or time, as text or as whole numbers),
        "empty" or "amount" (text that reads as numbers: percents, currencies, thousands
        separators); "ignored" where a person says so.
    reason : str
        One plain sentence: why the column is of this kind.
    distinct : int
        Number of different values; missing and infinite ones are not counted.
    missing : int
        Number of rows without a value.
    """

    name: str
    kind: Kind
    reason: str
    distinct: int
    missing: int


@as_annotated
def describe(frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return what each column is, in the order of the table.

    Numbers that all differ are an identifier when ten or more rise evenly; whole numbers also when
    named like one ("id", "nr", ...), or when they rise in a first column without a name. They are
    dates when all can be read so (20040310, 200403, years under such a name), and codes when named
    so ("zip", "customer_id", ...). They are a label when named like one ("class", ...), when each
    of at most 20 levels comes back in 10 rows or more on average (a rating), or when the levels
    come back evenly, the rarest at least half as often as the commonest (a person who is measured
    several times). Text is dates or times, or amounts, when 10,000 of its cells, evenly spaced,
    are. Other text is a label when it has 2 to 20 levels with more than one row each on average.
    All counts are of all rows.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)

    Returns
    -------
    tuple of Column
        What the functions below need; they describe the table again where it is not given.

    Examples
    --------
    >>> frame = pd.DataFrame({"nr": [1, 2, 3, 4], "mass": [3.1, 2.9, 4, 3.3], "sex": list("mfmf")})
    >>> for column in describe(frame):
    ...     print(f"{column.name}: {column.kind}. {column.reason}")
    nr: identifier. Every value differs and they count up by one.
    mass: feature. Numbers with 4 different values.
    sex: label. Text with 2 levels.
    """
    columns = [(str(name), column) for name, column in frame.items()]
    described = side_by_side(lambda each: _describe(*each), columns, len(frame))
    if _holds_row_names(frame, described):
        described[0] = replace(
            described[0], kind="identifier", reason="The first column has no name, and all differ."
        )
    return tuple(described)


def numeric(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the columns that can be chosen as features: all that hold any finite number.

    Constants, labels and identifiers among them are included; the choice is a person's.

    Examples
    --------
    >>> numeric(pd.DataFrame({"x": [1.5, 2.5], "name": ["a", "b"], "year": [2007, 2007]}))
    ('x', 'year')
    """
    return tuple(
        str(name) for name, column in frame.items() if is_numeric(column) and len(_values(column))
    )


@as_annotated
def is_numeric(column: pd.Series) -> bool:
    """Tell whether a column holds numbers; true and false are not numbers.

    Examples
    --------
    >>> is_numeric(pd.Series([1, 2])), is_numeric(pd.Series([True, False]))
    (True, False)
    """
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def as_floats(column: pd.Series) -> NDArray[np.float64]:
    """Return the numbers of a numeric column, NaN where there is none.

    Examples
    --------
    >>> as_floats(pd.Series([1, None], dtype="Int64"))
    array([ 1., nan])
    """
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


@dataclass(frozen=True)
class GapCounts:
    """How much of some columns is missing, in rows of which a part is there.

    Attributes
    ----------
    rows : int
        Rows that have some of the values and not all.
    empty : int
        Rows without any of them.
    missing : int
        Values that the rows with some do not have.
    of_each : tuple of int
        The same, column by column.
    """

    rows: int
    empty: int
    missing: int
    of_each: tuple[int, ...]


@as_annotated
def gap_counts(frame: pd.DataFrame, names: Sequence[str]) -> GapCounts:
    """Return how much is missing of some columns of a table.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    names : sequence of str
        Some of its columns.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [1.0, None, None], "y": [1.0, 2.0, None]})
    >>> gap_counts(frame, ["x", "y"])
    GapCounts(rows=1, empty=1, missing=1, of_each=(1, 0))
    """
    of_row, of_each = np.zeros(len(frame), dtype=np.int32), []
    for name in names:
        gone = pd.isna(frame[name].to_numpy())
        of_row += gone
        of_each.append(int(gone.sum()))
    empty = of_row == len(names)
    of_row[empty] = 0
    n_empty = int(empty.sum())
    each = tuple(count - n_empty for count in of_each)
    return GapCounts(int((of_row > 0).sum()), n_empty, int(of_row.sum()), each)


def _describe(name: str, column: pd.Series) -> Column:
    values = _values(column)
    distinct = _n_distinct(values)
    if distinct == 0:
        kind, reason = "empty", "No row has a value."
    elif distinct == 1:
        kind, reason = "constant", "Every row has the same value."
    elif is_numeric(column):
        kind, reason = numeric_kind(name, values, distinct)
    else:
        kind, reason = _text_kind(values, distinct)
    return Column(name, kind, reason, distinct, missing=int(column.isna().sum()))


def _values(column: pd.Series) -> pd.Series:
    """Return the values that are there, without infinite ones."""
    if not pd.api.types.is_float_dtype(column):
        return column.dropna()  # as they are: float64 would make long identifiers alike
    numbers = as_floats(column)
    there = np.isfinite(numbers)
    return pd.Series(numbers if there.all() else numbers[there])


def _n_distinct(values: pd.Series) -> int:
    """The number of different values; numbers are sorted: hashing takes more time and memory."""
    if not isinstance(values.dtype, np.dtype) or values.dtype.kind not in "iuf":
        return n_different(values)
    ordered = np.sort(values.to_numpy())
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + (len(ordered) > 0)


def _text_kind(values: pd.Series, distinct: int) -> tuple[Kind, str]:
    some = values.iloc[:: len(values) // SAMPLE_ROWS + 1]
    if pd.api.types.is_datetime64_any_dtype(values) or are_moments(some):
        return "date", "Dates or times, which are not fitted."
    if found := amount(some):
        signed = f" in {found.unit}" if found.unit else ""
        return "amount", f'Text that reads as numbers{signed}, such as "{found.example}".'
    if distinct == len(values):
        return "identifier", "Text that differs in every row."
    if distinct <= MAX_LEVELS:
        return "label", f"Text with {counted(distinct, 'level')}."
    return "text", f"Text with {counted(distinct, 'different value')}."


def _holds_row_names(frame: pd.DataFrame, described: Sequence[Column]) -> bool:
    """Whether the first column alone has no name, and holds whole numbers that number rows.

    They rise, or are places in a table of which these rows are a part in another order.
    """
    names = [column.name for column in described]
    if len(names) < 2 or described[0].kind != "feature" or not _NAMELESS.fullmatch(names[0]):
        return False
    first = frame.iloc[:, 0]
    if all(map(_NAMELESS.fullmatch, names)) or not all_whole(_values(first)):
        return False
    is_place = first.min() >= 0 and first.max() < MOST_SKIPPED * len(first)
    return first.is_unique and (first.is_monotonic_increasing or is_place)
