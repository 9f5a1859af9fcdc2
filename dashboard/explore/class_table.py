"""How large the clusters of a fit are and how sure it is of them: the first thing on the page."""

import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.look import messages, tables
from dashboard.sidebar import component_editor
from gmm_core.certainty import class_table, say_classes, written_class_table
from gmm_core.plots import glyphs


def draw(fit: Fitted) -> None:
    """The class table, what it rests on, and a way to name its rows."""
    study, weights, k = fit.study, fit.rows.weights, fit.mixture.n_components
    names = study.names or [str(j + 1) for j in range(k)]
    table = class_table(fit.resp, weights, names=names, symbols=glyphs(k))
    tables.text(written_class_table(table), "Clusters: rows by assignment and by posterior")
    st.caption(messages.plain(say_classes(fit.resp, weights, names=names)))
    with st.expander("Name and reorder the clusters"):
        component_editor.editor(study, fit.mixture, fit.names_in_words)
