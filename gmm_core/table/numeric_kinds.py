"""What numbers are: measured, labels, running numbers, dates or codes."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from gmm_core.blocks import pieces
from gmm_core.bounded import bounded
from gmm_core.table.dates import broken_moments, whole_moments
from gmm_core.table.telling_names import (
    CODE_NAMES,
    HOLDER_NAMES,
    IDENTIFIER_NAMES,
    KEY_NAMES,
    LABEL_NAMES,
    is_named,
    is_number_of_something,
    is_postcode,
    words_of,
)
from gmm_core.wording import counted

Kind = Literal["feature", "label", "identifier", "code", "date"]

MAX_LEVELS = 20
"""A column with more levels is proposed as a target under no name."""

FIRST_ROWS = 10_000

ROWS_PER_LEVEL = 10
"""Whole numbers that come back in so many rows each, on average, are taken for labels."""

EVENLY_SPACED = 10
"""So many numbers that rise by one step all the way are a running number or a time; fewer may do so
by chance."""

LEAST_DIGITS = 9
"""Whole numbers of so many digits, all of as many, are no measurements where they fill them: ..."""

FILLED = 3.0
"""... where the largest is so many times the smallest, as hardly ever where they are measured."""

LEAST_HELD = 100
"""A number that stands for a person is no count from here on."""

_EVEN = "Every value differs and they rise by the same step."


def numeric_kind(name: str, values: pd.Series, distinct: int) -> tuple[Kind, str]:
    """Return what numbers are, and why; the values are finite."""
    if not all_whole(values):
        if moments := broken_moments(words_of(name), values):
            return "date", f"Numbers that are dates or times ({moments})."
        if distinct == len(values) and _rise_evenly(values):
            return "identifier", _EVEN
        return "feature", f"Numbers with {counted(distinct, 'different value')}."
    moments = whole_moments(words_of(name), values)
    if moments and (moments != "years" or distinct == len(values)):
        return "date", f"Whole numbers that are dates or times ({moments})."
    is_code = is_named(name, CODE_NAMES) or is_postcode(name, values.min(), values.max())
    if is_code or (distinct < len(values) and is_number_of_something(name)):
        return "code", "Whole numbers, and the name is that of a code."
    if distinct == len(values):
        if reason := _reason_for_identifier(name, values):
            return "identifier", reason
    elif reason := _reason_for_label(name, values, distinct):
        return "label", reason
    if moments:
        return "date", "Whole numbers that are years."
    if is_named(name, KEY_NAMES):
        return "code", "Whole numbers that come back, and the name is that of an identifier."
    if is_named(name, HOLDER_NAMES) and values.min() >= LEAST_HELD:
        return "code", "Whole numbers, and the name is that of what they stand for."
    if _fill_their_digits(values):
        return "code", "Whole numbers of as many digits each, as accounts and telephones have."
    return "feature", f"Numbers with {counted(distinct, 'different value')}."


def _fill_their_digits(values: pd.Series) -> bool:
    """Whether whole numbers have as many digits each, many, and are spread over all of these."""
    least, greatest = float(values.min()), float(values.max())
    if least < 10.0 ** (LEAST_DIGITS - 1) or len(values) < EVENLY_SPACED:
        return False
    return np.floor(np.log10(least)) == np.floor(np.log10(greatest)) and greatest > FILLED * least


def _reason_for_identifier(name: str, values: pd.Series) -> str:
    """Return why whole numbers that all differ tell rows apart, and "" if they do not."""
    named = is_named(name, IDENTIFIER_NAMES) or name.lower().startswith("unnamed")
    named = named or is_number_of_something(name)
    if (named or len(values) >= EVENLY_SPACED) and (values.diff().iloc[1:] == 1).all():
        return "Every value differs and they count up by one."
    if _rise_evenly(values):
        return _EVEN
    return "Every value differs and the name is that of an identifier." if named else ""


def _rise_evenly(values: pd.Series) -> bool:
    """Whether each value is one step above the one before, but for rounding."""
    if len(values) < EVENLY_SPACED:
        return False
    numbers, _ = bounded(values.to_numpy(dtype=np.float64))
    step = (numbers[-1] - numbers[0]) / (len(numbers) - 1)
    overlapping = (numbers[rows.start : rows.stop + 1] for rows in pieces(len(numbers)))
    return step > 0 and all(
        bool((np.abs(np.diff(some) - step) <= 1e-3 * step).all())
        for some in (numbers[:EVENLY_SPACED], *overlapping)
    )


def _reason_for_label(name: str, values: pd.Series, distinct: int) -> str:
    """Return why these whole numbers are a label, and "" if they are none."""
    counts = values.value_counts()
    few = distinct <= MAX_LEVELS
    if few and is_named(name, LABEL_NAMES):
        return f"{distinct} whole numbers, and the name is that of a label."
    if few and len(values) >= ROWS_PER_LEVEL * distinct:
        return (
            f"Only {counted(distinct, 'different whole number')} in {counted(len(values), 'row')}."
        )
    if counts.min() >= max(2, counts.max() / 2):
        return f"{distinct} whole numbers that come back about evenly."
    return ""


def all_whole(values: pd.Series) -> bool:
    """Whether numbers are whole; the first are looked at first."""
    if pd.api.types.is_integer_dtype(values):
        return True
    numbers = values.to_numpy()
    parts = (numbers[:FIRST_ROWS], *(numbers[rows] for rows in pieces(len(numbers))))
    return all(bool((some % 1 == 0).all()) for some in parts)
