"""The pages of the app, along the top."""

import base64
from pathlib import Path

import streamlit as st

from gmm_core import VERSION

# As an address, so that it is read once and not for each run.
_DRAWN = base64.b64encode(Path(__file__).with_name("icon.svg").read_bytes()).decode()
ICON = f"data:image/svg+xml;base64,{_DRAWN}"
ABOUT = f"**GMM Lab {VERSION}** fits Gaussian mixtures by EM. Licence: BSD-3-Clause."


def navigation():
    """Configure the app, declare its pages and return the one that is asked for."""
    # Without an icon of our own the browser would be sent to fetch that of the page from outside.
    st.set_page_config(
        page_title="GMM Lab", page_icon=ICON, layout="wide", menu_items={"About": ABOUT}
    )
    return st.navigation(
        [
            st.Page("pages/step.py", title="Step through EM", icon=":material/animation:"),
            st.Page("pages/explore.py", title="Explore clusters", icon=":material/scatter_plot:"),
            st.Page("pages/choose.py", title="Choose a model", icon=":material/grid_on:"),
            st.Page("pages/sure.py", title="How sure", icon=":material/straighten:"),
            st.Page("pages/luck.py", title="Was it luck", icon=":material/casino:"),
            st.Page("pages/new_rows.py", title="New rows", icon=":material/playlist_add:"),
            st.Page("pages/take_away.py", title="Take away", icon=":material/download:"),
        ],
        position="top",
    )


def start_over() -> None:
    """Start over from app.py, where a page runs without it.

    A server that has not yet run app.py takes each file of pages/ for a page of its own, as
    Streamlit did before st.navigation; a link to a page would then be the first to be served.
    """
    navigation()
    st.rerun()
