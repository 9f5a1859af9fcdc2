"""Watch EM fit a mixture, one half-step at a time."""

import streamlit as st

from dashboard import player
from dashboard.explore import controls
from dashboard.fit import cached
from dashboard.look import messages
from dashboard.player import beside, plain_view, remedies, shadow
from dashboard.sidebar import placed
from dashboard.state import current
from gmm_core import subsets

study = current.study()
rows = cached.complete(study)
with remedies.beside_collapse(study), placed.way_back(study):
    run = cached.em_run(study)
stage = st.container(key="stage")
stage.empty()  # without a child its place would not be kept
with st.container(horizontal=True, vertical_alignment="bottom", key="seen"):
    projection = controls.view(study)
    equal = controls.equal_scales(study, projection)
    colour = controls.colour()
    plain = controls.plain_view()
    seen_too = beside.Beside() if plain else beside.choose(study)

with stage:
    shown = st.container(key="plain_place" if plain else "player_place")
    shown.empty()  # as above
    said = st.container()
with said:
    shadow.say(study, projection)
if plain:
    with said:
        messages.say_which_rows(rows, len(subsets.drawn_rows(len(rows.X))))
    with shown:
        plain_view.draw(study, rows, run, projection, colour)
else:
    with said:
        film = cached.film(study, run)
        messages.say_which_rows(rows, len(film.rows))
    with shown:
        player.draw(study, rows, film, projection, colour, equal, seen_too)
placed.table(study, run)
