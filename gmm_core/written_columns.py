"""Numbers that stand below one another: all with the same decimals, or by the same power of ten."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import chain

from gmm_core.written_numbers import (
    LARGEST_PLAIN,
    RAISED,
    SMALLEST_PLAIN,
    fixed,
    number,
    power_of_ten,
)

LARGEST_DENSITY = 1e6  # from there on densities are written by powers of ten: they count nothing
SPARE = 2  # decimals more than the largest of a column needs, where the smallest would show as 0
MOST_DECIMALS = 9
FOUR_TOGETHER = re.compile(r"(?<![\d.,])(\d)(\d{3})(?![\d,])")


def column(values: Iterable[float], digits: int = 4) -> list[str]:
    """Return the numbers of a column, all with the same decimals, or by the same power of ten.

    Parameters
    ----------
    values : iterable of float
    digits : int
        Significant digits of the largest. Where two decimals more show a digit of the smallest,
        they are written.

    Returns
    -------
    list of str

    Examples
    --------
    >>> column([1.2345, -203.4123, 0.0]), column([2.19e-5, 3e-8])
    (['1.2', '−203.4', '0.0'], ['2.190 × 10⁻⁵', '0.003 × 10⁻⁵'])
    """
    listed = [float(value) for value in values]
    largest = max(_sizes(listed), default=1.0)
    if SMALLEST_PLAIN <= largest < LARGEST_PLAIN:
        places = _places(listed, digits)
        return _apart_alike(fixed(value, places) for value in listed)
    power = power_of_ten(largest, digits)
    unit = float(f"1e{power}")
    return [_times_power(value / unit, power, digits) for value in listed]


def column_from_logs(logs: Iterable[float], digits: int = 4) -> list[str]:
    """Return a column of the positive numbers whose natural logarithms these are.

    Parameters
    ----------
    logs : iterable of float
        -inf for 0.
    digits : int

    Returns
    -------
    list of str

    Examples
    --------
    >>> column_from_logs([math.log(0.0219), -math.inf]), column_from_logs([-948.0, -950.0])
    (['0.02190', '0.00000'], ['1.945 × 10⁻⁴¹²', '0.263 × 10⁻⁴¹²'])
    """
    listed = [float(value) for value in logs]
    top = max((value for value in listed if math.isfinite(value)), default=0.0)
    if math.log(SMALLEST_PLAIN) <= top < math.log(LARGEST_DENSITY):
        return column([math.exp(value) if value < math.inf else value for value in listed], digits)
    power = math.floor(top / math.log(10.0))
    power += power_of_ten(math.exp(top - power * math.log(10.0)), digits)
    leads = [math.exp(value - power * math.log(10.0)) for value in listed]
    return [_times_power(lead, power, digits) for lead in leads]


def plus_minus(value: float, deviation: float) -> str:
    """Return ``value ± deviation``: the deviation to 3 digits, the value to the same decimals.

    Parameters
    ----------
    value : float
    deviation : float

    Returns
    -------
    str

    Examples
    --------
    >>> plus_minus(2007.5312, 0.8204), plus_minus(-3692.4, 456.1)
    ('2007.531 ± 0.820', '−3692 ± 456')
    """
    return plus_minus_column([value], [deviation])[0]


def plus_minus_column(values: Iterable[float], deviations: Iterable[float]) -> list[str]:
    """Return a column of ``value ± deviation``, all with the same decimals.

    Parameters
    ----------
    values, deviations : iterable of float
        The largest deviation is written to 3 digits.

    Returns
    -------
    list of str

    Examples
    --------
    >>> plus_minus_column([1.462, 5.47], [0.0985, 0.579])
    ['1.462 ± 0.099', '5.470 ± 0.579']
    >>> plus_minus_column([9483.0, 19914.0], [2203.0, 2203.0])
    ['9,483 ± 2,203', '19,914 ± 2,203']
    >>> plus_minus_column([5.34e-6, 5.4e-6], [2.64e-6, 2.6e-7])
    ['(5.34 ± 2.64) × 10⁻⁶', '(5.40 ± 0.26) × 10⁻⁶']
    """
    pairs = [
        (float(value), float(deviation))
        for value, deviation in zip(values, deviations, strict=True)
    ]
    if 0.0 < max(_sizes(chain(*pairs)), default=0.0) < SMALLEST_PLAIN:
        return _by_one_power(pairs)
    sizes = _sizes(deviation for _, deviation in pairs)
    places = _places(sizes, 3) if sizes else 4
    if places > MOST_DECIMALS or max(sizes, default=0.0) >= LARGEST_PLAIN:
        return [f"{number(value)} ± {number(deviation, 3)}" for value, deviation in pairs]
    return _apart_alike(f"{fixed(each, places)} ± {fixed(by, places)}" for each, by in pairs)


def _by_one_power(pairs: Sequence[tuple[float, float]]) -> list[str]:
    """A column of values and deviations so small that each is written by one power of ten."""
    power = power_of_ten(max(_sizes(chain(*pairs))), 3)
    unit = float(f"1e{power}")
    leads = [(value / unit, deviation / unit) for value, deviation in pairs]
    sizes = _sizes(deviation for _, deviation in leads)
    places = min(_places(sizes, 3), MOST_DECIMALS) if sizes else 2
    texts = (f"({fixed(value, places)} ± {fixed(by, places)})" for value, by in leads)
    return [f"{text}{_raised(power)}" for text in texts]


def _sizes(values: Iterable[float]) -> list[float]:
    """How large the numbers are that are neither zero nor infinite."""
    return [abs(value) for value in values if value and math.isfinite(value)]


def _places(values: Iterable[float], digits: int) -> int:
    """Decimals that give the largest of some numbers so many digits, and the smallest one."""
    sizes = _sizes(values)
    if not sizes:
        return 0
    least = max(digits - 1 - power_of_ten(max(sizes), digits), 0)
    wanted = -power_of_ten(min(sizes), 1)
    return wanted if least < wanted <= least + SPARE else least


def _times_power(lead: float, power: int, digits: int) -> str:
    """A number by a power of ten, as the largest of its column has it; beside that little is 0."""
    if lead == 0 or not math.isfinite(lead):
        return number(lead)
    text = fixed(lead, digits - 1)
    return f"{text}{_raised(power)}" if text.strip("−0.") else "0"


def _raised(power: int) -> str:
    return f" × 10{str(power).translate(RAISED)}"


def _apart_alike(texts: Iterable[str]) -> list[str]:
    """Numbers of a column: where one has a comma, those of four digits have it, too."""
    listed = list(texts)
    if not any("," in text for text in listed):
        return listed
    return [FOUR_TOGETHER.sub(r"\1,\2", text) for text in listed]
