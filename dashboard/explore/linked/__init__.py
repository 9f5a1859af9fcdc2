"""Linked views: figures that plotly draws in place, and the selection that all of them mark.

A view is sent again only when its figure changes. What is selected reaches all views at once
through a component of its own, so that a selection costs a few bytes however many rows are drawn.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from streamlit.components.v2 import component

from dashboard.browser.heard import Heard
from dashboard.browser.library import address
from dashboard.browser.modules import script
from dashboard.browser.packing import figure_json, named, pack
from dashboard.explore.linked.reports import Report, read_report
from dashboard.state.session_cache import once

Gesture = Literal["click", "box", "lasso"]
HERE = Path(__file__).parent


def _modules(*names: str) -> str:
    return script(HERE / f"{name}.js" for name in names)


_view = component(
    "gmm_view",
    html=(HERE / "view.html").read_text(encoding="utf-8"),
    css=(HERE / "view.css").read_text(encoding="utf-8"),
    js=_modules(
        *("../../browser/unpack", "../../browser/plotly"),
        *("marked", "marks", "gestures", "over", "tools", "view"),
    ),
    isolate_styles=False,
)
_announcer = component("gmm_marked", js=_modules("../../browser/unpack", "marked", "announcer"))


def view(
    slot: str,
    identity: tuple,
    make: Callable[[], go.Figure],
    alt: str,
    *,
    gestures: Sequence[Gesture] = (),
    on_report: Callable[[Report], None] | None = None,
) -> np.ndarray | None:
    """Draw a figure in a place of the page; the next one there is drawn in place of it.

    `identity` is all that the figure depends on: it is made anew only where that changes. What a
    person selects in it is reported before the page runs again.

    Return which rows it draws; None where it draws none one by one.
    """
    seen_as = (slot, alt, tuple(gestures))
    held, name, rows = once("view", (*seen_as, identity), partial(_packed, *seen_as, make), most=24)
    _view(
        key=f"view-{slot}",
        data=held,
        on_selected_change=Heard(partial(_hear, f"view-{slot}", name, on_report)),
    )
    return rows


def _packed(
    slot: str, alt: str, gestures: Sequence[Gesture], make: Callable[[], go.Figure]
) -> tuple[bytes, str, np.ndarray | None]:
    figure = make()
    header = {
        "figure": figure_json(figure),
        "alt": alt,
        "gestures": gestures,
        "file": f"GMM Lab {slot}",
        "plotly": address(),
    }
    name, held = named(pack(header, {}))
    return held, name, _rows_of(figure)


def _rows_of(figure: go.Figure) -> np.ndarray | None:
    """The rows that a figure draws, in all its traces of rows."""
    traces: Any = figure.data
    rows = [np.asarray(each.customdata) for each in traces if each.name == "rows"]
    found = [each[:, 0] if each.ndim == 2 else each for each in rows if each.size]
    return np.unique(np.concatenate(found).astype(np.intp)) if found else None


def _hear(key: str, name: str, on_report: Callable[[Report], None] | None) -> None:
    said = st.session_state.get(key, {}).get("selected")  # the page may have been left meanwhile
    report = read_report(said, name)
    if on_report is not None and report is not None:
        on_report(report)


def announce(rows: np.ndarray | None) -> None:
    """Have all views mark these rows of the fit; none where nothing is selected.

    A bit a row: half a million selected rows are told as quickly as three.
    """
    chosen = np.asarray([] if rows is None else rows, dtype=np.intp)
    is_marked = np.zeros(chosen.max(initial=-1) + 1, dtype=bool)
    is_marked[chosen] = True
    header = {"selected": rows is not None, "size": len(chosen)}
    _announcer(key="marked", data=pack(header, {"bits": np.packbits(is_marked)}), height=0)
