"""The project: all of a session in one file, which opens again where a table is uploaded."""

from functools import partial

import streamlit as st

from dashboard.explore import marking
from dashboard.fit.fitted import Fitted
from dashboard.state import watching
from dashboard.state.uploads import Upload
from dashboard.take_away import downloads, link
from gmm_core.exporting.projects import ENDING, Project, TableFile, project_bytes

MIME = "application/octet-stream"  # a browser would unpack what it takes for an archive


def offer(fit: Fitted) -> None:
    """Offer the project of what is on the pages now."""
    make = partial(project_bytes, project(fit))
    downloads.offer("Project", "project", fit, f"project.{ENDING}", MIME, make)


def project(fit: Fitted) -> Project:
    """Return the table and all that is chosen of it."""
    study, upload = fit.study, None
    if study.sha256:
        upload = st.session_state["upload"]
    return Project(
        chosen=link.chosen(fit),
        page="explore",
        file=None if upload is None else _file(upload),
        points=study.dataset.frame.to_numpy() if downloads.is_drawn(study) else None,
        selected=marking.selection(fit),
        asked=watching.asked_for(),
        log_likelihood=fit.run.log_likelihood,
    )


def _file(upload: Upload) -> TableFile:
    return TableFile(upload.name, upload.content)
