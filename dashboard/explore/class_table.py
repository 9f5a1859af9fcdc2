"""How large the clusters of a fit are and how sure it is of them: the first thing on the page."""

import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.look import messages, tables
from dashboard.sidebar import component_editor
from gmm_core.certainty import written_class_table


def draw(fit: Fitted) -> None:
    """The class table, what it rests on, and a way to name its rows."""
    table, rests_on = fit.classes
    written = written_class_table(table, noise=fit.noise)
    tables.text(written, "Clusters: rows by assignment and by posterior")
    note = "" if fit.noise is None else f" {fit.noise.attrs['note']}"
    st.caption(messages.plain(f"{rests_on}{note}"))
    with st.expander("Name and reorder the clusters"):
        component_editor.editor(fit.study, fit.mixture, fit.names_in_words)
