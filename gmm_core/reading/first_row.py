"""Whether the first row of a table names its columns, where no words stand above numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from gmm_core.reading.columns import MISSING
from gmm_core.reading.fields import decimal_mark, is_number, is_year
from gmm_core.reading.header_rows import Rows

_DIGITS = re.compile(r"\d+")
_LEAST_STEPS = 5
_LEAST_BELOW = 3


def has_header(rows: Rows) -> bool:
    """Tell whether the first of these rows names the columns.

    It is no header when it holds a number and each of its fields is a number, is missing, or occurs
    again below; nor when its numbers are such as stand below them, some with decimals; nor when
    they are one and the same, as two columns would be called alike. But numbers that rise by one
    step, and are none of those below, are a header: of wavelengths, or years.

    Examples
    --------
    >>> has_header([["x", "1990"], ["1", "2"]]), has_header([["a", "1"], ["a", "2"]])
    (True, False)
    >>> has_header([["a", "1.5"], ["b", "2.5"], ["c", "1.2"], ["d", "2.1"]])
    False
    """
    first, below = (rows[0], rows[1:]) if rows else ([], [])
    if _are_steps(first, below):
        return True
    texts = [i for i, field in enumerate(first) if not (is_number(field) or _is_spelt_out(field))]
    again = all(
        any(list(row[i : i + 1]) == [first[i]] for row in below)
        or _is_numbered_like(first, below, i)
        for i in texts
    )
    is_row = again or _are_values_of(first, below) or _are_one(first)
    return not (is_row and any(map(is_number, first)))


def _is_numbered_like(first: Sequence[str], below: Rows, place: int) -> bool:
    """Whether a word with digits is one of a column of such: g0 above g1 and g2."""
    form = _DIGITS.sub("0", first[place].strip())
    alike = sum(_DIGITS.sub("0", row[place].strip()) == form for row in below if place < len(row))
    is_counted = form != first[place].strip() or "0" in form
    return is_counted and len(below) >= _LEAST_BELOW and 10 * alike >= 9 * len(below)


def _are_one(first: Sequence[str]) -> bool:
    """Whether numbers are one and the same, and no year that was merged over columns."""
    numbers = [field.strip() for field in first if is_number(field)]
    return len(numbers) > 1 == len({*numbers}) and not is_year(numbers[0])


def _is_spelt_out(field: str) -> bool:
    """Tell whether a missing value is written as such; an empty name is no sign of one."""
    return field != "" and field in MISSING


def _are_steps(first: Sequence[str], below: Rows) -> bool:
    """Whether a row rises by one step all the way, and most of it is outside what stands below."""
    if len(first) < _LEAST_STEPS or not below or not all(map(is_number, first)):
        return False
    numbers = np.array([_number(field) for field in first])
    steps = np.diff(numbers)
    if steps[0] <= 0 or not np.allclose(steps, steps.mean(), rtol=0.01):
        return False
    outside = [
        not _is_within(number, [_number(row[i]) for row in below if _has_number(row, i)], 1.0)
        for i, number in enumerate(numbers.tolist())
    ]
    return 10 * sum(outside) >= 9 * len(outside)


def _are_values_of(first: Sequence[str], below: Rows) -> bool:
    """Whether the numbers of a row, some with decimals, are such as stand in the rows below it."""
    places = [i for i, field in enumerate(first) if is_number(field)]
    if len(below) < _LEAST_BELOW or not any(decimal_mark(first[i]) for i in places):
        return False
    columns = [[_number(row[i]) for row in below if _has_number(row, i)] for i in places]
    return all(
        2 * len(column) > len(below) and _is_within(_number(first[i]), column, 0.5)
        for i, column in zip(places, columns, strict=True)
    )


def _has_number(row: Sequence[str], place: int) -> bool:
    return place < len(row) and is_number(row[place])


def _number(field: str) -> float:
    return float(field.strip().replace(",", ".").replace("−", "-"))


def _is_within(number: float, others: Sequence[float], spans: float) -> bool:
    """Whether a number is among others, or so many times their span away from them."""
    if not others:
        return False
    least, greatest = min(others), max(others)
    room = spans * (greatest - least)
    return least - room <= number <= greatest + room
