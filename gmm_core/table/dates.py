"""Moments as text or as numbers: 2004-03-10, 10-Mar-2004, 18.00.00, 20040310, 200403."""

from __future__ import annotations

import re
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.blocks import pieces

MOST_ODD = 0.02
"""Text is dates where no more than this share of its cells is none."""

FIRST_YEAR, LAST_YEAR = 1800, 2100
LEAST_DIFFERENT = 5
"""Whole numbers under any name are taken for dates where at least so many differ."""

_MONTHS = (
    # English, German, French, Spanish, Italian, Portuguese, Dutch, Polish; then Russian
    "jan(?:uary|uar|vier)?|januari|jänner|janv|ene(?:ro)?|gen(?:naio)?|jan(?:eiro)?|sty(?:cznia)?",
    "feb(?:ruary|ruar|ruari|rero|braio)?|f[ée]v(?:r(?:ier)?|ereiro)?|lut(?:ego)?",
    "mar(?:ch|s|zo|ço|ca)?|märz|mrz|maart|mrt",
    "apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|kwi(?:etnia)?",
    "may(?:o)?|mai(?:o)?|mag(?:gio)?|mei|maj(?:a)?",
    "jun(?:e|i|io|ho)?|juin|giu(?:gno)?|cze(?:rwca)?",
    "jul(?:y|i|io|ho)?|juil(?:let)?|lug(?:lio)?|lip(?:ca)?",
    "aug(?:ust|ustus)?|ao[uû]t|ago(?:sto)?|sie(?:rpnia)?",
    "sept?(?:ember|embre|iembre)?|set(?:tembre|embro)?|wrz(?:eśnia)?",
    "o[ck]t(?:ober|obre|ubre)?|ott(?:obre)?|out(?:ubro)?|paź(?:dziernika)?",
    "nov(?:ember|embre|iembre|embro)?|lis(?:topada)?",
    "de[cz](?:ember|embre|embro)?|d[ée]c(?:embre)?|dic(?:iembre|embre)?|gru(?:dnia)?",
    "янв(?:аря|арь)?|фев(?:раля|раль)?|март?а?|апр(?:еля|ель)?|мая|май|июн[яь]?|июл[яь]?",
    # Turkish, Swedish, Danish and Norwegian, Czech, Finnish, Hungarian, Romanian, Ukrainian, Greek
    "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
    "februari|mars|maj|juni|juli|augusti|januar|februar|marts|august|oktober|desember",
    "led(?:na|en)|únor[a]?|březn?[ae]n?|dub(?:na|en)|květ(?:na|en)|červn?[ae]?n?(?:ce|ec)?",
    "srp(?:na|en)|září|říj(?:na|en)|listopadu?|prosin(?:ce|ec)",
    "(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu(?:ta)?",
    "január|február|március|április|május|június|július|augusztus|szeptember|október",
    "ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie",
    "січ(?:ня|ень)|лют(?:ого|ий)|берез(?:ня|ень)|квіт(?:ня|ень)|трав(?:ня|ень)|черв(?:ня|ень)",
    "лип(?:ня|ень)|серп(?:ня|ень)|верес(?:ня|ень)|жовт(?:ня|ень)|груд(?:ня|ень)",
    "ιαν(?:ουαρίου)?|φεβ(?:ρουαρίου)?|μαρ(?:τίου)?|απρ(?:ιλίου)?|μα[ΐϊ]ου|ιουν(?:ίου)?",
    "ιουλ(?:ίου)?|αυγ(?:ούστου)?|σεπ(?:τεμβρίου)?|οκτ(?:ωβρίου)?|νοε(?:μβρίου)?|δεκ(?:εμβρίου)?",
    "авг(?:уста?)?|сен(?:тября|тябрь)?|окт(?:ября|ябрь)?|ноя(?:бря|брь)?|дек(?:абря|абрь)?",
)
_MONTH = rf"(?:{'|'.join(_MONTHS)})\.?"
_GAP = r"(?:[-/ .,]{1,2}|(?: de | of |\. ))"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er)?"
_YEAR = r"(?:\d{4}|'?\d{2})"
_ZONE = r"(?: ?(?:z|utc|gmt(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}(?: utc)?))?"
_CLOCK = (
    r"(?:(?:오전|오후|上午|下午|午前|午後) ?)?\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?"
    rf"(?: ?[ap]\.?m\.?)?{_ZONE}"
)
_WEEKDAY = r"(?:[^\W\d]{2,10}\.?,? )?"
_DAYS = "|".join(
    (
        r"\d{4}[-/.] ?\d{1,2}[-/.] ?\d{1,2}\.?",
        r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}",
        r"\d{1,2}([-/.])\d{1,2}\1\d{2}",
        rf"{_DAY}{_GAP}?{_MONTH}{_GAP}?{_YEAR}",
        rf"{_MONTH}{_GAP}?{_DAY}{_GAP}{_YEAR}",
        rf"\d{{4}}{_GAP}{_MONTH}{_GAP}{_DAY}\.?",
        rf"{_MONTH} {{1,2}}{_DAY} {_CLOCK} \d{{4}}",
        rf"{_DAY}{_GAP}{_MONTH}",
        rf"{_MONTH}{_GAP}?{_YEAR}",
        rf"\d{{4}}{_GAP}?{_MONTH}",
        r"\d{4}[-/.](?:0[1-9]|1[0-2])",
        r"(?:0?[1-9]|1[0-2])[-/.](?:1[89]|20)\d{2}",
        r"\d{4} ?[-/]?[qtk]w?[1-4]|[qt][1-4][- /]?\d{4}",
        r"\d{4}-?w\d{2}(?:-?[1-7])?",
        r"\d{4} ?m(?:0[1-9]|1[0-2])",
        r"(?:18|19|20)\d{2}[/–]\d{2}",
        r"(?:明治|大正|昭和|平成|令和)(?:\d{1,2}|元)年(?:\d{1,2}月(?:\d{1,2}日)?)?",
        r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{4}년(?: ?\d{1,2}월(?: ?\d{1,2}일)?)?",
        r"\d{8}[t:_]\d{4,6}z?",
    )
)
_MOMENT = re.compile(
    rf"\[?{_WEEKDAY}(?:{_DAYS})(?:(?:[t:]|,? ){_CLOCK}|[t ]\d{{1,2}})?\]?|{_CLOCK}", re.I
)
_FULL_CLOCK = re.compile(
    r"\d{1,2}[:.]\d{2}[:.]\d{2}(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?|\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?", re.I
)
LEAST_CLOCK = 12
"""Hours and minutes are known where so many differ."""

