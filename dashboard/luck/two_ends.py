"""Two ends of EM side by side, the rows that they place differently, and the way to each."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard.fit import cached
from dashboard.look import figures, messages
from dashboard.look.theme import theme
from dashboard.luck.many_starts import MOST_LISTED
from dashboard.state import chosen, current, two_starts
from dashboard.state.study import Study
from gmm_core.ends import Tried, placed_differently, rows_apart
from gmm_core.landscape import Optimum, order_beside
from gmm_core.mixture import Mixture, responsibilities
from gmm_core.plots import Look
from gmm_core.plots.pictures import mixture_figure, outline_ranges
from gmm_core.projection import Projection
from gmm_core.table import Rows
from gmm_core.written_numbers import number

HEIGHT = 380
Range = tuple[float, float]
TURN = "turn_from_luck"


def draw(study: Study, rows: Rows, grouped: Sequence[Optimum], projection: Projection) -> None:
    """Show two of the ends that a person chooses, with their differences."""
    there = {
        place: each for place, each in enumerate(grouped[:MOST_LISTED], 1) if not each.collapsed
    }
    if not there:
        st.markdown("No start has an end to be shown.")
        return
    columns = st.columns(2, gap="medium")
    picked = [
        _one(choice, there, column)
        for choice, column in zip((chosen.LEFT, chosen.RIGHT), columns, strict=True)
    ]
    starts = [there[place].starts[0] for place in picked]
    (left, here), (right, there_) = (_shares(study, rows, start) for start in starts)
    order = order_beside(here.argmax(axis=1), there_.argmax(axis=1), left.n_components)
    right, there_ = right.permuted(order), there_[:, order]
    k = left.n_components
    apart = placed_differently(here.argmax(axis=1), there_.argmax(axis=1), k, k)
    planes = [projection.mixture(each) for each in (left, right)]
    ranges = outline_ranges(projection.points(rows.X), planes)
    sides = [*zip(columns, picked, starts, planes, (here, there_), strict=True)]
    for column, place, start, plane, resp in sides[: len({*picked})]:
        with column:
            _picture(rows, plane, resp, projection, ranges, apart, place)
            _ways(study, start, "left" if column is columns[0] else "right")
    if picked[0] != picked[1]:
        said = rows_apart([str(rows.names[int(row)]) for row in apart])
        st.markdown(messages.plain(f"{said} {'They are ringed.' if len(apart) else ''}"))
    _turn()


def _one(choice: chosen.Number, there: dict[int, Optimum], column) -> int:
    places = list(there)
    current.offer(choice, min(int(choice.default), places[-1]), places)
    with column:
        return st.selectbox(
            f"{choice.called.capitalize()}",
            places,
            format_func=lambda place: _called(place, there[place]),
            key=choice.key,
            **current.KEPT,
        )


def _called(place: int, each: Optimum) -> str:
    return f"End {place}, log-likelihood {number(each.log_likelihood, 5)}"


def _shares(study: Study, rows: Rows, start: Tried) -> tuple[Mixture, np.ndarray]:
    run = cached.em_run(of_start(study, start))
    return run.mixture, responsibilities(rows.X, run.mixture)


def of_start(study: Study, start: Tried) -> Study:
    """Return a study whose fit begins there."""
    asked = {"init": start.init, "seed": start.seed, "means": None, "grid": None}
    return replace(study, settings=replace(study.settings, **asked), order=None, names=None)


def _picture(
    rows: Rows,
    plane: Mixture,
    resp: np.ndarray,
    projection: Projection,
    ranges: tuple[Range, Range] | None,
    apart: np.ndarray,
    place: int,
) -> None:
    picture = mixture_figure(
        projection.points(rows.X),
        plane,
        names=projection.labels,
        responsibilities=resp,
        ranges=ranges,
        look=Look(theme(), marked=apart, height=HEIGHT),
    )
    figures.draw(picture, alt=f"The rows and the components of end {place}", still=True)


def _ways(study: Study, start: Tried, side: str) -> None:
    with st.container(horizontal=True):
        st.button(
            "Watch it in the player",
            key=f"watch_{side}",
            icon=":material/animation:",
            on_click=_watch,
            args=(start,),
        )
        st.button(
            "Explore it",
            key=f"explore_{side}",
            icon=":material/scatter_plot:",
            on_click=_explore,
            args=(of_start(study, start),),
        )


def _watch(start: Tried) -> None:
    two_starts.watch(start.init, start.seed)
    st.session_state[TURN] = "pages/step.py"


def _explore(study: Study) -> None:
    two_starts.fit_from(study.settings)
    st.session_state[TURN] = "pages/explore.py"


def _turn() -> None:
    if page := st.session_state.pop(TURN, None):
        st.switch_page(page)
