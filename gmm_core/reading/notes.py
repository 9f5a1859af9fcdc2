"""Rows at the end that speak of the table: notes, sources, footnotes."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from gmm_core.reading.fields import (
    begins_like_a_note,
    is_filled,
    is_value,
    is_words,
    without_empty_end,
)
from gmm_core.reading.header_rows import Rows

_RULE = frozenset("-=_*.+")
_TRAILER = re.compile("trailer|trl|tlr|footer|eof|#?end", re.IGNORECASE)
"""What the last record of a file begins with that banks and large computers write."""

_RAN = re.compile(
    r"\(?[0-9][0-9,.]* (?:rows?|records?)(?: selected| affected| returned| in set)?\.?\)?"
    r"|completion time: .*",
    re.IGNORECASE,
)
"""What programs of databases say at the end, which spaces may cut into fields."""

_LEAST_RULE = 3  # signs; fewer stand for nothing
MOST_NOTES = 40
"""Of so many rows at the end it is asked whether they are notes."""


def notes_below(rows: Rows, gaps: Sequence[bool], width: int, values: Sequence[int]) -> int:
    """Return how many rows at the end speak of the table and are no part of it.

    Parameters
    ----------
    rows : sequence of rows
        The last ones of a table, none blank.
    gaps : sequence of bool
        Whether a blank line stands above each.
    width : int
        Fields of an observation.
    values : sequence of int
        The columns of numbers, amounts and dates.

    Examples
    --------
    >>> notes_below([["a", "1"], ["b", "2"], ["Source: us", ""]], [False, False, True], 2, [1])
    1
    """
    for count in range(min(len(rows), MOST_NOTES), 0, -1):
        last = range(len(rows) - count, len(rows))
        below = gaps[last[0]] or not without_empty_end(rows[last[0]])
        says = any(without_empty_end(rows[i]) for i in last)  # rows of nothing alone are gaps
        above = {field.strip() for row in rows[: last[0]] for field in row}
        if says and all(_is_note(rows[i], below, width, values, above) for i in last):
            return count
    return 0


def _is_count(fields: Sequence[str], width: int) -> bool:
    """Whether a row says how many there are: a number, and a phrase: 30, record(s) downloaded."""
    return len(fields) == 2 < width and is_value(fields[0]) and " " in fields[1].strip()


def _is_rule(field: str) -> bool:
    return len(field.strip()) >= _LEAST_RULE and set(field.strip()) <= _RULE


def _is_note(
    row: Sequence[str], after_gap: bool, width: int, values: Sequence[int], above: Collection[str]
) -> bool:
    """Whether a row at the end is words where others hold values; ``above`` are their fields."""
    fields = without_empty_end(row)
    if not fields:
        return True
    if _TRAILER.fullmatch(fields[0].strip()) or _RAN.fullmatch(" ".join(fields).strip()):
        return True
    if after_gap and _is_count(fields, width):
        return True
    if any(is_value(field) for field in fields):
        return begins_like_a_note(fields[0]) and len(fields) < width and len(fields) < 3
    first = next(field for field in fields if is_filled(field))
    if not (any(map(is_words, fields)) or set(first.strip()) <= _RULE):
        return False
    is_rule = all(map(_is_rule, filter(is_filled, fields)))
    if len(fields) > width or after_gap or begins_like_a_note(first) or is_rule:
        return True
    if width == 1:
        return False
    padded = [*fields, *[""] * (width - len(fields))]
    if len(values) > 1 and all(is_words(padded[place]) for place in values):
        # Commas may cut a sentence into as many fields as a row has.
        says = [padded[place].strip() for place in values]
        return any(" " in field for field in says) and not any(field in above for field in says)
    in_values = any(is_words(padded[place]) for place in values)
    alone = len([field for field in fields if is_filled(field)]) == 1
    return len(row) < width or (alone and (in_values or width > 2) and " " in first.strip())
