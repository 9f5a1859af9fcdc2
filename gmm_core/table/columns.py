"""What each column of a table is for: a measurement to fit, a label to compare with, or neither.

`described_columns` says what each is; here is which of them are proposed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.subsets import evenly_spaced
from gmm_core.table.dependence import dependences
from gmm_core.table.described_columns import (
    SAMPLE_ROWS,
    Column,
    GapCounts,
    as_floats,
    describe,
    gap_counts,
    is_numeric,
    numeric,
)
from gmm_core.table.numeric_kinds import MAX_LEVELS
from gmm_core.table.telling_names import LABEL_NAMES, NAMING, TARGET_NAMES, is_named, name_rank

__all__ = [
    "MAX_PROPOSED",
    "PROPOSAL_RULE",
    "Column",
    "GapCounts",
    "as_floats",
    "describe",
    "gap_counts",
    "is_numeric",
    "numeric",
    "proposed_features",
    "proposed_targets",
]


MAX_PROPOSED = 10
"""More features than these are never proposed: the first ones in the order of the table are."""

WIDE = 40
"""Of more columns of measured numbers than these, the first ones are no better than others."""

LEAST_PRESENT = 0.5
"""Share of the values that a column must have to be proposed."""

LEAST_COMPLETE = 0.1
"""Share of the rows that must be complete in all the features that are proposed."""

PROPOSAL_RULE = (
    f"Proposed are the first {MAX_PROPOSED} columns of measured numbers in the order of the table: "
    "no identifiers, constants or labels, none with more than half of its values missing or whose "
    "gaps would leave less than a tenth of the rows, and none that follows exactly from earlier "
    f"ones. Of more than {WIDE} such columns those come first that fall most clearly into two "
    "groups: cut in two where it separates most, the parts hold the largest share of the variance "
    "between them."
)
"""How features are proposed, for the screen."""

SEPARATION_ROWS = 1_000
"""How clearly a column falls into groups is judged on so many rows, evenly spaced."""

LARGEST_LEVEL = 255
"""Levels above this are names of things; up to it they may be grey levels or answers."""


FEW_LEVELS = 10
"""Classes that a person would name are rarely more."""


def proposed_features(
    frame: pd.DataFrame, described: Sequence[Column] | None = None
) -> tuple[str, ...]:
    """Return the columns to fit at first, by `PROPOSAL_RULE`: measured numbers, at most ten.

    Columns are taken in the order of the table, which its author chose. Left out are those with
    more than half of their values missing, one with which less than a tenth of the rows would be
    complete, and one that is a linear function of those taken before it, as no covariance with a
    tilt can be fitted to all of them. Of more than 40 columns, those come first that fall most
    clearly into two groups. Where no numbers are measured, and no text reads as numbers, whole
    numbers with few small levels are proposed by the same rule, except those that are named like a
    label or a code (pictures with few grey levels are such a table).

    Examples
    --------
    >>> frame = pd.DataFrame({"id": [7, 9, 8, 1], "inch": [1.5, 2.5, 1.5, 3.0]})
    >>> proposed_features(frame.assign(cm=2.54 * frame["inch"], width=[2.5, 1.0, 1.5, 1.5]))
    ('inch', 'width')
    """
    described = described or describe(frame)
    numbers = _with_numbers(frame, described)
    columns = [column for column in described if column.name in numbers]
    measured = [column.name for column in columns if column.kind == "feature"]
    if len(measured) > WIDE:
        measured = _most_separate(frame, measured)
    return _proposed(frame, measured) or _proposed(frame, _coded(frame, described))


def proposed_targets(
    frame: pd.DataFrame, described: Sequence[Column] | None = None
) -> tuple[str, ...]:
    """Return the columns that look like known classes, the likeliest first.

    First come labels in text that bear a name such as "species" or "class"; then the last column of
    the table, where tables usually have their classes, if it has two to ten levels; then the other
    labels in text, those of three to ten levels first, then of two, then of more, and of each the
    last in the table; then whole numbers that bear such a name. Text of which most levels are
    numbers, such as "R", 1, 2, 3, is a count with an exception and no target.

    Examples
    --------
    >>> frame = pd.DataFrame({"sex": list("mfmf"), "species": list("aabb"), "class": [1, 1, 2, 2]})
    >>> proposed_targets(frame)
    ('species', 'sex', 'class')
    """
    columns = described or describe(frame)
    numbers = _with_numbers(frame, columns)
    labels = [c for c in columns if c.kind == "label" and c.distinct <= MAX_LEVELS]
    series = {str(label): column for label, column in frame.items()}
    text = [c for c in labels if c.name not in numbers and _is_of_words(series[c.name])]
    named = [column.name for column in text if is_named(column.name, TARGET_NAMES)]
    others = [column for column in reversed(text) if column.name not in named]
    last = columns[-1].name if columns else ""
    others.sort(key=lambda column: _rank_of_levels(column, last))
    codes = [c.name for c in labels if c.name in numbers and is_named(c.name, LABEL_NAMES)]
    return (
        *sorted(named, key=name_rank),
        *(column.name for column in others),
        *sorted(codes, key=name_rank),
    )


def _with_numbers(frame: pd.DataFrame, described: Sequence[Column]) -> set[str]:
    """The names of the columns that hold any finite number."""
    series = {str(label): column for label, column in frame.items()}
    return {each.name for each in described if each.distinct and is_numeric(series[each.name])}


def _rank_of_levels(column: Column, last: str) -> int:
    if column.name == last and column.distinct <= FEW_LEVELS:
        return 0
    return 1 if 3 <= column.distinct <= FEW_LEVELS else 2 + (column.distinct > FEW_LEVELS)


def _is_of_words(column: pd.Series) -> bool:
    """Whether most levels of a label have a letter in them."""
    levels = [str(level) for level in column.dropna().unique()]
    return 2 * sum(any(map(str.isalpha, level)) for level in levels) > len(levels)


def _proposed(frame: pd.DataFrame, names: Sequence[str]) -> tuple[str, ...]:
    """The first columns that leave enough rows and are independent of one another."""
    if not names:
        return ()
    taken: dict[str, NDArray[np.float64]] = {}
    complete = np.ones(len(frame), dtype=bool)
    columns = {str(label): column for label, column in frame.items()}
    for name in names:
        if len(taken) == MAX_PROPOSED:
            break
        numbers = as_floats(columns[name])
        present = np.isfinite(numbers)
        with_it = complete & present
        if present.mean() < LEAST_PRESENT or with_it.mean() < LEAST_COMPLETE:
            continue
        if not _follows(numbers, list(taken.values()), with_it):
            taken[name], complete = numbers, with_it
    return tuple(name for name in columns if name in taken)


def _coded(frame: pd.DataFrame, columns: Sequence[Column]) -> list[str]:
    """Columns of few levels that can stand in for measured ones; not while text reads as them."""
    if any(column.kind == "amount" for column in columns):
        return []
    named = [c for c in columns if c.kind == "label" and not is_named(c.name, NAMING)]
    series = {str(label): column for label, column in frame.items() if is_numeric(column)}
    return [c.name for c in named if c.name in series and series[c.name].max() <= LARGEST_LEVEL]


def _most_separate(frame: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """The columns in order of how clearly they fall into two groups."""
    some = frame.iloc[evenly_spaced(len(frame), SEPARATION_ROWS)]
    return sorted(names, key=lambda name: -_separation(as_floats(some[name])))


def _separation(numbers: NDArray[np.float64]) -> float:
    """The share of the variance that is between the two parts of the best cut, each a tenth."""
    x = np.sort(numbers[np.isfinite(numbers)])
    n, least = len(x), max(2, len(x) // 10)
    cuts = np.arange(least, n - least + 1)
    if not len(cuts) or x[0] == x[-1]:
        return 0.0
    x = (x - x.mean()) / np.ptp(x)
    below = np.cumsum(x)[cuts - 1]
    return float((below**2 * n / (cuts * (n - cuts))).max() / (x @ x))


def _follows(
    numbers: NDArray[np.float64], earlier: list[NDArray[np.float64]], complete: NDArray[np.bool_]
) -> bool:
    """Whether a column is a linear function of earlier ones; asked of some rows, then of all."""
    if not earlier:
        return False
    rows = np.flatnonzero(complete)
    some = rows[:: len(rows) // SAMPLE_ROWS + 1]
    few, all_of_them = [column[some] for column in (*earlier, numbers)], [*earlier, numbers]
    return all(
        any(found.column == len(earlier) for found in dependences(columns, kept))
        for columns, kept in ((few, None), (all_of_them, complete))
    )
