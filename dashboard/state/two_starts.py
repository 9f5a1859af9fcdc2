"""The start of the player and that of the fit: what links say of the first, and how one becomes the
other."""

import streamlit as st

from dashboard.state.chosen import FIT_SEED, FIT_START, GRID, PLACED, SEED, START, WATCHED
from dashboard.state.told import set_all
from gmm_core.fitting import Settings

Start = tuple[str, int]


def name_watched(start: Start | None) -> None:
    """Keep which start the one to watch is, for the links; None where it is not known."""
    st.session_state["watched"] = start


def of_player() -> Start | None:
    """Return the start of the player by its name and seed; None where it is not known."""
    start, seed = (st.session_state.get(each.key, each.default) for each in (START, SEED))
    return st.session_state.get("watched") if start == WATCHED else (start, seed)


def watch_fit() -> None:
    """Have the player begin where the fit does, whatever a link said of it."""
    watch(st.session_state[FIT_START.key], st.session_state[FIT_SEED.key])


def watch(start: str, seed: int) -> None:
    """Have the player begin at this start, whatever a link said of it."""
    set_all({START.key: start, SEED.key: seed})


def fit_from(settings: Settings) -> None:
    """Have the fit begin where a run with these settings does."""
    set_all({FIT_START.key: name_of(settings), FIT_SEED.key: settings.seed})


def name_of(settings: Settings) -> str:
    """Return what the controls call the start of settings."""
    return PLACED if settings.means else GRID if settings.grid else settings.init
