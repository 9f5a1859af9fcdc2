"""Watch EM fit a mixture, one half-step at a time."""

import streamlit as st

from gmm_core import plots
from pages._shared import controls, loaders, messages, placed, player, stepper

study = controls.study()
rows = loaders.complete(study)
with placed.way_back(study):
    run = loaders.em_run(study)
stage = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="seen"):
    projection = controls.view(study, rows.X)
    colour = controls.colour()
    plain = controls.plain_view()

with stage:
    if plain:
        messages.say_which_rows(rows, len(plots.drawn_rows(len(rows.X))))
        stepper.draw(study, rows, run, projection, colour)
    else:
        film = loaders.film(study, run)
        messages.say_which_rows(rows, len(film.rows))
        player.draw(study, rows, film, projection, colour)
placed.table(study, run)
