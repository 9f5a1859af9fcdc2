"""Means that a person has placed by hand: in the session, in the link, and how they are undone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.fit import cached
from dashboard.look import messages
from dashboard.state import address
from dashboard.state.chosen import PLACED as START
from dashboard.state.study import Study
from dashboard.state.told import set_all
from gmm_core.em import Run
from gmm_core.errors import GMMError
from gmm_core.names import beside
from gmm_core.plots import component_labels
from gmm_core.projection import Projection
from gmm_core.steps import frame

SENTENCE = "The means are where you put them: in a table, by dragging or by clicking."
MOST_UNDONE = 50
DIGITS = 6  # of the spread of the data; a link need not hold more

Means = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Placed:
    """Means, and the table, features and number of components that they are for."""

    of: tuple
    means: Means


def applied(study: Study) -> Study:
    """Return the study with the means that were placed; those of the best start where none were."""
    placed: Placed | None = st.session_state.get("placed")
    if placed is None or placed.of != _of(study):
        # A link speaks of the table it came with, not of one that is chosen later.
        linked = _of_link(study) if placed is None else None
        means = linked or _of_run(study)
        placed = st.session_state["placed"] = Placed(_of(study), means)
    address.put("means", ";".join(",".join(map(str, mean)) for mean in placed.means))
    return replace(study, settings=replace(study.settings, init="auto", means=placed.means))


def forget_link() -> None:
    """Take the means out of the link, where another start is chosen."""
    address.put("means")


def move(
    study: Study,
    run: Run,
    step: int,
    component: int,
    place: Sequence[float],
    projection: Projection,
) -> None:
    """Start anew from the means of a half-step, one of which is moved in the picture."""
    X = cached.complete(study).X
    means = frame(run, step).mixture.means.copy()
    moved = projection.lift(np.array([place]), means[[component]], _covariance(X))
    means[component] = moved[0]
    start_from(study, means)


def put(study: Study, places: Sequence[Sequence[float]], projection: Projection) -> None:
    """Start anew from means clicked in the picture; other features follow by regression."""
    X = cached.complete(study).X
    middle = np.tile(X.mean(axis=0), (len(places), 1))
    start_from(study, projection.lift(np.array(places), middle, _covariance(X)))


def start_from(study: Study, means: np.ndarray) -> None:
    """Start anew from these means; what was before can be had back."""
    X = cached.complete(study).X
    start = (st.session_state["start"], st.session_state["seed"])
    before = (start, st.session_state.get("placed"), _of(study))
    history = [*st.session_state.get("placed_before", []), before]
    _take((START, 0), Placed(_of(study), _rounded(means, X)), history[-MOST_UNDONE:])


@contextmanager
def way_back(study: Study) -> Iterator[None]:
    """Offer another start where means that were placed lead to an error and to no picture."""
    try:
        yield
    except GMMError as error:
        if study.settings.means is None:
            raise
        messages.say_error(error)
        if can_undo(study):
            st.button("Undo placing", key="undo_placing", on_click=undo, args=(study,))
        else:
            st.button(
                "Start elsewhere", key="undo_placing", on_click=_take, args=(("auto", 0), None)
            )
        raise messages.SaidError from None


def table(study: Study, run: Run) -> None:
    """Let a person type the first means, in place of dragging or clicking them.

    The table is made once it was opened: to make it takes an eighth of a change of k.
    """
    box = st.expander(
        "Type the first means", icon=":material/table:", key="typing", on_change="rerun"
    )
    if not box.open and "typed" not in st.session_state:
        return
    means = run.states[0].mixture.means
    columns = beside(study.labels, [])
    index = pd.Index(component_labels(len(means)), name="component")
    with box:
        st.data_editor(
            pd.DataFrame(means, index=index, columns=pd.Index(columns)),
            key="typed",
            width="stretch",
            disabled=["component"],
            column_config={
                name: st.column_config.NumberColumn(required=True, format="%.6g")
                for name in columns
            },
            alt="The means from which EM starts, to be edited",
        )
        st.button(
            "Start from these means",
            key="typed_start",
            on_click=_start_from_typed,
            args=(study, means, columns),
        )


def _start_from_typed(study: Study, means: np.ndarray, columns: Sequence[str]) -> None:
    typed = means.copy()
    for row, cells in st.session_state["typed"]["edited_rows"].items():
        for name, value in cells.items():
            typed[row, columns.index(name)] = np.nan if value is None else value
    start_from(study, typed)


def can_undo(study: Study) -> bool:
    """Return whether means were placed before, for this table and so many components."""
    history = st.session_state.get("placed_before", [])
    by_hand = st.session_state.get("start") == START
    return by_hand and bool(history) and history[-1][2] == _of(study)


def undo(study: Study) -> None:
    """Go back to the start that was in use before."""
    if can_undo(study):
        *history, (start, placed, _) = st.session_state["placed_before"]
        _take(start, placed, history)


def starts_anew() -> bool:
    """Return, once, whether a part of the page has changed the start for the whole of it."""
    return st.session_state.pop("starts_anew", False)


def _take(
    start: tuple[str, int], placed: Placed | None, history: Sequence[tuple] | None = None
) -> None:
    before = {} if history is None else {"placed_before": [*history]}
    name, seed = start
    set_all({**before, "placed": placed, "start": name, "seed": seed, "starts_anew": True})


def _of(study: Study) -> tuple:
    return (*study.data, study.settings.n_components)


def _of_run(study: Study) -> Means:
    run = cached.em_run(study)
    return _rounded(run.states[0].mixture.means, cached.complete(study).X)


def _of_link(study: Study) -> Means | None:
    """The means of a link, if they are for this study."""
    text = address.asked("means") or ""
    try:
        means = tuple(tuple(float(value) for value in mean.split(",")) for mean in text.split(";"))
    except ValueError:
        return None
    shape = {len(mean) for mean in means}
    fits = len(means) == study.settings.n_components and shape == {len(study.features)}
    return means if fits and np.isfinite(means).all() else None


def _rounded(means: np.ndarray, X: np.ndarray) -> Means:
    spread = np.ptp(X, axis=0)
    exponents = np.floor(np.log10(np.where(spread > 0, spread, 1.0)))
    places = (DIGITS - exponents).astype(int).tolist()
    return tuple(
        tuple(round(value, digits) for value, digits in zip(mean, places, strict=True))
        for mean in means.tolist()
    )


def _covariance(X: np.ndarray) -> np.ndarray:
    return np.atleast_2d(np.cov(X, rowvar=False))
