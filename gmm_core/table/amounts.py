"""Text that is numbers with signs about them: percents, currencies, thousands, negatives."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.wording import counted
from gmm_core.written_numbers import as_entered

READABLE = 0.8
"""A column with signs is taken for amounts where this share of its cells can be read."""

READABLE_UNSIGNED = 0.9
"""The same without any sign: numbers among which some words stand."""

MAX_CODES = 20
"""Numbers among words with no more different values than these are the names of levels."""

FIRST_ROWS = 200
"""A column is not read at once where so many of its cells, evenly spaced, are not all numbers."""

SAMPLE_ROWS = 10_000
"""A column is given up where so many of its cells, evenly spaced, are no amounts; among as many
the commonest unit is looked for."""

# Spellings in small letters, the sign that stands for them first; what one could take for another
# (¥ of Japan and of China, $ of many countries) is the commoner one.
_UNITS = (
    ("%", "％", "percent", "pct", "퍼센트"),
    ("‰",),
    ("$", "＄", "us$", "usd"),
    ("€", "eur", "euro", "유로"),
    ("£", "￡", "gbp"),
    ("¥", "￥", "jpy", "円", "엔"),
    ("₩", "￦", "krw", "원"),
    ("CHF", "fr", "sfr", "chf"),
    ("CNY", "rmb", "元", "위안", "cny"),
    ("CAD", "ca$", "c$", "cad"),
    ("AUD", "au$", "a$", "aud"),
    ("R$", "r$", "brl"),
    ("₹", "rs", "inr"),
    ("₽", "rub", "руб"),
    ("₺", "try"),
    ("₫", "vnd"),
    ("₪", "ils"),
    ("฿", "thb"),
    ("zł", "pln"),
    ("Kč", "kč", "czk"),
    ("Ft", "ft", "huf"),
    ("kr",),
    ("SEK", "sek"),
    ("NOK", "nok"),
    ("DKK", "dkk"),
    *((unit,) for unit in ("kg", "mg", "mm", "cm", "km", "ml", "min", "mmHg", "Hz", "kWh")),
    ("°C", "ºc", "℃"),
    ("°F", "ºf", "℉"),
    ("µg", "μg", "ug"),
    ("lb", "lbs"),
)
_WITH_POINT = frozenset(("$", "£", "¥", "₩", "CNY", "CAD", "AUD", "₹", "฿", "₪"))
"""Units of countries that write a decimal point, so that a comma before three digits is none."""

_UNIT_OF = {spelling.lower(): names[0] for names in _UNITS for spelling in names}
_SPELLINGS = {
    names[0]: tuple(sorted({n.lower() for n in names}, key=len, reverse=True)) for names in _UNITS
}

# What typesetters write for a space, an apostrophe and a minus.
_PLAIN = (("[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " "), ("[’‘`´]", "'"), ("[−–—]", "-"))
_MARKS = r"[0-9]e[+-]?[0-9]|[0-9.,' ()+-]"
_EMPTY = r"[^0-9a-z가-힣]*"


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
    """

    unit: str
    example: str
    value: float
    n_readable: int
    n_unreadable: int
    unreadable: str
    decimal: str
    undecided: bool

    @property
    def reading(self) -> str:
        """One cell, and the number that it is."""
        return f'"{self.example}" is {as_entered(self.value)}'

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
    parentheses, and numbers among which some words stand. The decimal mark is the one with which
    more cells can be read; with as many either way ("1,234" alone) it is that of the table. Of
    units, the commonest one counts, and cells in another cannot be read. Cells without a letter or
    a digit are gaps.

    None where fewer than four fifths of the cells can be read; where no cell bears a sign and all
    are numbers (someone wants them as text), a tenth are words, or few levels come back; and where
    all are in parentheses, as numbers in a list are.

    Examples
    --------
    >>> amount(pd.Series(["$1,234.50", "($80)", "none", "$2", "$3"])).sentence
    'Its text reads as numbers in $: "$1,234.50" is 1234.5. 1 cell cannot be read, such as "none",
    and would be missing.'
    >>> amount(pd.Series(["red", "green"]))
    """
    if not _is_text(column):
        return None
    if len(column) > SAMPLE_ROWS and not _judged(column.iloc[:: len(column) // SAMPLE_ROWS]):
        return None
    return _judged(column, decimal)


def certain(column: pd.Series, decimal: str = ".", point_shown: bool = False) -> Amounts | None:
    """Return how a column of text reads as numbers where nothing of that is in doubt, or None.

    In doubt are cells that cannot be read, a mark that may be the decimal mark or stand between
    thousands, and groups of digits of one length with spaces between, as telephone numbers have.

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
    if not _is_text(column) or not _begin_as_numbers(column):
        return None
    found = amount(column, decimal)
    if found is None or found.n_unreadable or (not found.unit and _are_numbered(column)):
        return None
    is_point = found.decimal == "." and (point_shown or found.unit in _WITH_POINT)
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
    cells = _cells(column)
    notation = _notation(cells, decimal)
    numbers = np.full(len(column), np.nan)
    numbers[cells.index[notation.readable]] = _numbers(cells.loc[notation.readable], notation)
    return pd.Series(numbers, column.index, name=column.name)


