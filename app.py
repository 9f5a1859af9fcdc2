"""GMM Lab: navigation, and the sidebar that all pages share."""

import streamlit as st

from pages._shared import assistant, canvas, controls, messages
from pages._shared.navigation import navigation
from pages._shared.theme import apply_styles

page = navigation()
apply_styles()
st.title(page.title)
with messages.shown(), canvas.shown(page.title), assistant.shown():
    controls.sidebar()
    page.run()
