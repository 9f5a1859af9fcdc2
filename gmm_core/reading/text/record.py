"""Rows of a text table as they were cut, and what was counted of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from gmm_core.reading.stacked import LOOKED_AT

MOST_GAPS = 1000
"""Below so many gaps at most it is looked for another table."""

Header = Collection[tuple[str, ...]]


class Record(NamedTuple):
    """One row of a file: its first and last line, its fields, and whether it is a comment.

    ``is_header`` tells that it repeats a row of the header, as where files were joined.
    """

    line: int
    last: int
    fields: list[str]
    is_comment: bool = False
    is_header: bool = False


class Shape(NamedTuple):
    """How a table is cut.

    ``n_records`` have as many fields as they should; ``n_lines`` are those of all that is not
    blank, where no cell is quoted, and else 0; ``widest`` are the fields of the widest record with
    empty ones at its end; ``odd`` are the others, and ``tail`` some records at the end.
    ``below_gaps`` has for each gap, of blank lines or rows of nothing, its first line and the first
    records below it.
    """

    n_records: int
    n_lines: int
    widest: int
    odd: tuple[Record, ...]
    tail: tuple[Record, ...]
    below_gaps: tuple[tuple[int, tuple[Record, ...]], ...] = ()


class BelowGaps:
    """The first records below each gap."""

    def __init__(self) -> None:
        self._found: list[tuple[int, list[Record]]] = []
        self.wanted = 0

    def gap(self, line: int) -> None:
        """Begin anew below a gap; a longer one begins with its first line."""
        if not self._found or self._found[-1][1]:
            self._found.append((line, []))
        self.wanted = LOOKED_AT if len(self._found) <= MOST_GAPS else 0

    def add(self, record: Record) -> None:
        """Keep a record if it is one of the first below a gap."""
        if self.wanted:
            self._found[-1][1].append(record)
            self.wanted -= 1

    def found(self) -> tuple[tuple[int, tuple[Record, ...]], ...]:
        """Return what `Shape` has of them."""
        return tuple((line, tuple(below)) for line, below in self._found[:MOST_GAPS])
