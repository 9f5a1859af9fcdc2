"""Tables that stand below one another: where the next one begins, below a gap."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from gmm_core.reading.fields import (
    begins_like_a_note,
    is_filled,
    is_value,
    is_words,
    without_empty_end,
)
from gmm_core.reading.header_rows import Rows
from gmm_core.reading.layout import Layout

LOOKED_AT = 6
"""Rows below a gap that are looked at: titles, a header, and the first row of values."""

_MOST_TABLES = 5
Header = Collection[tuple[str, ...]]


def header_of_another(rows: Rows, header: Header = ()) -> int | None:
    """Return the place of a header, not that of the table, with which rows below a gap begin.

    It has two names or more, all different and none a value, and below it are as many fields with
    values among them. Titles may stand above it. None where there is none.

    Examples
    --------
    >>> header_of_another([["Table 2"], ["site", "depth"], ["p1", "3"]])
    1
    >>> header_of_another([["Source: us", "the office"]])
    >>> header_of_another([["x", "1"], ["y", "2"]])
    """
    for place, row in enumerate(rows[:-1]):
        names = without_empty_end(row)
        if not names or any(map(is_value, names)):
            return None
        is_new = tuple(field.strip() for field in row) not in header
        if is_new and _are_names(names) and _holds(rows[place + 1], len(names)):
            return place
    return None


def first_table(
    rows: Rows, lay_out: Callable[[Rows], Layout], is_chosen: bool = False
) -> tuple[Layout, int]:
    """Return the layout of the table in some rows, and the place where the next one begins.

    Of tables below one another it is the first; a shorter one that stands above is passed over,
    unless a person has chosen it.
    """
    begin, end = 0, len(rows)
    layout = lay_out(rows)
    for _ in range(_MOST_TABLES):
        place = _next_start(rows[begin:end], layout.body)
        if place is None:
            break
        place += begin
        above, below = rows[begin + layout.body : place], rows[place:end]
        if not is_chosen and _n_values(below) > _n_values(above):
            begin = place
        else:
            end = place
        layout = lay_out(rows[begin:end])
    shifted = layout._replace(above=begin + layout.above, body=begin + layout.body)
    return shifted, end


def _next_start(rows: Rows, body: int) -> int | None:
    """The first place below a gap where another table begins, after the first observation."""
    for place in range(body + 1, len(rows)):
        if any(map(is_filled, rows[place - 1])) or not any(map(is_filled, rows[place])):
            continue
        if header_of_another(rows[place : place + LOOKED_AT], as_header(rows[:body])) is not None:
            return place
    return None


def as_header(rows: Rows) -> set[tuple[str, ...]]:
    """Return the rows of a header as they may come again, in small or capital letters, too.

    Examples
    --------
    >>> sorted(as_header([["site", "pH"]]))
    [('SITE', 'PH'), ('Site', 'Ph'), ('site', 'pH'), ('site', 'ph')]
    """
    bare = [tuple(field.strip() for field in row) for row in rows if any(row)]
    ways = (str, str.lower, str.upper, str.title)
    return {tuple(map(write, row)) for row in bare for write in ways}


def _n_values(rows: Rows) -> int:
    return sum(map(_has_values, rows))


def _are_names(fields: Sequence[str]) -> bool:
    said = [field.strip() for field in fields if is_filled(field)]
    if len(said) < 2 or len(set(said)) < len(said) or begins_like_a_note(said[0]):
        return False
    return all(map(is_words, said)) and len(fields) - len(said) <= 1


def _holds(row: Sequence[str], n_names: int) -> bool:
    """Whether a row is one of the table that these names head."""
    fields = without_empty_end(row)
    return _has_values(fields) and n_names - 1 <= len(fields) <= n_names + 1


def _has_values(row: Sequence[str]) -> bool:
    return any(map(is_value, row))
