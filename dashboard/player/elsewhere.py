"""What is said where a run ends of where others do, and the ways from there.

The ends of many starts, which take up to a second, are worked out when a run's end is seen or
another start is asked for: they tell the end, and a page that is only opened need not wait.
"""

from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard.fit import ends
from dashboard.state import current, two_starts
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.em import Run
from gmm_core.ends import Tried, apart, best_end, reach, rows_apart
from gmm_core.table import Rows

WATCH, EXPLORE = "watch", "explore"
WAYS = ((WATCH, "Watch the fit of Explore"), (EXPLORE, "Explore this end"))
FIT = "the fit of Explore"
NO_TIME = "Other starts are tried when you ask for them: one run on this table takes too long."


@dataclass(frozen=True)
class Elsewhere:
    """What is said, the ways by their names and labels, and the best end known, in nats."""

    sentences: tuple[str, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    best: float | None = None


def before_the_end(study: Study) -> Elsewhere:
    """Return what is known without other runs: the best end of a table that comes along."""
    return Elsewhere(best=_written_down(study))


def at_the_end(study: Study, rows: Rows, run: Run) -> Elsewhere:
    """Return what is said at the end of a run, the best end that is known, and the ways."""
    identity = (study.identity, current.study_of_fit().identity)
    return once("elsewhere", identity, partial(_found, study, rows, run), most=8)


def at_most(rows: Rows, run: Run) -> tuple[list[str], list[str]]:
    """Return the most that may be said at the end of a run, and the labels of the ways."""
    if run.collapse is not None or _is_best(run):
        return [], []
    low, many = -888.8, [Tried("random", seed, 0.0, 0) for seed in range(ends.MANY)]
    names = [max(rows.names, key=len)] * len(rows.names)
    gap = apart(low, 0.0, rows.n, FIT)
    sentences = [reach(low, many, rows.n), f"It ends {gap}. {rows_apart(names)}"]
    return sentences, [label for _, label in WAYS]


def _is_best(run: Run) -> bool:
    """Whether there is no other end: one component is fitted to all rows."""
    return run.mixture.n_components == 1 and run.mixture.noise is None


def say(study: Study, rows: Rows, run: Run) -> None:
    """Say it on the page, with a button for each way."""
    found = at_the_end(study, rows, run)
    for sentence in found.sentences:
        st.markdown(sentence)
    with st.container(horizontal=True):
        for way, label in found.ways:
            st.button(label, key=f"way_{way}", on_click=take, args=(way, study))
    turn()


def take(way: object, study: Study) -> None:
    """Have the player watch the fit of Explore, or Explore show the end of this run."""
    if way == WATCH:
        two_starts.watch_fit()
    if way == EXPLORE:
        two_starts.fit_from(study.settings)
        st.session_state["turn_to_explore"] = True


def turn() -> None:
    """Turn to Explore where that was asked for."""
    if st.session_state.pop("turn_to_explore", False):
        st.switch_page("pages/explore.py")


def _found(study: Study, rows: Rows, run: Run) -> Elsewhere:
    if _is_best(run):
        return Elsewhere(best=run.log_posterior)
    n, end, many = rows.n, run.log_posterior, ends.many(study)
    fit = ends.known_run(current.study_of_fit()) or run
    gap = apart(end, fit.log_posterior, n, FIT)
    tried = max(end, fit.log_posterior, best_end(many))
    best = max(tried, _written_down(study) or tried)
    still = apart(tried, best, n, "the best end known")
    among = reach(end, many, n)
    this = "It" if among else "This run"
    sentences = [
        among if many else NO_TIME,
        gap and f"{this} ends {gap}. {ends.rows_apart(rows, run, fit)}",
        still and f"A better fit is known: the highest of all these is {still}.",
    ]
    return Elsewhere(tuple(filter(None, sentences)), WAYS if gap else (), best)


def _written_down(study: Study) -> float | None:
    row = ends.in_table(study)
    return row and row.best_known
