"""A measurement cut into a few intervals, so that it can be held against clusters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, check_whole
from gmm_core.errors import DataError
from gmm_core.target.classes import as_series
from gmm_core.wording import counted

MAX_INTERVALS = 5

# A cut may leave this share of all rows more or fewer below it than its quantile, to be rounder.
LEEWAY = 0.02

# Intervals of counts within this ratio are called about equal.
ABOUT_EQUAL = 1.5

# Beyond these, numbers are written with an exponent.
MOST_DECIMALS, MOST_DIGITS = 9, 15

# Wide enough for the digits of any float.
WIDE = Context(prec=1200, Emin=MIN_EMIN, Emax=MAX_EMAX)


@dataclass(frozen=True, eq=False)
class Binned:
    """A measurement as intervals of its values.

    Parameters
    ----------
    labels : pandas.Series of shape (n_samples,)
        Interval of each row, an ordered categorical; missing where the measurement is missing or
        infinite.
    intervals : tuple of str
        From low to high, as "12.1 to 15.3 (g)". A value at a cut belongs to the interval above.
    cuts : tuple of float
        Where one interval ends and the next begins, in the units of the measurement.
    sentence : str
        What was done, for the page.
    """

    labels: pd.Series
    intervals: tuple[str, ...]
    cuts: tuple[float, ...]
    sentence: str


@as_annotated
def binned(
    target: ArrayLike | pd.Series,
    *,
    name: str | None = None,
    unit: str = "",
    n_intervals: int = MAX_INTERVALS,
) -> Binned:
    """Return a measurement cut into intervals of about equally many rows.

    Each cut is the roundest number within 2 % of the rows of its quantile. Equal values are never
    parted; where many rows share one, there are fewer intervals.

    Parameters
    ----------
    target : array_like of shape (n_samples,)
        Numbers; rows where it is missing or infinite are in no interval.
    name : str, optional
        What the sentence calls it; by default the name of the series.
    unit : str
        Goes into the labels.
    n_intervals : int
        Most intervals.

    Returns
    -------
    Binned

    Raises
    ------
    DataError
        When the target does not hold numbers, or no finite one.

    Examples
    --------
    >>> masses = binned(np.arange(2700.0, 6300.0, 25.0), name="body_mass", unit="g", n_intervals=3)
    >>> masses.intervals
    ('2700 to 3900 (g)', '3900 to 5100 (g)', '5100 to 6300 (g)')
    >>> masses.sentence
    'body_mass has 144 different numbers; it is cut into 3 intervals of about equally many rows.'
    """
    check_whole("The number of intervals", n_intervals, 1)
    column = as_series(target)
    called = name or (str(column.name) if column.name is not None else "The target")
    values = _numbers(column, called)
    finite = np.isfinite(values)
    ordered = np.sort(values[finite])
    if not len(ordered):
        raise DataError(
            f"{called} holds no finite number, so it cannot be cut into intervals. "
            "Choose another target column."
        )
    cuts = _cuts(ordered, n_intervals)
    intervals = _intervals(ordered, cuts, unit)
    codes = np.where(finite, np.searchsorted(cuts, values, side="right"), -1)
    labels = pd.Categorical.from_codes(codes, list(intervals), ordered=True)
    sizes = np.bincount(codes[finite], minlength=len(intervals))
    return Binned(
        pd.Series(labels, column.index, name=column.name),
        intervals,
        tuple(cuts),
        _sentence(called, ordered, sizes),
    )


def _numbers(column: pd.Series, called: str) -> np.ndarray:
    try:
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError, OverflowError):
        raise DataError(
            f"{called} does not hold numbers only, so it cannot be cut into intervals. "
            "Hold its labels against the clusters as they are."
        ) from None


def _cuts(ordered: np.ndarray, n_intervals: int) -> list[float]:
    """Cuts that leave no interval with less than half of its share of the rows."""
    n, cuts, below = len(ordered), [], 0
    least = n / (2 * n_intervals)
    for part in range(1, n_intervals):
        cut = _cut(ordered, n * part / n_intervals)
        rank = 0 if cut is None else int(np.searchsorted(ordered, cut))
        if cut is not None and min(rank - below, n - rank) >= least:
            cuts.append(cut)
            below = rank
    return cuts


def _cut(ordered: np.ndarray, rank: float) -> float | None:
    """The roundest number with about `rank` values below it; None where all are alike."""
    n = len(ordered)
    low = min(max(math.ceil(rank - LEEWAY * n), 1), n - 1)
    high = max(min(math.floor(rank + LEEWAY * n), n - 1), low)
    if n > 1 and ordered[low - 1] < ordered[high]:
        aim = ordered[min(max(round(rank), low), high)]
        return _roundest(ordered[low - 1], ordered[high], aim)
    tied = ordered[low - 1]
    below, through = (int(np.searchsorted(ordered, tied, side)) for side in ("left", "right"))
    ends = [end for end in (below, through) if 0 < end < n]
    if not ends:
        return None
    end = min(ends, key=lambda end: abs(end - rank))
    return _roundest(ordered[end - 1], ordered[end], ordered[end])


def _roundest(above: float, up_to: float, aim: float) -> float:
    """The number in (above, up_to] of fewest decimals or most zeros; of several, nearest `aim`."""
    low, high, near = Decimal(float(above)), Decimal(float(up_to)), Decimal(float(aim))
    for exponent in range(max(low.adjusted(), high.adjusted()) + 1, -400, -1):
        unit = Decimal(1).scaleb(exponent)
        least = (low / unit).to_integral_value(ROUND_FLOOR) + 1
        most = (high / unit).to_integral_value(ROUND_FLOOR)
        if least <= most:
            return float(min(max((near / unit).to_integral_value(), least), most) * unit)
    return float(up_to)


def _intervals(ordered: np.ndarray, cuts: Sequence[float], unit: str) -> tuple[str, ...]:
    """What people call the intervals; one that holds a single value is called by it."""
    place = min(map(_last_place, cuts), default=0)
    begins = [_rounded(ordered[0], place, ROUND_FLOOR), *cuts]
    ends = [*cuts, _rounded(ordered[-1], place, ROUND_CEILING)]
    edges = [0, *np.searchsorted(ordered, cuts).tolist(), len(ordered)]
    names = []
    for part, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        least, most = ordered[[edges[part], edges[part + 1] - 1]].tolist()
        alone = _written(least, _last_place(least))
        name = alone if least == most else f"{_written(begin, place)} to {_written(end, place)}"
        names.append(f"{name} ({unit})" if unit else name)
    return tuple(names)


def _last_place(value: float) -> int:
    """Power of ten of the last digit that is not a zero: −1 for 12.5, 2 for 1500."""
    return int(Decimal(repr(float(value))).normalize().as_tuple().exponent)


def _rounded(value: float, place: int, how: str) -> float:
    rounded = float(Decimal(float(value)).quantize(Decimal(1).scaleb(place), how, WIDE))
    return rounded if math.isfinite(rounded) else float(value)


def _written(value: float, place: int) -> str:
    plain = place >= -MOST_DECIMALS and abs(value) < 10.0**MOST_DIGITS
    text = f"{value:.{max(-place, 0)}f}" if plain else f"{Decimal(repr(float(value))):.16g}"
    # What rounds to zero from below would keep its sign.
    return text.replace("-", "−") if float(text) else text.lstrip("-")


def _sentence(called: str, ordered: np.ndarray, sizes: np.ndarray) -> str:
    n_distinct = 1 + int(np.count_nonzero(ordered[1:] != ordered[:-1]))
    what = f"{called} has {counted(n_distinct, 'different number')}"
    if len(sizes) == 1:
        return f"{what}; it stays one interval, since no cut parts its rows at all evenly."
    cut = f"{what}; it is cut into {len(sizes)} intervals"
    if sizes.max() <= ABOUT_EQUAL * sizes.min():
        return f"{cut} of about equally many rows."
    most = counted(sizes.max(), "row")
    return f"{cut} of {sizes.min():,} to {most}, since equal numbers stay together."
