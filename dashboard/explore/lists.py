"""Lists of rows that a person should look at; what is chosen in one is selected everywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.explore import controls, marking
from dashboard.fit.fitted import Fitted
from dashboard.look import messages, tables
from dashboard.state.chosen import LIST
from gmm_core.assigned import assigned, noise_shares
from gmm_core.certainty import most_uncertain, uncertainty
from gmm_core.clusters import ledger_table
from gmm_core.departures import say_low_density
from gmm_core.names import beside
from gmm_core.plots import component_labels

MOST_LISTED = 1000
SHOWN = 320  # pixels
SHARE = st.column_config.NumberColumn(format="%.3f")


@dataclass(frozen=True)
class RowList:
    """Rows of a fit in the order in which they are listed, and what is said of them."""

    rows: np.ndarray
    sentence: str


def draw(fit: Fitted) -> None:
    """Let a person choose a list, and choose rows in it."""
    chosen = controls.choice("List", LIST, lacking(fit), label_visibility="collapsed")
    if chosen == "left":
        _left_out(fit)
        return
    with messages.shown():
        listed = LISTS[chosen](fit)
        st.caption(messages.plain(listed.sentence))
        if len(listed.rows):
            _table(fit, LIST.titles[chosen], listed.rows)
            _ledger(fit, listed.rows)


def lacking(fit: Fitted) -> set[str]:
    """Return the lists that a fit has not."""
    lacks = {
        "off": not fit.is_matched,
        "left": fit.rows.kept.all(),
        "gaps": not fit.rows.gaps,
    }
    return {name for name, lacks_it in lacks.items() if lacks_it}


def _uncertain(fit: Fitted) -> RowList:
    rows = most_uncertain(fit.resp, MOST_LISTED)
    which = "All rows" if len(rows) == len(fit.resp) else f"The {MOST_LISTED:,} most uncertain rows"
    return RowList(
        rows, f"{which}, the most uncertain first. Uncertainty is 1 − the largest responsibility."
    )


def _low(fit: Fitted) -> RowList:
    found = fit.density
    rows = np.argsort(found.p_value, kind="stable")[:MOST_LISTED]
    flagged = np.count_nonzero(found.flagged)
    shown = rows[: max(flagged, 10)]
    more = f" The {MOST_LISTED:,} farthest are listed." if flagged > MOST_LISTED else ""
    return RowList(shown, f"{say_low_density(found)}{more}")


def _off(fit: Fitted) -> RowList:
    rows = fit.comparison.misplaced[:MOST_LISTED]
    more = f" The first {MOST_LISTED:,} are listed." if len(rows) == MOST_LISTED else ""
    if not len(rows):
        return RowList(rows, "Every row lies in the cluster matched to its class.")
    return RowList(rows, f"Rows whose cluster is matched to another class than their own.{more}")


def _selected(fit: Fitted) -> RowList:
    rows = marking.marked(fit)
    if rows is None or not len(rows):
        return RowList(np.empty(0, dtype=np.intp), "No row of the fit is selected.")
    more = f" The first {MOST_LISTED:,} are listed." if len(rows) > MOST_LISTED else ""
    return RowList(rows[:MOST_LISTED], f"The rows that are selected.{more}")


def _with_gaps(fit: Fitted) -> RowList:
    rows = np.flatnonzero(np.isnan(fit.rows.X).any(axis=1))
    more = f" The first {MOST_LISTED:,} are listed." if len(rows) > MOST_LISTED else ""
    return RowList(
        rows[:MOST_LISTED],
        "Rows that take part with what is there of them. The ledger below has what each cluster "
        f"expects of the rest.{more}",
    )


LISTS: dict[str, Callable[[Fitted], RowList]] = {
    "uncertain": _uncertain,
    "low": _low,
    "off": _off,
    "selected": _selected,
    "gaps": _with_gaps,
}


def _left_out(fit: Fitted) -> None:
    """List the rows that could not be fitted, as they are in the table."""
    left = np.flatnonzero(~fit.rows.kept)
    more = f" The first {MOST_LISTED:,} are listed." if len(left) > MOST_LISTED else ""
    st.caption(f"{fit.rows.summary}{more} They come back marked in every download.")
    table = fit.study.dataset.frame.iloc[left[:MOST_LISTED]]
    table = table.set_axis(pd.Index(left[:MOST_LISTED] + 1, name="row"))
    height = min(36 * (len(table) + 1), SHOWN)
    st.dataframe(table, height=height, alt="Rows that are left out of the fit")


def _table(fit: Fitted, title: str, rows: np.ndarray) -> None:
    marked = marking.marked(fit)
    chosen = [] if marked is None else np.flatnonzero(np.isin(rows, marked)).tolist()
    # A table takes its choice only when it is new: where it lists other rows, or where something
    # was selected elsewhere than in it.
    key = f"list-{hash((title, rows.tobytes(), _ticked_elsewhere(chosen)))}"
    table, labels = (
        described(fit, rows),
        component_labels(fit.mixture.n_components, fit.study.names),
    )
    st.dataframe(
        table,
        key=key,
        hide_index=True,
        height=min(36 * (len(rows) + 1), SHOWN),
        on_select=partial(_take, fit, title, rows, key),
        selection_mode="multi-row",
        selection_default={"selection": {"rows": chosen}},
        column_config={
            **tables.as_measured(table.iloc[:, -len(fit.study.features) :]),
            **tables.looks(table.filter(["log-density"])),
            "p-value": tables.of_p_values(table["p-value"].to_numpy()),
            "uncertainty": SHARE,
            "cluster": st.column_config.TextColumn(width=tables.width(["cluster", *labels])),
            **dict.fromkeys([*labels, "noise"], SHARE),
        },
        alt=f"{title}: rows with their responsibilities",
    )


def _take(fit: Fitted, title: str, rows: np.ndarray, key: str) -> None:
    """Select what was ticked in a table; what is selected beside its rows stays."""
    places = [place for place in st.session_state[key]["selection"]["rows"] if place < len(rows)]
    st.session_state["ticked"] = sorted(places)
    marking.tick(fit, rows, rows[places], f"the list “{title}”")


def _ticked_elsewhere(chosen: list[int]) -> int:
    """Count how often the ticks of a list were changed by something else than ticking."""
    if st.session_state.get("ticked") != chosen:
        st.session_state["ticked"] = chosen
        st.session_state["ticks"] = st.session_state.get("ticks", 0) + 1
    return st.session_state.get("ticks", 0)


def described(fit: Fitted, rows: np.ndarray) -> pd.DataFrame:
    """Values, shares and distances of rows."""
    study, resp = fit.study, fit.resp[rows]
    labels = component_labels(resp.shape[1], study.names)
    place = np.flatnonzero(fit.rows.kept)[rows]
    table: dict[str, Any] = {"row": place + 1}
    if fit.rows.identifiers is not None:
        (column,) = beside([fit.rows.named_by], table)
        table[column] = [fit.rows.identifiers[row] for row in rows.tolist()]
    if study.target is not None:
        table[f"target: {study.target}"] = study.dataset.frame[study.target].to_numpy()[place]
    table |= {
        "cluster": np.array([*labels, "noise"])[assigned(resp)],  # -1 is the last
        "uncertainty": uncertainty(resp),
        **dict(zip(labels, resp.T, strict=True)),
        **({"noise": noise_shares(resp)} if fit.mixture.noise else {}),
        "log-density": fit.density.log_density[rows],
        "p-value": fit.density.p_value[rows],
    }
    units = [study.dataset.label(feature) for feature in study.features]
    names = beside(units, table)
    values = [
        study.dataset.frame[feature].iloc[place].to_numpy(float) for feature in study.features
    ]
    return pd.DataFrame({**table, **dict(zip(names, values, strict=True))})


def _ledger(fit: Fitted, rows: np.ndarray) -> None:
    """The ledger of the first row of a list that is selected, or of its first."""
    marked = marking.marked(fit)
    chosen = rows[np.isin(rows, marked)] if marked is not None else rows[:0]
    row = int(chosen[0] if len(chosen) else rows[0])
    name = f"{fit.rows.named_by or 'row'} {fit.rows.names[row]}"
    units = ", densities of the logarithms" * bool(fit.study.logarithms)
    told = f"weight × density, divided by their sum{units}"
    st.markdown(f"**Why {messages.plain(name)} is shared as it is**: {told}")
    table = ledger_table(fit.rows.X[row], fit.mixture, fit.study.names, fit.study.labels)
    st.dataframe(
        table,
        column_config={
            **dict.fromkeys(table.columns, tables.RIGHT),
            **tables.of_names(table.index),
        },
        alt=f"Ledger of {name}",
    )
