"""The table of fits: every number of components with every structure that is asked for."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboard.state.chosen import FEW, FOURTEEN, STRUCTURES, THOROUGH, TO
from dashboard.state.jobs import Job, Tell, job
from dashboard.state.study import Study
from gmm_core.em import Run
from gmm_core.fitting import Grid, Settings, data_of, fitted_grid, taken_from
from gmm_core.selection import Cell, Selection
from gmm_core.table import Rows
from gmm_core.wording import counted

ONE_FEATURE = ("tied", "full")  # the two that differ there
TREE = 0.1  # the share of the work that is said to be in the clusters from which fits start
SECONDS = 0.2  # between looks at how far it is


def asked(n_features: int) -> Grid:
    """Return the table that is chosen; the sidebar sees to it that all of it is in the session."""
    few = FEW if n_features > 1 else ONE_FEATURE
    every = st.session_state[FOURTEEN.key] and n_features > 1
    return Grid(
        int(st.session_state[TO.key]),
        STRUCTURES if every else few,
        bool(st.session_state[THOROUGH.key]),
    )


def of(study: Study, rows: Rows, grid: Grid) -> Job[Selection]:
    """Return the job that makes the table of these rows, whether it has begun or not."""
    made_of = identity(study, grid)
    make = partial(_made, rows, study.features, made_of[-1])
    return job("table of fits", made_of, make)


def identity(study: Study, grid: Grid) -> tuple:
    """Return all that a table depends on, the last of it the settings that name it."""
    asked = study.settings
    which = {"prior": asked.prior, "noise": asked.noise, "missing": asked.missing}
    return (*study.data, Settings(1, seed=asked.seed, grid=grid, **which))


def run(study: Study, rows: Rows) -> Run:
    """Return the fit that is taken from a table, which is made where it is not there yet."""
    made = of(study, rows, study.settings.grid or asked(len(study.features)))
    if not made.is_done:
        made.start()
        place = st.empty()
        while made.runs:
            made.wait(SECONDS)
            place.progress(*made.progress)
        place.empty()
    return taken_from(made.made, data_of(rows), study.settings)


def _made(rows: Rows, names: Sequence[str], settings: Settings, tell: Tell) -> Selection:
    def clusters(share: float) -> None:
        tell(TREE * share, "Hierarchical clusters to start from")

    def fits(done: int, total: int, cell: Cell | None) -> None:
        last = f": {counted(cell.n_components, 'component')}, {cell.letters}" if cell else ""
        tell(TREE + (1.0 - TREE) * done / total, f"{done} of {total} fits{last}", cell)

    clusters(0.0)
    ask = {"names": names, "on_cell": fits, "on_tree": clusters}
    return fitted_grid(data_of(rows), settings, log_jacobian=rows.log_jacobian, **ask)