_CLOCK_WORDS = frozenset(
    ("time", "hhmm", "uhrzeit", "zeit", "clock", "heure", "hora", "시각", "時刻")
)
_TIME_WORDS = frozenset(
    (
        "date",
        "day",
        "time",
        "timestamp",
        "datetime",
        "datum",
        "tag",
        "zeit",
        "fecha",
        "data",
        "날짜",
        "일자",
        "일시",
        "日期",
    )
)
_YEAR_WORDS = frozenset(
    (
        "year",
        "years",
        "yr",
        "jahr",
        "année",
        "annee",
        "año",
        "ano",
        "anno",
        "rok",
        "год",
        "년도",
        "연도",
        "年份",
    )
)
_EPOCH_WORDS = frozenset(
    ("timestamp", "epoch", "unix", "unixtime", "time", "ts", "created", "date", "datetime")
)
_TIMES = frozenset((*_TIME_WORDS, "t", "zeit", "temps", "tiempo", "tempo"))
_DATE_WORDS = frozenset(("date", "datum", "fecha", "dato", "datenum", "serial"))
_DAYS_COUNTED = (
    (frozenset(("jd", "hjd", "bjd", "julian")), 2.2e6, 2.6e6, "Julian days"),
    (frozenset(("mjd",)), 3e4, 8e4, "modified Julian days"),
    (_DATE_WORDS, 6.9e5, 7.7e5, "days as MATLAB counts them"),
    (_DATE_WORDS, 2e4, 6e4, "days as spreadsheets count them"),
)
FIRST_BROKEN_YEAR = 1500


def are_moments(texts: pd.Series) -> bool:
    """Tell whether texts are dates or times, in one of the ways that programs and people write.

    Examples
    --------
    >>> are_moments(pd.Series(["10-Mar-2004", "1. Dezember 2005", "2004-03-10T18:00"]))
    True
    >>> are_moments(pd.Series(["mar", "may"]))
    False
    """
    said = [str(text).strip() for text in texts]
    most = int(MOST_ODD * len(said))
    odd = islice((text for text in said if not _is_moment(text)), most + 1)  # and no more of many
    return bool(said) and len(list(odd)) <= most


def _is_moment(text: str) -> bool:
    return bool(_MOMENT.fullmatch(text)) and (
        not _bare_clock(text) or bool(_FULL_CLOCK.fullmatch(text))
    )


def _bare_clock(text: str) -> bool:
    """Whether it could be a number, as 18.30 is."""
    return bool(re.fullmatch(_CLOCK, text, re.I))


