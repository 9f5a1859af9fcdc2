"""Rows that are no observations: totals, subtotals and averages of other rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.bounded import bounded
from gmm_core.table.described_columns import Column, as_floats, is_numeric
from gmm_core.table.suspect.summary_words import is_hint, is_of_no_observation, is_summary, is_total

LEAST_ROWS = 4
MOST_ROWS = 5_000
"""Of longer tables only the rows at both ends are looked at, ..."""

ENDS = 20
"""... so many at each."""

MOST_LEADS = 8
"""Blocks of rows are looked up in so many columns."""

SURE_DIGITS = 3.0
"""So many more digits must agree than chance would let agree among as many rows."""

FEW_DIGITS = 1.5
"""So many are enough for a row at an end of the table that alone has no name, ..."""

FAR_ABOVE = 2.0
"""... or whose sums are so many times as large as all that was summed."""

ROUNDED = 0.005
"""Summands that were rounded may miss their sum by this share of it."""

FIRST_ROWS = 200
"""To which digit a column is written is seen in so many rows."""


def total_rows(frame: pd.DataFrame, described: Sequence[Column]) -> tuple[int, ...]:
    """Return the positions of rows that are totals of others, ascending, from 0.

    A row is one when a text of it is nothing but a word such as "Total", or when its numbers are
    the sums of all other rows, or, where rows have names, of a block of rows right above or below
    it, in most columns; and in so many digits that it is no accident. With a word such as "total"
    at one end of its text, three digits are enough; fewer are for the last row or the first, if it
    alone has no name, or is far above all others. Rows at one end are none either that are called
    so as summaries are (min and max, quantiles), two or more, or as no observation is (a limit of
    detection, the points that are possible); and a mean of all others that is called so.

    Examples
    --------
    >>> from gmm_core.table.described_columns import describe
    >>> frame = pd.DataFrame({"shop": list("abcd") + ["Total"], "sales": [8, 27, 10, 31, 76]})
    >>> total_rows(frame, describe(frame))
    (4,)
    """
    if len(frame) < LEAST_ROWS:
        return ()
    places = np.arange(len(frame))
    if len(frame) > MOST_ROWS:
        places = np.r_[places[:ENDS], places[-ENDS:]]
    texts = _texts(frame, described, places)
    named = {place for place, said in texts.items() if any(map(is_total, said))}
    hinted = {place for place, said in texts.items() if any(map(is_hint, said))}
    columns = _columns(frame, described)
    if columns:
        nameless = {place for place, said in texts.items() if not said}
        named |= _sums_of_all(columns, places, hinted, nameless)
    if columns and texts and len(frame) <= MOST_ROWS:  # else nobody could tell them apart
        named |= _sums_of_blocks(_side_by_side(columns, slice(None)), named | hinted)
    named |= _at_ends(texts, len(frame))
    named |= _beside(named, texts)
    return tuple(sorted(int(place) for place in named)) if 2 * len(named) < len(frame) else ()


def _texts(
    frame: pd.DataFrame, described: Sequence[Column], places: NDArray[np.intp]
) -> dict[int, list[str]]:
    """What stands in the columns of text, by row."""
    kinds = {column.name: column.kind for column in described}
    wanted = ("identifier", "label", "text", "constant", "amount", "date")
    columns = [
        column.iloc[places].tolist()
        for label, column in frame.items()
        if kinds.get(str(label)) in wanted and not is_numeric(column)
    ]
    cells = zip(*columns, strict=True) if columns else ()
    return {
        int(place): [cell for cell in row if isinstance(cell, str)]
        for place, row in zip(places, cells, strict=False)
    }


def _at_ends(texts: Mapping[int, Sequence[str]], n: int) -> set[int]:
    """Rows of summaries at an end: two or more side by side, or one that nothing is called."""
    likely = {place for place, said in texts.items() if _is_likely(said)}
    found: set[int] = set()
    for end in (range(n), range(n - 1, -1, -1)):
        run = {*takewhile(likely.__contains__, end)}
        is_sure = any(is_of_no_observation(texts[place]) for place in run)
        if run == likely and (len(run) > 1 or is_sure):
            found |= run
    return found


def _is_likely(said: Sequence[str]) -> bool:
    return is_of_no_observation(said) or any(is_summary(text) or is_total(text) for text in said)


def _beside(named: set[int], texts: Mapping[int, Sequence[str]]) -> set[int]:
    """Rows of summaries in a run with totals: a deviation, the least and the greatest."""
    summaries = {place for place, said in texts.items() if any(map(is_summary, said))}
    found: set[int] = set()
    while near := {
        place for place in summaries - found if not {place - 1, place + 1}.isdisjoint(named | found)
    }:
        found |= near
    return found


def _columns(frame: pd.DataFrame, described: Sequence[Column]) -> list[pd.Series]:
    """Columns of numbers, as they are: of a large table they are not held a second time.

    But those of which no sum can be taken are in another unit; what is a sum is one there, too.
    """
    kinds = {column.name: column.kind for column in described}
    return [
        _summable(column)
        for label, column in frame.items()
        if is_numeric(column) and kinds.get(str(label)) in ("feature", "label", "identifier")
    ]


def _summable(column: pd.Series) -> pd.Series:
    numbers, exponent = bounded(as_floats(column))
    return pd.Series(numbers) if exponent else column


def _side_by_side(
    columns: Sequence[pd.Series], rows: slice | NDArray[np.intp]
) -> NDArray[np.float64]:
    """Some rows of columns, with 0 where there is no number."""
    numbers = np.column_stack([as_floats(column.iloc[rows]) for column in columns])
    return np.where(np.isfinite(numbers), numbers, 0.0)


def _units(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """The last digit to which each column is written, of at most six after the point."""
    units = np.full(numbers.shape[1], 1e-6)
    some = numbers[:FIRST_ROWS]
    for decimals in range(5, -1, -1):
        written = np.isclose(some, some.round(decimals), rtol=1e-12, atol=0).all(axis=0)
        units[written] = 10.0**-decimals
    return units


def _agreeing_digits(
    totals: NDArray[np.float64], sums: NDArray[np.float64], units: NDArray[np.float64], summed: int
) -> NDArray[np.float64]:
    """The digits in which rows are the sums, (n,); 0 where half of the columns are not."""
    off = np.abs(totals - sums)
    allowed = np.minimum(units * (0.5 + 0.5 * np.sqrt(summed)), ROUNDED * np.abs(sums))
    agrees = (off <= np.maximum(allowed, 1e-9 * np.abs(sums))) & (sums != 0)
    digits = np.log10(np.maximum(np.abs(sums) / np.maximum(off, units), 1.0))
    enough = 2 * agrees.sum(axis=-1) > (totals != 0).sum(axis=-1)
    return np.where(enough, np.where(agrees, digits, 0.0).sum(axis=-1), 0.0)


def _sums_of_all(
    columns: Sequence[pd.Series],
    places: NDArray[np.intp],
    hinted: set[int],
    nameless: set[int],
) -> set[int]:
    n = len(columns[0])
    totals, first = _side_by_side(columns, places), _side_by_side(columns, slice(None, FIRST_ROWS))
    sums = np.array([_sum(as_floats(column)) for column in columns])
    digits = _agreeing_digits(totals, sums - totals, _units(first), n)
    means = _agreeing_digits(totals, (sums - totals) / max(n - 1, 1), _units(first), 1)
    ends = {0, n - 1}
    found = {
        place
        for place, agreeing in zip(places.tolist(), means.tolist(), strict=True)
        if place in ends & hinted and agreeing >= SURE_DIGITS
    }
    for place, agreeing in zip(places.tolist(), digits.tolist(), strict=True):
        least = SURE_DIGITS + (0.0 if place in ends | hinted else np.log10(n))
        if place in ends and agreeing >= FEW_DIGITS:
            is_plain = nameless == {place} or _is_far_above(columns, place)
            least = FEW_DIGITS if is_plain else least
        if agreeing >= least:
            found.add(place)
    return found


def _sum(numbers: NDArray[np.float64]) -> float:
    return float(numbers.sum(where=np.isfinite(numbers)))


def _is_far_above(columns: Sequence[pd.Series], place: int) -> bool:
    """Whether a row at an end is far above all others wherever it holds their sum."""
    rest = slice(1, None) if place == 0 else slice(None, -1)
    ratios: list[float] = []
    for column in map(as_floats, columns):
        total, others = column[place], column[rest]
        others = others[np.isfinite(others)]
        is_sum = abs(others.sum() - total) <= ROUNDED * abs(total)
        if is_sum and total and len(others) and others.min() >= 0.0:
            ratios.append(total / others.max())
    return bool(ratios) and min(ratios) > FAR_ABOVE


def _sums_of_blocks(numbers: NDArray[np.float64], hinted: set[int]) -> set[int]:
    """Rows that are the sum of two rows or more right above, or right below."""
    n = len(numbers)
    above = _sums_of_rows_above(numbers, hinted)
    mirrored = {n - 1 - place for place in hinted}
    below = _sums_of_rows_above(numbers[::-1], mirrored)
    return above | {n - 1 - place for place in below}


def _sums_of_rows_above(numbers: NDArray[np.float64], hinted: set[int]) -> set[int]:
    found: set[int] = set()
    for lead in np.flatnonzero((numbers >= 0).all(axis=0))[:MOST_LEADS]:
        digits = _digits_above(numbers, int(lead))
        chance = np.full(len(numbers), 2 * np.log10(len(numbers)))
        chance[list(hinted)] = 0.0
        found |= set(np.flatnonzero(digits >= SURE_DIGITS + chance).tolist())
    return found


def _digits_above(numbers: NDArray[np.float64], lead: int) -> NDArray[np.float64]:
    """In how many digits each row is the sum of a block of two or more right above it.

    Where the block begins is looked up in the sums of one column up to each row, which rise.
    """
    up_to = np.vstack([np.zeros(numbers.shape[1]), np.cumsum(numbers, axis=0)])
    last = np.arange(len(numbers)) - 2
    near = np.searchsorted(up_to[:, lead], up_to[:-1, lead] - numbers[:, lead])
    units, best = _units(numbers), np.zeros(len(numbers))
    for begins in (near - 1, near, near + 1):
        begins = np.clip(begins, 0, np.maximum(last, 0))
        digits = _agreeing_digits(numbers, up_to[:-1] - up_to[begins], units, 1)
        best = np.maximum(best, np.where(last >= 0, digits, 0.0))
    return best
