"""Units as people write them: in a row of their own, or at each number of a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gmm_core.reading.columns import MISSING_AMONG_NUMBERS
from gmm_core.reading.fields import is_number

_PREFIXED = (
    *("m", "g", "s", "A", "K", "mol", "cd", "Hz", "N", "Pa", "J", "W", "V", "C", "F", "Ω", "ohm"),
    *("T", "l", "L", "b", "B", "eV", "bar", "rad", "S", "lm", "lx", "Bq", "Gy", "Sv", "cal", "Wh"),
    *("M", "mag", "pc", "var", "VA", "IU", "U", "ton", "t"),
)
_WHOLE = (
    *("sec", "secs", "second", "seconds", "min", "mins", "minute", "minutes", "h", "hr", "hrs"),
    *("hour", "hours", "d", "day", "days", "wk", "week", "weeks", "month", "months", "mo", "yr"),
    *("yrs", "y", "a", "year", "years", "in", "inch", "inches", "ft", "foot", "feet", "yd", "mi"),
    *("mile", "miles", "mph", "kt", "kts", "kn", "knot", "knots", "kph", "lb", "lbs", "oz", "gal"),
    *("psi", "atm", "torr", "mmhg", "cmh2o", "acre", "acres", "ha", "°", "°c", "°f", "deg", "degc"),
    *("degf", "degk", "deg c", "deg f", "deg.", "degree", "degrees", "celsius", "fahrenheit", "f"),
    *("kelvin", "℃", "℉", "%", "‰", "percent", "pct", "per cent", "ppm", "ppb", "ppt", "psu"),
    *("ntu", "ph", "dbm", "db", "dba", "rpm", "bpm", "fps", "px", "pixel", "pixels", "usd", "eur"),
    *("gbp", "krw", "jpy", "cny", "chf", "$", "€", "£", "¥", "₩", "원", "명", "개", "%p", "m/s"),
    *("count", "counts", "number", "no.", "unitless", "dimensionless", "none", "index", "ratio"),
    *("meter", "meters", "metre", "metres", "gram", "grams", "kilogram", "liter", "liters"),
    *("litre", "litres", "volt", "volts", "watt", "watts", "amp", "amps", "joule", "dollars"),
    *("mas", "jy", "mjy", "dex", "euros", "euro", "people", "persons", "cells", "mg%"),
    *("angstrom", "å", "arcsec", "arcmin"),
    *("wt%", "wt.%", "vol%", "vol.%", "at%", "at.%", "mol%", "wt. %", "mbsf", "％", "㎜"),
    *("㎝", "㎏"),
    *("㎎", "㎡", "㎥", "㎖", "μm", "мм", "см", "м", "км", "г", "кг", "мг", "т", "л"),
    *("мл", "с", "сек"),
    *("мин", "ч", "час", "сут", "°с", "руб", "руб.", "₽", "шт", "шт.", "чел", "чел.", "га", "м2"),
    *("м3", "м²", "м³", "м/с", "км/ч", "кг/м3", "мг/л", "г/л", "кпа", "мпа", "гпа", "квт"),
    *("вт", "в"),
    *("度", "秒", "分", "時間", "人", "円", "元", "kg/㎡"),
    *("std", "rh", "%rh", "1", "w", "kwh", "mwh", "gwh", "au", "a.u.", "arb", "arb."),
)
_BASE = "|".join(map(re.escape, sorted(_PREFIXED, key=len, reverse=True)))
_ONE = re.compile(rf"(?:[afpnuµμmcdhkMGTP]|da)?(?:{_BASE})")
_TIMES_TEN = re.compile(r"10(?:[\^*]*[-−+]?\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)")
_POWER = re.compile(r"(?:\^|\*\*)?[-−+]?\d{1,2}|[²³⁻¹]+")
_BETWEEN = re.compile(r"[\s/·*×.]+|\bper\b")
_BRACKETED = re.compile(r"\[.*\]|\(.*\)|\{.*\}|<.*>")
_NO_UNIT = ("", "-", "--", "–", "—", "()", "[]", "(-)", "[-]", "n/a", "na", "N/A", "NA")
_WITH_UNIT = re.compile(r"(?P<number>[+-]?\d[\d.,]*)(?P<unit> ?[^\W\d_]\D{0,9}| ?[°℃℉%‰]\D{0,9})")
_LEAST_WITH_UNIT = 3


def is_unit(field: str) -> bool:
    """Tell whether a field is a unit, in brackets or not.

    Examples
    --------
    >>> [is_unit(field) for field in ("degC", "kg m-3", "(µg/m3)", "%", "Seoul", "quality")]
    [True, True, True, True, False, False]
    """
    field = without_brackets(field)
    if field.lower() in _WHOLE:
        return True
    return not field.isdecimal() and all(map(_is_factor, _BETWEEN.split(field)))


def without_brackets(field: str) -> str:
    """Return what stands in the brackets around a field.

    Examples
    --------
    >>> without_brackets(" [kPa] "), without_brackets("kPa"), without_brackets("-")
    ('kPa', 'kPa', '')
    """
    field = field.strip()
    if field in _NO_UNIT:
        return ""
    return field[1:-1].strip() if _BRACKETED.fullmatch(field) else field


def are_units(fields: Sequence[str]) -> bool:
    """Tell whether most of these fields are units, or all in brackets; at least one is a unit.

    Examples
    --------
    >>> are_units(["s", "degC", "-"]), are_units(["(a)", "(b)"]), are_units(["quality", "s", "is"])
    (True, True, False)
    """
    said = [field.strip() for field in fields if without_brackets(field)]
    if not said:
        return False
    if all(_BRACKETED.fullmatch(field) for field in said):
        return True
    return 2 * sum(map(is_unit, said)) > len(said)


def unit_of_cells(fields: Sequence[str]) -> str:
    """Return the unit that stands at each number of a column, with a space before it, or "".

    Examples
    --------
    >>> unit_of_cells(["1.5 kg", "2 kg", "-", "3 kg"]), unit_of_cells(["1 kg", "2 g", "3 kg"])
    (' kg', '')
    """
    said = [field for each in fields if (field := each.strip()) not in MISSING_AMONG_NUMBERS]
    found = [_WITH_UNIT.fullmatch(field) for field in said]
    units = {each["unit"] if each and is_number(each["number"]) else "" for each in found}
    unit = units.pop() if len(units) == 1 else ""
    return unit if len(said) >= _LEAST_WITH_UNIT and is_unit(unit.strip()) else ""


def _is_factor(part: str) -> bool:
    """Whether a part of a product is a unit with a power, or a number such as that of 1/s."""
    if not part or part.isdecimal() or _TIMES_TEN.fullmatch(part):
        return True
    if part.lower() in _WHOLE:
        return True
    unit = _ONE.match(part)
    if unit is None:
        bare = _POWER.sub("", part)
        return bool(bare) and bare.lower() in _WHOLE
    rest = part[unit.end() :]
    return not rest or bool(_POWER.fullmatch(rest)) or _POWER.sub("", part).lower() in _WHOLE