def whole_moments(words: tuple[str, ...], values: pd.Series) -> str:
    """Return how whole numbers are moments, such as "YYYYMMDD"; "" where they are none.

    Parameters
    ----------
    words : tuple of str
        Of the name of the column, in small letters; a name that tells is enough for few numbers.
    values : pandas.Series
        Whole numbers, none missing.
    """
    numbers = values.to_numpy(dtype=np.float64)
    least, greatest = float(numbers.min()), float(numbers.max())
    told = not {*words}.isdisjoint(_TIME_WORDS)
    different = told or len(np.unique(numbers[:1000])) >= LEAST_DIFFERENT
    if not {*words}.isdisjoint(_YEAR_WORDS) and least >= FIRST_YEAR and greatest <= LAST_YEAR:
        return "years"
    if not {*words}.isdisjoint(_EPOCH_WORDS) and least >= 9e8 and greatest <= 2.2e9:
        return "seconds since 1970"
    if not {*words}.isdisjoint(_EPOCH_WORDS) and least >= 9e11 and greatest <= 2.2e12:
        return "milliseconds since 1970"
    if not {*words}.isdisjoint(_EPOCH_WORDS) and least >= 9e14 and greatest <= 2.2e15:
        return "microseconds since 1970"
    if not {*words}.isdisjoint(_EPOCH_WORDS) and least >= 9e17 and greatest <= 2.2e18:
        return "nanoseconds since 1970"
    if days := days_counted(words, least, greatest):
        return days
    if {*words} & _CLOCK_WORDS and _are_clock(numbers):
        return "hhmm"
    if not different or least < 1e5 or greatest > 2.2e13:
        return ""
    return next((form for form in _FORMS if _is_written_as(form, numbers)), "")


def broken_moments(words: tuple[str, ...], values: pd.Series) -> str:
    """Return how numbers with fractions are moments, such as years; "" where they are none.

    Years rise or fall through the table, unless the column is called so; other counts of days are
    known by the name.

    Examples
    --------
    >>> broken_moments(("time",), pd.Series([1958.2, 1958.3, 1958.37]))
    'years with fractions'
    >>> broken_moments(("time",), pd.Series([1.5, 2.25]))
    ''
    """
    numbers = values.to_numpy(dtype=np.float64)
    least, greatest = float(numbers.min()), float(numbers.max())
    is_year = not {*words}.isdisjoint((*_YEAR_WORDS, "date", "decimal"))
    if least >= FIRST_BROKEN_YEAR and greatest <= LAST_YEAR and (is_year or {*words} & _TIMES):
        steps = np.diff(numbers)
        if is_year or (steps >= 0).all() or (steps <= 0).all():
            return "years with fractions"
    if not {*words}.isdisjoint(_EPOCH_WORDS) and least >= 9e8 and greatest <= 2.2e9:
        return "seconds since 1970"
    return days_counted(words, least, greatest)


def days_counted(words: tuple[str, ...], least: float, greatest: float) -> str:
    """Return from when days are counted, where a name tells that they are."""
    for names, first, last, form in _DAYS_COUNTED:
        if not names.isdisjoint(words) and first <= least and greatest <= last:
            return form
    return ""


def _are_clock(numbers: NDArray[np.float64]) -> bool:
    """Whether whole numbers are hours and minutes: 930, 1745; not as few as chance gives."""
    is_told = len(np.unique(numbers[:1000])) >= LEAST_CLOCK and numbers.max() >= 1000
    return bool(is_told and numbers.min() >= 0 and numbers.max() < 2400) and bool(
        (numbers % 100 < 60).all()
    )


_FORMS = (
    "YYYYMM",
    "YYYYMMDD",
    "DDMMYYYY",
    "MMDDYYYY",
    "YYYYMMDDhh",
    "YYYYMMDDhhmm",
    "YYYYMMDDhhmmss",
)
_PART = re.compile(r"YYYY|MM|DD|hh|mm|ss")
_RANGES = {
    "YYYY": (FIRST_YEAR, LAST_YEAR),
    "MM": (1, 12),
    "DD": (1, 31),
    "hh": (0, 24),
    "mm": (0, 59),
    "ss": (0, 60),
}


def _is_written_as(form: str, numbers: NDArray[np.float64]) -> bool:
    """Whether all numbers are of this form; some are looked at first."""
    digits = len(form)
    shortest = digits - (form[0] in "DM")  # a day or month below 10 has lost its 0
    if numbers.min() < 10.0 ** (shortest - 1) or numbers.max() >= 10.0**digits:
        return False
    parts = (numbers[:100], *(numbers[rows] for rows in pieces(len(numbers))))
    return all(_fits(form, some.astype(np.int64)) for some in parts)


def _fits(form: str, numbers: NDArray[np.int64]) -> bool:
    for part in _PART.finditer(form):
        value = numbers // 10 ** (len(form) - part.end()) % 10 ** len(part[0])
        least, greatest = _RANGES[part[0]]
        if value.min() < least or value.max() > greatest:
            return False
    return True
