"""The way to one's own table or project, in sight beside the title of the first page."""

from typing import Any

import streamlit as st

from dashboard.look.theme import make_room_beside_title
from dashboard.state import uploads
from dashboard.state.chosen import DATA, DRAW, PASTE, UPLOAD
from dashboard.state.told import set_all

COUNT = "first_files"  # how many were brought here: each has an uploader of its own, empty at first
LABEL = "A table, or a project that was saved here"


def offer(place: Any) -> None:
    """Offer it there, where a person has not yet come to a table of their own."""
    if st.session_state[DATA.key] in (UPLOAD, PASTE, DRAW):
        return
    make_room_beside_title()
    count = st.session_state.setdefault(COUNT, 0)
    with place.popover("Upload a table", key=f"bring-{count}"):
        file = st.file_uploader(LABEL, key=f"brought-{count}", on_change=_take)
        uploads.say_refused("upload")
        uploads.say_most()
    if file is not None and not uploads.was_refused(
        "upload", file
    ):  # what is called of it was ended half way
        _take()
        st.rerun()


def _take() -> None:
    """Keep the file, and turn to the tables that were uploaded."""
    count = st.session_state[COUNT]
    file = st.session_state.get(f"brought-{count}")
    if file is None:
        return
    uploads.keep("upload", file)
    if not uploads.was_refused("upload", file):
        set_all({COUNT: count + 1, DATA.key: UPLOAD})
