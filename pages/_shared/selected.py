"""The rows that are selected: in one view of a page, to be seen in all of them."""

from collections.abc import Callable

import numpy as np
import streamlit as st

from gmm_core.comparison import rows_of
from gmm_core.exporting.tables import csv_bytes
from gmm_core.plots import component_labels
from gmm_core.projection import Projection
from gmm_core.selections import Selection, from_fitted, within_polygon
from pages._shared import takings
from pages._shared.fitted import Fitted
from pages._shared.linked.reports import Report
from pages._shared.messages import plain

HINT = (
    "No row is selected. Draw a box or a lasso in a picture (with Shift on top of what is "
    "selected), click a point or a cell of the table, or choose rows here."
)


def selection(fit: Fitted) -> Selection | None:
    """Return what is selected in this table; another table has no selection yet."""
    kept = st.session_state.get("selection")
    if kept is None or kept[0] != fit.study.dataset.name:
        return None
    return kept[1]


def select(
    fit: Fitted, rows: np.ndarray, origin: str, *, adds: bool = False, from_table: bool = False
) -> None:
    """Select rows of the fit, on top of what is selected or in place of it."""
    chosen = from_fitted(rows, fit.rows.kept, origin)
    before = selection(fit)
    if adds and before is not None:
        chosen = before.union(chosen)
    st.session_state["selection"] = (fit.study.dataset.name, chosen)
    _count(from_table)


def clear(*, from_table: bool = False) -> None:
    st.session_state.pop("selection", None)
    _count(from_table)


def version() -> int:
    """Return what changes when something is selected elsewhere than in a table."""
    return st.session_state.get("selection_version", 0)


def _count(from_table: bool) -> None:
    st.session_state["selection_version"] = version() + (not from_table)


def on_report(
    fit: Fitted, origin: str, projection: Projection | None = None
) -> Callable[[Report], None]:
    """Return what a view calls when a person has selected something in it."""

    def take(report: Report) -> None:
        if report.clears:
            clear()
        elif report.cells:
            _select_cells(fit, report)
        elif report.outline is not None and projection is not None:
            inside = within_polygon(projection.points(fit.rows.X), report.outline)
            select(fit, inside, origin, adds=report.adds)
        else:
            select(fit, report.rows, origin, adds=report.adds)

    return take


def _select_cells(fit: Fitted, report: Report) -> None:
    if fit.study.target is None or fit.incomparable:
        return
    comparison, titles = fit.comparison, fit.study.names
    adds = report.adds
    for i, j in report.cells:
        if i < len(comparison.classes) and j < fit.mixture.n_components:
            called = titles[j] if titles else j + 1
            origin = f"Target against cluster: {comparison.classes[i]} in cluster {called}"
            select(fit, rows_of(comparison, i, j), origin, adds=adds)
            adds = True


def marked(fit: Fitted) -> np.ndarray | None:
    """Return which rows of the fit are selected; None where nothing is."""
    chosen = selection(fit)
    return None if chosen is None else chosen.fitted(fit.rows.kept)


def bar(fit: Fitted) -> None:
    """Say what is selected, and let a person take it away, let it go, or select a cluster."""
    chosen = selection(fit)
    with st.container(horizontal=True, vertical_alignment="center", key="selection"):
        if chosen is None:
            st.caption(HINT)
        else:
            st.markdown(plain(chosen.sentence(len(fit.rows.kept))))
            st.button("Clear", key="clear", icon=":material/close:", on_click=clear)
            st.download_button(
                "Download these rows",
                takings.in_session(lambda: csv_bytes(fit.labelled.iloc[chosen.rows])),
                file_name=f"{fit.stem} selected rows.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key="download_selected",
            )
        _by_name(fit)


def _by_name(fit: Fitted) -> None:
    """Select all rows of a cluster or class without a pointer."""
    clusters = component_labels(fit.mixture.n_components, fit.study.names)
    options = {f"cluster {label}": j for j, label in enumerate(clusters)}
    st.selectbox(
        "Select the rows of",
        list(options),
        index=None,
        placeholder="Select the rows of …",
        key="select_cluster",
        label_visibility="collapsed",
        width=240,
        on_change=lambda: _select_cluster(fit, options.get(st.session_state["select_cluster"])),
    )


def _select_cluster(fit: Fitted, component: int | None) -> None:
    if component is not None:
        rows = np.flatnonzero(fit.resp.argmax(axis=1) == component)
        name = fit.study.names[component] if fit.study.names else component + 1
        select(fit, rows, f"cluster {name}")
        st.session_state["select_cluster"] = None
