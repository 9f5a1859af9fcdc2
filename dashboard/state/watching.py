"""How far a job is, a way to stop it, and the page again when it is done."""

from typing import Any

import streamlit as st

from dashboard.state import jobs
from dashboard.state.current import settled
from dashboard.state.jobs import Job

AT_ONCE = 0.25  # what takes no longer shows no progress
EVERY = 0.4  # seconds
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
    if begin and job.began is None:
        jobs.begin(job, key)
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


@st.fragment(run_every=EVERY)
def _progress(job: Job[Any], key: str, drawn_with: tuple) -> None:
    """Only this part of the page runs while the job does; then all of it."""
    if not job.runs or settled() != drawn_with:
        st.rerun()
    share, text = job.progress
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(share, text=text)
        st.button("Stop", key=f"stop_{key}", icon=":material/stop:", on_click=job.stop)