@dataclass(frozen=True, eq=False)
class _Notation:
    """How the cells of a column are written, and which of them are."""

    unit: str
    decimal: str
    undecided: bool
    readable: np.ndarray


def _is_text(column: pd.Series) -> bool:
    types = pd.api.types
    if isinstance(column.dtype, pd.CategoricalDtype):
        return types.is_string_dtype(column.dtype.categories)
    return types.is_object_dtype(column) or types.is_string_dtype(column)


def _begin_as_numbers(column: pd.Series) -> bool:
    """Whether some cells all hold a digit, which few texts do."""
    present = column.dropna()
    some = present.iloc[:: len(present) // FIRST_ROWS + 1].astype(str)
    return bool(len(some)) and bool(_matches(some, r"(?s).*[0-9].*|[\s–—-]*").all())


def _are_numbered(column: pd.Series) -> bool:
    """Whether all cells are groups of digits with spaces between, of one length."""
    cells = _cells(column)
    return bool(_matches(cells, "[0-9]+( [0-9]+)+").all()) and cells.str.len().nunique() == 1


def _judged(column: pd.Series, decimal: str = ".") -> Amounts | None:
    cells = _cells(column)
    notation = _notation(cells, decimal)
    readable = notation.readable
    n_readable = int(readable.sum())
    signed = readable & ~_matches(cells, _plain_number(decimal))
    if not _are_amounts(cells, readable, signed, notation.unit):
        return None
    shown = int(np.argmax(signed if signed.any() else readable))
    odd = int(np.argmin(readable))
    return Amounts(
        unit=notation.unit,
        example=_as_written(column, cells, shown),
        value=float(_numbers(cells.iloc[[shown]], notation)[0]),
        n_readable=n_readable,
        n_unreadable=len(cells) - n_readable,
        unreadable="" if readable[odd] else _as_written(column, cells, odd),
        decimal=notation.decimal,
        undecided=notation.undecided,
    )


def _are_amounts(cells: pd.Series, readable: np.ndarray, signed: np.ndarray, unit: str) -> bool:
    n = len(cells)
    if not readable.any() or readable.sum() < READABLE * n:
        return False
    numbers = cells.loc[readable]
    if unit:
        return True
    if signed.any():
        return not numbers.str.startswith("(").all()
    codes = _matches(numbers, "[+-]?0[0-9].*").any() or numbers.nunique() <= MAX_CODES
    return READABLE_UNSIGNED * n <= readable.sum() < n and not codes


def _cells(column: pd.Series) -> pd.Series:
    """The cells that are no gaps, in small plain letters; the index is their position."""
    cells = column.set_axis(range(len(column))).dropna().astype(str).str.strip().str.lower()
    for odd, plain in _PLAIN:
        if cells.str.contains(odd, regex=True).any():
            cells = cells.str.replace(odd, plain, regex=True)
    return cells.loc[~_matches(cells, _EMPTY)]


def _notation(cells: pd.Series, decimal: str) -> _Notation:
    unit = _unit(cells)
    other = "," if decimal == "." else "."
    with_mark, with_other = (_matches(cells, _amount_pattern(unit, m)) for m in (decimal, other))
    if with_other.sum() > with_mark.sum():
        return _Notation(unit, other, False, with_other)
    undecided = with_other.sum() == with_mark.sum() and with_mark.any()
    marked = undecided and _matches(cells.loc[with_mark], ".*[0-9][.,][0-9].*").any()
    return _Notation(unit, decimal, bool(marked), with_mark)


def _unit(cells: pd.Series) -> str:
    """The commonest unit: what is left of some cells without digits, marks and spaces."""
    left = cells.iloc[:: len(cells) // SAMPLE_ROWS + 1].str.replace(_MARKS, "", regex=True)
    units = left.value_counts().rename(index=_UNIT_OF).groupby(level=0, sort=False).sum()
    known = units[units.index.isin(_SPELLINGS)]
    return "" if known.empty else str(known.idxmax())


def _amount_pattern(unit: str, decimal: str) -> str:
    """Everything that can stand about a number; each part may be missing."""
    sign = _spellings(unit)
    power = "(e[+-]?[0-9]+)?"
    cents = rf"({_no_cents(decimal)}|(\{decimal}[0-9]*)?{power})"
    number = rf"({_grouped(decimal)}|[0-9]+){cents}|\{decimal}[0-9]+{power}"
    return rf"\(? ?[+-]? ?({sign})? ?\(?[+-]? ?({number})-? ?({sign})? ?-?\)? ?({sign})?"


def _no_cents(decimal: str) -> str:
    """A pattern of the dashes that stand for no cents, as in "€ 12,-" and "CHF 12.-"."""
    return rf"\{decimal}--?"


def _spellings(unit: str) -> str:
    """A pattern of the ways to write a unit, with a point where it is shortened."""
    if not unit:
        return "(?:)"
    ways = (re.escape(name) + (r"\.?" if name.isalpha() else "") for name in _SPELLINGS[unit])
    return "|".join(ways)


def _grouped(decimal: str) -> str:
    """Digits in groups of three, or as in India of two and at last three; no group begins at 0."""
    mark = "," if decimal == "." else r"\."
    threes = "|".join(rf"({separator}[0-9]{{3}})+" for separator in (mark, "'", " "))
    indian = rf"[1-9][0-9]?({mark}[0-9]{{2}})+{mark}[0-9]{{3}}"
    return rf"[1-9][0-9]{{0,2}}({threes})|{indian}"


def _plain_number(decimal: str) -> str:
    return rf"[+-]?([0-9]+(\{decimal}[0-9]*)?|\{decimal}[0-9]+)(e[+-]?[0-9]+)?"


def _numbers(cells: pd.Series, notation: _Notation) -> np.ndarray:
    """The values of readable cells, (n,)."""
    mark = "," if notation.decimal == "." else r"\."
    unit = f"{_spellings(notation.unit)}|" if notation.unit else ""
    bare = cells.str.replace(_no_cents(notation.decimal), "", regex=True)
    bare = bare.str.replace(rf"{unit}[ '(){mark}]", "", regex=True)
    negative = cells.str.contains("(", regex=False) | _matches(bare, r"-.*|.*[0-9]-")
    digits = bare.str.strip("+-").str.replace(notation.decimal, ".", regex=False)
    sizes = digits.to_numpy(dtype=object).astype(np.float64)
    return np.where(negative.to_numpy(dtype=bool), -sizes, sizes)


def _matches(cells: pd.Series, pattern: str) -> np.ndarray:
    return cells.str.fullmatch(pattern).to_numpy(dtype=bool)


def _as_written(column: pd.Series, cells: pd.Series, place: int) -> str:
    return str(column.iloc[cells.index[place]])
