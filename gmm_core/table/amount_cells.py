"""How cells of amounts are written, and what their values are: units, marks, thousands, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gmm_core.table.composed_cells import READABLE, Form, either_mark, form_of, sided
from gmm_core.table.patterns import any_holds, matches

SAMPLE_ROWS = 10_000
"""Among so many cells, evenly spaced, the commonest unit is looked for."""

# Spellings in small letters, the sign that stands for them first; what one could take for another
# (¥ of Japan and of China, $ of many countries) is the commoner one.
_UNITS = (
    (
        *("%", "％", "percent", "pct", "퍼센트", "prozent", "procent", "per cent", "pourcent"),
        *("pour cent", "por ciento", "por cento", "per cento", "процентов", "процента"),
    ),
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
    ("₺", "try", "tl"),
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
    *((f"{unit}/100km", f"{unit}/100 km", f"{unit}/km") for unit in ("l", "kWh")),  # of cars
)
WITH_POINT = frozenset(("$", "£", "¥", "₩", "CNY", "CAD", "AUD", "₹", "฿", "₪"))
"""Units of countries that write a decimal point, so that a comma before three digits is none."""

WITH_TIMES = frozenset(
    ("$", "€", "£", "¥", "₩", "CHF", "CNY", "CAD", "AUD", "R$", "₹", "₽", "₺", "kr", "SEK", "NOK")
)
"""Currencies, beside which a letter multiplies: $3.4M."""

LEAST_GROUPED = 5
"""Numbers of more than three digits that show which mark groups them, beside smaller ones."""

MAX_LEVELS = 20
"""Whole numbers of no more different values, some with a letter, are codes: 1, 1a, 2."""

_UNIT_OF = {spelling.lower(): names[0] for names in _UNITS for spelling in names}
_SPELLINGS = {
    names[0]: tuple(sorted({n.lower() for n in names}, key=len, reverse=True)) for names in _UNITS
}

KNOWN_UNITS = frozenset(_SPELLINGS)
_CURRENCIES = WITH_TIMES | {"£", "CNY", "zł", "Kč", "Ft", "₫", "₪", "฿", "DKK"}
_DASH = "-{1,2}"

_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad"  # characters of no width
# What typesetters write for a space, an apostrophe and a minus.
_PLAIN = (
    ("[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " "),
    (f"[{_UNSEEN}]", ""),
    ("[’‘`´]", "'"),
    ("[−–—‐‑﹣－]", "-"),
)
_POWER = r"e[+-]?[0-9]+|d[+-][0-9]{2,3}"  # the latter is how Fortran writes it
_POWERS = ("d", "e")
_MARKS = r"[0-9]e[+-]?[0-9]|[0-9.,' ()+-]"
# Digits and marks of other scripts, the ways in which a spreadsheet writes text on purpose, ...
_NOUGHTS = (
    *(0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66),
    *(0xE50, 0xED0, 0x1040, 0x17E0, 0xFF10),
)
_PARTS = {"¼": "1/4", "½": "1/2", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}
_PARTS |= {"⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8"}
_DIGITS = str.maketrans(
    {chr(first + i): str(i) for first in _NOUGHTS for i in range(10)}
    | {"．": ".", "，": ",", "٫": ".", "٬": ","}
    | {sign: f" {fraction}" for sign, fraction in _PARTS.items()}
)
OTHER_DIGITS = "".join(f"{chr(first)}-{chr(first + 9)}" for first in _NOUGHTS) + "".join(_PARTS)
"""Digits of other scripts and signs of fractions, to stand in the brackets of a pattern."""

_OF_OTHERS = f"[{OTHER_DIGITS}]"
_LONG_MINUS = "[–—‐‑﹣－] ?[0-9].*"  # typed for a minus
_DRESSED = re.compile(r"""=\s*"(.*)"|'(.*?)'?|[“„«](.*?)[”“»]?""", re.DOTALL)
# ... what numbers are multiplied by, and the notes that are written at them.
_TIMES = {
    **dict.fromkeys(("k", "t", "tsd", "thousand", "천"), "e3"),
    **dict.fromkeys(("m", "mn", "mio", "mln", "million", "millions"), "e6"),
    **dict.fromkeys(("b", "bn", "mrd", "billion", "billions"), "e9"),
    **dict.fromkeys(("만", "万", "萬"), "e4"),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), "e5"),
    **dict.fromkeys(("crore", "crores", "cr"), "e7"),
    **dict.fromkeys(("억", "亿", "億"), "e8"),
}
_LETTERS_FOR_TIMES = frozenset("kmb")
_BESIDE_CURRENCY = {"t": ("€", "CHF"), "cr": ("₹",)}
"""What multiplies beside these alone, as a ton and a credit are written so: T€, ₹ 5 Cr."""
_TIMES_AT_END = rf"( ?({'|'.join(sorted(_TIMES, key=len, reverse=True))})\.?)"
_NOTE_BEFORE = r"(?:(?:[~≈]|ca\.?|circa|about|approx\.?|approximately|etwa|rund|env\.?) ?)"
_NOTE_AFTER = r"(?: ?(?:[a-z]{1,2}|[*†‡#?!]+))"
_LETTERS_OF_NOTES = "[a-fhlnpr]{1,3}"
"""Where all numbers bear letters, these are notes: of groups in a test, provisional, revised, high,
low, normal."""

# Signs that are notes wherever they stand; how far a number may be off, what else is known of it.
_BESIDE = r"(?:±|\+/?-) ?[0-9.,]+ ?%?|\([., ;%a-z=-]*[0-9][0-9., ;%a-z=-]*\)|\[[^\[\]]{1,20}\]"
_SIGN_AFTER = rf"(?: ?(?:[*†‡#?!↑↓⇑⇓▲▼△▽]+|[¹²³⁴⁵⁶⁷⁸⁹]+|{_BESIDE}))"
_EMPTY = r"[^0-9a-z가-힣]*"


@dataclass(frozen=True, eq=False)
class Notation:
    """How the cells of a column are written, and which of them are.

    ``times`` tells that some stand for thousands, millions or billions, ``noted`` which bear a
    note that is no part of the number, ``form`` in what way several numbers make one, and ``doubt``
    is a sentence on what else may be meant.
    """

    unit: str
    decimal: str
    undecided: bool
    readable: np.ndarray
    times: bool = False
    noted: np.ndarray | None = None
    form: Form | None = None
    doubt: str = ""


def cells_of(column: pd.Series) -> pd.Series:
    """Return the cells that are no gaps, in small plain letters; the index is their position."""
    cells = column.set_axis(range(len(column))).dropna().astype(str).str.strip().str.lower()
    for odd, plain in _PLAIN:
        if any_holds(cells, odd):
            cells = cells.str.replace(odd, plain, regex=True)
    if any_holds(cells, _OF_OTHERS):
        cells = cells.map(lambda cell: cell.translate(_DIGITS).strip())
    if any_holds(cells, "^[='“„«]"):
        cells = cells.map(_undressed)
    are_gaps = matches(cells, _EMPTY).copy()
    if are_gaps.any():
        are_gaps[are_gaps] = ~matches(cells.loc[are_gaps], dash_for_nothing())
    return cells.loc[~are_gaps]


def are_dressed(column: pd.Series) -> bool:
    """Whether cells are numbers that no program takes for some: of another script, or quoted."""
    cells = column.dropna().astype(str).str.strip()
    some = cells.iloc[:: len(cells) // SAMPLE_ROWS + 1]
    # What comes first is found but once: with ".*" before it a long cell would be tried at each.
    held = "|".join(rf"[^\n{signs}]*[{signs}].*" for signs in (OTHER_DIGITS, _UNSEEN))
    dressed = rf"=\s*\".*\"|['“„«].*|{held}|{_LONG_MINUS}"
    return bool(len(some)) and bool(matches(some, dressed).any())


def _undressed(cell: str) -> str:
    found = _DRESSED.fullmatch(cell)
    return next((part for part in found.groups() if part), "").strip() if found else cell


def notation_of(cells: pd.Series, decimal: str) -> Notation:
    """Return how cells are written; with as many either way, with this decimal mark."""
    if (form := sided(cells)) is not None:
        return _composed(cells, decimal, form)
    found = _notation_of(cells, decimal)
    form = None if found.readable.all() or found.unit else either_mark(cells)
    if form is None and READABLE * len(cells) > found.readable.sum():
        form = form_of(cells)
    return found if form is None else _composed(cells, decimal, form)


def _composed(cells: pd.Series, decimal: str, form: Form) -> Notation:
    composed = np.array([not np.isnan(form.of(cell)) for cell in cells], bool)
    return Notation(form.unit, decimal, False, composed, form=form, doubt=form.doubt)


def _notation_of(cells: pd.Series, decimal: str) -> Notation:
    unit, times, doubt = _unit(cells)
    other = "," if decimal == "." else "."
    mine, others = (_amount_pattern(unit, mark, times) for mark in (decimal, other))
    with_mark, with_other = matches(cells, mine), matches(cells, others)
    if with_other.sum() > with_mark.sum():
        found = Notation(unit, other, False, with_other, times, doubt=doubt)
        return _with_notes(cells, others, found)
    undecided = with_other.sum() == with_mark.sum() and with_mark.any()
    if undecided and (between := _between_thousands(cells)):
        mark, fits = (other, with_other) if between == decimal else (decimal, with_mark)
        return Notation(unit, mark, False, fits, times, doubt=doubt)
    marked = undecided and matches(cells.loc[with_mark], ".*[0-9][.,][0-9].*").any()
    found = Notation(unit, decimal, bool(marked), with_mark, times, doubt=doubt)
    return _with_notes(cells, mine, found)


def _between_thousands(cells: pd.Series) -> str:
    """The mark that groups digits, where numbers below a thousand show it: 987 beside 1.234."""
    some = cells.iloc[:: len(cells) // SAMPLE_ROWS + 1]
    below = matches(some, "[+-]?[0-9]{1,3}")
    for mark in (".", ","):
        groups = matches(some, rf"[+-]?[1-9][0-9]{{0,2}}(\{mark}[0-9]{{3}})+")
        if groups.sum() >= LEAST_GROUPED and below.any() and (groups | below).all():
            return mark
    return ""


def _with_notes(cells: pd.Series, pattern: str, found: Notation) -> Notation:
    """Read numbers at which a note stands too; with letters only if half of the cells bear none."""
    plain = found.readable
    if plain.all():
        return found
    # Beside a unit letters are another one, and not to be left out: grams among kilograms.
    may_be_letters = 2 * plain.sum() >= len(cells) and not found.unit
    after = rf"{_SIGN_AFTER}|{_NOTE_AFTER}" if may_be_letters else _SIGN_AFTER
    noted = ~plain & matches(cells, rf"{_NOTE_BEFORE}?(?:{pattern})(?:{after})?")
    if not (found.unit or found.times) and _all_bear_notes(cells, pattern):
        return replace(found, readable=np.ones(len(cells), bool), noted=~plain)
    are_codes = may_be_letters and cells.loc[plain].nunique() <= MAX_LEVELS
    if not noted.any() or (are_codes and not any_holds(cells.loc[plain], "[.,]")):
        return found
    return replace(found, readable=plain | noted, noted=noted)


def _all_bear_notes(cells: pd.Series, pattern: str) -> bool:
    """Whether all cells are numbers, some with fractions, at which letters of several notes stand.

    Such are groups in a test (8.4 a, 9.1 ab) and what is known of a number (A, P).
    """
    notes = cells.str.extract(rf"({_LETTERS_OF_NOTES})$")[0]
    if notes.nunique() < 2 or notes.isna().mean() > 1 - READABLE:
        return False
    is_fraction = any_holds(cells, "[0-9][.,][0-9]")
    return bool(is_fraction and matches(cells, rf"(?:{pattern}) ?(?:{_LETTERS_OF_NOTES})?").all())


def _unit(cells: pd.Series) -> tuple[str, bool, str]:
    """The commonest unit, whether numbers are multiplied, and what of that is in doubt.

    The unit is what is left of some cells without digits, marks and spaces. A single letter
    multiplies beside a currency, or where two of them do; k by itself likely does. What is left
    alike of nearly all cells is a unit, too, where they begin with a digit.
    """
    some = cells.iloc[:: len(cells) // SAMPLE_ROWS + 1]
    some = some.str.replace(rf" ?(?:{_BESIDE})$", "", regex=True)
    left = some.str.replace(_MARKS, "", regex=True)
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
    unit, doubt = max(totals, key=totals.__getitem__, default=""), ""
    if not (unit or takes) and single == {"k"} and not some.str.contains(" k", regex=False).any():
        takes, doubt = single, "A k at a number is taken for thousands."
    elif not (unit or takes or single) and _is_at_all(counts, some):
        unit = str(counts.index[0])
        doubt = "What stands at all numbers is taken for a unit and left out."
    elif unit and matches(some, "[a-z]{2,}[0-9]+").all():
        doubt = "Codes are written so, too."
    elif unit == "%" and 0 < counts.get("", 0) < len(some) and _has_shares(some, left):
        doubt = "Some numbers bear no %: they may be shares of 1."
    return unit, bool(takes), doubt


def _is_at_all(counts: pd.Series, cells: pd.Series) -> bool:
    """Whether the same few letters stand behind nearly all numbers."""
    if not len(counts) or counts.iloc[0] < max(READABLE * len(cells), 2):
        return False
    left = str(counts.index[0])
    if left in _POWERS:
        return False
    begin = matches(cells, r"[+-]?[0-9].*").mean() >= READABLE
    are_codes = matches(cells, r"0[0-9].*").any()
    is_unit = re.fullmatch(r"(?=.*[^\W\d_]|[°′″㎎-㎡])(?:[^\W\d_]|[°µΩ′″²³/^*. ㎎-㏄]){1,20}", left)
    return bool(begin and not are_codes and is_unit)


def _has_shares(cells: pd.Series, left: pd.Series) -> bool:
    """Whether numbers without a sign are within 1, as shares are, while not all are 0."""
    bare = cells.loc[left == ""]
    read = pd.to_numeric(bare.str.replace(",", ".", regex=False), errors="coerce")
    values = np.abs(np.asarray(read, dtype=np.float64))
    return bool((values <= 1.0).all() and (values > 0.0).any())


def _parted(left: str) -> tuple[str | None, str]:
    """The unit in what is left of a cell, None for one that is unknown, and what multiplies."""
    if left in _UNIT_OF or not left:
        return _UNIT_OF.get(left, ""), ""
    for times in sorted(_TIMES, key=len, reverse=True):
        for rest in (left.removesuffix(times), left.removeprefix(times)):
            if _UNIT_OF.get(rest) not in _BESIDE_CURRENCY.get(times, (_UNIT_OF.get(rest),)):
                continue
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
    amount = rf"\(? ?[+-]? ?({sign})? ?\(?[+-]? ?({number}){more}-? ?({sign})? ?-?\)? ?({sign})?"
    return f"{amount}|{dash_for_nothing(unit)}" if unit in _CURRENCIES else amount


def dash_for_nothing(*units: str) -> str:
    """Return a pattern of 0 as spreadsheets write it among amounts: a dash beside the currency."""
    sign = "|".join(map(_spellings, units or sorted(_CURRENCIES)))
    return rf"({sign}) *{_DASH}|{_DASH} *({sign})"


def _no_cents(decimal: str) -> str:
    """A pattern of the dashes that stand for no cents, as in "€ 12,-" and "CHF 12.-"."""
    return rf"\{decimal}--?"


def _spellings(unit: str) -> str:
    """A pattern of the ways to write a unit, with a point where it is shortened."""
    if not unit:
        return "(?:)"
    names = _SPELLINGS.get(unit, (unit,))
    ways = (re.escape(name) + (r"\.?" if name.isalpha() else "") for name in names)
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
    if notation.form is not None:
        return np.array([notation.form.of(cell) for cell in cells], np.float64)
    if notation.noted is not None:
        plain = matches(cells, _amount_pattern(notation.unit, notation.decimal, notation.times))
        notes = rf"^{_NOTE_BEFORE}|{_SIGN_AFTER}$|{_NOTE_AFTER}$| ?{_LETTERS_OF_NOTES}$"
        bare = cells.str.replace(notes, "", regex=True)
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
    digits = bare.str.strip("+-").replace("", "0").str.replace(notation.decimal, ".", regex=False)
    digits = digits.str.replace("d", "e", regex=False) + powers
    sizes = digits.to_numpy(dtype=object).astype(np.float64)
    return np.where(negative.to_numpy(dtype=bool) & (sizes != 0), -sizes, sizes)
