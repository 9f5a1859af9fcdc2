"""How cells of amounts are written, and what their values are: units, marks, thousands, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

SAMPLE_ROWS = 10_000
"""Among so many cells, evenly spaced, the commonest unit is looked for."""

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
WITH_POINT = frozenset(("$", "£", "¥", "₩", "CNY", "CAD", "AUD", "₹", "฿", "₪"))
"""Units of countries that write a decimal point, so that a comma before three digits is none."""

WITH_TIMES = frozenset(
    ("$", "€", "£", "¥", "₩", "CHF", "CNY", "CAD", "AUD", "R$", "₹", "₽", "₺", "kr", "SEK", "NOK")
)
"""Currencies, beside which a letter multiplies: $3.4M."""

MAX_LEVELS = 20
"""Whole numbers of no more different values, some with a letter, are codes: 1, 1a, 2."""

_UNIT_OF = {spelling.lower(): names[0] for names in _UNITS for spelling in names}
_SPELLINGS = {
    names[0]: tuple(sorted({n.lower() for n in names}, key=len, reverse=True)) for names in _UNITS
}

# What typesetters write for a space, an apostrophe and a minus.
_PLAIN = (("[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " "), ("[’‘`´]", "'"), ("[−–—]", "-"))
_POWER = r"e[+-]?[0-9]+|d[+-][0-9]{2,3}"  # the latter is how Fortran writes it
_MARKS = r"[0-9]e[+-]?[0-9]|[0-9.,' ()+-]"
# Digits and marks of other scripts, the ways in which a spreadsheet writes text on purpose, ...
_DIGITS = str.maketrans(
    {chr(first + i): str(i) for first in (0x660, 0x6F0, 0x966, 0xE50, 0xFF10) for i in range(10)}
    | {"．": ".", "，": ",", "٫": ".", "٬": ","}
)
_OF_OTHERS = "[٠-٩۰-۹०-९๐-๙０-９]"
_DRESSED = re.compile(r"""=\s*"(.*)"|'(.*)""", re.DOTALL)
# ... what numbers are multiplied by, and the notes that are written at them.
_TIMES = {
    **dict.fromkeys(("k", "tsd", "thousand", "천"), "e3"),
    **dict.fromkeys(("m", "mn", "mio", "mln", "million", "millions"), "e6"),
    **dict.fromkeys(("b", "bn", "mrd", "billion", "billions"), "e9"),
}
_LETTERS_FOR_TIMES = frozenset("kmb")
_TIMES_AT_END = rf"( ?({'|'.join(sorted(_TIMES, key=len, reverse=True))})\.?)"
_NOTE_BEFORE, _NOTE_AFTER = r"(?:[~≈] ?|ca\.? ?)", r"(?: ?(?:[a-z]{1,2}|[*†‡#?!]+))"
_EMPTY = r"[^0-9a-z가-힣]*"


@dataclass(frozen=True, eq=False)
class Notation:
    """How the cells of a column are written, and which of them are.

    ``times`` tells that some stand for thousands, millions or billions, and ``noted`` which bear a
    note that is no part of the number.
    """

    unit: str
    decimal: str
    undecided: bool
    readable: np.ndarray
    times: bool = False
    noted: np.ndarray | None = None


def cells_of(column: pd.Series) -> pd.Series:
    """Return the cells that are no gaps, in small plain letters; the index is their position."""
    cells = column.set_axis(range(len(column))).dropna().astype(str).str.strip().str.lower()
    for odd, plain in _PLAIN:
        if cells.str.contains(odd, regex=True).any():
            cells = cells.str.replace(odd, plain, regex=True)
    if cells.str.contains(_OF_OTHERS, regex=True).any():
        cells = cells.map(lambda cell: cell.translate(_DIGITS))
    if cells.str.contains("^[=']", regex=True).any():
        cells = cells.map(_undressed)
    return cells.loc[~matches(cells, _EMPTY)]


