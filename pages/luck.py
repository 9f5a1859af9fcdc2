"""Was it luck: where EM ends from many starts, and what else may be made of its components."""

import streamlit as st

from dashboard.explore import controls
from dashboard.fit import cached, ends, fitted
from dashboard.look import messages
from dashboard.luck import beside_k_means, combining, hills, many_starts, two_ends
from dashboard.state import chosen, current
from dashboard.state.asking import choice
from gmm_core import subsets

study = current.study()
rows = cached.complete(study)
messages.say_which_rows(rows, len(subsets.drawn_rows(len(rows.X))))
part = choice("Part", chosen.PART, label_visibility="collapsed")

if part == "starts":
    st.markdown(
        "EM climbs to the top nearest to its start, and there may be others. The more of many "
        "random starts end at the best, the less it was luck."
    )
    job = many_starts.asked(study, rows)
    with messages.shown():
        found = many_starts.so_far(job)
        if found:
            optima = many_starts.say(study, rows, ends.known_run(study), found)
            st.subheader("Two ends side by side")
            with st.container(horizontal=True, vertical_alignment="bottom"):
                projection = controls.view(study)
            two_ends.draw(study, rows, optima, projection)

if part == "combined":
    st.markdown(
        "A cluster that is not normal takes several components to be fitted. Here components "
        "become clusters, two at a time, those first that share their rows most."
    )
    with messages.shown():
        fit = fitted.fitted(study)
        job = combining.of(fit)
        if job.is_done:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                n = combining.number_of_clusters(job.made)
                projection = controls.view(study)
            combining.draw(fit, job.made, n, projection)

if part == "kmeans":
    st.markdown(
        "k-means is what becomes of a mixture of equal balls that shrink to points: each row is "
        "wholly of the nearest mean. Here both step together from one start."
    )
    with messages.shown():
        duel = beside_k_means.of(study, rows)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            duel, said = beside_k_means.spheres(duel, study)
            projection = controls.view(study)
        at = beside_k_means.step(duel)
        st.markdown(said)
        beside_k_means.draw(study, rows, duel, at, projection)

if part == "surface":
    st.markdown(
        "Two components of weight one half and of one known spread: only their means are unknown, "
        "so that all of the log-likelihood is seen. Click the map to have EM begin there."
    )
    with messages.shown():
        with st.container(horizontal=True, vertical_alignment="bottom"):
            asked = hills.asked(study, rows)
        hills.say_missing(rows, asked)
        hills.draw(study, asked, hills.surface(study, rows, asked))
