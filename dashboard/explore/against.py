"""Every other column against the clusters, as if each row's cluster were certain."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.look import messages, tables
from dashboard.source import about
from dashboard.state import chosen, current, watching
from dashboard.state.asking import choice
from dashboard.state.jobs import Job, Tell, job
from gmm_core.errors import GMMError
from gmm_core.exporting import csv_bytes
from gmm_core.outside import (
    Association,
    ByClass,
    association_rows,
    association_table,
    associations,
    means_by_class,
    shares_by_class,
)
from gmm_core.plots import component_labels
from gmm_core.wording import counted, plural

CERTAIN = (
    "As if each row's cluster were certain, which makes clusters more alike than they are where "
    "they overlap; the three-step values (BCH) undo that, with the fit as known."
)
EFFECTS = (
    "The strongest comes first. V of categories and η of numbers are 0 where clusters are alike "
    "and 1 where the cluster says all."
)


@dataclass(frozen=True)
class OfColumns:
    """The columns that were tried, and the same with errors of assignment undone."""

    found: tuple[Association, ...]
    known: Mapping[str, ByClass | str]


@dataclass(frozen=True)
class Comparing:
    """The columns that clusters are compared in, and how; it is worked out once, for all pages."""

    work: Job[OfColumns]
    labels: Mapping[str, str]
    adjustment: str
    is_small: bool
    is_weighted: bool
    has_noise: bool = False

    @property
    def made(self) -> OfColumns | None:
        """What came of it; of what takes a while, where it was asked for."""
        return self.work.finish() if self.is_small or self.work.is_done else None

    def table(self, tried: OfColumns) -> pd.DataFrame:
        return association_table(tried.found, self.labels, tried.known)

    def rests_on(self, tried: OfColumns) -> str:
        """What the table of them is to be read with."""
        were = plural(len(tried.found), "was", "were")
        raised = f"{counted(len(tried.found), 'column')} that {were} tried, by {self.adjustment}"
        weighted = " Weights of rows are taken for counts." * self.is_weighted
        weighted += " Rows of noise are left out." * self.has_noise
        return f"{CERTAIN} {EFFECTS} p is raised for {raised}.{weighted}"


def comparing(fit: Fitted) -> Comparing | None:
    """Return the columns that the clusters of a fit are compared in; None where there are none."""
    kinds = about.compared(fit.study)
    if not kinds:
        return None
    by, raised_by = (
        st.session_state.get(each.key, each.default)
        for each in (chosen.NUMBERS_BY, chosen.RAISED_BY)
    )
    adjustment = chosen.RAISED_BY.titles[raised_by]
    identity = (fit.study.identity, fit.study.target, *kinds.items(), by, raised_by)
    make = partial(_tried, fit, kinds, by == "ranks", adjustment)
    numbers = len(fit.resp) * (len(kinds) + fit.resp.shape[1])
    return Comparing(
        job("against clusters", identity, make),
        {name: fit.study.dataset.label(name) for name in kinds},
        adjustment,
        numbers <= watching.SMALL,
        fit.rows.weights is not None,
        fit.mixture.noise is not None,
    )


def section(fit: Fitted) -> None:
    """Let a person see which columns the clusters differ in, and how."""
    if not about.compared(fit.study):
        st.caption(about.NOTHING_ELSE)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice("Numbers are compared by", chosen.NUMBERS_BY)
        choice("p-values are raised by", chosen.RAISED_BY)
    now = comparing(fit)
    if now is None:
        return
    watching.watch(now.work, "Compare columns", "against", begin=now.is_small)
    if now.work.is_done:
        _shown(fit, now)


def _tried(
    fit: Fitted, kinds: Mapping[str, bool], ranks: bool, adjustment: str, tell: Tell
) -> OfColumns:
    frame = fit.study.dataset.frame.loc[fit.rows.kept, list(kinds)].loc[fit.placed]
    weights = fit.placed_weights
    columns = {name: _values(frame[name], is_number) for name, is_number in kinds.items()}
    clusters, k = fit.clusters[fit.placed], fit.mixture.n_components
    ask: dict[str, Any] = {"weights": weights, "ranks": ranks, "adjustment": adjustment}
    found = associations(columns, clusters, k, **ask)
    known = {}
    for place, (name, is_number) in enumerate(kinds.items(), start=1):
        tell(place / len(kinds), f"{messages.plain(name)}: {place} of {len(kinds)} columns")
        known[name] = _known(fit, columns[name], is_number)
    return OfColumns(found, known)


def _values(column: pd.Series, is_number: bool) -> Any:
    """Numbers, or else categories, which numbers may stand for, too."""
    if is_number:
        return column.to_numpy(dtype=float, na_value=float("nan"))
    return column.astype("category")


def _known(fit: Fitted, values: Any, is_number: bool) -> ByClass | str:
    weighting = fit.rows.weighting
    ask: dict[str, Any] = {"sample_weight": fit.placed_weights}
    ask |= {"kind": weighting.kind} if weighting else {}
    try:
        compare = means_by_class if is_number else shares_by_class
        return compare(values, fit.placed_resp, **ask)
    except GMMError as error:
        return str(error)


def _shown(fit: Fitted, now: Comparing) -> None:
    made, labels = now.work.made, now.labels
    table = now.table(made)
    tables.text(table, "Columns against the clusters")
    st.caption(now.rests_on(made))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        each = _one(made.found, labels)
        st.download_button(
            "Columns against the clusters (CSV)",
            lambda: csv_bytes(table),
            file_name=f"{fit.stem} columns against clusters.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="take_against",
        )
    names = component_labels(fit.mixture.n_components, fit.study.names)
    rows = association_rows(each, names, made.known[each.column])
    st.dataframe(
        rows,
        column_config={**dict.fromkeys(rows.columns, tables.RIGHT), **tables.of_names(rows.index)},
        alt=f"{labels[each.column]} in each cluster",
    )


def _one(found: tuple[Association, ...], labels: Mapping[str, str]) -> Association:
    """Let a person choose the column that is shown cluster by cluster: at first the strongest."""
    names = [each.column for each in found]
    current.offer(chosen.AGAINST, names[0], names)
    ask = {"key": chosen.AGAINST.key, "format_func": labels.__getitem__, **current.KEPT}
    name = st.selectbox("Cluster by cluster", names, **ask)
    return found[names.index(name)]
