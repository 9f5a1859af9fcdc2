"""The control of the covariance structure: what is offered, what it means, and how it looks."""

from base64 import b64encode
from functools import cache

import streamlit as st

from dashboard.look.theme import theme
from dashboard.state import current
from dashboard.state.chosen import COVARIANCE, EVERY_STRUCTURE, FEW, OTHERS
from dashboard.state.chosen import STRUCTURES as NAMES
from gmm_core.maximisation import COVARIANCE_STRUCTURES, covariance_structure
from gmm_core.plots import Theme
from gmm_core.plots.teaching import structure_description, structure_picture

LETTERS = (
    "The letters stand for size, shape and direction in turn: E is equal in all components, "
    "V varies, and I is round or without tilt."
)


def covariance(n_features: int, proposed: str) -> str:
    """Let a person choose a structure, and show what the chosen one allows."""
    current.offer(EVERY_STRUCTURE, EVERY_STRUCTURE.default)
    place = st.container(gap="xsmall")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        every = st.toggle(
            f"All {len(NAMES)} structures",
            key="structures",
            help=LETTERS,
            on_change=_leave_the_others,
            **current.KEPT,
        )
        if every and st.button("Compare", type="tertiary"):
            _comparison()
    with place:
        offered = NAMES if every else FEW
        current.offer(COVARIANCE, proposed, offered)
        ask = {"required": True, "wrap": True, "key": "covariance", **current.KEPT}
        name = st.segmented_control("Covariance", offered, **ask)
        _explain(name) if n_features != 1 else _explain_one_dimension(name)
    return name


def _leave_the_others() -> None:
    """Go back to full where what is chosen is offered no longer; the link would keep it."""
    if st.session_state["covariance"] in OTHERS:
        st.session_state["covariance"] = "full"


def _explain(name: str) -> None:
    structure = covariance_structure(name)
    _picture(name)
    st.caption(f"{_title(name)}. {structure.sentence}")


def _explain_one_dimension(name: str) -> None:
    """One feature leaves nothing to turn or to stretch."""
    own = covariance_structure(name).letters.startswith("V")
    st.caption(
        "With one feature only the size is left: "
        + ("each component has its own (V)." if own else "all components share one (E).")
    )


@st.dialog(f"The {len(NAMES)} covariance structures", width="large")
def _comparison() -> None:
    st.caption(LETTERS)
    with st.grid(5, min_column_width=170):
        for name, structure in COVARIANCE_STRUCTURES.items():
            with st.container(border=True, height="stretch", gap="small"):
                if st.button(_title(name), on_click=_choose, args=(name,), width="stretch"):
                    st.rerun()  # closes the dialog
                _picture(name)
                st.caption(structure.sentence)


def _choose(name: str) -> None:
    st.session_state["covariance"] = name


def _picture(name: str) -> None:
    """Not by st.image: its full-screen button would cover the options above."""
    st.html(_image(name, theme()))


@cache  # some 30 of 2 kB, of which each page has one
def _image(name: str, theme: Theme) -> str:
    source = b64encode(structure_picture(name, theme).encode()).decode()
    size = 'width="150" height="50"'  # its own; without it what stands below would be moved
    about = structure_description(name)
    return f'<img src="data:image/svg+xml;base64,{source}" {size} alt="{about}">'


def _title(name: str) -> str:
    letters = covariance_structure(name).letters
    return f"**{name}**" if name == letters else f"**{name}** ({letters})"
