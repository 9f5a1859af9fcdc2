"""Numbers that likely stand for nothing: codes such as -200 and 9999, and impossible values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.blocks import side_by_side
from gmm_core.subsets import evenly_spaced
from gmm_core.table.described_columns import Column, as_floats, is_numeric

SAMPLE_ROWS = 10_000
"""Ends of a column are looked for among so many values, evenly spaced, and its extremes."""

LEAST_ROWS = 8
MOST_CODES = 4
"""No more different codes than these are looked for at one end of a column."""

IMPOSSIBLE = 3.0
"""A single value is impossible that is so many times as far from the others as these span, ..."""

COMPACT = 6.0
"""... where they span no more than so many times their quartiles: a long tail is no slip."""

HEAP_OF_ROWS = 3
"""Nines amid the others are a code where so many rows have them, three times any other value."""

NEAREST = 5
GAPS_APART, HEAPED_TIMES = 3.0, 2.5
"""Codes beyond a gap: so many times as wide as the steps between the nearest values, and in so many
times as many rows as these."""

CAPPED = 3.0
"""Nines no further off than so many steps between the nearest values are where these were capped:
hours of 99 and more."""

_NOT_MEASURED = ("identifier", "constant", "date", "code", "empty")
_KNOWN = (-200.0, -32768.0, 32767.0, -2147483648.0, 2147483647.0)
_FILL = 1e15  # programs fill gaps with 1e20, 1e30, 1.7e38
_HALF_OF_ALL = float(np.finfo(float).max) / 2  # of two such numbers a difference is finite
_REFUSALS = ("94", "95", "96", "97", "98")  # after nines: "refused", "does not apply", ...


@dataclass(frozen=True)
class LikelyCode:
    """A value of a column that likely is no measurement.

    Attributes
    ----------
    column : str
    value : float
    rows : int
        Number of rows that have it.
    least, greatest : float
        Of the values that are not suspected.
    usual : bool
        Whether it is like a code; else it is a single value too far off to be true.
    """

    column: str
    value: float
    rows: int
    least: float
    greatest: float
    usual: bool


class _End(NamedTuple):
    """Values at one end of a column, outermost first, and what is left without them."""

    values: NDArray[np.float64]
    rows: list[int]
    rest: NDArray[np.float64]
    rest_counts: NDArray[np.int_]

    @property
    def measured(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The values and the rest where differences are taken; see `_measured`."""
        return _measured(self.values, self.rest)

    @property
    def gap(self) -> float:
        """From the innermost of the values to the nearest of the rest, as they are measured."""
        values, rest = self.measured
        return float(np.abs(rest - values[-1]).min())

    @property
    def distance(self) -> float:
        """The gap, in spans of the rest."""
        _, rest = self.measured
        return self.gap / max(float(np.ptp(rest)), np.finfo(float).tiny)

    @property
    def is_negative(self) -> bool:
        """Whether the values alone are below 0."""
        return bool(self.values.max() < 0 <= self.rest.min())


