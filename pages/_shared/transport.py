"""The buttons and the slider with which a person moves through the half-steps of a run."""

import streamlit as st

from gmm_core import Run
from gmm_core.frames import Frame, frame, last_half_step
from pages._shared import position
from pages._shared.study import Study

NEXT = {"E": "E: compute responsibilities", "M": "M: refit components"}


def half_step(run: Run, study: Study) -> Frame:
    """Draw the transport and return the frame to see; another run begins at its start."""
    position.half_step(study, run)  # a link may ask for none that there is
    buttons = st.container(horizontal=True, wrap=False, gap="small", key="transport")
    last = last_half_step(run)
    # Not st.slider: a new maximum makes that another widget.
    step = st.select_slider("Half-step", range(last + 1), key="step", label_visibility="collapsed")
    position.keep_in_link(step)
    with buttons:
        _jump("first_page", "To the start", 0, "Home", disabled=step == 0)
        _jump("chevron_left", "Back one half-step", step - 1, "Left", disabled=step == 0)
        _next(run, step, last)
        _jump("last_page", "To convergence", last, "End", disabled=step == last)
    return frame(run, step)


def _next(run: Run, step: int, last: int) -> None:
    """The one primary button, which bears the name of the next half-step."""
    at_end = step == last
    ended = "Converged" if run.converged else "Stopped"
    st.button(
        ended if at_end else NEXT[frame(run, step + 1).step],
        key="next",
        type="primary",
        width="stretch",
        disabled=at_end,
        on_click=_go,
        args=(step + 1,),
        shortcut="Right",
    )


def _jump(icon: str, label: str, to: int, key: str, disabled: bool) -> None:
    """A button of which only the icon is seen; its label is for those who hear it."""
    st.button(
        label,
        icon=f":material/{icon}:",
        key=icon,
        help=label,
        disabled=disabled,
        on_click=_go,
        args=(to,),
        shortcut=key,
    )


def _go(step: int) -> None:
    st.session_state["step"] = step
