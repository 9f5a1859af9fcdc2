"""Two cells of the table of fits side by side, and the rows that they place differently."""

from functools import partial

import numpy as np
import streamlit as st

from dashboard.choose.cells import name_of, one_of
from dashboard.fit.side_by_side import pair
from dashboard.look import figures
from dashboard.state import chosen
from dashboard.state.session_cache import once
from gmm_core.choosing import Vocabulary, ranked
from gmm_core.fitting import Settings, data_of, taken_from
from gmm_core.mixture import Mixture
from gmm_core.projection import Projection
from gmm_core.selection import Cell, Selection
from gmm_core.table import Rows

MOST_ROWS = 100_000  # of more, both are not computed while one waits


def other(selection: Selection, cell: Cell, criterion: str, words: Vocabulary) -> Cell | None:
    """Let a person choose what stands beside a cell: the best of the others at first."""
    others = [each for each in ranked(selection, criterion) if each is not cell]
    if not others:
        return None
    return one_of(others, others[0], "Beside it", chosen.OTHER_CELL, words)


def draw(
    selection: Selection,
    made_of: tuple,
    rows: Rows,
    cells: tuple[Cell, Cell | None],
    plane: tuple[np.ndarray, Projection],
    words: Vocabulary,
) -> None:
    """Show the fits of both cells on the same axes.

    `made_of` is all that the table depends on; `plane` are the places of the rows, and the axes.
    """
    first, second = cells
    if len(rows.X) > MOST_ROWS:
        st.markdown(f"Two fits are drawn side by side of up to {MOST_ROWS:,} rows.")
        return
    if first.ascent is None or second is None:
        st.markdown("There are no two fits to be looked at side by side.")
        return
    cells = first, second
    found = pair(rows, *(_mixture(selection, made_of, rows, cell) for cell in cells))
    drawn = found.pictures(*plane)
    columns = st.columns(2, gap="medium")
    for side, column, cell, picture in zip(("left", "right"), columns, cells, drawn, strict=True):
        with column:
            st.markdown(f"**{words.cell(cell)}**")
            about = f"The rows and the fit of {words.cell(cell)}"
            figures.draw(f"cell-{side}", picture, alt=about, still=True)
    found.say(rows)


def _mixture(selection: Selection, made_of: tuple, rows: Rows, cell: Cell) -> Mixture:
    """The fit of a cell, its components in the order in which other pages have them."""
    settings = Settings(cell.n_components, cell.covariance_type)
    make = partial(taken_from, selection, data_of(rows), settings)
    return once("fit of a cell", (made_of, name_of(cell)), make, most=8).mixture
