"""Numbers as one would write them on a board."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

SMALLEST_PLAIN, LARGEST_PLAIN = 1e-4, 1e15  # outside of these a number is written by powers of ten
MOST_TOGETHER = 4  # digits before the point that stand without a comma, on axes, too
LEAST_DIFFERENCE = 1e-3  # what is smaller is not told apart from nothing
SPARE = 2  # decimals more than the largest of a column needs, where the smallest would show as 0
MOST_DECIMALS = 9
FOUR_TOGETHER = re.compile(r"(?<![\d.,])(\d)(\d{3})(?![\d,])")
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
# Between these an exponential is a number in full precision.
LOG_SMALLEST, LOG_LARGEST = math.log(sys.float_info.min), math.log(sys.float_info.max)


def number(value: float, digits: int = 4) -> str:
    """Return `value` with `digits` significant digits, zeros too, and a true minus sign.

    Parameters
    ----------
    value : float
    digits : int
        Digits before the decimal point are never dropped; from five on they stand in groups.

    Returns
    -------
    str

    Examples
    --------
    >>> number(-203.4123), number(0.9), number(1234567.0), number(0.000012345)
    ('−203.4', '0.9000', '1,234,567', '1.234 × 10⁻⁵')
    """
    if not math.isfinite(value):
        return "not defined" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    whole = 10.0**digits - 0.5 <= abs(value) < LARGEST_PLAIN
    text = f"{value:.0f}" if whole else f"{value:#.{digits}g}"
    return _by_powers(_apart(text.rstrip(".").replace(".e", "e")))


def fixed(value: float, places: int) -> str:
    """Return `value` with so many decimals and a true minus sign, which zero does not bear.

    Parameters
    ----------
    value : float
    places : int

    Returns
    -------
    str

    Examples
    --------
    >>> fixed(0.33333, 3), fixed(-0.0004, 3), fixed(-12.0, 1)
    ('0.333', '0.000', '−12.0')
    """
    if not abs(value) < LARGEST_PLAIN:
        return number(value)
    text = _apart(f"{value:.{places}f}")
    return text.replace("-", "−" if text.strip("-0.") else "")


def tally(value: float) -> str:
    """Return a number of rows: whole where it is, else, of weighted rows, with one decimal.

    Examples
    --------
    >>> tally(12345), tally(12.345)
    ('12,345', '12.3')
    """
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def as_entered(value: float) -> str:
    """Return `value` as it stands in a table: no digit rounded or added, a true minus sign.

    Parameters
    ----------
    value : float
        Of 12 digits at most.

    Returns
    -------
    str

    Examples
    --------
    >>> as_entered(-200.0), as_entered(99.99), as_entered(1e20)
    ('−200', '99.99', '1e+20')
    """
    return f"{value + 0.0:.12g}".replace("-", "−")  # which takes the sign from zero


def in_full(value: float) -> str:
    """Return a number that a person chose, in decimals: no digit rounded or added, no power of ten.

    Parameters
    ----------
    value : float

    Returns
    -------
    str

    Examples
    --------
    >>> in_full(1e-6), in_full(0.01), in_full(2.0)
    ('0.000001', '0.01', '2')
    """
    return format(Decimal(repr(float(value))).normalize(), "f")


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
    power = _power(largest, digits)
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
    if math.log(SMALLEST_PLAIN) <= top < math.log(LARGEST_PLAIN):
        return column([math.exp(value) if value < math.inf else value for value in listed], digits)
    power = math.floor(top / math.log(10.0))
    power += _power(math.exp(top - power * math.log(10.0)), digits)
    leads = [math.exp(value - power * math.log(10.0)) for value in listed]
    return [_times_power(lead, power, digits) for lead in leads]


def difference(value: float, plus: str = "+") -> str:
    """Return by how much something has changed: of what is below 0.001, only that it is.

    Parameters
    ----------
    value : float
    plus : str
        Before what has grown.

    Returns
    -------
    str
        Four significant digits, and three decimals at most.

    Examples
    --------
    >>> difference(9.58312), difference(-0.08114), difference(7.8e-8), difference(0.0812, plus="")
    ('+9.583', '−0.081', '< 0.001', '0.081')
    """
    size = abs(value)
    if size == 0 or not math.isfinite(value):
        return number(value)
    if size < LEAST_DIFFERENCE:
        return "< 0.001" if value > 0 else "> −0.001"
    text = fixed(value, min(3, _places([value], 4)))
    return text if value < 0 else f"{plus}{text}"


def from_log(value: float, digits: int = 4) -> str:
    """Return the positive number whose natural logarithm is `value`, as `number` shows it.

    Densities and probabilities may be too small or too large for a float; here they are not.

    Parameters
    ----------
    value : float
        -inf for 0.
    digits : int

    Returns
    -------
    str

    Examples
    --------
    >>> from_log(math.log(0.0219)), from_log(-948.0), from_log(1000.0), from_log(-math.inf)
    ('0.02190', '1.945 × 10⁻⁴¹²', '1.970 × 10⁴³⁴', '0')
    """
    value = float(value)
    if not math.isfinite(value):
        return "0" if value < 0 else number(value, digits)
    if LOG_SMALLEST <= value <= LOG_LARGEST:
        return number(math.exp(value), digits)
    wide = Context(prec=digits + 20, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
    exact = wide.exp(Decimal(value))
    if not exact.is_finite() or exact.is_zero():
        return "∞" if value > 0 else "0"
    return _by_powers(f"{exact:.{digits - 1}e}")


def signed(value: float, digits: int = 4) -> str:
    """Return `value` as `number` does, with a plus sign unless it is negative.

    Parameters
    ----------
    value : float
    digits : int

    Returns
    -------
    str

    Examples
    --------
    >>> signed(3.84), signed(-3.84)
    ('+3.840', '−3.840')
    """
    text = number(value, digits)
    return text if text.startswith("−") else f"+{text}"


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
    """
    pairs = [
        (float(value), float(deviation))
        for value, deviation in zip(values, deviations, strict=True)
    ]
    sizes = _sizes(deviation for _, deviation in pairs)
    places = _places(sizes, 3) if sizes else 4
    if places > MOST_DECIMALS or max(sizes, default=0.0) >= LARGEST_PLAIN:
        return [f"{number(value)} ± {number(deviation, 3)}" for value, deviation in pairs]
    return _apart_alike(f"{fixed(each, places)} ± {fixed(by, places)}" for each, by in pairs)


