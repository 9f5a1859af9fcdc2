"""Was it luck: where EM ends from many starts, and how often at the best known."""

import streamlit as st

from dashboard.explore import controls
from dashboard.fit import cached, ends
from dashboard.look import messages
from dashboard.luck import many_starts, two_ends
from dashboard.state import current
from gmm_core import subsets

study = current.study()
rows = cached.complete(study)
messages.say_which_rows(rows, len(subsets.drawn_rows(len(rows.X))))

st.markdown(
    "EM climbs to the top nearest to its start, and there may be others. The more of many random "
    "starts end at the best, the less it was luck."
)
job = many_starts.asked(study, rows.X)
with messages.shown():
    found = many_starts.so_far(job)
    if found:
        optima = many_starts.say(study, rows, ends.known_run(study), found)
        st.subheader("Two ends side by side")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            projection = controls.view(study, rows.X)
        two_ends.draw(study, rows, optima, projection)
