"""Light or dark, as the person's browser shows it now, and what the theme has no setting for."""

from functools import cache
from pathlib import Path

import streamlit as st

from gmm_core.plots import Theme

HERE = Path(__file__).parent


def theme() -> Theme:
    return "dark" if st.context.theme.type == "dark" else "light"


def apply_styles() -> None:
    """Tell the browser, before anything is drawn: what comes then has its place at once."""
    st.html(_sheets("transport", "navigation", *(["dark"] if theme() == "dark" else [])))


def make_room_beside_title() -> None:
    """Tell the browser that something stands there."""
    st.html(_sheets("beside_title"))


@cache
def _sheets(*names: str) -> str:
    sheets = [HERE.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in names]
    return "\n".join(["<style>", *sheets, "</style>"])
