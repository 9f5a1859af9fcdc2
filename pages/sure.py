"""How sure: the classes, their parameters and columns beside them, and which come back."""

import streamlit as st

from dashboard.choose import classes, controls, errors, outside
from dashboard.fit import fitted
from dashboard.look import messages
from dashboard.state import current

fit = fitted.fitted(current.study())
messages.say_which_rows(fit.rows, len(fit.rows.X))
messages.say_what_is_suspicious(fit.run, fit.study.settings.model)
with st.container(horizontal=True, vertical_alignment="bottom"):
    words = controls.words()
    level = controls.level()

st.subheader(f"How sure it is of the rows of each {words.cluster}")
sizes, table = st.columns([3, 2], gap="medium")
with sizes:
    classes.sizes(fit, words)
with table:
    classes.classification(fit, words)

st.subheader(f"What sets each {words.cluster} apart")
classes.in_words(fit, words)

st.subheader("How sure the parameters are")
with messages.shown():
    errors.parameters(fit, level, words)

st.subheader(f"Does each {words.cluster} come back?")
with messages.shown():
    errors.clusters(fit, words)

st.subheader("Columns that were not fitted")
with messages.shown():
    outside.section(fit, level, words)
