"""Light or dark, as the person's browser shows it now, and what the theme has no setting for."""

from pathlib import Path

import streamlit as st

from gmm_core.plots import Theme

HERE = Path(__file__).parent


def theme() -> Theme:
    return "dark" if st.context.theme.type == "dark" else "light"


def apply_styles() -> None:
    """Tell the browser, before anything is drawn: what comes then has its place at once."""
    st.html(HERE / "transport.css")
    st.html(HERE / "navigation.css")
    if theme() == "dark":
        st.html(HERE / "dark.css")
