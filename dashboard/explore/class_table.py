"""How large the clusters of a fit are and how sure it is of them: the first thing on the page."""

import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.look import messages, tables
from dashboard.sidebar import component_editor
from gmm_core.certainty import written_class_table


def draw(fit: Fitted) -> None:
    """The class table, what it rests on, and a way to name its rows."""
    table, rests_on = fit.classes
    tables.text(written_class_table(table), "Clusters: rows by assignment and by posterior")
    st.caption(messages.plain(rests_on))
    with st.expander("Name and reorder the clusters"):
        component_editor.editor(fit.study, fit.mixture, fit.names_in_words)
