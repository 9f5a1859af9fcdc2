"""Two ends of EM side by side, the rows that they place differently, and the way to each."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.fit import cached
from dashboard.fit.side_by_side import pair
from dashboard.look import figures
from dashboard.luck.many_starts import MOST_LISTED
from dashboard.state import chosen, current, two_starts
from dashboard.state.study import Study
from gmm_core.ends import Tried
from gmm_core.landscape import Optimum
from gmm_core.projection import Projection
from gmm_core.table import Rows
from gmm_core.written_numbers import number

TURN = "turn_from_luck"


def draw(study: Study, rows: Rows, grouped: Sequence[Optimum], projection: Projection) -> None:
    """Show two of the ends that a person chooses, with their differences."""
    there = {
        place: each for place, each in enumerate(grouped[:MOST_LISTED], 1) if not each.collapsed
    }
    if not there:
        st.markdown("No start has an end to be shown.")
        return
    columns = st.columns(2, gap="medium")[: len(there)]
    picked = [
        _one(choice, there, column)
        for choice, column in zip((chosen.LEFT, chosen.RIGHT), columns, strict=False)
    ]
    starts = [there[place].starts[0] for place in picked]
    fits = [cached.em_run(of_start(study, start)).mixture for start in starts]
    found = pair(rows, fits[0], fits[-1])
    drawn = found.pictures(cached.points(study, projection), projection)
    sides = [*zip(columns, picked, starts, drawn, strict=False)]
    for column, place, start, picture in sides[: len({*picked})]:
        with column:
            alt = f"The rows and the components of end {place}"
            side = "left" if column is columns[0] else "right"
            figures.draw(f"end-{side}", picture, alt=alt, still=True)
            _ways(study, start, side)
    if len(there) == 1:
        st.markdown("There is no other end to be set beside it.")
    elif picked[0] != picked[1]:
        found.say(rows)
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
    return f"End {place}, {each.rises} {number(each.log_posterior, 5)}"


def of_start(study: Study, start: Tried) -> Study:
    """Return a study whose fit begins there."""
    asked = {"init": start.init, "seed": start.seed, "means": None, "grid": None}
    return replace(study, settings=replace(study.settings, **asked), order=None, names=None)


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
