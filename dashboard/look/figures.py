"""Figures on a page, in the theme of the browser."""

import plotly.graph_objects as go
import streamlit as st

from dashboard.look.theme import theme
from gmm_core.plots import Look, summaries
from gmm_core.target import Comparison

CONFIG = {
    "displaylogo": False,
    "showSendToCloud": False,  # nothing leaves this machine
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}
BESIDE = 44  # pixels to the right of a figure, for its tools
STILL = {"displayModeBar": False}


def draw(figure: go.Figure, alt: str, *, still: bool = False) -> None:
    """Put a figure on the page, with a name that a screen reader can say.

    What can be done with it stands beside it, where it covers nothing.
    """
    if not still:
        figure.update_layout(modebar={"orientation": "v"}, margin={"r": BESIDE})
    st.plotly_chart(figure, theme=None, config=STILL if still else CONFIG, alt=alt)


def contingency(comparison: Comparison, *, is_truth: bool) -> go.Figure:
    """Return the target against the clusters; matched to it only where it is the truth."""
    matching = comparison.matching if is_truth else None
    return summaries.contingency(comparison.table, matching=matching, look=Look(theme()))
