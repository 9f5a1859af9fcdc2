"""Where EM ends from many starts: how often at the best known, as a strip and as a table."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.fit import ends
from dashboard.look import figures, messages
from dashboard.look.tables import RIGHT
from dashboard.look.theme import theme
from dashboard.state import asking, chosen, watching
from dashboard.state.jobs import Job, Tell, job
from dashboard.state.study import Study
from gmm_core.em import Run
from gmm_core.ends import Tried, apart
from gmm_core.fitting import Settings, data_of
from gmm_core.landscape import RANDOM_KINDS, Optimum, ends_of, optima, reached
from gmm_core.plots.landscape import ends_strip
from gmm_core.starts import INITIALIZERS
from gmm_core.table import Rows
from gmm_core.wording import counted
from gmm_core.written_columns import column
from gmm_core.written_numbers import difference, percent

SMALL = 2_000_000  # numbers x components x starts; of more it begins when it is asked for
MOST_LISTED = int(chosen.LEFT.most)


def asked(study: Study, rows: Rows) -> Job[tuple[Tried, ...]]:
    """Let a person choose how many starts are tried, and watch them being tried."""
    n = asking.number("Starts of each kind", chosen.STARTS, step=20, width=170)
    settings = ends.model(study)
    identity = (replace(study, settings=settings).fit, int(n))
    made = job("ends of many starts", identity, partial(_made, rows, settings, int(n)))
    work = rows.X.size * settings.n_components * int(n) * len(RANDOM_KINDS)
    watching.watch(made, "Try them", "ends", begin=work <= SMALL)
    return made


def _made(rows: Rows, settings: Settings, n: int, tell: Tell) -> tuple[Tried, ...]:
    total, done = n * len(RANDOM_KINDS), 0

    def report(found: Sequence[Tried]) -> None:
        nonlocal done
        done += len(found)
        tell(done / total, f"{done} of {total} starts", *found)

    report(())
    return ends_of(data_of(rows), settings, n, on_ends=report, log_jacobian=rows.log_jacobian)


def so_far(made: Job[tuple[Tried, ...]]) -> tuple[Tried, ...]:
    """Return the ends, or of a job that was stopped those that are there."""
    if made.is_done:
        return made.made
    return () if made.runs else tuple(made.parts)


def say(study: Study, rows: Rows, run: Run | None, found: tuple[Tried, ...]) -> list[Optimum]:
    """Say how often the best is reached, show all ends, and return the optima, the best first."""
    n = rows.n
    grouped = optima(found, n)
    st.markdown(f"#### {messages.plain(reached(found, _best_known(study, run), n))}")
    st.markdown(messages.plain(_of_fit(grouped, run, n)))
    figures.draw(
        "starts",
        ends_strip(grouped, fit=run and run.log_posterior, theme=theme()),
        alt=f"{grouped[0].rises.capitalize()} at which each start ends, by the kind of start",
        still=True,
    )
    _table(grouped, len(found))
    return grouped


def _best_known(study: Study, run: Run | None) -> float:
    written = ends.in_table(study)
    fit, noted = run and run.log_posterior, written and written.best_known
    return max(-np.inf if known is None else known for known in (fit, noted))


def _of_fit(grouped: Sequence[Optimum], run: Run | None, n_rows: int) -> str:
    """What the strip says beside the count: the fit at hand, and that a better one may be."""
    sound = [each for each in grouped if each.counts]
    if not sound:
        return "Choose fewer components, or covariances with fewer parameters."
    best, caution = sound[0].log_posterior, "Another start may still lead higher."
    if run is None:
        return caution
    gap = apart(run.log_posterior, best, n_rows, "the best of these")
    where = f"ends {gap}" if gap else "is at the best of these"
    return f"The fit of the other pages {where}. {caution}"


def _table(grouped: Sequence[Optimum], total: int) -> None:
    listed = grouped[:MOST_LISTED]
    best = listed[0].log_posterior
    shown = pd.DataFrame(
        {
            listed[0].rises: _ends([each.log_posterior for each in listed]),
            "below the best": [_below(best - each.log_posterior, each) for each in listed],
            "starts": [f"{len(each.starts)} of {total}" for each in listed],
            "share": [f"{percent(len(each.starts) / total)} %" for each in listed],
            **{_title(kind): [_of(each, kind) for each in listed] for kind in RANDOM_KINDS},
            "iterations": [f"{each.iterations:.0f}" for each in listed],
            "note": [_note(each) for each in listed],
        },
        index=pd.Index(range(1, len(listed) + 1), name="end"),
    )
    st.dataframe(
        shown,
        column_config=dict.fromkeys(shown.columns[:-1], RIGHT),
        alt="The ends that starts lead to, the best first",
    )
    st.caption(_left_out(grouped))


def _ends(values: Sequence[float]) -> list[str]:
    finite = iter(column([value for value in values if np.isfinite(value)], 5))
    return [next(finite) if np.isfinite(value) else "none" for value in values]


def _below(gap: float, each: Optimum) -> str:
    if not each.counts or gap == 0:
        return ""
    return difference(gap, plus="")


def _title(kind: str) -> str:
    return INITIALIZERS[kind].title


def _of(each: Optimum, kind: str) -> str:
    n = sum(start.init == kind for start in each.starts)
    return str(n) if n else ""


def _note(each: Optimum) -> str:
    if each.collapsed:
        return "a component collapses"
    if each.is_accident:
        return "likely an accident of few rows"
    return "two components are equal" if each.has_equals else ""


def _left_out(grouped: Sequence[Optimum]) -> str:
    more = len(grouped) - MOST_LISTED
    further = f"{counted(more, 'further end')} below these. " if more > 0 else ""
    return (
        f"{further}Iterations: the median. Ends that hang on few rows, and those with two equal "
        "components, do not count, however high."
    )
