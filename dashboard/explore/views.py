"""A view is drawn in its place on the page, and takes the rows that are selected in it."""

from functools import partial

import numpy as np
import streamlit as st

from dashboard.explore import linked, marking
from dashboard.explore.pictures import places
from dashboard.explore.view import Chosen, View
from dashboard.fit.fitted import Fitted
from gmm_core.wording import counted, plural


def draw(slot: str, name: str, view: View, fit: Fitted, chosen: Chosen) -> None:
    """Draw a view of a fit, and take what is selected in it."""
    study, projection, look = fit.study, chosen.projection, chosen.look
    of_plane = (projection.labels, projection.features, chosen.logarithms)
    plane = of_plane if view.in_plane else ()
    target = (study.target, study.is_truth)
    about = (study.identity, study.names, target, look.theme, plane)
    marked = np.asarray(look.marked).tobytes() if view.sums and look.marked is not None else None
    by = look.by and (look.by.name, len(look.by.levels))
    seen = (look.colour, look.size, by, chosen.shows, chosen.profiled, marked)
    # Of two axes the outline holds all rows, drawn or not; of bars and the like, those drawn.
    flat = view.in_plane and len(projection.labels) == 2
    known = partial(places, fit, chosen) if flat else None
    rows = linked.view(
        slot,
        (name, *about, *seen),
        partial(view.figure, fit, chosen),
        view.alt,
        gestures=view.gestures,
        on_report=marking.on_report(fit, view.title, known, view.n_drawn(fit)),
    )
    if not view.sums or chosen.profiled.as_map:
        _say_unseen(rows, marking.marked(fit))


def _say_unseen(rows: np.ndarray | None, marked: np.ndarray | None) -> None:
    """Say which of the selected rows are none of those that a view draws."""
    if marked is None or not len(marked):
        return
    if rows is None:
        st.caption("This view does not show which rows are selected.")
        return
    unseen = int(np.count_nonzero(~np.isin(marked, rows)))
    if unseen:
        which = f"{unseen:,} of the {counted(len(marked), 'selected row')}"
        are = plural(unseen, "is", "are")
        st.caption(f"{which} {are} not drawn in this view, which shows {len(rows):,} rows.")
