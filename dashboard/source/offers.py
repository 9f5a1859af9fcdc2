"""What is worth knowing of a table, what can be done about it by one click, and the way back."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.look.messages import plain
from dashboard.source import about, logarithms
from dashboard.state import uploads
from dashboard.state.chosen import STANDARDISE
from dashboard.state.session_cache import once
from dashboard.state.uploads import Upload
from gmm_core.datasets import Dataset
from gmm_core.reading import Reading, Remark
from gmm_core.table import Finding, findings
from gmm_core.wording import listed
from gmm_core.written_numbers import as_entered

MOST_FINDINGS = 8
OFFERS = {
    "number": "Read as numbers",
    "target": "Compare clusters with it",
    "standardise": "Standardise",
    "leave out": "Leave out",
    "missing": "Take as missing",
    "rows": "Leave out",
    "turn": "Turn the table",
    "add": "Fit them",
    "logarithm": "Take logarithms",
    "weights": "Frequencies",
}
VERBS = {
    "feature": "be fitted",
    "describe": "describe",
    "identifier": "name the rows",
    "ignore": "be ignored",
}
SAMPLING = "Sampling weights"
GRAVE = (
    *("constant", "dependent", "infinite", "identifier", "heaped"),
    *("sideways", "code", "impossible", "total"),
)


def findings_once(name: str, make: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """Return what is to be known of the table of a name, found once a session."""
    return once("findings", name, make, most=2)


def worth_knowing(upload: Upload, reading: Reading, table: Dataset) -> None:
    """Say what a person should know of the columns, with what can be done about it."""
    found = findings_once(table.name, partial(_findings, table, reading))
    found = [each for each in found if not _is_said(table, each)]
    if not table.features:  # what makes some of columns comes first
        found.sort(key=lambda each: each.offer != "number")
    if not (found or reading.remarks):
        return
    st.markdown("**Worth knowing**")
    for place, remark in enumerate(reading.remarks):
        _remark(upload, place, remark)
    for place, finding in enumerate(found[:MOST_FINDINGS]):
        _finding(upload, table, place, finding)
    if len(found) > MOST_FINDINGS:
        with st.expander(f"{len(found) - MOST_FINDINGS} more"):
            for place, finding in enumerate(found[MOST_FINDINGS:], start=MOST_FINDINGS):
                _finding(upload, table, place, finding)


def _is_said(table: Dataset, finding: Finding) -> bool:
    """Whether it asks what is answered: how rows count, or of one column of classes the target."""
    if finding.kind == "weights":
        return table.weighting is not None
    return finding.kind == "category" and finding.columns == (table.target,)


@contextmanager
def beside(text: str, key: str) -> Iterator[None]:
    """Say a sentence; buttons that follow stand at its right, or below it where that is narrow."""
    with st.container(horizontal=True, vertical_alignment="top", key=f"said-{key}"):
        st.markdown(text, width="stretch")
        yield


def changes(upload: Upload, reading: Reading, table: Dataset) -> None:
    """Say what of the table is not as in the file by a person's wish, with the way back."""
    understood = uploads.understanding(upload)
    more = [name for name in understood.added if name in table.features]
    added = (f"added to the features: {listed(more)}",) if more else ()
    logs = understood.logarithms
    fitted = (f"logarithms are fitted of {listed(logs)}",) if logs else ()
    titles = {"frequency": "frequencies", "sampling": "sampling weights"}
    said = understood.weighting
    weighed = (f"{said.column} holds {titles[said.kind]}",) if said else ()
    out = (f"not fitted: {listed(understood.left_out)}",) if understood.left_out else ()
    target = understood.target
    compared = (f"clusters are compared with {target}",) if target is not None else ()
    alike = ("features are standardised",) if st.session_state.get(STANDARDISE.key) else ()
    done = (f"{name} is to {VERBS[role]}" for name, role in understood.roles if role in VERBS)
    changed = (*reading.changes, *added, *out, *fitted, *weighed, *compared, *alike, *done)
    if not changed:
        return
    with beside(f":material/edit: {plain('As you wish: ' + '; '.join(changed))}.", "changes"):
        st.button(
            "Undo",
            key="undo_changes",
            icon=":material/undo:",
            on_click=partial(_take_back, upload),
        )


def _take_back(upload: Upload) -> None:
    choices = uploads.understanding(upload).choices
    choices = replace(choices, turned=False, rows_left_out=(), missing=())
    as_found = dict.fromkeys(("added", "left_out", "logarithms", "weights", "roles"), ())
    uploads.understand(upload, choices=choices, target=None, **as_found)
    st.session_state[STANDARDISE.key] = False


def _findings(table: Dataset, reading: Reading) -> tuple[Finding, ...]:
    return findings(table.frame, table.features, about.described(table), reading.decimal)


