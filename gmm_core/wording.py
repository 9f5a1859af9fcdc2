"""Numbers, counts and components as people read them, with a true minus sign."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal

# Between these an exponential is a number in full precision.
LOG_SMALLEST, LOG_LARGEST = math.log(sys.float_info.min), math.log(sys.float_info.max)


def component_titles(n_components: int, components: Sequence[str] | None = None) -> list[str]:
    """Return what a sentence or a table calls each component.

    Parameters
    ----------
    n_components : int
    components : sequence of str, optional
        What a person calls each; one that goes by its number from 1, as all do without it, is
        called "Component" and its number.

    Returns
    -------
    list of str

    Examples
    --------
    >>> component_titles(2), component_titles(2, ["small", "2"])
    (['Component 1', 'Component 2'], ['small', 'Component 2'])
    """
    numbers = [str(j) for j in range(1, n_components + 1)]
    called = numbers if components is None else components
    return [
        f"Component {number}" if name == number else name
        for name, number in zip(called, numbers, strict=True)
    ]


def number(value: float, digits: int = 4) -> str:
    """Return `value` with `digits` significant digits, zeros too, and a true minus sign.

    Parameters
    ----------
    value : float
    digits : int
        Digits before the decimal point are never dropped.

    Returns
    -------
    str

    Examples
    --------
    >>> number(-203.4123), number(0.9), number(1234567.0), number(0.000012345)
    ('−203.4', '0.9000', '1234567', '1.234e−05')
    """
    if not math.isfinite(value):
        return "not defined" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    whole = 10.0**digits - 0.5 <= abs(value) < 1e15
    text = f"{value:.0f}" if whole else f"{value:#.{digits}g}"
    return text.rstrip(".").replace(".e", "e").replace("-", "−")


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
    ('0.02190', '1.945e−412', '1.970e+434', '0')
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
    return f"{exact:.{digits - 1}e}".replace("-", "−")


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
    places = 2 - math.floor(math.log10(deviation)) if 0 < deviation < math.inf else 4
    if not 0 <= places <= 9:
        return f"{number(value)} ± {number(deviation, 3)}"
    return f"{value:.{places}f} ± {deviation:.{places}f}".replace("-", "−")


def counted(n: int, noun: str) -> str:
    """Return a count with its noun in the right number.

    Parameters
    ----------
    n : int
    noun : str
        Singular; the plural takes an s.

    Returns
    -------
    str

    Examples
    --------
    >>> counted(0, "row"), counted(1, "row"), counted(1200, "row")
    ('no rows', '1 row', '1,200 rows')
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}" if n else f"no {noun}s"
