"""Computed once a session, then kept; no other session sees what was made of an upload."""

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.look import messages
from dashboard.state.study import Study
from gmm_core.em import Run, State
from gmm_core.fitting import Settings, fit_run
from gmm_core.mixture import Mixture, responsibilities
from gmm_core.projection import leading_features
from gmm_core.steps import Film
from gmm_core.steps import film as made_film
from gmm_core.steps import other_ends as made_other_ends
from gmm_core.table import Rows, complete_rows
from gmm_core.target import binned, class_codes, is_measurement
from gmm_core.wording import number

QUIET_SECONDS = 0.2


def complete(study: Study) -> Rows:
    """Return the rows that are fitted."""
    return _rows(study.dataset.name, study.features, study)


@st.cache_resource(max_entries=4, scope="session", show_spinner=False)
def _rows(name: str, features: tuple[str, ...], _study: Study) -> Rows:
    return complete_rows(_study.dataset.frame, features)


def leading(study: Study, count: int) -> tuple[int, ...]:
    """Return the features to look at first, in the order of the columns."""
    return _leading(study.dataset.name, study.features, count, complete(study).X)


@st.cache_resource(max_entries=16, scope="session", show_spinner=False)
def _leading(name: str, features: tuple[str, ...], count: int, _X: np.ndarray) -> tuple[int, ...]:
    return leading_features(_X, count)


def em_run(study: Study) -> Run:
    """Return the run of a study, with progress on screen where it takes long.

    Its components stand in the order that a person gave them.
    """
    kept = _place_for_run(study.fit)
    with _Progress() as progress:
        if not kept:
            X = complete(study).X
            kept.append(fit_run(X, study.settings, names=study.features, on_state=progress))
    return kept[0] if study.order is None else _reordered(study.identity, study.order, kept[0])


@st.cache_resource(max_entries=4, scope="session", show_spinner=False)
def _reordered(identity: tuple, order: tuple[int, ...], _run: Run) -> Run:
    return _run.permuted(order)


@st.cache_resource(max_entries=32, scope="session", show_spinner=False)
def _place_for_run(fit: tuple) -> list[Run]:
    """Return a list that will hold the run: a cached function cannot report its progress."""
    return []


def shares(study: Study, run: Run, iteration: int) -> np.ndarray:
    """Return the responsibilities that the mixture of an iteration gives."""
    mixture = run.states[iteration].mixture
    return _shares(study.identity, iteration, complete(study).X, mixture)


@st.cache_resource(max_entries=4, scope="session", show_spinner=False)
def _shares(identity: tuple, iteration: int, _X: np.ndarray, _mixture: Mixture) -> np.ndarray:
    return responsibilities(_X, _mixture)


def film(study: Study, run: Run) -> Film:
    """Return what the half-steps of a run show; no table of a target that is no label."""
    known = None
    with messages.shown():
        known = labels(study)
        if known is not None:
            messages.say_what_was_cut(known)
    return _film(study.identity, None if known is None else study.target, study, run, known)


def labels(study: Study) -> pd.Series | None:
    """Return the class of each row that is fitted; an error where the target is no label.

    A measurement is cut into intervals; ``attrs["note"]`` then says so.
    """
    if study.target is None:
        return None
    return _labels(study.dataset.name, study.target, study.features, study)


@st.cache_resource(max_entries=4, scope="session", show_spinner=False)
def _labels(name: str, target: str, features: tuple[str, ...], _study: Study) -> pd.Series:
    known = pd.Series(_study.dataset.frame[target][complete(_study).kept])
    if is_measurement(known):
        cut = binned(known, name=target, unit=_study.dataset.units.get(target, ""))
        known = cut.labels
        known.attrs["note"] = cut.sentence
    class_codes(known)
    return known


@st.cache_resource(max_entries=3, scope="session", show_spinner=False)
def _film(
    identity: tuple, target: str | None, _study: Study, _run: Run, _known: pd.Series | None
) -> Film:
    rows = complete(_study)
    return made_film(rows.X, _run, rows.names, _known)


def other_ends(study: Study) -> str:
    """Return where EM ends from other starts than means placed by hand."""
    settings = replace(study.settings, means=None)
    return _other_ends(study.dataset.name, study.features, settings, complete(study).X)


@st.cache_resource(max_entries=8, scope="session", show_spinner=False)
def _other_ends(name: str, features: tuple[str, ...], settings: Settings, _X: np.ndarray) -> str:
    return made_other_ends(_X, settings)


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