def _remark(upload: Upload, place: int, remark: Remark) -> None:
    """Say what was not taken as it stands in the file, with what can be had instead."""
    with beside(f":material/content_cut: {plain(remark.sentence)}", f"{place}-{remark.kind}"):
        if remark.offer:
            st.button(
                remark.offer,
                key=f"undo-{place}-{remark.kind}",
                on_click=partial(_undo, upload, remark),
            )


def _undo(upload: Upload, remark: Remark) -> None:
    choices = uploads.understanding(upload).choices
    uploads.understand(upload, choices=replace(choices, **remark.changes))


def _finding(upload: Upload, table: Dataset, place: int, finding: Finding) -> None:
    is_fitted = not (finding.columns and set(finding.columns).isdisjoint(table.features))
    icon = ":material/warning:" if is_fitted and finding.kind in GRAVE else ":material/info:"
    with beside(f"{icon} {plain(finding.sentence)}", f"{place}-{finding.kind}-found"):
        if finding.offer is not None and not _is_taken(upload, table, finding):
            st.button(
                OFFERS[finding.offer],
                key=f"offer-{place}-{finding.kind}",
                on_click=partial(_take, upload, finding),
            )
            if len(finding.codes) > 1:
                _one_by_one(upload, place, finding)
            if finding.offer == "weights":
                _button_of_sampling(upload, place, finding)
    if finding.kind == "skewed":
        logarithms.before_and_after(table, finding.columns)


def _button_of_sampling(upload: Upload, place: int, finding: Finding) -> None:
    """Offer the second of the two things that a column of weights may say."""
    st.button(
        SAMPLING,
        key=f"offer-{place}-{finding.kind}-sampling",
        on_click=partial(_weigh, upload, finding.columns[0], "sampling"),
    )


def _weigh(upload: Upload, column: str, kind: str) -> None:
    uploads.understand(upload, weights=(column, kind))


def _one_by_one(upload: Upload, place: int, finding: Finding) -> None:
    """Offer each value of each column by itself."""
    with st.popover("One by one"):
        for which, (column, value) in enumerate(finding.codes):
            st.button(
                plain(f"{as_entered(value)} in {column}"),
                key=f"offer-{place}-{finding.kind}-{which}",
                on_click=partial(_take, upload, replace(finding, codes=((column, value),))),
            )


def _is_taken(upload: Upload, table: Dataset, finding: Finding) -> bool:
    """Whether what is offered has been done."""
    if finding.offer == "target":
        return table.target in finding.columns
    if finding.offer == "standardise":
        return st.session_state.get(STANDARDISE.key) is True
    if finding.offer == "logarithm":
        return set(finding.columns) <= set(table.logarithms)
    if finding.offer == "weights":
        return table.weighting is not None
    if finding.offer == "leave out":
        return not set(finding.columns) & set(table.features)
    return False


def _take(upload: Upload, finding: Finding) -> None:
    """Do what a finding offers."""
    understood = uploads.understanding(upload)
    choices = understood.choices
    if finding.offer == "number":
        read_as(upload, finding.columns, "number")
        if finding.kind == "answers":  # of few levels, which are not proposed by themselves
            _add(upload, finding.columns)
    elif finding.offer == "missing":
        missing = tuple(dict.fromkeys((*choices.missing, *finding.codes)))
        uploads.understand(upload, choices=replace(choices, missing=missing))
    elif finding.offer == "rows":
        uploads.understand(upload, choices=choices.without_rows(finding.rows))
    elif finding.offer == "turn":
        uploads.understand(
            upload,
            choices=choices.with_table_turned(),
            added=(),
            left_out=(),
            logarithms=(),
            weights=(),
        )
    elif finding.offer == "add":
        _add(upload, finding.columns)
    elif finding.offer == "target":
        uploads.understand(upload, target=finding.columns[0])
    elif finding.offer == "logarithm":
        logs = tuple(dict.fromkeys((*understood.logarithms, *finding.columns)))
        uploads.understand(upload, logarithms=logs)
    elif finding.offer == "weights":
        _weigh(upload, finding.columns[0], "frequency")
    elif finding.offer == "leave out":
        left_out = dict.fromkeys((*understood.left_out, *finding.columns))
        uploads.understand(upload, left_out=tuple(left_out))
    else:
        st.session_state[STANDARDISE.key] = True


def _add(upload: Upload, names: Sequence[str]) -> None:
    added = tuple(dict.fromkeys((*uploads.understanding(upload).added, *names)))
    uploads.understand(upload, added=added)


def read_as(upload: Upload, names: Sequence[str], kind: str) -> None:
    """Have columns read as numbers or as text."""
    choices = uploads.understanding(upload).choices
    kinds = {**dict(choices.kinds), **dict.fromkeys(names, kind)}
    uploads.understand(upload, choices=replace(choices, kinds=tuple(kinds.items())))
