"""The fit of a project that was opened, held against the one that it was saved with."""

from collections.abc import Hashable

import streamlit as st

from dashboard.look.messages import plain
from dashboard.state.opening import SAVED
from gmm_core.em import Run
from gmm_core.exporting.projects import Project
from gmm_core.version import VERSION
from gmm_core.written_numbers import number

OTHER = "other_fit"
SHORT = 1e-6  # nats a row, by which runs may stop short of one end


def say_if_other(identity: Hashable, run: Run) -> None:
    """Say that a fit is another than the one its project was saved with, as long as it is seen."""
    project: Project | None = st.session_state.get(SAVED)
    if project is not None:
        st.session_state[OTHER] = (identity, _sentence(project, run))
        st.session_state.pop(SAVED, None)
    of, sentence = st.session_state.get(OTHER, (None, ""))
    if sentence and of == identity:
        st.warning(plain(sentence), icon=":material/history:")


def _sentence(project: Project, run: Run) -> str:
    saved, now = project.log_likelihood or 0.0, run.log_likelihood
    if abs(saved - now) <= SHORT * max(run.weight, 1.0):
        return ""
    by = project.versions.get("gmm_core", "unknown")
    return (
        f"The fit is another than the one that the project was saved with, by GMM Lab {by}: its "
        f"log-likelihood was {number(saved, 8)}, and GMM Lab {VERSION} comes to {number(now, 8)}. "
        "Names of clusters may not be of those that they were given to."
    )
