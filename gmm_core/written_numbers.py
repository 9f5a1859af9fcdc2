"""Numbers as one would write them on a board."""

from __future__ import annotations

import math
import sys
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

SMALLEST_PLAIN, LARGEST_PLAIN = 1e-4, 1e15  # outside of these a number is written by powers of ten
MOST_TOGETHER = 4  # digits before the point that stand without a comma, on axes, too
LEAST_DIFFERENCE = 1e-3  # what is smaller is not told apart from nothing
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
    text = fixed(value, min(3, max(3 - power_of_ten(size, 4), 0)))
    return text if value < 0 else f"{plus}{text}"


def told_apart(one: float, other: float, digits: int = 4) -> tuple[str, str]:
    """Return two numbers in so many digits, or in as many more as it takes to tell them apart.

    Examples
    --------
    >>> told_apart(10557.9, 10558.3, 5), told_apart(1.5, 2.0)
    (('10,557.9', '10,558.3'), ('1.500', '2.000'))
    """
    pairs = ((number(one, n), number(other, n)) for n in range(digits, 17))
    alike = number(one, digits), number(other, digits)
    return next((pair for pair in pairs if pair[0] != pair[1]), alike)


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


def power_of_ten(value: float, digits: int) -> int:
    """Return the power of ten of a number that is rounded to so many digits.

    Examples
    --------
    >>> power_of_ten(203.4, 4), power_of_ten(9.996, 2)
    (2, 1)
    """
    return int(f"{value:.{digits - 1}e}".split("e")[1])


def _apart(text: str) -> str:
    """A number with a comma between thousands, from five digits before the point on."""
    whole, point, rest = text.partition(".")
    if "e" in whole or len(whole.lstrip("-")) <= MOST_TOGETHER:
        return text
    return f"{int(whole):,}{point}{rest}"


def _by_powers(text: str) -> str:
    """What a computer writes with an e, as it is written by hand; a true minus sign."""
    lead, _, power = text.partition("e")
    raised = f" × 10{str(int(power)).translate(RAISED)}" if power else ""
    return f"{lead.replace('-', '−')}{raised}"
