"""The address of the page: what a link asks for at first, then what is chosen.

Streamlit adds an entry to the browser's history for each parameter that the server sets. So a
component puts the address in place of the one that is there, but for a change of the fit, which has
an entry of its own: Back takes it back, and then leads to the page before. Undo goes back, too.
"""

import time
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.components.v2 import component
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.browser.modules import script

PLACE = "page-address"  # not that of what it shows: a component keeps what it tells under its own
SAYS = "address"  # in the session
SENDS = "sends"  # what the browser sends as its address
WENT = "went"  # how often a person has gone to another one with Back, and what that says
BESIDE_CHOICES = ("clusters", "means", "file", "read", "named", "rows")
"""Of what an address says beside what the table of choices has: names, means, the file."""

NOWHERE = (0, "")
Query = dict[str, list[str]]
HERE = Path(__file__).parent
_replace = component(
    "gmm_address",
    js=script(
        [HERE / "../browser/interrupted.js", HERE / "../browser/narrow.js", HERE / "address.js"]
    ),
)


def read() -> Query:
    """Return what the browser's address says."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def begin() -> None:
    """Keep what the link says with which a session begins, before anything can be clicked.

    Afterwards, whether a person has gone to another address: a click may hide that it was Back.
    """
    now = read()
    if "asked" not in st.session_state:
        st.session_state[SAYS] = now
        st.session_state["asked"] = now
    elif is_back_or_forward() or now != st.session_state.get(SENDS):
        times, _ = st.session_state.get(WENT, NOWHERE)
        st.session_state[WENT] = (times + 1, urlencode(now, doseq=True))
    st.session_state[SENDS] = now


def began_with() -> Query:
    """Return what the link says with which the session began."""
    return st.session_state["asked"]


def asked(key: str) -> str | None:
    """Return what that link says last of a key."""
    values = began_with().get(key)
    return values[-1] if values else None


def said() -> Query:
    """Return what the address is to say."""
    return st.session_state[SAYS]


def put(key: str, *values: str) -> None:
    """Have the address say this of a key; nothing is said of it without a value."""
    put_all({key: list(values)} if values else {}, [key])


def put_all(chosen: Query, keys: Collection[str]) -> None:
    """Have the address say this of what is chosen, and nothing more of these keys."""
    st.session_state[SAYS] = without(keys) | chosen


def without(keys: Collection[str]) -> Query:
    """Return what the address says of all but these keys."""
    return {key: values for key, values in said().items() if key not in keys}


def is_back_or_forward() -> bool:
    """Whether the browser has gone to a former address, which then has the say."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def show(place: str = PLACE, mark: str | None = None, undone: bool = False) -> None:
    """Have the browser show the address; of two that show it, the one that was told last counts.

    Where the `mark` is another than that of the address before, Back leads to that one; where a
    change was `undone`, the browser goes back itself, so that Back leads to what was before it.
    """
    told = {
        "query": urlencode(said(), doseq=True),
        "told": time.time(),
        "tells": place == PLACE,
        "holds": "upload" in st.session_state,
        "mark": mark,
        "undone": undone,
        "went": st.session_state.get(WENT, NOWHERE),
    }
    _replace(key=place, data=told, height=0, on_turned_change=_turned)


def _turned() -> None:
    """The page has turned light or dark: it runs anew, and is drawn so."""


def remind() -> None:
    """Have the browser send what its address says, should it have to begin another session.

    It sends what the server has set last, and adds no entry where it shows that already.
    """
    if read() != said():
        st.query_params.from_dict(said())
    st.session_state[SENDS] = said()
