"""The rows that are selected: in one view of a page, to be seen in all of them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.explore.linked.reports import Report
from dashboard.fit.fitted import Fitted
from dashboard.look.messages import plain
from dashboard.state.told import set_all
from gmm_core.assigned import NOISE
from gmm_core.exporting import csv_bytes
from gmm_core.names import free_names
from gmm_core.plots import component_labels
from gmm_core.table import MarkedRows, from_fitted, within_polygon
from gmm_core.target import rows_of
from gmm_core.wording import cut

OF_PROJECT = ""  # of whose table rows are selected as a project has them
NOT_FOUND = "not_found"  # what was typed and calls no row of the fit
NOTHING_IN = "nothing_in"  # the view in which something was drawn around no row
SAID = (NOTHING_IN, NOT_FOUND)
HINT = (
    "No row is selected. Draw a box or a lasso in a picture (with Shift on top of what is "
    "selected), click a point or a cell of the table, or choose rows here."
)


def selection(fit: Fitted) -> MarkedRows | None:
    """Return what is selected in this table; another table has no selection yet."""
    name = fit.study.dataset.name
    kept: tuple[str, MarkedRows] | None = st.session_state.get("selection")
    if kept is not None and kept[0] == OF_PROJECT:  # its table is the first that is fitted
        kept = st.session_state["selection"] = (name, kept[1])
    return kept[1] if kept is not None and kept[0] == name else None


def select(fit: Fitted, rows: np.ndarray, origin: str, *, adds: bool = False) -> None:
    """Select rows of the fit, on top of what is selected or in place of it; none lets all go."""
    chosen = from_fitted(rows, fit.rows.kept, origin)
    before = selection(fit)
    if adds and before is not None:
        chosen = before.union(chosen) if len(chosen) else before
    _keep(fit, chosen)


def tick(fit: Fitted, listed: np.ndarray, ticked: np.ndarray, origin: str) -> None:
    """Select those rows of a list that are ticked; what is selected beside the list stays."""
    chosen = from_fitted(ticked, fit.rows.kept, origin)
    if (before := selection(fit)) is not None:
        others = before.without(from_fitted(listed, fit.rows.kept, origin))
        if len(others):
            chosen = others.union(chosen) if len(chosen) else others
    _keep(fit, chosen)


def clear() -> None:
    set_all({}, forgotten=("selection", *SAID))


def _keep(fit: Fitted, chosen: MarkedRows, **also: Any) -> None:
    """Keep what is selected, and what else a click sets with it: all of it or nothing."""
    if len(chosen):
        set_all({"selection": (fit.study.dataset.name, chosen), **also}, forgotten=SAID)
    else:
        set_all(also, forgotten=("selection", *SAID))


def on_report(
    fit: Fitted,
    origin: str,
    places: Callable[[], np.ndarray] | None = None,
    n_drawn: int | None = None,
) -> Callable[[Report], None]:
    """Return what a view calls when a person has selected something in it.

    Of a view that knows the places of all rows on two axes, an outline holds all within it; other
    views know of the rows that they have drawn.
    """
    of_drawn = origin
    if n_drawn is not None and n_drawn < len(fit.rows.X):
        of_drawn = f"{origin} (among the {n_drawn:,} rows drawn)"

    def take(report: Report) -> None:
        if report.clears:
            clear()
        elif report.cells:
            _select_cells(fit, report)
        elif report.outline is not None and places is not None:
            inside = within_polygon(places(), report.outline)
            select(fit, inside, origin, adds=report.adds)
            _say_if_nothing(inside, origin)
        else:
            select(fit, report.rows, of_drawn, adds=report.adds)
            _say_if_nothing(report.rows, of_drawn)

    return take


def _say_if_nothing(rows: np.ndarray, origin: str) -> None:
    """Have it said that no row lay in what was drawn."""
    if not len(rows):
        st.session_state[NOTHING_IN] = origin


def _select_cells(fit: Fitted, report: Report) -> None:
    if fit.study.target is None or fit.incomparable:
        return
    comparison, columns = fit.comparison, _columns(fit)
    chosen = selection(fit) if report.adds else None
    for i, j in report.cells:
        if i < len(comparison.classes) and j < len(columns):
            cluster, called = columns[j]
            origin = f"Target against cluster: {comparison.classes[i]} in {called}"
            cell = from_fitted(rows_of(comparison, i, cluster), fit.rows.kept, origin)
            chosen = cell if chosen is None else chosen.union(cell) if len(cell) else chosen
    if chosen is not None:
        _keep(fit, chosen)


def _columns(fit: Fitted) -> list[tuple[int, str]]:
    """The columns of the table of the target, and what each is called: noise is the last."""
    names = fit.study.names or range(1, fit.mixture.n_components + 1)
    clusters = [(j, f"cluster {name}") for j, name in enumerate(names)]
    return [*clusters, (NOISE, "noise")] if fit.comparison.n_unplaced else clusters


def marked(fit: Fitted) -> np.ndarray | None:
    """Return which rows of the fit are selected; None where nothing is."""
    chosen = selection(fit)
    return None if chosen is None else chosen.fitted(fit.rows.kept)


def bar(fit: Fitted) -> None:
    """Say what is selected, and let a person take it away, let it go, or select a cluster."""
    chosen = selection(fit)
    with st.container(horizontal=True, vertical_alignment="center", key="selection"):
        if origin := st.session_state.get(NOTHING_IN):
            st.caption(f"No row lies in what was drawn in {plain(origin)}.")
        if asked := st.session_state.get(NOT_FOUND):
            what = fit.rows.named_by or "row"
            st.caption(f"No row of the fit is {plain(what)} “{plain(cut(asked))}”.")
        if chosen is None:
            st.caption(HINT)
        else:
            st.markdown(plain(chosen.sentence(len(fit.rows.kept))))
            st.button("Clear", key="clear", icon=":material/close:", on_click=clear)
            st.download_button(
                "Download these rows",
                lambda: csv_bytes(_excerpt(fit, chosen)),
                file_name=f"{fit.stem} selected rows.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key="download_selected",
            )
        _by_name(fit)
        _by_identifier(fit)


def _by_identifier(fit: Fitted) -> None:
    """Let a person type what a row is called, or its number, to have it selected."""
    what = fit.rows.named_by or "row"
    st.text_input(
        f"Find a row by its {what if fit.rows.named_by else 'number'}",
        placeholder=f"Find a {plain(what)} …",
        key="find_row",
        label_visibility="collapsed",
        width=200,
        on_change=lambda: _find(fit),
    )


def _find(fit: Fitted) -> None:
    """Select the row that is called so; say where none is."""
    asked = str(st.session_state["find_row"]).strip()
    names = [name.casefold() for name in fit.rows.names] if asked else []
    if asked.casefold() in names:
        place = names.index(asked.casefold())
        called = f"{fit.rows.named_by or 'row'} {fit.rows.names[place]}"
        select(fit, np.array([place]), called)
    elif asked:
        set_all({NOT_FOUND: asked}, forgotten=("selection", NOTHING_IN))


def _excerpt(fit: Fitted, chosen: MarkedRows) -> pd.DataFrame:
    """The rows that are selected, each with its place in the table, from 1."""
    table = fit.labelled.iloc[chosen.rows]
    (row,) = free_names(["row"], table.columns)
    table.insert(0, row, chosen.rows + 1)
    return table


def _by_name(fit: Fitted) -> None:
    """Select all rows of a cluster or of a class without a pointer."""
    options = _groups(fit)
    st.selectbox(
        "Select the rows of",
        list(options),
        index=None,
        placeholder="Select the rows of …",
        key="select_group",
        label_visibility="collapsed",
        width=240,
        on_change=lambda: _select_group(fit, options),
    )


def _groups(fit: Fitted) -> dict[str, tuple[int | None, int | None]]:
    """Clusters and classes by their names: (class, cluster), one of them None."""
    clusters = component_labels(fit.mixture.n_components, fit.study.names)
    groups: dict[str, tuple[int | None, int | None]] = {
        f"cluster {label}": (None, j) for j, label in enumerate(clusters)
    }
    if fit.mixture.noise is not None:
        groups["noise"] = (None, NOISE)
    if fit.study.target is not None and not fit.incomparable:
        for i, name in enumerate(fit.comparison.classes):
            groups.setdefault(f"{fit.study.target}: {name}", (i, None))
    return groups


def _select_group(fit: Fitted, groups: dict[str, tuple[int | None, int | None]]) -> None:
    name = st.session_state["select_group"]
    if name not in groups:
        st.session_state["select_group"] = None
        return
    class_code, component = groups[name]
    if component is not None:
        called = fit.study.names[component] if fit.study.names else component + 1
        rows = np.flatnonzero(fit.clusters == component)
        origin = "noise" if component == NOISE else f"cluster {called}"
    else:
        rows, origin = rows_of(fit.comparison, class_code), name
    _keep(fit, from_fitted(rows, fit.rows.kept, origin), select_group=None)
