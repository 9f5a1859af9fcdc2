"""The half-step that is seen, in the session and in the link; player and plain view share it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.state import address
from dashboard.state.chosen import STEP
from dashboard.state.current import adopt
from dashboard.state.study import Study
from dashboard.state.told import told
from gmm_core.em import Run
from gmm_core.errors import GMMError
from gmm_core.steps import last_half_step


def half_step(study: Study, run: Run) -> int:
    """Return the half-step chosen last, or that of the link; another run is at its start."""
    adopt("run", study.identity, {"step": 0})
    if "step" not in st.session_state:
        st.session_state["step"] = told().link.get("step", 0)
    told().link.pop("step", None)
    if st.session_state["step"] not in range(last_half_step(run) + 1):
        st.session_state["step"] = 0
    return st.session_state["step"]


@contextmanager
def of_its_run() -> Iterator[None]:
    """Let go of the half-step of a link whose run cannot be had: it is not of the next one."""
    try:
        yield
    except GMMError:
        told().link.pop("step", None)
        raise


def keep_in_link(step: int) -> None:
    """Put a half-step into the link; the start needs no mention."""
    address.put(STEP.key, *([str(step)] if step else []))
