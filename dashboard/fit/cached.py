"""Computed once a session, then kept; no other session sees what was made of an upload."""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.fit import grid
from dashboard.look import messages
from dashboard.source import about
from dashboard.state import line
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.datasets import Dataset
from gmm_core.em import Run, State
from gmm_core.fitting import data_of, fit_run
from gmm_core.projection import Projection, leading_features
from gmm_core.steps import Film
from gmm_core.steps import film as made_film
from gmm_core.steps import other_ends as made_other_ends
from gmm_core.table import Rows, complete_rows
from gmm_core.target import binned, class_codes, is_measurement
from gmm_core.written_numbers import number

QUIET_SECONDS = 0.2


def complete(study: Study) -> Rows:
    """Return the rows that are fitted."""
    ask = (study.features, study.logarithms, study.weighting, study.settings.missing)
    make = partial(_named, study.dataset, partial(complete_rows, study.dataset.frame, *ask))
    if study.is_known:
        make = partial(_known, study, make)
    return once("complete rows", study.data, make, most=4)


def _named(dataset: Dataset, make: Callable[[], Rows]) -> Rows:
    """The rows, called by the column of identifiers, where one was found."""
    rows, column = make(), about.identifier(dataset)
    if column is None:
        return rows
    values = dataset.frame[column].to_numpy(dtype=object)[rows.kept]
    return replace(rows, identifiers=tuple(map(str, values)), named_by=column)


def _known(study: Study, make: Callable[[], Rows]) -> Rows:
    """The rows with the classes that the target names."""
    return make().with_known_classes(pd.Series(study.dataset.frame[study.target]))


def filled(study: Study) -> np.ndarray:
    """Return the rows with each gap filled by its mean under one normal distribution.

    Where a picture needs one place for a row, whatever the mixture.
    """
    rows = complete(study)
    if not rows.gaps:
        return rows.X
    return once("filled rows", study.data, lambda: data_of(rows).complete.X, most=4)


def points(study: Study, projection: Projection) -> np.ndarray:
    """Return where the rows lie on the axes, whatever the mixture: NaN where an axis is missing."""
    X = complete(study).X if projection.features is not None else filled(study)
    return projection.points(X)


def leading(study: Study, count: int) -> tuple[int, ...]:
    """Return the features to look at first, in the order of the columns."""
    identity = (*study.data, count)
    make = partial(leading_features, complete(study).X, count)
    return once("leading features", identity, make, most=16)


def em_run(study: Study) -> Run:
    """Return the run of a study, with progress on screen where it takes long.

    A collapse may have ended it; it is an error only where that was at the start. Its components
    stand in the order that a person gave them.
    """
    with _Progress() as progress:
        run = once("run", study.fit, partial(_fit, study, progress), most=32)
    if study.order is None:
        return run
    return once("reordered run", study.identity, partial(run.permuted, study.order), most=4)


def _fit(study: Study, progress: Callable[[State], None]) -> Run:
    rows = complete(study)
    if study.settings.grid is not None:
        return grid.run(study, rows)
    ask = {"on_state": progress, "up_to_collapse": True, "log_jacobian": rows.log_jacobian}
    data = data_of(rows)
    fit = partial(fit_run, data, study.settings, names=study.features, **ask)
    return line.in_turn(fit, _work(study), line.LONG_FIT)


def _work(study: Study) -> int:
    """How much an iteration has to do."""
    return complete(study).X.size * study.settings.n_components


def shares(study: Study, run: Run, iteration: int) -> np.ndarray:
    """Return the responsibilities that the mixture of an iteration gives."""
    mixture = run.states[iteration].mixture
    make = partial(data_of(complete(study)).responsibilities, mixture)
    return once("responsibilities", (study.identity, iteration), make, most=4)


def film(study: Study, run: Run) -> Film:
    """Return what the half-steps of a run show; no table of a target that is no label."""
    known = None
    with messages.shown():
        known = labels(study)
        if known is not None:
            messages.say_what_was_cut(known)
    rows = complete(study)
    identity = (study.identity, None if known is None else study.target)
    about = (rows.names, known, rows.weights)
    return once("film", identity, partial(made_film, data_of(rows), run, *about), most=3)


def labels(study: Study) -> pd.Series | None:
    """Return the class of each row that is fitted; an error where the target is no label.

    A measurement is cut into intervals; ``attrs["note"]`` then says so.
    """
    if study.target is None:
        return None
    identity = (*study.data, study.target)
    return once("labels", identity, partial(_labels, study, study.target), most=4)


def _labels(study: Study, target: str) -> pd.Series:
    known = pd.Series(study.dataset.frame[target][complete(study).kept])
    if is_measurement(known):
        cut = binned(known, name=target, unit=study.dataset.units.get(target, ""))
        known = cut.labels
        known.attrs["note"] = cut.sentence
    class_codes(known)
    return known


def other_ends(study: Study) -> str:
    """Return where EM ends from other starts than means placed by hand."""
    settings = replace(study.settings, means=None)
    rows = complete(study)
    data = data_of(rows)
    work = partial(made_other_ends, data, settings, rows.log_jacobian)
    make = partial(line.in_turn, work, _work(study), line.LONG_FIT)
    return once("other ends", (*study.data, settings), make, most=8)


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
