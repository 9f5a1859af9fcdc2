"""GMM Lab: navigation, and the sidebar that all pages share."""

import streamlit as st

from dashboard.look import messages
from dashboard.look.navigation import navigation
from dashboard.look.theme import apply_styles
from dashboard.sidebar import sidebar
from dashboard.source import assistant, canvas
from dashboard.state import current

page = navigation()
apply_styles()
st.title(page.title)
with (
    current.in_link(page.url_path or "step"),
    messages.shown(),
    canvas.shown(page.title),
    assistant.shown(),
):
    sidebar.sidebar()
    page.run()
