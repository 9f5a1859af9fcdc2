"""Rows with gaps: how many there are, and whether they take part with what is there of them."""

from collections.abc import Sequence
from functools import partial
from typing import cast

from dashboard.state import current
from dashboard.state.asking import choice
from dashboard.state.chosen import GAPS
from dashboard.state.session_cache import once
from gmm_core.datasets import Dataset
from gmm_core.gaps import Missing
from gmm_core.table.columns import GapCounts, gap_counts
from gmm_core.wording import counted

HELP = (
    "Rows of which some features are missing can take part with what is there of them, by maximum "
    "likelihood (FIML). That is right where values are missing at random: whether one is missing "
    "may depend on what is there of its row, and not on the missing value itself. No data can "
    "show whether that is so. Rows without any value are left out in either case."
)


def chosen(dataset: Dataset, features: Sequence[str]) -> Missing:
    """Let a person choose what becomes of rows with gaps, where there are any."""
    found = counts(dataset, features)
    if not found.rows:
        current.offer(GAPS, GAPS.default)
        return "refuse"
    title = f"{counted(found.rows, 'row')} with gaps"
    return cast(Missing, choice(title, GAPS, help=HELP))


def counts(dataset: Dataset, features: Sequence[str]) -> GapCounts:
    """Return how much of the features is missing."""
    make = partial(gap_counts, dataset.frame, tuple(features))
    return once("gaps", (dataset.name, tuple(features)), make, most=4)
