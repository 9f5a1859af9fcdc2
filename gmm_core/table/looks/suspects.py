"""What is said of values, rows and columns that may not be what they seem, with an offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from gmm_core.table.described_columns import is_numeric
from gmm_core.table.finding import Examined, Finding
from gmm_core.table.numbered_answers import answers
from gmm_core.table.suspect.items import Items
from gmm_core.table.suspect.missing_codes import LikelyCode, likely_codes
from gmm_core.wording import counted, listed, named, plural, quoted
from gmm_core.written_numbers import as_entered

MOST_NAMED = 3
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _sideways(table: Examined) -> Iterator[Finding]:
    if table.is_sideways:
        rows, columns = len(table.frame), len(table.frame.columns)
        yield Finding(
            "sideways",
            (),
            f"The table seems to lie on its side: {counted(rows, 'row')} of "
            f"{counted(columns, 'column')}, as where each row is a variable and each column an "
            "observation. Clusters are found among rows. Turn it, if so.",
            "turn",
        )


def _codes(table: Examined) -> Iterator[Finding]:
    if table.is_sideways:
        return
    codes = likely_codes(_observations(table), table.columns)
    usual = [code for code in codes if code.usual]
    if usual:
        yield Finding(
            "code",
            _columns(usual),
            f"{_told(usual)} {plural(len(usual), 'is', 'are')} likely "
            f"{plural(len(usual), 'a code', 'codes')} for a missing value. As numbers they would "
            "make clusters of their own; take them as missing, unless they were measured.",
            "missing",
            codes=_pairs(usual),
        )
    odd = [code for code in codes if not code.usual]
    if odd:
        yield Finding(
            "impossible",
            _columns(odd),
            f"{_told(odd)} {plural(len(odd), 'is', 'are')} so far from all others as slips "
            "and codes are. Correct the file, or take such values as missing, unless they were "
            "measured.",
            "missing",
            codes=_pairs(odd),
        )


def _observations(table: Examined) -> pd.DataFrame:
    """The rows that are no totals, whatever they are called."""
    if not table.totals:
        return table.frame
    return table.frame.iloc[np.delete(np.arange(len(table.frame)), table.totals)]


def _columns(codes: Sequence[LikelyCode]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code.column for code in codes))


def _pairs(codes: Sequence[LikelyCode]) -> tuple[tuple[str, float], ...]:
    return tuple((code.column, code.value) for code in codes)


def _told(codes: Sequence[LikelyCode]) -> str:
    """The values one by one, each with its columns."""
    values = dict.fromkeys(code.value for code in codes)
    return listed([_told_of(value, [c for c in codes if c.value == value]) for value in values])


def _told_of(value: float, codes: Sequence[LikelyCode]) -> str:
    first, *rest = codes
    others = f"the others are {as_entered(first.least)} to {as_entered(first.greatest)}"
    found = [f"{quoted(first.column, 60)} ({counted(first.rows, 'row')}; {others})"]
    found += [f"{quoted(code.column, 60)} ({code.rows:,})" for code in rest]
    return f"{as_entered(value)} in {listed(found, most=MOST_NAMED)}"


def _totals(table: Examined) -> Iterator[Finding]:
    if rows := table.totals:
        names = listed([f"{row + 1:,}" for row in rows])
        yield Finding(
            "total",
            (),
            f"{plural(len(rows), 'Row', 'Rows')} {names} {plural(len(rows), 'is', 'are')} no "
            f"{plural(len(rows), 'observation', 'observations')}: by name or by numbers "
            f"{plural(len(rows), 'a total', 'totals')} of other rows, which would count twice. "
            f"Leave {plural(len(rows), 'it', 'them')} out.",
            "rows",
            rows,
        )


def _items(table: Examined) -> Iterator[Finding]:
    for block in table.items:
        lacking = set(block.columns) - set(table.features)
        levels = _SMALL[block.levels] if block.levels < len(_SMALL) else f"{block.levels}"
        scale = f"{as_entered(block.least)} to {as_entered(block.greatest)}"
        offer = "They can be fitted as a block; but a" if lacking else "A"
        yield Finding(
            "items",
            block.columns,
            f"{_block(block)} hold the same {levels} levels ({scale}), as answers on a scale or "
            f"counts do. {offer} normal distribution is a rough model for {levels} levels: read "
            "clusters of them with care.",
            "add" if lacking else None,
        )


def _block(block: Items) -> str:
    """The names of a block: all of few, the ends of many."""
    if len(block.columns) <= MOST_NAMED:
        return named(block.columns)
    return f'The {len(block.columns)} columns "{block.columns[0]}" to "{block.columns[-1]}"'


def _answers(table: Examined) -> Iterator[Finding]:
    known = {
        name: answers(table.series[name])
        for name in table.of_kind("label")
        if not is_numeric(table.series[name])
    }
    found = {name: numbers for name, numbers in known.items() if numbers}
    if found:
        first, numbers = next(iter(found.items()))
        level, number = next(iter(numbers.items()))
        yield Finding(
            "answers",
            tuple(found),
            f"{named(tuple(found))} {plural(len(found), 'holds', 'hold')} answers that begin with "
            f'their number, as "{level}" of "{first}" is {number}. Take them as numbers to fit '
            "them; a normal distribution is a rough model for so few levels.",
            "number",
        )


def _weights(table: Examined) -> Iterator[Finding]:
    for name in table.weights:
        yield Finding(
            "weights",
            (name,),
            f"{quoted(name, 60)} may say how much each row counts, and is then no feature. "
            "Frequencies: how many equal rows a row stands for, so that n is their sum. "
            "Sampling weights: for how many of a population it stands; n stays the number of "
            "rows.",
            "weights",
        )


LOOKS = (_sideways, _codes, _totals, _weights, _items, _answers)
