"""GMM Lab: page configuration and navigation."""

import streamlit as st

from pages._shared import messages
from pages._shared.navigation import navigation

st.set_page_config(page_title="GMM Lab", page_icon="pages/_shared/icon.svg", layout="wide")

page = navigation()
with messages.shown():
    page.run()
