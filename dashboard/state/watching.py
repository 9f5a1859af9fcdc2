"""How far a job is, a way to stop it, and the page again when it is done."""

from typing import Any

import streamlit as st

from dashboard.state import jobs
from dashboard.state.current import settled
from dashboard.state.jobs import Job
from dashboard.state.opening import WANTED

AT_ONCE = 0.25  # what takes no longer shows no progress
EVERY = 0.4  # seconds
ASKED = "results_asked"  # in the session: which results were, by their keys
SMALL = 100_000  # numbers of a table; work on more begins when it is asked for


def watch(job: Job[Any], label: str, key: str, *, begin: bool = False) -> None:
    """Show how far a job is, or offer to begin it; nothing of one that is done.

    Parameters
    ----------
    label : str
        Of the button that begins it.
    begin : bool
        Whether it begins without being asked.
    """
    if (begin or key in st.session_state.get(WANTED, ())) and job.began is None:
        jobs.begin(job, key)
    _note(job, key)
    if job.runs:
        job.wait(AT_ONCE)
    if job.runs:
        _progress(job, key, settled())
    elif not job.is_done:
        again = f"{label} again" if job.was_stopped else label
        st.button(
            again,
            key=f"start_{key}",
            icon=":material/play_arrow:",
            on_click=jobs.begin,
            args=(job, key),
        )


def _note(job: Job[Any], key: str) -> None:
    """Keep which results were asked for, by what they are called here: a project names them."""
    asked: dict[str, bool] = st.session_state.setdefault(ASKED, {})
    asked[key] = job.began is not None and not job.was_stopped
    st.session_state.get(WANTED, set()).discard(key)


def asked_for() -> tuple[str, ...]:
    """Return the results that were asked for, or that a project was saved with."""
    noted: dict[str, bool] = st.session_state.get(ASKED, {})
    wanted: set[str] = st.session_state.get(WANTED, set())
    return tuple(sorted({key for key, was_begun in noted.items() if was_begun} | wanted))


@st.fragment(run_every=EVERY)
def _progress(job: Job[Any], key: str, drawn_with: tuple) -> None:
    """Only this part of the page runs while the job does; then all of it."""
    if not job.runs or settled() != drawn_with:
        st.rerun()
    share, text = job.progress
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(share, text=text)
        st.button("Stop", key=f"stop_{key}", icon=":material/stop:", on_click=job.stop)
