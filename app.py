"""GMM Lab: page configuration and navigation."""

import streamlit as st

from pages._shared import messages
from pages._shared.navigation import navigation
from pages._shared.theme import apply_styles

st.set_page_config(page_title="GMM Lab", page_icon="pages/_shared/icon.svg", layout="wide")

page = navigation()
apply_styles()
with messages.shown():
    page.run()
