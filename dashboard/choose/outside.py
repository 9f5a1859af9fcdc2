"""Columns that were not fitted, class by class: means or shares, and whether they differ."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.choose.errors import on_samples
from dashboard.fit.fitted import Fitted
from dashboard.look import messages
from dashboard.look.tables import RIGHT, percentages, with_intervals
from dashboard.source import about
from dashboard.state import chosen, current, watching
from dashboard.state.asking import choice, several
from dashboard.state.jobs import Job, Tell, job
from gmm_core.choosing import Vocabulary
from gmm_core.errors import GMMError
from gmm_core.exporting import csv_bytes
from gmm_core.names import beside
from gmm_core.outside import CORRECTIONS, ByClass, compared_table, means_by_class, shares_by_class
from gmm_core.plots import component_labels
from gmm_core.resampling import compared_anew
from gmm_core.written_numbers import fixed, number, p_value

MOST_AT_FIRST, SAMPLES = 6, 200
ABOUT_ERRORS = (
    "With the fit as known they are too small where classes overlap and rows are few. Made anew, "
    "the model is fitted to rows drawn with replacement, and all is compared again; the test of "
    "shares stays the one with the fit as known."
)
Compared = Mapping[str, ByClass | str]  # or why there is nothing


def section(fit: Fitted, level: float, words: Vocabulary) -> None:
    """Let a person choose columns and a correction, and show what came of it."""
    kinds = about.compared(fit.study)
    if not kinds:
        st.caption(about.NOTHING_ELSE)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        correction = choice("Correction", chosen.CORRECTION, help=_help())
        errors = choice("Standard errors", chosen.ERRORS, help=ABOUT_ERRORS)
    current.offer(chosen.OUTSIDE, list(kinds)[:MOST_AT_FIRST], list(kinds))
    columns = several("Columns", list(kinds), key=chosen.OUTSIDE.key, **current.KEPT)
    if not columns:
        st.caption("Choose a column to see it.")
        return
    asked = {name: kinds[name] for name in kinds if name in columns}
    made = _compared(fit, asked, correction)
    watching.watch(made, "Compare columns", "outside", begin=fit.resp.size <= watching.SMALL)
    if made.is_done:
        found = made.made if errors == "known" else _anew(fit, asked, correction, made.made)
        _shown(fit, found, level, words)


def _anew(fit: Fitted, kinds: Mapping[str, bool], correction: str, known: Compared) -> Compared:
    """The same with standard errors that include the fit's; as they are until these are there."""
    if fit.mixture.noise is not None:
        st.caption("The fit is taken as known: fits made anew do not take rows of noise here.")
        return known
    found = {name: each for name, each in known.items() if isinstance(each, ByClass)}
    frame = fit.study.dataset.frame.loc[fit.rows.kept, list(found)]
    columns = {name: _column(frame[name], kinds[name]) for name in found}
    work = partial(compared_anew, columns=columns, found=found, n_samples=SAMPLES)
    identity = (fit.study.identity, *kinds.items(), correction)
    made = job("outside anew", identity, lambda tell: on_samples(work, fit, tell))
    watching.watch(made, f"Fit the model to {SAMPLES} samples", "anew")
    return {**known, **made.made} if made.is_done else known


def _column(column: Any, is_number: bool) -> Any:
    return column.to_numpy(dtype=float, na_value=float("nan")) if is_number else column


def _help() -> str:
    return " ".join(
        f"{chosen.CORRECTION.titles[name]}: {said}." for name, said in CORRECTIONS.items()
    )


def _compared(fit: Fitted, kinds: Mapping[str, bool], correction: str) -> Job[Compared]:
    frame = fit.study.dataset.frame.loc[fit.rows.kept, list(kinds)].loc[fit.placed]
    identity = (fit.study.identity, *kinds.items(), correction)
    return job("outside", identity, partial(_made, fit, frame, kinds, correction))


def _made(
    fit: Fitted, frame: pd.DataFrame, kinds: Mapping[str, bool], correction: str, tell: Tell
) -> Compared:
    found: dict[str, ByClass | str] = {}
    weighting = fit.rows.weighting
    ask: dict[str, Any] = {"correction": correction, "sample_weight": fit.placed_weights}
    ask |= {"kind": weighting.kind} if weighting else {}
    for place, (name, is_number) in enumerate(kinds.items()):
        share = place / len(kinds)
        tell(share, f"{messages.plain(name)}: {place + 1} of {len(kinds)} columns")

        def passes(n: int, share: float = share, name: str = name) -> None:
            tell(share, f"{messages.plain(name)}: pass {n:,}")

        try:
            if is_number:
                z = _column(frame[name], True)
                found[name] = means_by_class(z, fit.placed_resp, on_pass=passes, **ask)
            else:
                found[name] = shares_by_class(frame[name], fit.placed_resp, **ask)
        except GMMError as error:
            found[name] = str(error)
    return found


def _shown(fit: Fitted, made: Compared, level: float, words: Vocabulary) -> None:
    found = {name: each for name, each in made.items() if isinstance(each, ByClass)}
    failed = {name: each for name, each in made.items() if isinstance(each, str)}
    names = component_labels(fit.mixture.n_components, fit.study.names)
    for name, why in failed.items():
        st.warning(messages.plain(f"{name}: {why}"), icon=":material/warning:")
    if not found:
        return
    columns = ["test", *beside(names, ["", "test"])]
    labels = {name: fit.study.dataset.label(name) for name in found}
    shown = [row for name, each in found.items() for row in _rows(labels[name], each, level)]
    st.dataframe(
        pd.DataFrame(
            [row[1:] for row in shown],
            columns=pd.Index(columns),
            index=pd.Index([row[0] for row in shown], name=""),
        ),
        column_config=dict.fromkeys(columns, RIGHT),
        alt=f"Columns that were not fitted, by {words.cluster}",
    )
    st.caption(
        "Means of numbers and shares of categories (in %) ± standard error, then the interval of "
        f"{fixed(100 * level, 0)} %. The test asks whether a {words.cluster} differs from another."
        + " Rows of noise are left out."
        * (fit.mixture.noise is not None)
    )
    notes = [f"{labels[name]}: {each.status}." for name, each in found.items() if _is_noted(each)]
    if notes:
        st.markdown(messages.bullets(notes))
    _offered(fit, found, level, words)


def _is_noted(found: ByClass) -> bool:
    return ";" in found.status


def _rows(label: str, found: ByClass, level: float) -> list[list[str]]:
    """A row of a number, and one of each level of categories; the test stands in the first."""
    written = percentages if found.levels else with_intervals
    parts = (found.estimates, found.standard_errors, *found.intervals(level))
    rows = []
    for place, text in enumerate(found.levels or ("",)):
        title = f"{label}: {text}" if text else label
        cells = written(*(each[:, place] for each in parts))
        rows.append([title, "" if place else _test(found), *cells])
    return rows


def _test(found: ByClass) -> str:
    if not found.degrees:
        return "none"
    p = p_value(found.p_value)
    relation = p if p.startswith("<") else f"= {p}"
    return f"χ²({found.degrees}) = {number(found.statistic)}, p {relation}"


def _offered(
    fit: Fitted,
    found: Mapping[str, ByClass],
    level: float,
    words: Vocabulary,
) -> None:
    st.download_button(
        f"Columns by {words.cluster} (CSV)",
        lambda: csv_bytes(compared_table(found, fit.study.names, level=level)),
        file_name=f"{fit.stem} columns by {words.cluster}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="take_outside",
    )
