"""Decimal commas among commas that separate: 8,4,12,5 below two names is 8.4 and 12.5."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from gmm_core.reading.fields import is_filled, is_words, without_empty_end
from gmm_core.reading.header_rows import Rows

SEPARATES = ";"
"""What separates the fields once each pair is one."""

_MOST_FIELDS = 400
_WHOLE = re.compile(r"[+−-]?[0-9]{1,15}")
_DECIMALS = re.compile(r"[0-9]{1,15}")


class _Pairing(NamedTuple):
    """Pairs up to a field: how many show by a nought, in how many ways, and one of these."""

    shown: int = 0
    ways: int = 1
    places: tuple[int, ...] = ()


class Pairs(NamedTuple):
    """The places of fields to which the next belongs as its decimals, of so many fields in a row.

    ``are_unclear`` tells that there are some, and which is not to be seen.
    """

    places: tuple[int, ...] = ()
    width: int = 0
    n_names: int = 0
    are_unclear: bool = False


def pairs_of(rows: Rows) -> Pairs:
    """Return the pairs of fields that are one number each.

    There are some only where the rows have more fields than the line of names right above them, and
    so many pairs of whole numbers as are too many can be chosen in one way: where all numbers have
    decimals, or decimals that begin with a nought show which have.

    Examples
    --------
    >>> pairs_of([["mass", "width"], ["8", "4", "12", "5"], ["9", "05", "13", "25"]]).places
    (0, 2)
    >>> pairs_of([["a", "b", "c"], ["8", "4", "12", "5"], ["9", "6", "13", "25"]]).places
    ()
    """
    first = next((i for i, row in enumerate(rows) if _begins(rows, i)), None)
    if first is None:
        return Pairs()
    width, n_names = len(rows[first]), len(_names(rows[:first]))
    body = [row for row in rows[first:] if len(row) == width]
    n_pairs = width - n_names
    if width > _MOST_FIELDS or not 1 <= n_pairs <= n_names or 2 * len(body) < len(rows) - first:
        return Pairs()
    columns = list(zip(*body, strict=True))
    found = _pairing(columns, n_pairs)
    n_numbers = sum(all(map(_WHOLE.fullmatch, column)) for column in columns)
    if found is None:
        return Pairs()
    if found.ways == 1 and (found.shown or (2 * n_pairs == n_numbers and n_pairs > 1)):
        return Pairs(found.places, width, n_names)
    return Pairs((), width, n_names, are_unclear=n_pairs > 1)


def joined(line: str, places: Sequence[int], width: int) -> str:
    """Return a line with its pairs as numbers with a decimal comma, cut by semicolons.

    Examples
    --------
    >>> joined("8,4,12,5", (0, 2), 4), joined("mass,width", (0, 2), 4)
    ('8,4;12,5', 'mass;width')
    """
    if not line.strip() or line.count('"') % 2:
        return line
    row = next(csv.reader([line], skipinitialspace=True), [])
    fields = list(_paired(row, frozenset(places))) if len(row) == width else row
    text = io.StringIO()
    csv.writer(text, delimiter=SEPARATES, lineterminator="").writerow(fields)
    return text.getvalue()


def joining(places: Sequence[int], width: int) -> partial[str]:
    """Return what joins the pairs of each line."""
    return partial(joined, places=tuple(places), width=width)


def _names(above: Rows) -> list[str]:
    """The names in the last row above that says anything; none where one of them is no word."""
    said = [row for row in above if any(map(is_filled, row))]
    names = without_empty_end(said[-1]) if said else []
    return names if all(map(is_words, names)) else []


def _begins(rows: Rows, place: int) -> bool:
    """Whether a row holds whole numbers side by side, and a line of fewer names stands above it."""
    return _n_whole(rows[place]) >= 2 and 0 < len(_names(rows[:place])) < len(rows[place])


def _n_whole(row: Sequence[str]) -> int:
    return sum(bool(_WHOLE.fullmatch(field.strip())) for field in row)


def _paired(row: Sequence[str], places: frozenset[int]) -> Iterator[str]:
    for place, field in enumerate(row):
        if place in places:
            yield f"{field.strip()},{row[place + 1].strip()}"
        elif place - 1 not in places:
            yield field


def _pairing(columns: Sequence[Sequence[str]], n_pairs: int) -> _Pairing | None:
    """The pairs of which most show, and in how many ways so many do."""
    before: dict[int, _Pairing] = {}
    now: dict[int, _Pairing] = {0: _Pairing()}  # by the number of pairs up to here
    for place, column in enumerate(columns):
        earlier, before, now = before, now, dict(now)
        if place == 0 or not _may_be_pair(columns[place - 1], column):
            continue
        shows = any(len(field) > 1 and field[0] == "0" for field in column)
        for n, found in earlier.items():
            if n < n_pairs:
                pair = _Pairing(found.shown + shows, found.ways, (*found.places, place - 1))
                now[n + 1] = _better(now.get(n + 1), pair)
    return now.get(n_pairs)


def _better(one: _Pairing | None, other: _Pairing) -> _Pairing:
    if one is None or other.shown > one.shown:
        return other
    return one if one.shown > other.shown else one._replace(ways=one.ways + other.ways)


def _may_be_pair(whole: Sequence[str], decimals: Sequence[str]) -> bool:
    return all(_WHOLE.fullmatch(field.strip()) for field in whole) and all(
        _DECIMALS.fullmatch(field.strip()) for field in decimals
    )
