"""A finding, and the table that is looked at for findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from gmm_core.table.described_columns import Column, as_floats, is_numeric
from gmm_core.table.suspect.items import Items, item_blocks
from gmm_core.table.suspect.row_weights import may_be_weights
from gmm_core.table.suspect.sideways import lies_on_its_side
from gmm_core.table.suspect.total_rows import total_rows
from gmm_core.wording import listed, quoted

KINDS = (
    *("sideways", "code", "impossible", "total", "weights"),
    *("constant", "dependent", "infinite", "missing", "identifier", "duplicates", "heaped"),
    *(
        "items",
        "answers",
        "skewed",
        "scales",
        "amount",
        "category",
        "date",
        "number code",
        "text",
        "empty",
    ),
)
"""Kinds of findings, from those that spoil or stop a fit to those that are good to know."""

Offer = Literal[
    "leave out",
    "standardise",
    "number",
    "target",
    "missing",
    "rows",
    "turn",
    "add",
    "logarithm",
    "weights",
]


@dataclass(frozen=True)
class Finding:
    """One thing that is worth knowing of a table.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    columns : tuple of str
        The columns that it is about; for an offer, those to which it applies. Empty for
        duplicates, which are about rows.
    sentence : str
        What is seen, why it matters and what to do; with the names of columns as they are, so
        that they must be made plain before they are shown as Markdown.
    offer : str or None
        What can be done for a person: "leave out" the columns of the features, "standardise",
        take them as "number", use one as the "target", take values as "missing", leave "rows" out,
        "turn" the table, "add" the columns to the features, fit the "logarithm" of each, take the
        column for "weights" of rows.
    rows : tuple of int
        Positions of rows, from 0: some to look at, or all that are offered to be left out.
    codes : tuple of (str, float)
        Columns, each with a value that is offered to be taken as missing.
    """

    kind: str
    columns: tuple[str, ...]
    sentence: str
    offer: Offer | None = None
    rows: tuple[int, ...] = ()
    codes: tuple[tuple[str, float], ...] = ()


class Examined:
    """A table, what its columns are, and the numbers of its features, made once."""

    def __init__(
        self, frame: pd.DataFrame, columns: tuple[Column, ...], features: tuple[str, ...], mark: str
    ):
        self.frame, self.columns, self.decimal = frame, columns, mark
        self.series = {str(label): column for label, column in frame.items()}
        self.features = tuple(
            name for name in features if name in self.series and is_numeric(self.series[name])
        )
        self.numbers = {name: as_floats(self.series[name]) for name in self.features}
        finite = [np.isfinite(numbers) for numbers in self.numbers.values()]
        self.complete = np.logical_and.reduce(finite) if finite else np.ones(len(frame), bool)

    @cached_property
    def items(self) -> tuple[Items, ...]:
        """Blocks of columns with the same few levels."""
        return item_blocks(self.frame, self.columns)

    @cached_property
    def is_sideways(self) -> bool:
        """Whether the rows seem to be what was measured."""
        return lies_on_its_side(self.frame, self.columns)

    @cached_property
    def weights(self) -> tuple[str, ...]:
        """Columns that may say how much each row counts."""
        numbers = [
            column.name
            for column in self.columns
            if column.kind in ("feature", "label") and is_numeric(self.series[column.name])
        ]
        return tuple(name for name in numbers if may_be_weights(name, as_floats(self.series[name])))

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """Positions of rows that are sums of others."""
        return total_rows(self.frame, self.columns)

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Return the columns of a kind."""
        return tuple(column.name for column in self.columns if column.kind == kind)

    def leave_out(self, names: Sequence[str]) -> Offer | None:
        """Return the offer to leave columns out; none where they are no features."""
        return None if set(names).isdisjoint(self.features) else "leave out"


def with_counts(counts: Mapping[str, int], of_what: str) -> str:
    """Return names with their counts; of what they are counts is said once.

    Examples
    --------
    >>> with_counts({"mass": 3, "sex": 12}, "of 344 rows")
    '"mass" (3 of 344 rows) and "sex" (12)'
    """
    shown = [f"{quoted(name, 60)} ({count:,})" for name, count in counts.items()]
    return listed([f"{shown[0][:-1]} {of_what})", *shown[1:]])
