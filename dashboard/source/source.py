"""Where the table comes from: built in, from a file or a paste, or drawn by hand."""

import re

import streamlit as st

from dashboard.look.messages import WaitingError
from dashboard.source import assistant, canvas, catalogue
from dashboard.source.stages import proposed, read
from dashboard.state import address, uploads
from dashboard.state.chosen import DRAW, PASTE, UPLOAD
from dashboard.state.uploads import Understanding, Upload
from gmm_core import datasets
from gmm_core.datasets import Dataset
from gmm_core.errors import DataError
from gmm_core.reading import Choices
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
        raise assistant.StillReadingError(upload)
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
