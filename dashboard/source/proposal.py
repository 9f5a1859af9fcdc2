"""The model to begin with, proposed for some features of a table; when they change, it goes."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.look.messages import plain
from dashboard.state import line
from dashboard.state.chosen import COVARIANCE, K
from dashboard.state.session_cache import if_made, once
from dashboard.state.told import set_all
from gmm_core.datasets import Dataset
from gmm_core.errors import DataError, GMMError
from gmm_core.expectation import Data
from gmm_core.fitting import Settings, fit_run
from gmm_core.logarithms import Logarithm
from gmm_core.row_weights import Weighting
from gmm_core.selection import propose
from gmm_core.subsets import drawn_rows, swept_rows
from gmm_core.table import columns, complete_rows, is_numeric

MOST_COMPONENTS = 9  # tried at first; of many groups more are
MOST_ROWS_FURTHER = 100_000  # of more rows as many components would be long in fitting
MOST_TRIED = 2_000  # rows to which a proposal is fitted, to see that it can be


class Proposed(NamedTuple):
    """Components and covariance to begin with, and why; None and "" where nothing can be fitted."""

    n_components: int | None
    covariance: str
    sentence: str


class Fitted(NamedTuple):
    """What a proposal is of."""

    features: tuple[str, ...]
    logarithms: tuple[Logarithm, ...]
    weighting: Weighting | None


def model_of(
    frame: pd.DataFrame,
    features: tuple[str, ...],
    logs: tuple[Logarithm, ...],
    weighting: Weighting | None,
) -> Proposed:
    """Return the model of lowest BIC in a quick sweep; none where none can be fitted.

    The page itself then says why, where a person can choose other features.
    """
    try:
        some, n_rows = _sample(frame, features, weighting)
        rows = complete_rows(some, features, logs, weighting)
        data = Data(rows.X, rows.weights)
        found = propose(
            data,
            names=features,
            max_components=MOST_COMPONENTS,
            further=len(frame) <= MOST_ROWS_FURTHER,
            log_jacobians=rows.log_jacobians,
            n_rows=n_rows,
            accept=partial(_can_be_fitted, data),
        )
    except DataError:
        return Proposed(None, "full", "")
    return Proposed(found.n_components, found.covariance_type, found.sentence)


def _sample(
    frame: pd.DataFrame, features: Sequence[str], weighting: Weighting | None
) -> tuple[pd.DataFrame, int | None]:
    """The rows that are tried of the complete ones, and of how many; of few all are.

    They are taken before the table is made ready to be fitted, which holds a large one again.
    """
    wanted = [*features, *([weighting.column] if weighting else [])]
    complete = np.ones(len(frame), dtype=bool)
    for name in wanted:
        if name in frame and is_numeric(frame[name]):  # pyright: ignore[reportArgumentType]
            complete &= np.isfinite(columns.as_floats(frame[name]))  # pyright: ignore
    if weighting and weighting.column in frame and is_numeric(frame[weighting.column]):  # pyright: ignore
        complete &= columns.as_floats(frame[weighting.column]) != 0.0  # pyright: ignore
    n_rows = int(complete.sum())
    if n_rows <= len(swept_rows(n_rows, len(features))):
        return frame, None
    chosen = np.flatnonzero(complete)[swept_rows(n_rows, len(features))]
    return frame[wanted].iloc[chosen], n_rows


def _can_be_fitted(data: Data, n_components: int, covariance: str) -> bool:
    """Whether the fit that a page begins with comes to an end, on a sample of many rows."""
    some = drawn_rows(len(data.X), MOST_TRIED)
    weights = None if data.weights is None else data.weights[some]
    try:
        fit_run(Data(data.X[some], weights), Settings(n_components, covariance))
    except GMMError:
        return False
    return True


def at_first(dataset: Dataset, now: Fitted) -> bool:
    """Whether what is fitted now is what the first proposal of the table was made for."""
    taken = tuple(each.feature for each in now.logarithms)
    same = set(now.features) == set(dataset.features) and set(taken) == set(dataset.logarithms)
    return same and now.weighting == dataset.weighting


def again(dataset: Dataset, now: Fitted) -> None:
    """Offer another proposal where the features are not those of the first, and say its reason."""
    if not now.features or at_first(dataset, now):
        return
    found: Proposed | None = if_made("proposed model", (dataset.name, now))
    if found is None:
        st.button(
            "Propose again",
            key="propose_again",
            icon=":material/lightbulb:",
            help="Components and covariance were proposed for other features. This proposes them "
            "for those that are chosen now, by BIC.",
            on_click=partial(_propose, dataset, now),
        )
    elif found.sentence:
        st.caption(plain(found.sentence))
    else:
        st.caption("Nothing can be proposed for these features: no model can be fitted to them.")


def _propose(dataset: Dataset, now: Fitted) -> None:
    work = partial(model_of, dataset.frame, *now)
    size = len(dataset.frame) * len(now.features)
    make = partial(line.in_turn, work, size, line.LONG_FIT)
    found = once("proposed model", (dataset.name, now), make, most=8)
    if found.n_components is not None:
        set_all({K.key: found.n_components, COVARIANCE.key: found.covariance})
