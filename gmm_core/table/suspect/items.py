"""Blocks of columns with the same few levels: answers on a scale, or counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gmm_core.table.described_columns import Column, as_floats, is_numeric
from gmm_core.table.telling_names import LABEL_NAMES, is_named

LEAST_COLUMNS = 3
LEAST_LEVELS, MOST_LEVELS = 3, 11


@dataclass(frozen=True)
class Items:
    """Columns that stand side by side and hold whole numbers of one scale.

    Attributes
    ----------
    columns : tuple of str
    least, greatest : int
        The ends of the scale.
    """

    columns: tuple[str, ...]
    least: int
    greatest: int

    @property
    def levels(self) -> int:
        """How many levels the scale has."""
        return self.greatest - self.least + 1


def item_blocks(frame: pd.DataFrame, described: Sequence[Column]) -> tuple[Items, ...]:
    """Return the blocks of three or more columns side by side whose values are of one scale.

    A scale has 3 to 11 levels that follow one another; each column has most of them, and no name
    of a class.

    Examples
    --------
    >>> from gmm_core.table.described_columns import describe
    >>> answers = {f"Q{i}": [1 + (i * row) % 5 for row in range(60)] for i in (1, 2, 3)}
    >>> item_blocks(frame := pd.DataFrame(answers), describe(frame))
    (Items(columns=('Q1', 'Q2', 'Q3'), least=1, greatest=5),)
    """
    return tuple(block for run in _runs(frame, described) for block in _blocks(run))


def _runs(frame: pd.DataFrame, described: Sequence[Column]) -> Iterator[list[tuple[str, int, int]]]:
    """Columns of few whole numbers that stand side by side, with their least and greatest."""
    run: list[tuple[str, int, int]] = []
    known = {column.name: column for column in described}
    for label, values in frame.items():
        ends = _ends(known.get(str(label)), values)
        if ends is not None:
            run.append((str(label), *ends))
            continue
        yield run
        run = []
    yield run


def _ends(column: Column | None, values: pd.Series) -> tuple[int, int] | None:
    if column is None or column.kind not in ("label", "feature") or column.distinct > MOST_LEVELS:
        return None
    if not is_numeric(values) or is_named(column.name, LABEL_NAMES):
        return None
    numbers = as_floats(values)
    levels = np.unique(numbers[np.isfinite(numbers)])
    if (levels % 1).any():
        return None
    least, greatest = int(levels[0]), int(levels[-1])
    return None if 2 * column.distinct <= greatest - least else (least, greatest)


def _blocks(run: list[tuple[str, int, int]]) -> Iterator[Items]:
    """The whole run where it is of one scale, else those of its columns with the same ends."""
    if len(run) < LEAST_COLUMNS:
        return
    groups = [run] if _is_one_scale(run) else _by_ends(run)
    for group in groups:
        least, greatest = min(low for _, low, _ in group), max(high for _, _, high in group)
        if len(group) >= LEAST_COLUMNS and LEAST_LEVELS <= greatest - least + 1 <= MOST_LEVELS:
            yield Items(tuple(name for name, _, _ in group), least, greatest)


def _is_one_scale(run: list[tuple[str, int, int]]) -> bool:
    span = max(high for _, _, high in run) - min(low for _, low, _ in run)
    return all(2 * (high - low) > span for _, low, high in run)


def _by_ends(run: list[tuple[str, int, int]]) -> list[list[tuple[str, int, int]]]:
    ends = dict.fromkeys((low, high) for _, low, high in run)
    return [[column for column in run if column[1:] == pair] for pair in ends]
