"""How sure: sizes and certainty of the classes, standard errors, and which clusters come back."""

import streamlit as st

from dashboard.choose import classes, controls, errors
from dashboard.fit import fitted
from dashboard.look import messages
from dashboard.state import current

fit = fitted.fitted(current.study())
messages.say_which_rows(fit.rows, len(fit.rows.X))
messages.say_what_is_suspicious(fit.run, fit.study.settings.model)
words = controls.words()

st.subheader(f"How sure it is of the rows of each {words.cluster}")
sizes, table = st.columns([3, 2], gap="medium")
with sizes:
    classes.sizes(fit, words)
with table:
    classes.classification(fit, words)

st.subheader("How sure the parameters are")
with messages.shown():
    errors.parameters(fit, words)

st.subheader(f"Does each {words.cluster} come back?")
with messages.shown():
    errors.clusters(fit, words)
