"""The column that says how much each row counts, and which of two things it says."""

from collections.abc import Sequence

import streamlit as st

from dashboard.state import current
from dashboard.state.asking import say_whole
from dashboard.state.chosen import NO_WEIGHTS, WEIGHT, WEIGHT_KIND
from dashboard.state.told import told
from gmm_core.datasets import Dataset
from gmm_core.row_weights import Weighting, WeightKind

HELP = (
    "A column that says how much each row counts; it is no feature then. Frequencies: a row "
    "stands for as many equal ones, and n is their sum. Sampling weights of a survey: they are "
    "scaled to mean 1, and n stays the number of rows. Rows of weight 0 are left out."
)
ASKED = "What does it say?"


def named(dataset: Dataset) -> str | None:
    """Return the column that is chosen, before its control is drawn: it is no feature."""
    said = told().link.get(WEIGHT.key)
    at_first = dataset.weighting.column if dataset.weighting else NO_WEIGHTS
    column = said[-1] if said else st.session_state.get(WEIGHT.key, at_first)
    return column if column in dataset.frame.columns else None


def chosen(dataset: Dataset, numeric: Sequence[str]) -> tuple[Weighting | None, str]:
    """Let a person choose a column of weights, and say what it holds.

    Beside them the question that the page waits for an answer to; "" where there is none.
    """
    at_first = dataset.weighting
    options = [NO_WEIGHTS, *(name for name in numeric if name != NO_WEIGHTS)]
    current.offer(WEIGHT, at_first.column if at_first else NO_WEIGHTS, options)
    column = st.selectbox("Weights of rows", options, key=WEIGHT.key, help=HELP, **current.KEPT)
    say_whole(column)
    if column == NO_WEIGHTS:
        return None, ""
    kinds = WEIGHT_KIND.titles
    current.offer(WEIGHT_KIND, at_first.kind if at_first else None, [None, *kinds])
    kind: WeightKind | None = st.segmented_control(
        ASKED,
        list(kinds),
        format_func=lambda name: kinds[name],
        key=WEIGHT_KIND.key,
        wrap=True,
        **current.KEPT,
    )
    if kind is not None:
        return Weighting(column, kind), ""
    return None, (
        f'Say in the sidebar, below More, what the column "{column}" says: how often each row '
        "counts (frequencies), or how many of a population it stands for (sampling weights)."
    )
