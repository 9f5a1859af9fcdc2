"""What is said on Explore where the run in the player, or the best of several, ends elsewhere."""

from dataclasses import replace
from functools import partial

import streamlit as st

from dashboard.fit import ends, seen_ends
from dashboard.fit.fitted import Fitted
from dashboard.state import current, two_starts
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.ends import apart

BEST = "best of several"


def say(fit: Fitted) -> None:
    """Say by how much, where that end is known, and lead to it."""
    player = current.study_of_player()
    if player is not None and player.settings != fit.study.settings:
        _say_of_player(fit, player)
    best = replace(fit.study, settings=ends.model(fit.study), order=None)
    shown = (fit.study.settings, player and player.settings)
    if best.settings not in shown:
        _say_of_best(fit, best)


def _say_of_player(fit: Fitted, player: Study) -> None:
    gap = _gap(fit, seen_ends.end_of(player))
    if not gap:
        return
    st.markdown(f"The run in the player begins elsewhere and ends {gap}. {_rows(fit, player)}")
    with st.container(horizontal=True):
        st.page_link("pages/step.py", label="Watch that run", icon=":material/animation:")
        _explore("its end", "explore_end", player)


def _say_of_best(fit: Fitted, best: Study) -> None:
    run = ends.run_at_hand(best)
    if run and (gap := _gap(fit, run.log_posterior)):
        st.markdown(f"The {BEST} ends {gap}. {_rows(fit, best)}")
        _explore(f"the {BEST}", "explore_best", best)


def _explore(what: str, key: str, other: Study) -> None:
    ask = {"on_click": two_starts.fit_from, "args": (other.settings,)}
    st.button(f"Explore {what}", key=key, **ask)


def _gap(fit: Fitted, end: float) -> str:
    return apart(end, fit.run.log_posterior, fit.rows.n, "this fit")


def _rows(fit: Fitted, other: Study) -> str:
    """Which rows the other run places differently, where it is at hand."""
    run = ends.run_at_hand(other)
    if run is None:
        return ""
    identity = (fit.study.fit, other.fit)
    return once("rows apart", identity, partial(ends.rows_apart, fit.rows, fit.run, run), most=8)
