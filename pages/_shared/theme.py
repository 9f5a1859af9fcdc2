"""Light or dark, as the person's browser shows it now."""

import streamlit as st

from gmm_core.plots import Theme


def theme() -> Theme:
    return "dark" if st.context.theme.type == "dark" else "light"
