"""The axes of a figure: how far they reach, what stands on them, and the room that it takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.names import balanced
from gmm_core.plots.marks.shown_digits import FINEST
from gmm_core.plots.marks.style import INKS
from gmm_core.written_numbers import fixed

Range = tuple[float, float]

# Letters of a line of an axis's title, and in a figure that has less than half of the page.
TITLE_LETTERS, OF_NARROW = 44, 34

# Width of a letter of a number, as a share of its size; pixels between it and its axis; and the
# most letters, since longer numbers are powers of ten.
TICK_LETTER, TICK_GAP, LONGEST_TICK = 0.56, 6, 8

# Numbers below it stand on an axis with all their digits, not as powers of ten; so do those that
# differ by less than this share of what they are, of which an axis has few.
PLAIN, ALIKE, FEW_LONG = 1e8, 1e-3, 4

# Steps of an axis, and the decimals that its numbers then bear: plotly drops zeros, and would write
# 2, 2.5, 3. Axes that are longer have no such steps, and of shorter ones powers of ten are better.
DECIMALS = ((0.1, 1), (0.01, 2), (0.001, 3), (0.0001, 4))
SHORTEST, LONGEST = 0.0005, 20.0


def padded(values: np.ndarray, share: float = 0.08) -> Range:
    """Return the range of finite `values`, wider by `share` of it at both ends.

    Never empty: about a single value it reaches half its size, or 0.5.

    Examples
    --------
    >>> padded(np.array([0.0, 10.0]), 0.1)
    (-1.0, 11.0)
    """
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    pad = share * (high - low) or abs(low) / 2 or 0.5
    return low - pad, high + pad


def axis(
    theme: Theme,
    title: object = None,
    span: Range | None = None,
    letters: int = TITLE_LETTERS,
    **settings: Any,
) -> dict[str, Any]:
    """Return a quiet axis: muted numbers, no line, no grid; what is in `settings` wins.

    A title of more than so many letters has several lines.
    """
    ink, label = INKS[theme], "" if title is None else balanced(title, letters)
    # Plotly writes ticks and hovered values with a true minus sign, but not what a %{y:format}
    # of d3 returns: hover texts use the axis's own format.
    quiet = {
        "title": {"text": label, "standoff": 8, "font": {"size": 14}},
        "tickfont": {"color": ink.muted},
        "gridcolor": ink.grid,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "exponentformat": "power",
    }
    if span is None:
        return quiet | settings
    return quiet | {"range": list(span)} | _digits(*span) | _decimals(*span) | settings


def _digits(low: float, high: float) -> dict[str, Any]:
    """Where numbers are not written as powers of ten; of long ones there are few, side by side."""
    largest = max(abs(low), abs(high))
    if largest >= PLAIN and high - low < ALIKE * largest:
        return {"exponentformat": "none", "nticks": FEW_LONG}
    return {"exponentformat": "none"} if 1 <= largest < PLAIN else {}


def _decimals(low: float, high: float) -> dict[str, Any]:
    """How numbers of a short axis are written, also where it is zoomed, and values pointed at."""
    if not SHORTEST <= high - low < LONGEST:
        return {}
    stops = [
        {"dtickrange": [round(0.9 * step, 5), round(6.0 * step, 5)], "value": f",.{places}f"}
        for step, places in DECIMALS
    ]
    finest = math.ceil(-math.log10(FINEST * (high - low)))
    return {"tickformatstops": stops, "hoverformat": f",.{finest}~f"}


def ticks(low: float, high: float, most: int = 5) -> tuple[list[float], list[str]]:
    """Return round numbers from `low` to `high` for an axis, and how they are written.

    Parameters
    ----------
    low, high : float
        ``low < high``.
    most : int
        Ticks at most; at least 2.

    Returns
    -------
    values : list of float
        Multiples of 1, 2 or 5 times a power of ten.
    texts : list of str
        All with the same decimals.

    Examples
    --------
    >>> ticks(-3244.1, -3242.6)
    ([-3244.0, -3243.5, -3243.0], ['−3244.0', '−3243.5', '−3243.0'])
    """
    power = math.floor(math.log10((high - low) / most))
    for lead, digits in ((1, 0), (2, 0), (5, 0), (10, 1), (20, 1), (50, 1)):
        step, places = float(f"{lead}e{power}"), max(-power - digits, 0)
        first, last = math.ceil(low / step), math.floor(high / step)
        if last - first < most:
            break
    values = [round(place * step, places) for place in range(first, last + 1)]
    return values, [fixed(value, places) for value in values]


def tick_room(spans: Sequence[Range], most: int, size: int) -> int:
    """Return the pixels that the numbers beside upright axes of these ranges take at most.

    A figure whose margin has them is drawn once: plotly draws all of it again where it does not.

    Examples
    --------
    >>> tick_room([(0.0, 8.0)], 4, 10), tick_room([(-1.3, 0.2), (0.0, 3000.0)], 4, 10)
    (12, 34)
    """
    letters = max((_widest(span, most) for span in spans), default=0)
    return round(TICK_LETTER * size * letters) + TICK_GAP


def _widest(span: Range, most: int) -> int:
    """Letters of the longest number on an axis with at most so many steps of 1, 2 or 5."""
    low, high = span
    rough = (high - low) / most
    power = int(np.floor(np.log10(rough)))
    step = next(each * 10.0**power for each in (2, 5, 10) if each * 10.0**power >= rough)
    decimals = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    ends = (np.ceil(low / step) * step, np.floor(high / step) * step)
    return min(max(len(f"{end:,.{decimals}f}") for end in ends), LONGEST_TICK)