def percent(
    share: float, decimals: int = 0, less: str = "less than ", more: str = "more than "
) -> str:
    """Return a share as a percentage without its sign: nothing but all is 100, nothing but none 0.

    Parameters
    ----------
    share : float
        From 0 to 1.
    decimals : int
        Of a percentage that is neither 0 nor 100.
    less, more : str
        Said before the least and the largest percentage of so many decimals, of a share that
        would round to 0 or 100.

    Returns
    -------
    str

    Examples
    --------
    >>> percent(0.8642), percent(0.8642, 1), percent(1.0, 1), percent(0.0001, 1)
    ('86', '86.4', '100', 'less than 0.1')
    >>> percent(0.999, less="<", more=">")
    '>99'
    """
    least = 10.0**-decimals
    if 0.0 < share < least / 200:
        return f"{less}{least:.{decimals}f}"
    if 1.0 - least / 200 <= share < 1.0:
        return f"{more}{100.0 - least:.{decimals}f}"
    return f"{100.0 * share:.{decimals if 0.0 < share < 1.0 else 0}f}"


def p_value(p: float) -> str:
    """Return a probability as APA sets it: three decimals, no zero before the point.

    Parameters
    ----------
    p : float
        From 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> p_value(0.05), p_value(0.0004), p_value(1.0)
    ('.050', '< .001', '1.000')
    """
    if p < 0.0005:
        return "< .001"
    return f"{p:.3f}".removeprefix("0") if p == p else "none"


def _sizes(values: Iterable[float]) -> list[float]:
    """How large the numbers are that are neither zero nor infinite."""
    return [abs(value) for value in values if value and math.isfinite(value)]


def _places(values: Iterable[float], digits: int) -> int:
    """Decimals that give the largest of some numbers so many digits, and the smallest one."""
    sizes = _sizes(values)
    if not sizes:
        return 0
    least = max(digits - 1 - _power(max(sizes), digits), 0)
    wanted = -_power(min(sizes), 1)
    return wanted if least < wanted <= least + SPARE else least


def _power(value: float, digits: int) -> int:
    """The power of ten of a number that is rounded to so many digits."""
    return int(f"{value:.{digits - 1}e}".split("e")[1])


def _times_power(lead: float, power: int, digits: int) -> str:
    """A number by a power of ten, as the largest of its column has it."""
    if lead == 0 or not math.isfinite(lead):
        return number(lead)
    return f"{fixed(lead, digits - 1)} × 10{str(power).translate(RAISED)}"


def _apart(text: str) -> str:
    """A number with a comma between thousands, from five digits before the point on."""
    whole, point, rest = text.partition(".")
    if "e" in whole or len(whole.lstrip("-")) <= MOST_TOGETHER:
        return text
    return f"{int(whole):,}{point}{rest}"


def _apart_alike(texts: Iterable[str]) -> list[str]:
    """Numbers of a column: where one has a comma, those of four digits have it, too."""
    listed = list(texts)
    if not any("," in text for text in listed):
        return listed
    return [FOUR_TOGETHER.sub(r"\1,\2", text) for text in listed]


def _by_powers(text: str) -> str:
    """What a computer writes with an e, as it is written by hand; a true minus sign."""
    lead, _, power = text.partition("e")
    raised = f" × 10{str(int(power)).translate(RAISED)}" if power else ""
    return f"{lead.replace('-', '−')}{raised}"
