"""The half-step that is seen, in the session and in the link; player and plain view share it."""

import re

import streamlit as st

from dashboard.state.current import adopt
from dashboard.state.study import Study
from gmm_core.em import Run
from gmm_core.steps import last_half_step

_NUMBER = re.compile(r"[0-9]{1,9}")


def half_step(study: Study, run: Run) -> int:
    """Return the half-step chosen last, or that of the link; another run is at its start."""
    adopt("run", study.identity, {"step": 0})
    if "step" not in st.session_state:
        linked = st.query_params.get("step", "")
        st.session_state["step"] = int(linked) if _NUMBER.fullmatch(linked) else 0
    if st.session_state["step"] not in range(last_half_step(run) + 1):
        st.session_state["step"] = 0
    return st.session_state["step"]


def keep_in_link(step: int) -> None:
    """Put a half-step into the link; the start needs no mention."""
    # Not by bind: a widget that is gone would keep the player from writing to the link.
    if step:
        st.query_params["step"] = str(step)
    else:
        st.query_params.pop("step", None)
