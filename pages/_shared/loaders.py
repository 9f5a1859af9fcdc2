"""Computed once, then kept: rows and runs are immutable and shared by reference."""

import threading
import time
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from gmm_core import Run, State, responsibilities
from gmm_core.fitting import fit_run
from gmm_core.formatting import number
from gmm_core.rows import Rows, complete_rows
from pages._shared.controls import Study

QUIET_SECONDS = 0.2


@dataclass
class _Slot:
    """A place for a run: one session fills it, the others wait for it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    run: Run | None = None


@st.cache_resource(max_entries=64, show_spinner=False)
def rows(name: str, features: tuple[str, ...], _study: Study) -> Rows:
    return complete_rows(_study.dataset.frame, features)


@st.cache_resource(max_entries=256, show_spinner=False)
def _slot(identity: tuple) -> _Slot:
    return _Slot()


def complete(study: Study) -> Rows:
    """Return the rows that are fitted."""
    return rows(study.dataset.name, study.features, study)


def em_run(study: Study) -> Run:
    """Return the run of a study, with progress on screen where it takes long."""
    slot = _slot(study.identity)
    with slot.lock:
        if slot.run is None:
            with _Progress() as progress:
                slot.run = fit_run(
                    complete(study).X, study.settings, names=study.features, on_state=progress
                )
        return slot.run


@st.cache_resource(max_entries=16, show_spinner=False)
def _shares(identity: tuple, iteration: int, _study: Study) -> np.ndarray:
    return responsibilities(complete(_study).X, em_run(_study).states[iteration].mixture)


def shares(study: Study, iteration: int) -> np.ndarray:
    """Return the responsibilities that the mixture of an iteration gives."""
    return _shares(study.identity, iteration, study)


class _Progress:
    """What a long fit is doing; a short one shows nothing."""

    def __enter__(self):
        self.began = time.monotonic()
        self.place = st.empty()
        return self

    def __call__(self, state: State) -> None:
        if time.monotonic() - self.began > QUIET_SECONDS:
            self.place.info(
                f"Fitting: iteration {state.iteration}, log-likelihood "
                f"{number(state.log_likelihood, 8)}. Stop it with the button at the top right.",
                icon=":material/hourglass_top:",
            )

    def __exit__(self, *_):
        self.place.empty()
