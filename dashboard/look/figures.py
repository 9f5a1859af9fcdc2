"""Figures on a page that are only looked at, in the theme of the browser.

The browser draws them with the library that it has for the player: Streamlit would bring its own.
"""

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st
from streamlit.components.v2 import component

from dashboard.browser.heard import Heard
from dashboard.browser.library import address
from dashboard.browser.modules import script
from dashboard.browser.packing import figure_json, named, pack
from dashboard.look.theme import theme
from gmm_core.errors import GMMError
from gmm_core.plots import Look, summaries
from gmm_core.target import Comparison

HERE = Path(__file__).parent
CONFIG = {
    "displaylogo": False,
    "showSendToCloud": False,  # nothing leaves this machine
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}
BESIDE = 44  # pixels to the right of a figure, for its tools
STILL = {"displayModeBar": False}
_figure = component(
    "gmm_figure",
    html=(HERE / "figure.html").read_text(encoding="utf-8"),
    css=(HERE / "figure.css").read_text(encoding="utf-8"),
    js=script(
        [
            *(HERE / f"../browser/{name}.js" for name in ("unpack", "plotly")),
            HERE / "figure.js",
        ]
    ),
    isolate_styles=False,
)


def draw(
    place: str,
    figure: go.Figure,
    alt: str,
    *,
    still: bool = False,
    on_click: Callable[[float, float], None] | None = None,
) -> None:
    """Put a figure in a place of the page, with a name that a screen reader can say.

    What can be done with it stands beside it, where it covers nothing. The next figure in the same
    place is drawn over it. A click on one of its "places" is told to `on_click`.
    """
    try:
        library = address()
    except GMMError:
        draw_plainly(figure, alt, still=still)
        return
    header = {
        "figure": figure_json(_beside_tools(figure, still)),
        "alt": alt,
        "config": STILL if still else CONFIG,
        "plotly": library,
    }
    _, held = named(pack(header, {}))
    key = f"figure-{place}"
    _figure(key=key, data=held, on_clicked_change=Heard(partial(_hear, key, on_click)))


def draw_plainly(figure: go.Figure, alt: str, *, still: bool = False) -> None:
    """Put a figure on the page without a library of our own, which some server may not have."""
    config = STILL if still else CONFIG
    st.plotly_chart(_beside_tools(figure, still), theme=None, config=config, alt=alt)


def _beside_tools(figure: go.Figure, still: bool) -> go.Figure:
    if not still:
        figure.update_layout(modebar={"orientation": "v"}, margin={"r": BESIDE})
    return figure


def _hear(key: str, on_click: Callable[[float, float], None] | None) -> None:
    place = st.session_state.get(key, {}).get("clicked")  # a browser may report anything
    if on_click is not None and isinstance(place, list) and len(place) == 2:
        x, y = place
        if all(type(each) in (int, float) and math.isfinite(each) for each in place):
            on_click(float(x), float(y))


def contingency(comparison: Comparison, *, is_truth: bool) -> go.Figure:
    """Return the target against the clusters; matched to it only where it is the truth."""
    matching = comparison.matching if is_truth else None
    noise = comparison.unplaced_of_each
    return summaries.contingency(
        comparison.table, matching=matching, noise=noise, look=Look(theme())
    )
