"""The ends of the starts that were tried, beside the player's curve, each a way into its run."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from streamlit.components.v2 import component

from dashboard.browser.heard import Heard
from dashboard.browser.modules import script
from dashboard.fit import seen_ends
from dashboard.fit.seen_ends import End
from dashboard.player import elsewhere
from dashboard.sidebar import placed
from dashboard.state import two_starts
from dashboard.state.chosen import START
from dashboard.state.study import Study
from gmm_core.em import Run
from gmm_core.ends import KINDS, are_one_end
from gmm_core.steps import last_half_step
from gmm_core.table import Rows
from gmm_core.wording import counted
from gmm_core.written_numbers import number

HERE = Path(__file__).parent
KEY = "ends"
_strip = component("gmm_ends", js=script([HERE / "../browser/page.js", HERE / "strip.js"]))


def draw(study: Study, rows: Rows, run: Run, run_id: str, step: int) -> None:
    """Have the player show the ends so far, and at the end of a run what they say of it."""
    tried = seen_ends.with_this(study, run)
    is_over, found = step == last_half_step(run), elsewhere.before_the_end(study)
    if run.collapse is None and (is_over or len(tried) > 1):
        found = elsewhere.at_the_end(study, rows, run)
    seen = tried if is_over else _ended(study, tried)
    _strip(
        key=KEY,
        data={
            "run": run_id,
            "sentences": found.sentences,
            "buttons": found.ways,
            "best": _height(found.best),
            "ends": _dots(study, seen, _levels(seen, found.best, rows.n)),
        },
        on_another_change=Heard(partial(_another, run_id, study)),
        on_picked_change=Heard(partial(_picked, run_id, study, tried)),
        on_turned_change=Heard(partial(_turned, run_id, study)),
        height=0,
    )
    elsewhere.turn()


def _ended(study: Study, tried: Sequence[End]) -> Sequence[End]:
    """The ends without that of the run which is newly on its way: it is not told beforehand."""
    return tried[:-1] if tried[-1].settings == study.settings else tried


def _height(best: float | None) -> dict[str, Any] | None:
    return None if best is None else {"at": best, "says": number(best)}


def _levels(tried: Sequence[End], best: float | None, n_rows: int) -> list[float | None]:
    """The heights of ends: those that are one lie level, at the best known if that is theirs."""
    levels = [] if best is None else [best]
    heights: list[float | None] = []
    for end in (each.at for each in tried):
        if end is not None:
            end = next((level for level in levels if are_one_end(end, level, n_rows)), end)
            levels.append(end)
        heights.append(end)
    return heights


def _dots(
    study: Study, tried: Sequence[End], heights: Sequence[float | None]
) -> list[dict[str, Any]]:
    """The ends as they are drawn; the name of each says what a click leads to."""
    return [
        {"at": height, "says": _said(each), "seen": each.settings == study.settings}
        for each, height in zip(tried, heights, strict=True)
    ]


def _said(each: End) -> str:
    settings = each.settings
    name = two_starts.name_of(settings)
    seed = f", seed {settings.seed}" if name in KINDS else ""
    title = START.titles[name]
    start, after = f"{title[0].upper()}{title[1:]}{seed}", counted(each.n_iter, "iteration")
    if each.at is None:
        return f"{start}: a component collapses after {after}."
    return f"{start}: EM ends at {number(each.at)} after {after}."


def _heard(event: str, run_id: str) -> list[Any]:
    said = st.session_state.get(KEY, {}).get(event)
    return [said.get("value")] if isinstance(said, dict) and said.get("run") == run_id else []


def _another(run_id: str, study: Study) -> None:
    """Begin at random anew, with the first seed of the kind that was not tried yet."""
    if _heard("another", run_id):
        two_starts.watch(*seen_ends.untried(study))


def _picked(run_id: str, study: Study, tried: Sequence[End]) -> None:
    """Go back to the run of an end."""
    for place in _heard("picked", run_id):
        if type(place) is int and 0 <= place < len(tried):
            settings = tried[place].settings
            if settings.means is None:
                two_starts.watch(two_starts.name_of(settings), settings.seed)
            else:
                placed.start_from(study, np.array(settings.means))


def _turned(run_id: str, study: Study) -> None:
    for way in _heard("turned", run_id):
        elsewhere.take(way, study)
