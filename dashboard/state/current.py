"""What is chosen at the moment, for every page: the sidebar writes it, pages read it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.look.navigation import start_over
from dashboard.state.study import Study

# Controls that are not drawn while a person draws; naming them keeps their values.
KEPT = (
    *("features", "target", "k", "structures", "covariance"),
    *("start", "seed", "standardise", "floor"),
)

# What is seen on Explore clusters.
SEEN = ("picture", "summary", "size", "shows", "list")
# Controls that a page draws itself; naming them keeps their values while another page is open.
PAGE_KEYS = ("step", "view", "x", "y", "colour", "plain", *SEEN)


def keep_controls() -> None:
    """Keep what is chosen in the sidebar while it is not drawn."""
    for key in KEPT:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def study() -> Study:
    """Return what is chosen in the sidebar."""
    if "study" not in st.session_state:
        start_over()
    return st.session_state["study"]


def settled() -> tuple:
    """Return all that is chosen, to be compared: whether a part of the page was run for a whole."""
    names = ("data", *KEPT, *(key for key in PAGE_KEYS if key != "step"))
    kept = tuple(id(st.session_state.get(thing)) for thing in ("upload", "drawing"))
    return (*(str(st.session_state.get(name)) for name in names), *kept)


def adopt(what: str, identity: object, defaults: Mapping[str, Any]) -> None:
    """Give controls new defaults when what they depend on changes; a link has the first say."""
    before = st.session_state.get(what)
    st.session_state[what] = identity
    if before is not None and before != identity:
        for key, value in defaults.items():
            st.session_state[key] = value