def _measured(
    values: NDArray[np.float64], rest: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Numbers that are ordered, in a unit in which no difference between any is infinite."""
    ends = [abs(each[place]) for each in (values, rest) for place in (0, -1)]
    return (values, rest) if max(ends) < _HALF_OF_ALL else (0.25 * values, 0.25 * rest)


def likely_codes(frame: pd.DataFrame, described: Sequence[Column]) -> tuple[LikelyCode, ...]:
    """Return the values that likely are codes for a missing value, or impossible.

    Looked at are up to four values at either end of a column of numbers, beside those that lie
    between. A code has one of the usual forms (nines, as 99, -9, 999.9; -200; limits of whole
    numbers in computers; with others 77, 88, 97, 98), or stands in three rows or more; and it is
    far outside the rest, by half the span of the rest or more, or heaped where its neighbours are
    single, or the only value below 0. A value of one or two rows is impossible when it is three
    times as far from the rest as the rest spans, where that is no long tail. What is a code in one
    column is one in others where it is outside, too.

    Examples
    --------
    >>> from gmm_core.table.described_columns import describe
    >>> frame = pd.DataFrame({"co": [-200, 8.5, -200, 9.5, 12.0, 27.5, 31.5, 8.0, 30.0]})
    >>> for code in likely_codes(frame, describe(frame)):
    ...     print(code.column, code.value, code.rows, code.least, code.greatest)
    co -200.0 2 8.0 31.5
    """
    kinds = {column.name: column.kind for column in described}
    numbers = {
        str(label): column
        for label, column in frame.items()
        if is_numeric(column) and kinds.get(str(label), "empty") not in _NOT_MEASURED
    }
    codes = side_by_side(lambda each: _of_column(*each), list(numbers.items()), len(frame))
    found = dict(zip(numbers, codes, strict=True))
    return tuple(code for codes in _shared(numbers, found).values() for code in codes)


def _finite(column: pd.Series) -> NDArray[np.float64]:
    """The finite values as floats; those of a whole column of floats are not held a second time."""
    values = as_floats(column)
    there = np.isfinite(values)
    return values if there.all() else values[there]


def _of_column(name: str, column: pd.Series) -> list[LikelyCode]:
    """The codes at both ends; an end may show only after the other has been taken away."""
    finite = _finite(column)
    if len(finite) < LEAST_ROWS:
        return []
    values, counts = _distinct(finite)
    found: list[tuple[float, int, bool]] = []
    while len(found) < 2 * MOST_CODES:
        end, usual = _outside(finite, values, counts)
        if end is None:
            break
        found += [(float(v), n, usual) for v, n in zip(end.values, end.rows, strict=True)]
        values, counts = end.rest, end.rest_counts
    if (value := _heap_amid(finite, values, counts)) is not None:
        found.append((value, int(np.count_nonzero(finite == value)), True))
        values = values[values != value]
    least, greatest = float(values[0]), float(values[-1])
    return [LikelyCode(name, value, n, least, greatest, usual) for value, n, usual in found]


def _distinct(finite: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.int_]]:
    if len(finite) <= SAMPLE_ROWS:
        return np.unique(finite, return_counts=True)
    sample = finite[evenly_spaced(len(finite), SAMPLE_ROWS)]
    return np.unique([*sample, finite.min(), finite.max()], return_counts=True)


def _heap_amid(
    finite: NDArray[np.float64], values: NDArray[np.float64], counts: NDArray[np.int_]
) -> float | None:
    """Three nines or more that come back while nothing else does, as 9999 among incomes."""
    place = int(np.argmax(counts))
    others = np.delete(counts, place)
    rare = len(others) > 0 and counts[place] >= HEAP_OF_ROWS * max(int(others.max()), 1)
    value = float(values[place])
    is_code = rare and counts[place] >= HEAP_OF_ROWS and _form(value) == "strong"
    return value if is_code and abs(value) >= 100 else None


def _outside(
    finite: NDArray[np.float64], values: NDArray[np.float64], counts: NDArray[np.int_]
) -> tuple[_End | None, bool]:
    """The end that is suspected, as a code or else as impossible."""
    ends = list(_ends(finite, values, counts))
    code = next((end for end in ends if _is_code(end, len(finite))), None)
    if code is not None:
        return code, True
    return next((end for end in ends if _is_impossible(end)), None), False


def _ends(
    finite: NDArray[np.float64], values: NDArray[np.float64], counts: NDArray[np.int_]
) -> Iterator[_End]:
    for j in range(1, min(MOST_CODES, len(values) - 2) + 1):
        for outer, inner in ((slice(None, j), slice(j, None)), (slice(-j, None), slice(None, -j))):
            taken = values[outer] if outer.start is None else values[outer][::-1]
            if _worth_counting(taken, values[inner]):
                rows = [int(np.count_nonzero(finite == value)) for value in taken]
                yield _End(taken, rows, values[inner], counts[inner])


def _worth_counting(taken: NDArray[np.float64], rest: NDArray[np.float64]) -> bool:
    """Whether they have the form of codes, or are far from the rest."""
    if all(_form(value) for value in taken) or (taken == 0).all():
        return True
    if taken.max() < 0 < rest.min() and (len(rest) <= 11 or -taken.min() < 10 <= rest.min()):
        return True
    values, others = _measured(taken, rest)
    return bool(np.abs(others - values[-1]).min() >= np.ptp(others))


def _is_code(end: _End, n_rows: int) -> bool:
    forms = [_form(value) for value in end.values]
    outer, repeated = end.rows[0], min(end.rows)
    if len(end.values) == 1:
        if end.values[0] == 0:
            return _is_nothing(end, n_rows)
        if forms[0] == "strong":
            return _is_far(end, repeated >= 2) or _is_heaped(end) or _are_heaped_apart(end)
        if forms[0] == "digit":
            return _is_beyond_levels(end) or _is_beside_counts(end)
        if _are_below_levels(end) or (forms[0] and _are_heaped_apart(end)):
            return True
        at_least = 1.0 if forms[0] else 3.0
        return end.distance >= at_least and outer >= 3 and 2 * outer <= n_rows
    if _are_below_levels(end):
        return True
    if _are_small_below(end):
        return True
    if not all(forms):
        return False
    if end.is_negative and repeated >= 2 and len(end.rest) >= 5:
        return True
    if set(forms) == {"digit"}:
        return _is_beyond_levels(end)
    far = 1.0 if "strong" in forms else 2.0
    is_far = end.distance >= far and (repeated >= 2 or "strong" in forms)
    return is_far or _are_heaped_apart(end)


def _is_far(end: _End, repeated: bool) -> bool:
    if end.is_negative:
        return repeated or end.distance >= 0.25
    return end.distance >= (0.5 if repeated else 1.0)


def _is_heaped(end: _End) -> bool:
    """Whether it comes back often while its neighbours do not, as no tail does."""
    values, rest = end.measured
    near = np.argsort(np.abs(rest - values[0]))[:NEAREST]
    often = end.rows[0] >= 3 and end.rows[0] >= 3 * int(end.rest_counts[near].max())
    steps = np.diff(np.sort(rest[near]))  # right behind the others it is the most that is told
    return often and end.gap > CAPPED * float(steps.max(initial=0.0))


def _are_heaped_apart(end: _End) -> bool:
    """Whether they come back often beyond a gap, as 88 and 98 do among ages up to 79."""
    values, rest = end.measured
    near = np.argsort(np.abs(rest - values[-1]))[:NEAREST]
    steps = np.diff(np.sort(rest[near]))
    if len(steps) < NEAREST - 1 or end.gap < GAPS_APART * float(steps.max()):
        return False
    return min(end.rows) >= max(HEAP_OF_ROWS, HEAPED_TIMES * float(end.rest_counts[near].mean()))


def _are_below_levels(end: _End) -> bool:
    """Whether negative numbers stand below levels from 1 on, of which no one is left out."""
    levels = end.rest
    if not end.is_negative or len(levels) < 3 or (end.values % 1).any() or min(end.rows) < 2:
        return False
    return bool(levels[0] == 1 and len(levels) <= 11 and (np.diff(levels) == 1).all())


def _are_small_below(end: _End) -> bool:
    """Whether -1, -2 and others above -10 stand below whole numbers that are all larger than 9."""
    whole = not (end.values % 1).any() and not (end.rest % 1).any()
    return bool(
        whole and end.is_negative and end.values.min() > -10 and end.rest.min() >= 10
        and len(end.rest) >= NEAREST and max(end.rows) >= 2
    )  # fmt: skip


def _is_beyond_levels(end: _End) -> bool:
    """Whether 9, or 8 and 9, stand beyond levels such as 1 to 5 that leave none out."""
    levels = end.rest
    if len(levels) > 8 or levels[0] not in (0.0, 1.0) or not (np.diff(levels) == 1).all():
        return False
    if end.values.max() < 0:
        return min(end.rows) >= 2 and end.gap >= 2
    return end.gap >= 2 and sum(end.rows) >= 2


def _is_beside_counts(end: _End) -> bool:
    """Whether -1 or -9 is the only value below 0, and comes back as a code would."""
    if not end.is_negative:
        return False
    often = max(2, int(end.rest_counts.max()) if end.values[0] == -1 else 2)
    return end.rows[0] >= often and len(end.rest) >= 5


def _is_nothing(end: _End, n_rows: int) -> bool:
    """Whether 0 is where no value can be, as of a blood pressure: apart from a narrow rest."""
    lower, upper = _quartiles(end)
    apart = end.rest.min() > 0 and end.gap >= upper - lower
    return bool(apart and len(end.rest) >= 10 and 3 <= end.rows[0] <= n_rows / 3)


def _quartiles(end: _End) -> tuple[float, float]:
    shares = np.cumsum(end.rest_counts) / end.rest_counts.sum()
    _, rest = end.measured
    lower, upper = rest[np.searchsorted(shares, (0.25, 0.75))]
    return float(lower), float(upper)


def _is_impossible(end: _End) -> bool:
    if sum(end.rows) > 2 or len(end.rest) < 5 or end.distance < IMPOSSIBLE:
        return False
    lower, upper = _quartiles(end)
    _, rest = end.measured
    return float(np.ptp(rest)) <= COMPACT * (upper - lower)


def _form(value: float) -> str:
    """How much a number looks like a code: "strong", "weak", "digit" or not at all, ""."""
    if value in _KNOWN or abs(value) >= _FILL:
        return "strong"
    digits = f"{abs(value):.12g}".replace(".", "")
    if not digits.isdigit():
        return ""
    if len(digits) == 1:
        return "digit" if digits in "789" or value == -1 else ""
    if set(digits) == {"9"}:
        return "strong"
    refused = digits[-2:] in _REFUSALS and set(digits[:-2]) <= {"9"}
    return (
        "weak"
        if refused or digits == "990" or (len(set(digits)) == 1 and digits[0] in "678")
        else ""
    )


def _shared(
    numbers: dict[str, pd.Series], found: dict[str, list[LikelyCode]]
) -> dict[str, list[LikelyCode]]:
    """The codes of all columns, with those that are outside in others where they are codes."""
    usual = [code.value for codes in found.values() for code in codes if code.usual]
    common = [value for value, _ in Counter(usual).most_common() if value]
    if not common:
        return found
    return {name: _with_common(name, _finite(numbers[name]), found[name], common) for name in found}


def _with_common(
    name: str, finite: NDArray[np.float64], codes: list[LikelyCode], common: list[float]
) -> list[LikelyCode]:
    own = {code.value for code in codes}
    for value in common:
        if value in own:
            codes = [replace(c, usual=True) if c.value == value else c for c in codes]
        elif len(finite) and value in (finite.min(), finite.max()):
            rest = finite[(finite != value) & ~np.isin(finite, list(own))]
            if len(rest) >= LEAST_ROWS and _is_outside(value, rest):
                n = int(np.count_nonzero(finite == value))
                codes = [*codes, LikelyCode(name, value, n, rest.min(), rest.max(), True)]
    return codes


def _is_outside(value: float, rest: NDArray[np.float64]) -> bool:
    """Whether a value is half the span of others away from them, or more."""
    (taken,), ends = _measured(np.array([value]), np.array([rest.min(), rest.max()]))
    return bool(np.abs(ends - taken).min() >= np.ptp(ends) / 2)
