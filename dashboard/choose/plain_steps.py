"""Where plain EM ends from the start of a cell, whose own EM has leapt on the way."""

from functools import partial

import streamlit as st

from dashboard.choose.cells import name_of
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from gmm_core.em import Ascent, Model, Stop
from gmm_core.errors import DegenerateComponentError
from gmm_core.fitting import data_of
from gmm_core.selection import Cell
from gmm_core.table import Rows
from gmm_core.written_numbers import difference

SMALL = 500_000  # rows x features squared x components, of which a thousand steps take a second
STOP = Stop(max_iter=10_000)  # without leaps there are more steps than in a fit of the table
ALIKE = 1e-3  # nats


def say(study: Study, made_of: tuple, rows: Rows, cell: Cell) -> None:
    """Say by how much plain steps end elsewhere; nothing where they do not, or there was no leap.

    `made_of` is all that the table depends on.
    """
    if cell.ascent is None or study.settings.prior or study.settings.noise:
        return
    if rows.X.size * rows.X.shape[1] * cell.n_components > SMALL:
        st.caption(
            "EM has leapt on its way here. Where plain steps from its start end is not looked at "
            "for so many rows."
        )
        return
    identity = (made_of, name_of(cell))
    if said := once("plain end", identity, partial(_said, rows, cell), most=50):
        st.caption(said)


def _said(rows: Rows, cell: Cell) -> str:
    assert cell.ascent is not None
    start, model = cell.ascent.start, Model(cell.covariance_type)
    try:
        plain = Ascent.in_plain_steps(data_of(rows), start, model, STOP)
    except DegenerateComponentError:
        return "EM has leapt on its way here: in plain steps from its start a component collapses."
    gap = plain.log_likelihood + rows.log_jacobian - cell.log_likelihood
    if abs(gap) <= ALIKE:
        return ""
    where = f"{difference(abs(gap), plus='')} nats {'higher' if gap > 0 else 'lower'}"
    return f"EM has leapt on its way here: plain steps from its start end {where}."
