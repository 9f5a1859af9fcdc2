"""Cells in which several numbers make one: 5m 30s, 1:23:45, 3/4, 4/5 stars, 5'11", 1.2 × 10³."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gmm_core.table.patterns import matches

SAMPLE_ROWS = 10_000
"""What cells are composed of is judged by so many, evenly spaced."""

FIRST_ROWS = 100
"""Where fewer than half as many of so many cells are of a form, the others are not looked at."""

READABLE = 0.8
"""The share of the cells that must be of one form."""

MOST_PARTS = 64
"""Fractions have no larger denominators: 120/80 is a blood pressure, 3/2004 a month."""

DAY = 86_400
HOURS_OF_A_DAY = 24

_WHOLE, _NUMBER = "[0-9]{1,9}", r"[0-9]{1,15}(?:[.,][0-9]{1,15})?"
_SIGN = "(?P<sign>-)?"
_DURATION = re.compile(
    rf"""{_SIGN}\ ?(?:(?P<d>{_WHOLE})\ ?(?:d|days?|tage?|jours?|días?|일|日|天)[ ,]*)?
    (?:(?P<h>{_WHOLE})\ ?(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?|시간|時間|小时)[ ,]*)?
    (?:(?P<m>{_WHOLE})\ ?(?:m|mins?\.?|minutes?|minuten?|minutos?|분|分|分钟)[ ,]*)?
    (?:(?P<s>{_NUMBER})\ ?(?:s|secs?\.?|seconds?|sek\.?|sekunden?|secondes?|초|秒))?""",
    re.VERBOSE,
)
_ISO = re.compile(
    rf"{_SIGN}p(?:(?P<d>{_WHOLE})d)?"
    rf"(?:t(?:(?P<h>{_WHOLE})h)?(?:(?P<m>{_WHOLE})m)?(?:(?P<s>{_NUMBER})s)?)?"
)
_SECONDS = r"(?P<s>[0-5][0-9](?:[.,][0-9]{1,15})?)"
_DAYS_AND_CLOCK = re.compile(
    rf"{_SIGN}(?P<d>{_WHOLE}) days?,? (?P<h>{_WHOLE}):(?P<m>[0-5][0-9]):{_SECONDS}"
)
_CLOCK = re.compile(rf"{_SIGN}(?P<h>{_WHOLE}):(?P<m>[0-5][0-9]):{_SECONDS}")
_SHORT_CLOCK = re.compile(rf"{_SIGN}(?P<m>{_WHOLE}):{_SECONDS}")
_BROKEN_CLOCK = re.compile(
    rf"{_SIGN}(?:(?P<h>{_WHOLE}):)?(?P<m>{_WHOLE}):(?P<s>[0-5][0-9][.,][0-9]{{1,15}})"
)
_PART_OF_60 = r"[0-5]?[0-9](?:[.,][0-9]{1,15})?"
_ANGLE = re.compile(
    rf"""{_SIGN}(?=[0-9.,]+\ ?[°º]|[0-9]{{1,3}}[.,][0-9]{{2,15}}\ ?[nsew]\Z)
    (?P<degrees>[0-9]{{1,3}}(?:[.,][0-9]{{1,15}})?)\ ?[°º]?\ ?
    (?:(?P<m>{_PART_OF_60})\ ?['′]\ ?)?(?:(?P<s>{_PART_OF_60})\ ?(?:"|″|'')\ ?)?
    (?P<side>[nsew])?""",
    re.VERBOSE,
)
_OPPOSITE = ({"n", "s"}, {"e", "w"})
"""Sides that show that letters behind numbers are no units: newtons, seconds, watts."""

_FEET = re.compile(
    rf"""(?P<feet>{_WHOLE})\ ?(?:'|′|ft\.?|feet|foot)[ ,]*
    (?:(?P<inches>{_NUMBER})\ ?(?:"|″|''|in\.?|inch|inches)?)?""",
    re.VERBOSE,
)
_FRACTION = re.compile(
    rf"{_SIGN}(?:(?P<whole>{_WHOLE})[ -])?(?P<over>{_WHOLE}) ?[/⁄] ?(?P<under>{_WHOLE})"
)
_RATING = re.compile(
    rf"(?P<points>{_NUMBER}) ?(?:/|out of|of|von) ?(?P<most>{_WHOLE})(?: ?(?:stars?|points?))?"
)
_POWER = re.compile(
    rf"(?P<factor>[+-]?{_NUMBER}) ?[x×*·] ?10 ?(?:\^|\*\*)? ?"
    r"(?P<power>[+-]?[0-9]{1,3}|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
)
_EITHER_MARK = re.compile(
    "(?P<number>[+-]?(?:[0-9]{1,15}(?:[.,](?:[0-9]{1,2}|[0-9]{4,15})?)?|0?[.,][0-9]{1,15}))"
)
# Numbers of either mark, also in groups, beside what says on which side of an account they are, or
# that they are high or low.
_GROUPED = (
    r"(?P<number>[+-]?(?:[0-9]{1,3}(?:,[0-9]{2,3}){1,5}(?:\.[0-9]{0,15})?"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){1,5},[0-9]{0,15}|[0-9]{1,15}(?:[.,][0-9]{1,15})?))"
)
_ACCOUNT = re.compile(rf"{_GROUPED} ?(?P<side>cr|dr|[sh])\.?")
_LEVEL = r"[*(\[]{0,2} ?(?P<NAME>hh?|ll?|n|high|low|normal)(?![a-z]) ?[)\]*]{0,2}"
_LEVELLED = re.compile(
    rf"(?:{_LEVEL.replace('NAME', 'before')} ?)?"
    r"(?P<number>[+-]?[0-9]{1,15}(?:[.,](?:[0-9]{1,2}|[0-9]{4,15})|\.[0-9]{3})?)"
    rf"(?: ?{_LEVEL.replace('NAME', 'after')})?"
)
_WITH_CENTS = re.compile(r".*[.,][0-9]{2} ?[sh]\.?")  # or they are seconds and hours
_TAKES = ("dr", "s")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


@dataclass(frozen=True)
class Form:
    """One way in which several numbers make one.

    ``unit`` is that of the number, ``doubt`` a sentence where another may be meant, and ``most``
    what all ratings are out of.
    """

    unit: str
    pattern: re.Pattern[str]
    value: Callable[[re.Match[str]], float]
    doubt: str = ""
    most: str = ""

    def of(self, cell: str) -> float:
        """Return the number of a cell; NaN of one that is of another form."""
        found = self.pattern.fullmatch(cell)
        if not found or not _n_parts(found) or (self.most and found["most"] != self.most):
            return np.nan
        return self.value(found)


def form_of(cells: pd.Series) -> Form | None:
    """Return the form of which most cells are, None where they are of no such form.

    Parameters
    ----------
    cells : pandas.Series of shape (n_rows,)
        In small letters, without gaps.

    Examples
    --------
    >>> form = form_of(pd.Series(["5m 30s", "1h 2m"]))
    >>> form.unit, form.of("5m 30s"), form.of("12")
    ('s', 330.0, nan)
    >>> form_of(pd.Series(["120/80", "115/75"]))
    """
    some = cells.iloc[:: len(cells) // SAMPLE_ROWS + 1]
    first = cells.iloc[:: len(cells) // FIRST_ROWS + 1]
    for form in _FORMS:
        if sum(map(bool, map(form.pattern.fullmatch, first))) < READABLE / 2 * len(first):
            continue
        matched = [found for cell in some if (found := form.pattern.fullmatch(cell))]
        matched = [found for found in matched if _n_parts(found)]
        if len(matched) >= max(READABLE * len(some), 1) and _is_meant(form, matched):
            return replace(form, most=matched[0]["most"]) if form is _RATED else form
    return None


def _n_parts(found: re.Match[str]) -> int:
    return sum(part is not None for name, part in found.groupdict().items() if name != "sign")


def _is_meant(form: Form, matched: list[re.Match[str]]) -> bool:
    """Whether cells of a form are numbers of it, not what only looks so."""
    if form is _ANGLED and not any("°" in found[0] or "º" in found[0] for found in matched):
        return any({found["side"] for found in matched} >= sides for sides in _OPPOSITE)
    if form in (_LASTING, _TALL, _ANGLED):
        return any(_n_parts(found) > 1 for found in matched)
    if form is _LONG_CLOCK:
        return any(int(found["h"]) >= HOURS_OF_A_DAY for found in matched)
    if form is _RATED:
        most = {found["most"] for found in matched}
        points = [_plain(found["points"]) for found in matched]
        return len(most) == 1 and max(points) <= int(most.pop())
    if form is _PARTED:
        return all(map(_is_parted, matched)) and any(
            found["whole"] or int(found["over"]) < int(found["under"]) for found in matched
        )
    return True


def _plain(number: str) -> float:
    return float(number.replace(",", "."))


def _seconds(found: re.Match[str]) -> float:
    parts = found.groupdict()
    sizes = {"d": DAY, "h": 3600, "m": 60, "s": 1}
    total = sum(_plain(parts[name]) * size for name, size in sizes.items() if parts.get(name))
    return -total if parts["sign"] else total


def _degrees(found: re.Match[str]) -> float:
    value = _plain(found["degrees"])
    value += _plain(found["m"] or "0") / 60 + _plain(found["s"] or "0") / 3600
    is_negative = bool(found["sign"]) != (found["side"] in ("s", "w"))
    return -value if is_negative else value


def _inches(found: re.Match[str]) -> float:
    return 12.0 * int(found["feet"]) + _plain(found["inches"] or "0")


def _is_parted(found: re.Match[str]) -> bool:
    return 1 < int(found["under"]) <= MOST_PARTS


def _quotient(found: re.Match[str]) -> float:
    if not _is_parted(found):
        return np.nan
    value = int(found["whole"] or 0) + int(found["over"]) / int(found["under"])
    return -value if found["sign"] else value


def _points(found: re.Match[str]) -> float:
    points = _plain(found["points"])
    return points if points <= int(found["most"]) else np.nan


def _times_ten(found: re.Match[str]) -> float:
    factor = found["factor"].replace(",", ".")
    return float(f"{factor}e{found['power'].translate(_RAISED)}")


def either_mark(cells: pd.Series) -> Form | None:
    """Return the form of numbers of which some have a decimal comma and others a decimal point.

    No mark of them may stand between thousands. None where no such cells are of both kinds.

    Examples
    --------
    >>> form = either_mark(pd.Series(["8.4", "12,5", "3"]))
    >>> form.of("12,5"), either_mark(pd.Series(["8.4", "1,250"])), either_mark(pd.Series(["8.4"]))
    (12.5, None, None)
    """
    some = cells.iloc[:: len(cells) // SAMPLE_ROWS + 1]
    are_marked = [bool(some.str.contains(mark, regex=False).any()) for mark in ".,"]
    if not all(are_marked) or not matches(some, _EITHER_MARK.pattern).all():
        return None
    return _MARKED if all(map(_EITHER_MARK.fullmatch, cells)) else None


def sided(cells: pd.Series) -> Form | None:
    """Return the form of amounts with their side of an account, or of numbers called high and low.

    Both sides are there, or letters in brackets or with a star, as l may be litres and h hours.

    Examples
    --------
    >>> form = sided(pd.Series(["1,234.50 cr", "80.00 dr"]))
    >>> form.of("80.00 dr"), form.of("1,234.50 cr")
    (-80.0, 1234.5)
    >>> sided(pd.Series(["140 h", "3.1 l", "4.2"])).of("140 h"), sided(pd.Series(["1.5 l", "2 l"]))
    (140.0, None)
    """
    some = cells.iloc[:: len(cells) // SAMPLE_ROWS + 1]
    if not some.iloc[:FIRST_ROWS].str.contains("[a-z]", regex=True).any():
        return None
    sides = [found["side"] for cell in some if (found := _ACCOUNT.fullmatch(cell))]
    are_german = {*sides} == {"s", "h"} and all(map(_WITH_CENTS.fullmatch, some))
    if len(sides) >= READABLE * len(some) and (are_german or {*sides} == {"cr", "dr"}):
        return _ON_ACCOUNT
    found = [each for cell in some if (each := _LEVELLED.fullmatch(cell))]
    levels = {level[0] for each in found if (level := each["before"] or each["after"])}
    are_marked = any(re.search(r"[(\[*] ?[hln]|[hln] ?\*", each[0]) for each in found)
    is_meant = {"h", "l"} <= levels or (bool(levels) and are_marked)
    return _AT_LEVELS if is_meant and len(found) >= READABLE * len(some) else None


def _on_account(found: re.Match[str]) -> float:
    digits = found["number"]
    mark = max(digits.rfind("."), digits.rfind(","))
    is_whole = mark < 0 or (digits.count(digits[mark]) > 1) or len(digits) - mark - 1 == 3
    whole, part = (digits, "") if is_whole else (digits[:mark], digits[mark + 1 :])
    value = float(f"{whole.replace(',', '').replace('.', '')}.{part or '0'}")
    return -value if found["side"] in _TAKES else value


CLOCK_DOUBT = (
    "Times of day and durations are written alike; as numbers they are seconds, or minutes where "
    "hours and minutes are meant by two parts."
)
_LASTING = Form("s", _DURATION, _seconds)
_LONG_CLOCK = Form("s", _CLOCK, _seconds)
_ANGLED = Form("°", _ANGLE, _degrees)
_TALL = Form("in", _FEET, _inches)
_RATED = Form("", _RATING, _points, "All are out of the same number, which is left out.")
_PARTED = Form("", _FRACTION, _quotient, "Cells are taken for fractions; dates may be written so.")
_MARKED = Form(
    "",
    _EITHER_MARK,
    lambda found: _plain(found["number"]),
    "Some cells have a decimal point and others a decimal comma; both are taken for that.",
)
_ON_ACCOUNT = Form(
    "",
    _ACCOUNT,
    _on_account,
    "Debit (Dr, Soll) is taken for below 0, credit (Cr, Haben) for above.",
)
_AT_LEVELS = Form(
    "",
    _LEVELLED,
    lambda found: _plain(found["number"]),
    "Letters for high, low and normal stand at numbers, and would be left out.",
)
_FORMS = (
    _LASTING,
    Form("s", _ISO, _seconds),
    Form("s", _DAYS_AND_CLOCK, _seconds),
    _LONG_CLOCK,
    Form("s", _BROKEN_CLOCK, _seconds),
    _ANGLED,
    Form("s", _CLOCK, _seconds, CLOCK_DOUBT),
    Form("", _SHORT_CLOCK, _seconds, CLOCK_DOUBT),
    _TALL,
    _RATED,
    _PARTED,
    Form("", _POWER, _times_ten),
)
