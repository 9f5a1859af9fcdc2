"""What one field of a table is: a number, a value of another kind, nothing, or words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from gmm_core.reading.columns import MISSING_AMONG_NUMBERS, number_pattern

_POINT, _COMMA = number_pattern("."), number_pattern(",")
# Digits with the marks of amounts, dates and times, and a sign or currency at either end.
_VALUE = re.compile(r"[^\w\s]{0,3}\s?\d[\d\s.,:/%+\-–'’TZ]*[^\w\s]{0,2}")
_NOTE = re.compile(
    r"\W*(note|notes|source|sources|footnotes?|remarks?|legend|total records|end of|data from"
    r"|eof|end$|downloaded|exported|created|generated|last updated|copyright|quelle|anmerkung|stand"
    r"|fuente|nota|출처|주|비고|자료|注|出典|资料来源)\b|https?://|www\.",
    re.IGNORECASE,
)
_DIGITS = re.compile("[0-9]+")
_YEAR = re.compile("(?:18|19|20)[0-9]{2}")
_BOUND = r"[+-]?[0-9]+(?:[.,][0-9]+)?"
_BOUNDS = re.compile(
    rf"[\[(]? ?{_BOUND} ?(?:\.{{2,3}}|[-–—…~;,]|to|bis|à) ?{_BOUND} ?[\])]?"
    rf"|(?:[<>≤≥]=?|±|\+/?-) ?{_BOUND} ?%?",
    re.IGNORECASE,
)
_ONE_SIDED = "<>≤≥"
_SHORTEST_CODE = 3  # digits: two of them are hours, days and months, too
_FEWEST_CODES = 3  # less tells of nothing


def is_number(field: str) -> bool:
    """Tell whether a field is a number, with a point or a comma.

    Examples
    --------
    >>> is_number(" 1,5 "), is_number("1.5e3"), is_number("1.2.3")
    (True, True, False)
    """
    return bool(_POINT.fullmatch(field.strip()) or _COMMA.fullmatch(field.strip()))


def decimal_mark(field: str) -> str:
    """Return the decimal mark of a number that has one, and "" for everything else.

    Examples
    --------
    >>> decimal_mark("1,5"), decimal_mark("Doe, Jane")
    (',', '')
    """
    mark = "," if "," in field else "." if "." in field else ""
    return mark if mark and is_number(field) else ""


def is_value(field: str) -> bool:
    """Tell whether a field is a number, an amount, a date or a time: what no name of a column is.

    Examples
    --------
    >>> [is_value(field) for field in ("1.5", "€ 12", "2011/1", "s", "m2", "")]
    [True, True, True, False, False, False]
    """
    field = field.strip()
    return is_number(field) or bool(_VALUE.fullmatch(field))


def is_year(field: str) -> bool:
    """Tell whether a field is a year of the last centuries, which may name a column.

    Examples
    --------
    >>> is_year(" 1990 "), is_year("1790"), is_year("1990.0")
    (True, False, False)
    """
    return bool(_YEAR.fullmatch(field.strip()))


def is_words(field: str) -> bool:
    """Tell whether a field says something, and no value.

    Examples
    --------
    >>> [is_words(field) for field in ("kPa", "NA", "", "3")]
    [True, False, False, False]
    """
    field = field.strip()
    return field not in MISSING_AMONG_NUMBERS and not is_value(field)


def is_filled(field: str) -> bool:
    """Tell whether anything but spaces stands in a field."""
    return bool(field.strip())


def codes_among(
    names: Sequence[str], rows: Sequence[Sequence[str]], kinds: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Return the columns of codes with a 0 before them, each with a code, as the first rows tell.

    Postcodes and numbers of items are written with as many digits each, or with a 0 before most
    of them; what was measured is not. Numbers that count rows (001, 002, ...) are none, and neither
    are columns of which a person has said the kind.

    Examples
    --------
    >>> rows = [["01067", "007", "7.5"], ["80331", "12", "8.1"], ["04103", "130", "8.4"]]
    >>> codes_among(["town", "item", "length"], rows, ())
    {'town': '01067'}
    """
    chosen = dict(kinds)
    columns = zip(names, zip(*rows, strict=False), strict=False)
    found = {name: _code(fields) for name, fields in columns if name not in chosen}
    return {name: code for name, code in found.items() if code is not None}


def _code(fields: Sequence[str]) -> str | None:
    """A code with a 0 before it, where all fields of a column are codes."""
    present = [field.strip() for field in fields if field.strip() not in MISSING_AMONG_NUMBERS]
    padded = [each for each in present if each.startswith("0") and len(each) >= _SHORTEST_CODE]
    if not padded or len(present) < _FEWEST_CODES or not all(map(_DIGITS.fullmatch, present)):
        return None
    if len({*map(len, present)}) > 1 and 2 * len(padded) <= len(present):
        return None
    if len({int(after) - int(before) for before, after in pairwise(present)}) == 1:
        return None
    return next((each for each in padded if each.strip("0")), None)


def is_bounds(field: str, both: bool = False) -> bool:
    """Tell whether a field says within what numbers lie, or how sure they are; only `both` ends.

    Examples
    --------
    >>> [is_bounds(field) for field in ("0-14", "[0; 200]", "< 5", "±0.1", "8.4", "2021-03-04")]
    [True, True, True, True, False, False]
    """
    field = field.strip()
    return bool(_BOUNDS.fullmatch(field)) and not (both and field[0] in _ONE_SIDED)


def begins_like_a_note(field: str) -> bool:
    """Tell whether a line with this first field speaks of the table: "Source: ...", "Note ...".

    Examples
    --------
    >>> begins_like_a_note("Source: head office"), begins_like_a_note("Seoul")
    (True, False)
    """
    says = bool(_NOTE.match(field)) or field.rstrip().endswith((":", "："))
    return says or ": " in field or "：" in field


def without_empty_end(row: Sequence[str]) -> list[str]:
    """Return the fields of a row up to the last that is filled.

    Examples
    --------
    >>> without_empty_end(["a", "", "b", " ", ""])
    ['a', '', 'b']
    """
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return list(row[:end])
