"""The converged fit: linked views of its clusters, how sure they are, and what they agree with."""

import streamlit as st

from dashboard.explore import (
    against,
    beside_player,
    captions,
    class_table,
    colours,
    controls,
    marking,
    numbers,
    views,
    without,
)
from dashboard.explore import lists as row_lists
from dashboard.explore.linked import announce
from dashboard.explore.numbers import say_criteria, say_scores
from dashboard.explore.pictures import PICTURES
from dashboard.explore.summaries import SUMMARIES
from dashboard.explore.view import Chosen, Profiled
from dashboard.fit import ends, fitted
from dashboard.look import messages, tables
from dashboard.look.theme import theme
from dashboard.source import about, proposal
from dashboard.state import chosen, current
from gmm_core.ends import reach
from gmm_core.plots import Look
from gmm_core.steps import why_stopped
from gmm_core.target import agreement

study = current.study()
fit = fitted.fitted(study)

st.subheader("Clusters")
class_table.draw(fit)

stopped = st.empty()
stopped.markdown(why_stopped(fit.run, study.settings.tol))
messages.say_what_is_suspicious(fit.run, study.settings.model)
beside_player.say(fit)
counts = st.container()

picture_place, summary_place = st.columns([4, 3], gap="medium")
with picture_place:
    with st.container(horizontal=True, vertical_alignment="center"):
        picture = controls.one_of(chosen.PICTURE, "Picture", PICTURES, fit)
        with st.popover("Points", icon=":material/palette:"):
            by = colours.column(fit)
            colour = controls.colour()
            size = controls.size()
    stage = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        projection = controls.view(study)
        logarithms = controls.logarithmic_axes(study, fit.rows.X, projection)
with summary_place:
    summary = controls.one_of(chosen.SUMMARY, "Summary", SUMMARIES, fit)
    beside = st.container()
    shows = controls.target_shows() if summary == "target" else "counts"
    profiled = controls.profiles(fit) if summary == "profiles" else Profiled()
    in_words = st.container()

with counts:
    messages.say_which_rows(fit.rows, PICTURES[picture].n_drawn(fit))
marked = marking.marked(fit)
look = Look(theme(), colour, size, marked=marked, by=by)
chosen = Chosen(projection, look, shows, profiled, logarithms)
announce(marked)  # before anything is drawn: the views that stay have their marks at once
with stage, messages.shown():
    if by is not None:
        colours.key(by, look.theme)
    views.draw("picture", picture, PICTURES[picture], fit, chosen)
    captions.say(picture, fit, chosen)
with beside, messages.shown():
    views.draw("summary", summary, SUMMARIES[summary], fit, chosen)
with in_words, messages.shown():
    captions.say(summary, fit, chosen)

marking.bar(fit)

st.subheader("Components")
say_criteria(fit)
without.say(fit)
tables.parameters(
    fit.mixture, study.labels, study.names, projection.features or (), logarithms=study.of_each
)
with st.expander("Standard deviations and correlations"):
    numbers.spreads(fit)
with st.expander("Covariance matrices"):
    tables.covariances(fit.mixture, study.labels, study.names)

st.subheader("Other columns against the clusters")
with messages.shown():
    against.section(fit)

if study.target is not None and study.is_truth:
    st.subheader("Target against cluster")
    with messages.shown():
        say_scores(fit.comparison)
        st.markdown(messages.plain(agreement(fit.comparison, fit.rows.names)))

st.subheader("Rows")
row_lists.draw(fit)

# Other starts are run after all else is drawn: what is said of them can wait.
reached = reach(fit.run.log_posterior, ends.few(study), fit.rows.n)
stopped.markdown(why_stopped(fit.run, study.settings.tol, reached))

with st.expander("About these data"):
    now = proposal.Fitted(study.features, study.logarithms, study.weighting)
    about.data(study.dataset, is_of_features=proposal.at_first(study.dataset, now))