def are_dressed(column: pd.Series) -> bool:
    """Whether cells are numbers that no program takes for some: of another script, or quoted."""
    cells = column.dropna().astype(str).str.strip()
    some = cells.iloc[:: len(cells) // SAMPLE_ROWS + 1]
    return bool(len(some)) and bool(matches(some, rf"=\s*\".*\"|'.*|.*{_OF_OTHERS}.*").any())


def _undressed(cell: str) -> str:
    found = _DRESSED.fullmatch(cell)
    return (found[1] or found[2] or "").strip() if found else cell


def notation_of(cells: pd.Series, decimal: str) -> Notation:
    """Return how cells are written; with as many either way, with this decimal mark."""
    unit, times = _unit(cells)
    other = "," if decimal == "." else "."
    mine, others = (_amount_pattern(unit, mark, times) for mark in (decimal, other))
    with_mark, with_other = matches(cells, mine), matches(cells, others)
    if with_other.sum() > with_mark.sum():
        return _with_notes(cells, others, Notation(unit, other, False, with_other, times))
    undecided = with_other.sum() == with_mark.sum() and with_mark.any()
    marked = undecided and matches(cells.loc[with_mark], ".*[0-9][.,][0-9].*").any()
    return _with_notes(cells, mine, Notation(unit, decimal, bool(marked), with_mark, times))


def _with_notes(cells: pd.Series, pattern: str, found: Notation) -> Notation:
    """Read numbers at which a note stands too, where at least half of the cells bear none."""
    plain = found.readable
    if plain.all() or 2 * plain.sum() < len(cells):
        return found
    noted = ~plain & matches(cells, rf"{_NOTE_BEFORE}?(?:{pattern}){_NOTE_AFTER}?")
    are_codes = cells.loc[plain].nunique() <= MAX_LEVELS and not found.unit
    if not noted.any() or (are_codes and not cells.loc[plain].str.contains("[.,]").any()):
        return found
    return replace(found, readable=plain | noted, noted=noted)


def _unit(cells: pd.Series) -> tuple[str, bool]:
    """The commonest unit, and whether numbers are multiplied.

    The unit is what is left of some cells without digits, marks and spaces. A single letter
    multiplies beside a currency, or where two of them do.
    """
    left = cells.iloc[:: len(cells) // SAMPLE_ROWS + 1].str.replace(_MARKS, "", regex=True)
    counts = left.value_counts()
    parts = [_parted(each) for each in counts.index]
    known = [(unit, times) for unit, times in parts if unit is not None]
    single = {times for unit, times in known if times in _LETTERS_FOR_TIMES and not unit}
    takes = {
        times
        for unit, times in known
        if times and (unit or times not in _LETTERS_FOR_TIMES or len(single) > 1)
    }
    totals: dict[str, int] = {}
    for (unit, times), count in zip(parts, counts, strict=True):
        if unit and (not times or times in takes):
            totals[unit] = totals.get(unit, 0) + int(count)
    return max(totals, key=totals.__getitem__, default=""), bool(takes)


def _parted(left: str) -> tuple[str | None, str]:
    """The unit in what is left of a cell, None for one that is unknown, and what multiplies."""
    if left in _UNIT_OF or not left:
        return _UNIT_OF.get(left, ""), ""
    for times in sorted(_TIMES, key=len, reverse=True):
        for rest in (left.removesuffix(times), left.removeprefix(times)):
            if rest != left and (not rest or _UNIT_OF.get(rest) in WITH_TIMES):
                return _UNIT_OF.get(rest, ""), times
    return None, ""


def _amount_pattern(unit: str, decimal: str, times: bool = False) -> str:
    """Everything that can stand about a number; each part may be missing."""
    sign = _spellings(unit)
    power = "" if times else f"({_POWER})?"
    cents = rf"({_no_cents(decimal)}|(\{decimal}[0-9]*)?{power})"
    number = rf"({_grouped(decimal)}|[0-9]+){cents}|\{decimal}[0-9]+{power}"
    more = f"{_TIMES_AT_END}?" if times else ""
    return rf"\(? ?[+-]? ?({sign})? ?\(?[+-]? ?({number}){more}-? ?({sign})? ?-?\)? ?({sign})?"


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


def plain_number(decimal: str) -> str:
    """Return a pattern of numbers without any sign."""
    return rf"[+-]?([0-9]+(\{decimal}[0-9]*)?|\{decimal}[0-9]+)(e[+-]?[0-9]+)?"


def values_of(cells: pd.Series, notation: Notation) -> np.ndarray:
    """Return the values of readable cells, (n,)."""
    if notation.noted is not None:
        plain = matches(cells, _amount_pattern(notation.unit, notation.decimal, notation.times))
        bare = cells.str.replace(rf"^{_NOTE_BEFORE}|{_NOTE_AFTER}$", "", regex=True)
        cells = cells.where(plain, bare)
    mark = "," if notation.decimal == "." else r"\."
    unit = f"{_spellings(notation.unit)}|" if notation.unit else ""
    bare = cells.str.replace(_no_cents(notation.decimal), "", regex=True)
    bare = bare.str.replace(rf"{unit}[ '(){mark}]", "", regex=True)
    powers = pd.Series("", cells.index)
    if notation.times:
        powers = bare.str.extract(rf"{_TIMES_AT_END}-?$")[1].map(_TIMES).fillna("")
        bare = bare.str.replace(rf"{_TIMES_AT_END}(-?)$", r"\3", regex=True)
    negative = cells.str.contains("(", regex=False) | matches(bare, r"-.*|.*[0-9]-")
    digits = bare.str.strip("+-").str.replace(notation.decimal, ".", regex=False)
    digits = digits.str.replace("d", "e", regex=False) + powers
    sizes = digits.to_numpy(dtype=object).astype(np.float64)
    return np.where(negative.to_numpy(dtype=bool), -sizes, sizes)


def matches(cells: pd.Series, pattern: str) -> np.ndarray:
    """Return which cells are of a pattern as a whole."""
    return cells.str.fullmatch(pattern).to_numpy(dtype=bool)
