"""Text that is numbers with signs about them: percents, currencies, thousands, negatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.table.amount_cells import (
    KNOWN_UNITS,
    OTHER_DIGITS,
    SAMPLE_ROWS,
    WITH_POINT,
    are_dressed,
    cells_of,
    dash_for_nothing,
    notation_of,
    plain_number,
    values_of,
)
from gmm_core.table.composed_cells import CLOCK_DOUBT
from gmm_core.table.numbered_answers import answers
from gmm_core.table.patterns import any_holds, matches
from gmm_core.wording import counted
from gmm_core.written_numbers import as_entered

READABLE = 0.8
"""A column with signs is taken for amounts where this share of its cells can be read."""

READABLE_UNSIGNED = 0.9
"""The same without any sign: numbers among which some words stand."""

READABLE_AMONG_WORDS = 0.5
"""The same where no more than two words, as n.d. or trace, stand among numbers with fractions."""

FEW_WORDS = 2

MAX_CODES = 20
"""Numbers among words with no more different values than these are the names of levels."""

MOST_CELLS = 4_000_000
"""Signs are looked for in no longer columns: it takes some 200 bytes a cell."""

FIRST_ROWS = 200
"""A column is not read at once where so many of its cells, evenly spaced, are not all numbers."""


@dataclass(frozen=True)
class Amounts:
    """How a column of text reads as numbers.

    Attributes
    ----------
    unit : str
        "%", "€", "CHF", ...; "" where the numbers bear none.
    example : str
        The first cell that bears a sign and can be read, as it stands in the table.
    value : float
        What the example is taken for; 12 % is 12.
    n_readable : int
        Number of cells that are numbers.
    n_unreadable : int
        Number of cells that are not, and are no gaps either.
    unreadable : str
        The first of these, or "".
    decimal : str
        The decimal mark of the column, "." or ",".
    undecided : bool
        Whether no cell shows which mark is the decimal mark, so that the table's is taken.
    n_noted : int
        Number of cells with a note at the number, which is left out: 12.3 e, 4*, ~7.
    noted : str
        The first of these, or "".
    doubt : str
        A sentence on what else cells may mean, or "".
    nothing : str
        The first cell that is a dash beside a currency, as spreadsheets write 0, or "".
    """

    unit: str
    example: str
    value: float
    n_readable: int
    n_unreadable: int
    unreadable: str
    decimal: str
    undecided: bool
    n_noted: int = 0
    noted: str = ""
    doubt: str = ""
    nothing: str = ""

    @property
    def reading(self) -> str:
        """One cell, and the number that it is; and one that is 0 without a digit."""
        nothing = f' and "{self.nothing}" is 0' if self.nothing else ""
        return f'"{self.example}" is {as_entered(self.value)}{nothing}'

    @property
    def sentence(self) -> str:
        """How the cells are read, what cannot be read, and what was not certain."""
        unit = f" in {self.unit}" if self.unit else ""
        sentences = [f"Its text reads as numbers{unit}: {self.reading}."]
        if self.undecided:
            mark = "point" if self.decimal == "." else "comma"
            sentences.append(
                "No cell shows for certain which mark is the decimal mark; it is taken to be the "
                f"{mark}, as in the rest of the table."
            )
        if self.doubt:
            sentences.append(self.doubt)
        if self.n_noted:
            sentences.append(
                f"A note stands at the number of {counted(self.n_noted, 'cell')}, such as "
                f'"{self.noted}", and would be left out.'
            )
        if self.n_unreadable:
            sentences.append(
                f"{counted(self.n_unreadable, 'cell')} cannot be read, such as "
                f'"{self.unreadable}", and would be missing.'
            )
        return " ".join(sentences)


def amount(column: pd.Series, decimal: str = ".") -> Amounts | None:
    """Return how a column of text reads as numbers with signs, or None where it does not.

    Read are percents, currencies before or after the number, thousands separators (comma, point,
    space, apostrophe), dashes for no cents ("12,-"), negatives with a minus on either side or in
    parentheses, thousands, millions and billions ("$1.2M", "3 Mio."), digits of other scripts,
    numbers with a note ("12.3 e", "4*", "~7", "5.9 ± 0.3"), several numbers that make one
    ("5m 30s", "3/4", "5'11"), numbers that all bear the same unit, and numbers among which some
    words or bounds ("< 5") stand. The decimal mark is the one with which more cells can be read;
    with as many either way ("1,234" alone) it is that of the table. Of units, the commonest one
    counts, and cells in
    another cannot be read. Cells without a letter or a digit are gaps.

    None where fewer than four fifths of the cells can be read; where no cell bears a sign and all
    are numbers (someone wants them as text), a tenth are words of more than two kinds, half are
    words, or few whole levels come back; and where all are in parentheses, as numbers in a list
    are.

    Examples
    --------
    >>> amount(pd.Series(["$1,234.50", "($80)", "none", "$2", "$3"])).sentence
    'Its text reads as numbers in $: "$1,234.50" is 1234.5. 1 cell cannot be read, such as "none",
    and would be missing.'
    >>> amount(pd.Series(["red", "green"]))
    """
    found = _read(column, decimal)
    return None if found is None or found.doubt == CLOCK_DOUBT else found


def clock(column: pd.Series, decimal: str = ".") -> Amounts | None:
    """Return how a column of times, written as a clock shows them, reads as numbers, or None.

    Examples
    --------
    >>> clock(pd.Series(["1:23:45", "0:59:00"])).value
    5025.0
    >>> clock(pd.Series(["$ 5", "$ 6"]))
    """
    found = _read(column, decimal)
    return found if found is not None and found.doubt == CLOCK_DOUBT else None


def _read(column: pd.Series, decimal: str) -> Amounts | None:
    if not _is_text(column) or len(column) > MOST_CELLS:
        return None
    if len(column) > SAMPLE_ROWS and not _judged(column.iloc[:: len(column) // SAMPLE_ROWS]):
        return None
    return _judged(column, decimal)


def certain(column: pd.Series, decimal: str = ".", point_shown: bool = False) -> Amounts | None:
    """Return how a column of text reads as numbers where nothing of that is in doubt, or None.

    In doubt are cells that cannot be read, notes at numbers, a mark that may be the decimal mark or
    stand between thousands, and groups of digits of one length with spaces between, as telephone
    numbers have.

    Parameters
    ----------
    column : pandas.Series of shape (n_rows,)
    decimal : {".", ","}
        The decimal mark of the table.
    point_shown : bool
        Whether other columns show that the decimal mark is a point.

    Examples
    --------
    >>> certain(pd.Series(["$1,200", "(1,250)"])).value
    1200.0
    >>> certain(pd.Series(["1,200", "1,250"])), certain(pd.Series(["€ 5", "none"]))
    (None, None)
    """
    if not _is_text(column) or not _begin_as_values(column):
        return None
    found = amount(column, decimal)
    if (
        found is None
        or found.n_unreadable
        or found.n_noted
        or found.doubt
        or (not found.unit and _are_numbered(column))
    ):
        return None
    is_point = found.decimal == "." and (point_shown or found.unit in WITH_POINT)
    return found if is_point or not found.undecided else None


@as_annotated
def to_numbers(column: pd.Series, decimal: str = ".") -> pd.Series:
    """Return the numbers in a column of text, as `amount` reads them; NaN where there is none.

    Parameters
    ----------
    column : pandas.Series of shape (n_rows,)
        Numbers stay what they are.
    decimal : {".", ","}
        The decimal mark of the table.

    Returns
    -------
    pandas.Series of float64, shape (n_rows,)
        Correctly rounded; 12 % is 12, and a number beyond the range of float64 is infinite.

    Examples
    --------
    >>> to_numbers(pd.Series(["12 %", "(1,5 %)", "n.d.", None])).tolist()
    [12.0, -1.5, nan, nan]
    """
    if decimal not in (".", ","):
        raise DataError(f"There is no decimal mark {decimal!r}. Choose . or ,")
    if pd.api.types.is_numeric_dtype(column):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return pd.Series(values, column.index, name=column.name)
    if len(column) > MOST_CELLS:
        raise DataError(
            f"{len(column):,} cells of text are too many to be read as numbers; at most "
            f"{MOST_CELLS:,} are. Write them as plain numbers in the file, or leave rows out of it."
        )
    if known := answers(column):
        return column.map(known, na_action="ignore").astype(np.float64)
    cells = cells_of(column)
    notation = notation_of(cells, decimal)
    numbers = np.full(len(column), np.nan)
    numbers[cells.index[notation.readable]] = values_of(cells.loc[notation.readable], notation)
    return pd.Series(numbers, column.index, name=column.name)


def _is_text(column: pd.Series) -> bool:
    types = pd.api.types
    if isinstance(column.dtype, pd.CategoricalDtype):
        return types.is_string_dtype(column.dtype.categories)
    return types.is_object_dtype(column) or types.is_string_dtype(column)


def _begin_as_values(column: pd.Series) -> bool:
    """Whether some cells all hold a digit, which few texts do, or are dashes."""
    present = column.dropna() if column.hasnans else column
    some = present.iloc[:: len(present) // FIRST_ROWS + 1].astype(str).str.strip()
    dashes = rf"[\s–—-]*|(?i:{dash_for_nothing()})"
    return bool(len(some)) and bool(matches(some, rf"(?s).*[0-9{OTHER_DIGITS}].*|{dashes}").all())


def _are_numbered(column: pd.Series) -> bool:
    """Whether all cells are groups of digits with spaces between, of one length."""
    cells = cells_of(column)
    return bool(matches(cells, "[0-9]+( [0-9]+)+").all()) and cells.str.len().nunique() == 1


def _judged(column: pd.Series, decimal: str = ".") -> Amounts | None:
    cells = cells_of(column)
    if not _may_be_numbers(cells):
        return None
    notation = notation_of(cells, decimal)
    readable = notation.readable
    n_readable = int(readable.sum())
    signed = readable & ~matches(cells, plain_number(decimal))
    if not signed.any() and are_dressed(column) and not _are_codes(cells.loc[readable]):
        signed = readable
    if not _are_amounts(cells, readable, signed, notation.unit, notation.form is not None):
        return None
    dashes = readable & matches(cells, dash_for_nothing())
    told = signed & ~dashes if (signed & ~dashes).any() else readable
    shown = int(np.argmax(told))
    odd = int(np.argmin(readable))
    noted = np.zeros(len(cells), bool) if notation.noted is None else notation.noted
    return Amounts(
        unit=notation.unit if notation.form or notation.unit in KNOWN_UNITS else "",
        example=_as_written(column, cells, shown),
        value=float(values_of(cells.iloc[[shown]], notation)[0]),
        n_readable=n_readable,
        n_unreadable=len(cells) - n_readable,
        unreadable="" if readable[odd] else _as_written(column, cells, odd),
        decimal=notation.decimal,
        undecided=notation.undecided,
        n_noted=int(noted.sum()),
        noted=_as_written(column, cells, int(np.argmax(noted))) if noted.any() else "",
        doubt=notation.doubt,
        nothing=_as_written(column, cells, int(np.argmax(dashes))) if dashes.any() else "",
    )


def _may_be_numbers(cells: pd.Series) -> bool:
    """Whether enough cells hold a digit, or a dash that may stand for nothing, as no names do."""
    hold = matches(cells, "(?s)[^0-9-]*[0-9-].*")
    return bool(hold.any()) and hold.sum() >= READABLE_AMONG_WORDS * len(cells)


def _are_amounts(
    cells: pd.Series, readable: np.ndarray, signed: np.ndarray, unit: str, is_composed: bool
) -> bool:
    n, n_readable = len(cells), int(readable.sum())
    if not n_readable or n_readable < READABLE_AMONG_WORDS * n:
        return False
    numbers = cells.loc[readable]
    if unit or is_composed:
        return n_readable >= READABLE * n
    if signed.any() or cells.str.match("[<>≤≥] ?[0-9.,]").any():
        return n_readable >= READABLE * n and not numbers.str.startswith("(").all()
    has_marks = _have_marks(numbers)
    if _are_codes(numbers) or (numbers.nunique() <= MAX_CODES and not has_marks):
        return False
    are_few = has_marks and cells.loc[~readable].nunique() <= FEW_WORDS
    return (READABLE_AMONG_WORDS if are_few else READABLE_UNSIGNED) * n <= n_readable < n


def _have_marks(numbers: pd.Series) -> bool:
    return any_holds(numbers, "[.,]")


def _are_codes(numbers: pd.Series) -> bool:
    """Whether some begin with a nought that no number has, as codes do."""
    return bool(matches(numbers, "[+-]?0[0-9].*").any())


def _as_written(column: pd.Series, cells: pd.Series, place: int) -> str:
    return str(column.iloc[cells.index[place]])
