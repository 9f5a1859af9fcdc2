"""Answers that begin with their number: 1 - strongly disagree, 5 (always)."""

from __future__ import annotations

import re

import pandas as pd

LEAST_LEVELS, MOST_LEVELS = 3, 11
_ANSWER = re.compile(
    r"\(?(?P<number>-?[0-9]{1,2})\)?(?P<says>(?:\s*[-–—:.=)(]+\s*|\s+)[^\W\d]\D*)?"
)


def answers(column: pd.Series) -> dict[str, int]:
    """Return the number of each answer in a column of text, nothing where they bear none.

    There are 3 to 11 answers with a number each; at least two say more than that, each something
    else, as where only the ends of a scale have words.

    Examples
    --------
    >>> answers(pd.Series(["1 - never", "2 - at times", "3 - always", None, "1 - never"]))
    {'1 - never': 1, '2 - at times': 2, '3 - always': 3}
    >>> answers(pd.Series(["1 (never)", "2", "3", "4 (always)"]))["2"]
    2
    >>> answers(pd.Series(["1 day", "2 days", "3 days", "4 days"]))
    {}
    """
    levels = [level for level in column.dropna().unique() if isinstance(level, str)]
    if not LEAST_LEVELS <= len(levels) <= MOST_LEVELS or len(levels) != column.nunique():
        return {}
    found = {level: _ANSWER.fullmatch(level.strip()) for level in levels}
    numbers = {level: int(said["number"]) for level, said in found.items() if said}
    if len(numbers) < len(levels) or len({*numbers.values()}) < len(levels):
        return {}
    if max(numbers.values()) - min(numbers.values()) >= MOST_LEVELS:
        return {}
    words = [said["says"] for said in found.values() if said and said["says"]]
    return numbers if len({*words}) == len(words) > 1 else {}  # else they are a unit
