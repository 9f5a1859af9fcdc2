"""Where the table comes from: a built-in dataset, a file, or points that a person draws."""

import hashlib
from dataclasses import dataclass

import streamlit as st

from gmm_core import DataError, columns, datasets
from gmm_core.datasets import Dataset
from gmm_core.formatting import counted
from gmm_core.reading import Reading, read_csv
from pages._shared import canvas
from pages._shared.messages import WaitingError, plain

UPLOAD = "upload"
DRAW = "draw"
TITLES = {UPLOAD: "Upload a CSV file", DRAW: "Draw your own points"}
FINGERPRINT_LENGTH = 12


@dataclass(frozen=True)
class Upload:
    """A file in memory, known by the SHA-256 of its content; a link names its beginning."""

    name: str
    content: bytes
    sha256: str

    @property
    def fingerprint(self) -> str:
        return self.sha256[:FINGERPRINT_LENGTH]


def dataset() -> Dataset:
    """Let a person choose a table; wait where they have not yet uploaded or drawn it."""
    options = [*datasets.names(), *TITLES]
    name = st.selectbox("Data", options, format_func=_title, key="data", bind="query-params")
    if name != UPLOAD:
        st.query_params.pop("file", None)
        return canvas.table() if name == DRAW else built_in(name)
    st.file_uploader("CSV file", key="uploader", on_change=_keep, label_visibility="collapsed")
    upload: Upload | None = st.session_state.get("upload")
    linked = st.query_params.get("file")
    if upload is None:
        raise WaitingError(_what_to_upload(linked))
    if st.session_state.setdefault("linked", linked) not in (None, upload.fingerprint):
        st.caption("This is not the file of the link; its settings are kept where they fit.")
    st.query_params["file"] = upload.fingerprint
    reading, table = read(upload.sha256, upload.name, upload.content)
    size = f"{counted(len(table.frame), 'row')} × {counted(len(table.frame.columns), 'column')}"
    st.caption(plain(f"In use: {upload.name}, {size}, {reading.summary}."))
    return table


@st.cache_resource(show_spinner=False)
def built_in(name: str) -> Dataset:
    return datasets.load(name)


@st.cache_resource(max_entries=2, scope="session", show_spinner="Reading the file")
def read(sha256: str, name: str, _content: bytes) -> tuple[Reading, Dataset]:
    """Read an upload, once a session; no other session can see it."""
    reading = read_csv(_content, name)
    numeric = columns.numeric(reading.frame)
    if not numeric:
        raise DataError(
            f"{name} has no column of numbers, and clusters are found among numbers. "
            "Upload a table with at least one numeric column."
        )
    features = columns.proposed_features(reading.frame) or numeric[: columns.MAX_PROPOSED]
    targets = columns.proposed_targets(reading.frame)
    return reading, Dataset(
        name=f"{UPLOAD}-{sha256}",
        title=name,
        frame=reading.frame,
        features=features,
        target=next((column for column in targets if column not in features), None),
        units={},
        source="Your file",
        citation="",
        licence="",
        note="",
        suggested_k=None,
    )


def _title(name: str) -> str:
    return TITLES.get(name) or built_in(name).title


def _keep() -> None:
    """Keep the file over pages and errors; the uploader itself forgets it when it is not drawn."""
    file = st.session_state["uploader"]
    if file is None:
        st.session_state.pop("upload", None)
        st.query_params.pop("file", None)
        return
    content = file.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    st.session_state["upload"] = Upload(file.name, content, sha256)


def _what_to_upload(linked: str | None) -> str:
    if linked is None:
        return "Upload a CSV file in the sidebar to see its clusters."
    return (
        f"This link shows a file whose fingerprint (SHA-256) begins with {linked}. "
        "Upload the same file in the sidebar to see the same page."
    )
