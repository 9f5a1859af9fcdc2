"""A project that is opened: the session begins anew, as with a link and the file that it names."""

import streamlit as st

from dashboard.state import address
from dashboard.state.chosen import CHOICES, EVERY
from dashboard.state.uploads import OPENING, Opening, Upload
from gmm_core.wording import listed, quoted

LAND_ON = "land_on"
WANTED = "results_wanted"  # which a project was saved with, until their pages have begun them
NOT_KNOWN = "not_known"  # of what the project says
SAVED = "saved_fit"  # its log-likelihood, until a fit is held against it
_KEPT = ("uploader", "first_files", "made_once")
"""What is not chosen; an uploader would tell of its file again."""


def carry_out() -> None:
    """Open what is to be opened, where a run was ended half way, too."""
    opening: Opening | None = st.session_state.get(OPENING)
    if opening is None:
        return
    for key in [str(key) for key in st.session_state]:
        if key != OPENING and key not in _KEPT and not key.startswith("held_"):
            st.session_state.pop(key, None)
    for key, value in _begun_with(opening).items():
        st.session_state[key] = value
    st.session_state.pop(OPENING, None)


def _begun_with(opening: Opening) -> dict[str, object]:
    """Return what the session has then; all else a link would say."""
    project, file = opening.project, opening.project.file
    known = (*CHOICES, *address.BESIDE_CHOICES)
    asked = {key: list(said) for key, said in project.chosen.items() if key in known}
    begun: dict[str, object] = {"asked": asked, address.SAYS: asked, WANTED: {*project.asked}}
    if others := [key for key in project.chosen if key not in asked]:
        begun[NOT_KNOWN] = others
    if file is not None:
        kept = Upload.of(file.name, file.content, file_id=opening.file_id)
        begun |= {"upload": kept, "linked": kept.fingerprint}
    if project.points is not None:
        begun["drawn_before"] = project.points
    if project.selected is not None:
        begun["selection"] = ("", project.selected)
    if project.log_likelihood is not None:
        begun[SAVED] = project
    return begun | {LAND_ON: project.page if project.page in EVERY else EVERY[0]}


def not_known() -> list[str]:
    """Return a sentence on what a project says and this version does not know; or nothing."""
    keys = st.session_state.get(NOT_KNOWN)
    if not keys:
        return []
    what = listed([quoted(key) for key in keys], 5)
    return [f"The project says something of {what}, which is not known here and is left out."]


def land_on(page: str) -> None:
    """Have the next run of a page be of this one."""
    st.session_state[LAND_ON] = page


def land(here: str) -> None:
    """Go to the page that is to be seen next; the first one is at home."""
    wanted = st.session_state.get(LAND_ON, here)
    if wanted != here:
        st.switch_page(f"pages/{wanted}.py")
    st.session_state.pop(LAND_ON, None)
