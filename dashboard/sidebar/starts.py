"""The controls of where EM begins: the player has a start of its own, beside that of the fit."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.fit import ends, grid
from dashboard.sidebar import placed
from dashboard.state import chosen, current, position, two_starts
from dashboard.state.asking import number
from dashboard.state.chosen import GRID, PLACED, WATCHED
from dashboard.state.study import Study
from dashboard.state.told import told
from dashboard.state.two_starts import Start
from gmm_core.errors import GMMError
from gmm_core.starts import INITIALIZERS

WATCHED_SENTENCE = (
    "The first seed of random points, then of random responsibilities (200 of each for a table "
    "that comes along as it is, eight for others), whose run takes at least ten iterations, has "
    "rows change sides and ends at the best end known; where there is none, the longest shorter "
    "run that does the last two; where none does, the one that ends highest among those of ten "
    "iterations; else the best of several."
)
OF_FIT = (
    "Where the fit begins that Explore, New rows and Take away show. The player has a start of "
    "its own, so that there is something to watch."
)
NONE_BETTER = "No random start has more to see."
NO_TIME = "The table is too large to look for one."


def of_player(study: Study) -> Start:
    """Let a person choose the start of the player; the one to watch is found by a rule."""
    start = _one_of(chosen.START, "Start", WATCHED_SENTENCE)
    if start != WATCHED:
        return start, _seed(chosen.SEED)
    start = _to_watch(study)
    with suppress(GMMError):  # which the page says
        st.caption(_said(study, *start))
    current.offer(chosen.SEED, chosen.SEED.default)
    return start


def of_fit() -> Start:
    """Let a person choose the start of the fit."""
    return _one_of(chosen.FIT_START, "Start of the fit", OF_FIT), _seed(chosen.FIT_SEED)


def kept_of_player(study: Study, *, look: bool) -> Start | None:
    """Return the start of the player on another page.

    None where it is one to watch that nobody has looked for yet, and nobody shall now.
    """
    said = told().link | dict(st.session_state)
    start = said.get(chosen.START.key, WATCHED)
    if start != WATCHED:
        return start, said.get(chosen.SEED.key, chosen.SEED.default)
    return _to_watch(study) if look or ends.known_to_watch(study) else None


def kept_of_fit() -> Start:
    """Return the start of the fit on the page of the player."""
    titles = chosen.FIT_START.titles
    current.offer(chosen.FIT_START, chosen.FIT_START.default, list(titles))
    current.offer(chosen.FIT_SEED, chosen.FIT_SEED.default)
    return st.session_state["fit"], st.session_state["fit_seed"]


def applied(study: Study, start: Start) -> Study:
    """Return a study with its start."""
    name, seed = start
    if name == PLACED:
        with position.of_its_run():
            return placed.applied(study)
    asked = {"init": name, "grid": None}
    if name == GRID:
        asked = {"init": "auto", "grid": grid.asked(len(study.features))}
    return replace(study, settings=replace(study.settings, seed=seed, **asked))


def _to_watch(study: Study) -> Start:
    """The start to watch; of what cannot be fitted the one that says why."""
    try:
        found = ends.watched(study)
        start = (found.init, found.seed)
    except GMMError:
        start = ("auto", 0)
    two_starts.name_watched(start)
    return start


def _said(study: Study, init: str, seed: int) -> str:
    """Which start is watched; why it is the best of several where it is that."""
    title = INITIALIZERS[init].title
    if init != "auto":
        return f"{title[0].upper()}{title[1:]}, seed {seed}."
    return f"{NONE_BETTER if ends.few(study) else NO_TIME} This is the {title}."


def _one_of(choice: chosen.Option, label: str, sentence: str) -> str:
    titles = choice.titles
    sentences = {name: each.sentence for name, each in INITIALIZERS.items()}
    sentences[PLACED] = placed.SENTENCE
    sentences[GRID] = "The fit of this k and these covariances in the table of all fits."
    told = " ".join(f"**{titles[name]}**: {said}" for name, said in sentences.items())
    first = f"**{titles[WATCHED]}**: {sentence}" if WATCHED in titles else sentence
    current.offer(choice, choice.default, list(titles))
    return st.selectbox(
        label,
        list(titles),
        format_func=lambda name: titles[name],
        key=choice.key,
        help=f"{first} {told}",
        **current.KEPT,
    )


def _seed(choice: chosen.Number) -> Any:
    return number(
        "Seed",
        choice,
        help="Number from which the start draws at random. Same seed, same start.",
    )
