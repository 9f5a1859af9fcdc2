"""Where the table comes from: built in, from a file or a paste, or drawn by hand."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.look.messages import WaitingError
from dashboard.source import (
    about,
    assistant,
    canvas,
    catalogue,
    logarithms,
    offers,
    proposal,
    roles,
)
from dashboard.state import address, line, uploads
from dashboard.state.chosen import DRAW, PASTE, UPLOAD
from dashboard.state.session_cache import once
from dashboard.state.uploads import Understanding, Upload
from gmm_core import datasets
from gmm_core.blocks import side_by_side
from gmm_core.datasets import Dataset
from gmm_core.errors import DataError
from gmm_core.reading import Choices, Reading, read_table
from gmm_core.table import columns, findings
from gmm_core.table.columns import Column
from gmm_core.wording import counted, quoted


def dataset() -> Dataset:
    """Let a person choose a table; wait where they have not yet uploaded or drawn it."""
    name = catalogue.choose()
    if name not in (UPLOAD, PASTE):
        uploads.forget_in_link()
        return canvas.table() if name == DRAW else built_in(name)
    if name == UPLOAD:
        # Of any type: what a file is, is seen from its content, and said where it is no table.
        ask = {"on_change": _keep_file, "label_visibility": "collapsed"}
        uploads.brought("upload", st.file_uploader("Table", key="uploader", **ask))
        uploads.say_refused("upload")
        if st.session_state.get("upload") is None:
            uploads.say_most()
    else:
        text = st.text_area(
            "Table, with its header",
            key="pasted",
            height=120,
            placeholder="Copy cells of a spreadsheet, or lines of a CSV file, and paste them here.",
            on_change=_keep_pasted,
        )
        if text:
            uploads.keep_pasted(text)
    return _brought(name)


def _brought(how: str) -> Dataset:
    """The table that was uploaded or pasted, once a person has seen how it is understood."""
    upload: Upload | None = st.session_state.get("upload")
    linked = st.session_state.setdefault("linked", address.asked("file"))
    if upload is None and linked is None:
        uploads.forget_in_link()
    if upload is None or upload.pasted != (how == PASTE):
        raise WaitingError(_what_to_bring(how, linked))
    understood = uploads.understanding(upload)
    table = _accepted(upload, understood)
    if table is None:
        raise assistant.StillReadingError(upload, read, proposed)
    if linked not in (None, upload.fingerprint):
        st.caption("This is not the file of the link; its settings are kept where they fit.")
    uploads.keep_in_link(upload, len(table.frame))
    assistant.way_back(upload, read(upload, understood.choices), table)
    return table


def _accepted(upload: Upload, understood: Understanding) -> Dataset | None:
    """The table that a person is content with; None where it cannot be read so, or not fitted.

    The assistant then says why, where it can be read in another way.
    """
    if not understood.accepted:
        return None
    try:
        table = proposed(upload, understood)
    except DataError:
        return None
    return table if table.features else None


def origin(table: Dataset) -> tuple[str, Choices]:
    """Return the fingerprint of the file that a table is from, and how it is read."""
    upload: Upload | None = st.session_state.get("upload")
    if upload is None or not table.name.startswith(UPLOAD):
        return "", Choices()
    return upload.sha256, uploads.understanding(upload).choices


@st.cache_resource(show_spinner=False)
def built_in(name: str) -> Dataset:
    return datasets.load(name)


def read(
    upload: Upload, choices: Choices, on_progress: Callable[[float], None] | None = None
) -> Reading:
    """Read an upload, once a session; no other session can see it."""
    work = partial(read_table, upload.content, upload.name, choices, on_progress)
    make = partial(line.in_turn, work, len(upload.content), line.LONG_READ)
    return once("reading", (upload.sha256, upload.name, choices), make, most=2)


def proposed(upload: Upload, understood: Understanding) -> Dataset:
    """Return the table with the features, target and components that are proposed for it.

    A table without numbers has no features.
    """
    reading = read(upload, understood.choices)
    identity = (upload.sha256, upload.name, understood.identity)
    work = partial(_proposed, upload, understood, reading)
    make = partial(line.in_turn, work, len(upload.content), line.LONG_READ)
    return once("proposed table", identity, make, most=2)


def _proposed(upload: Upload, understood: Understanding, reading: Reading) -> Dataset:
    frame = reading.frame
    name = f"{UPLOAD}-{upload.sha256}-{hash(understood.identity):x}"
    said_roles = dict(understood.roles)
    described = roles.as_said(about.described_as(name, frame), said_roles)
    weighting = understood.weighting
    if weighting is not None and weighting.column not in columns.numeric(frame):
        weighting = None
    features = _features(frame, described, understood)
    said = (understood.target, reading.target)
    targets = [column for column in said if column in frame.columns]
    targets += [*columns.proposed_targets(frame, described)]
    wanted = [name for name in understood.logarithms if name in features]
    logs = logarithms.possible(frame, wanted)
    asked = tuple(name for name in wanted if name in logs)
    taken = tuple(logs[name] for name in asked)
    work: list[Callable[[], Any]] = [partial(proposal.model_of, frame, features, taken, weighting)]
    if not understood.accepted:  # what is to be shown is found meanwhile
        work.append(partial(findings, frame, features, described, reading.decimal))
    model, *found = side_by_side(lambda make: make(), work, frame.size)
    for each in found:
        offers.findings_once(name, partial(tuple, each))
    return Dataset(
        name=name,
        title=upload.name,
        frame=frame,
        features=features,
        target=next((column for column in targets if column not in features), None),
        units={label: unit for label, unit in reading.units.items() if label in frame.columns},
        source="Your file",
        citation="",
        licence="",
        note=model.sentence,
        suggested_k=model.n_components,
        suggested_covariance=model.covariance,
        logarithms=asked,
        weighting=weighting,
        roles=said_roles,
    )


def _features(
    frame: pd.DataFrame, described: Sequence[Column], understood: Understanding
) -> tuple[str, ...]:
    """What is proposed and what a person has added, in the order of the table.

    Where nothing is measured, what is numeric at all, but row numbers, dates and codes.
    """
    out = roles.left_out(understood)
    left = [column for column in described if column.name not in out]
    wanted = {*columns.proposed_features(frame, left), *roles.added(understood)} - out
    numeric = columns.numeric(frame)
    if wanted or any(column.kind == "amount" for column in described):
        return tuple(name for name in numeric if name in wanted)
    kinds = {column.name: column.kind for column in described}
    numbers = [name for name in numeric if kinds[name] not in ("identifier", "date", "code")]
    others = [name for name in numbers if name not in out]
    return tuple((others or numbers)[: columns.MAX_PROPOSED])


def _keep_file() -> None:
    file = st.session_state["uploader"]
    if file is None:
        uploads.emptied("upload")
    else:
        uploads.keep("upload", file)


def _keep_pasted() -> None:
    if text := st.session_state["pasted"]:
        uploads.keep_pasted(text)
    else:
        uploads.drop("upload")


def _what_to_bring(how: str, linked: str | None) -> str:
    where = "Upload" if how == UPLOAD else "Paste"
    if linked is None:
        kinds = "CSV, Excel or Parquet" if how == UPLOAD else "with its header"
        return f"{where} a table ({kinds}) in the sidebar to see its clusters."
    return (
        f"This link shows {_named()} whose fingerprint (SHA-256) begins with {linked}. "
        f"{where} the same file in the sidebar to see the same page: "
        "neither a link nor a reload keeps it."
    )


def _named() -> str:
    """What the link says of the file that is missing."""
    name, rows = address.asked(uploads.NAME), address.asked(uploads.ROWS) or ""
    if not name:
        return "a file"
    size = f" ({counted(int(rows), 'row')})" if re.fullmatch("[0-9]{1,9}", rows) else ""
    return f"the file {quoted(name, 60)}{size},"
