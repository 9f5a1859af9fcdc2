"""Where EM ends from many starts: worked out once a session, and once for all of what comes along.

A start to watch is chosen among the first few of them, so that a page need not wait for the rest.
"""

from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from dashboard.fit import cached
from dashboard.state.session_cache import if_made, once
from dashboard.state.study import Study
from gmm_core.assigned import assigned
from gmm_core.datasets import names
from gmm_core.em import Run
from gmm_core.ends import (
    WATCHED,
    Tried,
    Watched,
    are_one_end,
    placed_differently,
    start_to_watch,
    tried,
)
from gmm_core.ends import rows_apart as sentence
from gmm_core.errors import GMMError
from gmm_core.fitting import Settings, data_of
from gmm_core.table import Rows

FEW, MANY = 16, 60


def watched(study: Study) -> Watched:
    """Return the start to watch of a table and a model, whatever start the study names."""
    row = in_table(study)
    return row or once("start to watch", _identity(study), partial(_watched, study), most=20)


def known_to_watch(study: Study) -> Watched | None:
    """Return the start to watch where that is known: only the player waits until one is found."""
    return in_table(study) or if_made("start to watch", _identity(study))


def _watched(study: Study) -> Watched:
    return start_to_watch(_ends(study, FEW), _best_of_several(study), cached.complete(study).n)


def in_table(study: Study) -> Watched | None:
    """Return the start that is written down, where this is what the page of a dataset begins with.

    The best end known is beside it.
    """
    dataset = study.dataset
    if dataset.name not in WATCHED or study.features != dataset.features:
        return None
    if study.logarithms or study.weighting or study.is_known:
        return None
    at_first = Settings(dataset.suggested_k or 3, dataset.suggested_covariance)
    return WATCHED[dataset.name] if model(study) == at_first else None


def few(study: Study) -> tuple[Tried, ...]:
    """Return the first random starts, among which one to watch is looked for."""
    return _ends(study, FEW)


def many(study: Study) -> tuple[Tried, ...]:
    """Return all random starts that a second is enough for."""
    return _ends(study, MANY)


def are_one(first: Study, second: Study) -> bool:
    """Return whether the runs of two studies of one model end as one fit."""
    if first.settings.means or second.settings.means:
        return first.settings == second.settings
    here, there = known_run(replace(first, order=None)), known_run(replace(second, order=None))
    if here is None or there is None:
        return False
    n_rows = cached.complete(first).n
    return are_one_end(here.log_posterior, there.log_posterior, n_rows)


def known_run(study: Study) -> Run | None:
    """Return the run of a study; None where it has no end: a component collapses."""
    try:
        run = cached.em_run(study)
    except GMMError:
        return None
    return run if run.collapse is None else None


def run_at_hand(study: Study) -> Run | None:
    """Return the run of a study if this session has it, and it has an end."""
    run = if_made("run", study.fit)
    return run if run and run.collapse is None else None


def _best_of_several(study: Study) -> Tried:
    """The end of the best of several, which is one of those known."""
    settings = model(study)
    run = known_run(replace(study, settings=settings, order=None))
    if run is None:
        return Tried(settings.init, settings.seed, -np.inf, 0)
    return Tried.of_end(settings, run, run.weight)


def _ends(study: Study, most: int) -> tuple[Tried, ...]:
    is_own = study.logarithms or study.weighting or study.is_known
    if study.dataset.name in names() and not is_own:  # nobody's own
        name, features, *_, settings = _identity(study)
        return _of_all_sessions(name, features, settings, most, _study=study)
    return once("ends", (*_identity(study), most), partial(_tried, study, most), most=8)


@st.cache_resource(max_entries=400, show_spinner=False)
def _of_all_sessions(
    name: str, features: tuple[str, ...], settings: Settings, most: int, _study: Study
) -> tuple[Tried, ...]:
    return _tried(_study, most)


def _tried(study: Study, most: int) -> tuple[Tried, ...]:
    first, rows = _ends(study, FEW) if most > FEW else (), cached.complete(study)
    ask = {"first": first, "log_jacobian": rows.log_jacobian}
    return tried(data_of(rows), model(study), most=most, **ask)


def _identity(study: Study) -> tuple:
    return (*study.data, model(study))


def model(study: Study) -> Settings:
    """Return the settings of a study without its start."""
    return replace(study.settings, init="auto", seed=0, means=None, grid=None)


def rows_apart(rows: Rows, run: Run, other: Run) -> str:
    """Return which rows the ends of two runs place differently."""
    k = run.mixture.n_components
    data = data_of(rows)
    here, there = (assigned(data.responsibilities(each.mixture)) for each in (run, other))
    return sentence([rows.names[int(row)] for row in placed_differently(here, there, k, k)])
