"""Numbers, counts, lists and components as people read them."""

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


def plural(n: float, one: str, several: str | None = None) -> str:
    """Return the word that goes with a count: `one` with 1, and `several` with any other.

    Parameters
    ----------
    n : float
    one : str
        Such as "row", "is" or "its".
    several : str, optional
        Without it, `one` with an s.

    Returns
    -------
    str

    Examples
    --------
    >>> plural(1, "row"), plural(0, "row"), plural(1, "is", "are"), plural(1.5, "is", "are")
    ('row', 'rows', 'is', 'are')
    """
    return one if n == 1 else several or f"{one}s"


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
    return f"{n:,} {plural(n, noun)}" if n else f"no {plural(n, noun)}"


def all_of(n: int, noun: str) -> str:
    """Return the beginning of a sentence on all there are: "All 1,200 rows", or "The only row".

    Examples
    --------
    >>> all_of(1200, "row"), all_of(1, "row")
    ('All 1,200 rows', 'The only row')
    """
    return plural(n, f"The only {noun}", f"All {counted(n, noun)}")


def quoted(name: str, longest: int | None = None) -> str:
    """Return a name in quotes; of one that is longer than `longest` characters, its beginning.

    Examples
    --------
    >>> quoted("height"), quoted("height", 4)
    ('"height"', '"hei…"')
    """
    shown = name if longest is None or len(name) <= longest else f"{name[: longest - 1]}…"
    return f'"{shown}"'


def listed(parts: Sequence[str], most: int = 5, last: str = " and ") -> str:
    """Return the first parts with commas between them, and how many more there are.

    Parameters
    ----------
    parts : sequence of str
        At least one.
    most : int
        So many are named.
    last : str
        Stands before the last part where all are named.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"]), listed(["a", "b", "c"], most=2)
    ('a', 'a, b and c', 'a, b and 1 more')
    >>> listed(["a", "b"], last=", ")
    'a, b'
    """
    if len(parts) > most:
        return f"{', '.join(parts[:most])} and {len(parts) - most:,} more"
    return last.join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


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
