"""The controls of Step through EM, as many of each kind, and nothing behind them.

What an action costs here, it costs Streamlit. A box for a number stands for the player.
"""

from typing import Any

import streamlit as st
from streamlit.components.v2 import component

KEPT: dict[str, Any] = {"persist_state": "session"}
_nothing = component("nothing", js="export default function () {}")


@st.fragment
def player() -> None:
    st.number_input("Step", 0, 100, key="step", **KEPT)
    _nothing(key="player", data={}, on_step_change=lambda: None)
    _nothing(key="player-address", data={}, height=0)


def page() -> None:
    st.expander("Type", key="typing", on_change="rerun")


shown = st.navigation([st.Page(page, title="Step")], position="top")
with st.sidebar:
    with st.popover("Upload"):
        st.file_uploader("File", key="file")
    for name in ("Data", "Target", "Start"):
        st.selectbox(name, [f"{name} {i}" for i in range(8)], key=name, **KEPT)
    st.pills("Features", list("abcd"), selection_mode="multi", key="features", **KEPT)
    st.number_input("Components k", 1, 30, 3, key="k", **KEPT)
    st.segmented_control("Covariance", list("abcd"), key="covariance", **KEPT)
    st.toggle("All structures", key="structures", **KEPT)
    for name in ("Names", "Undo", "Redo"):
        st.button(name, key=name)
    with st.expander("More"):
        st.number_input("Seed", 0, 100, key="seed", **KEPT)
        for name in ("Truth", "Standardise", "Floor", "Prior", "Noise"):
            st.toggle(name, key=name, **KEPT)
        st.segmented_control("Alone", list("ab"), key="alone", **KEPT)
st.title("Step")
for name in ("Across", "Up"):
    st.selectbox(name, [f"{name} {i}" for i in range(4)], key=name, **KEPT)
for name in ("View", "Colour"):
    st.segmented_control(name, ["one", "other"], key=name, **KEPT)
for name in ("Equal", "Plain", "Beside"):
    st.toggle(name, key=name, **KEPT)
player()
shown.run()
_nothing(key="address", data={}, height=0)
