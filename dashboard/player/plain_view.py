"""The plain view of a run: drawn by the server, one half-step a click."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from dashboard.fit import cached
from dashboard.look import figures, messages, tables
from dashboard.look.theme import theme
from dashboard.player import elsewhere, remedies
from dashboard.player.packed_film import ended
from dashboard.state import current, position
from dashboard.state.study import Study
from gmm_core.assigned import assigned
from gmm_core.em import Run
from gmm_core.plots import Colour, Look, pictures, teaching
from gmm_core.projection import Projection
from gmm_core.steps import Frame, frame, last_half_step, narrate, why_collapsed, why_stopped
from gmm_core.table import Rows
from gmm_core.target import agreement, compare
from gmm_core.written_numbers import difference, number

NEXT = {"E": "E: share out the points", "M": "M: refit the components"}


def half_step(run: Run, study: Study) -> Frame:
    """Draw the transport and return the frame to see; another run begins at its start."""
    position.half_step(study, run)  # a link may ask for none that there is
    buttons = st.container(horizontal=True, wrap=False, gap="small", key="transport")
    last = last_half_step(run)
    # Not st.slider: a new maximum makes that another widget.
    ask = {"key": "step", "label_visibility": "collapsed", **current.KEPT}
    step = st.select_slider("Half-step", range(last + 1), **ask)
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
    st.button(
        ended(run) if at_end else NEXT[frame(run, step + 1).step],
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


def draw(study: Study, rows: Rows, run: Run, projection: Projection, colour: Colour) -> None:
    """Draw picture, transport and numbers of one half-step."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        canvas = st.container()
        seen = half_step(run, study)
        resp, before = (
            None if iteration is None else cached.shares(study, run, iteration)
            for iteration in (seen.responsible, seen.responsible_before)
        )
        sentence = narrate(seen, resp, before, rows.names)
        st.markdown(f"**{seen.title}.** {sentence}")
        if seen.is_last:
            st.markdown(why_stopped(run, study.settings.tol))
            if run.collapse is not None:
                why = why_collapsed(rows.X, run, rows.names, study.labels)
                st.markdown(messages.plain(why))
                remedies.buttons(study, run.collapse)
            else:
                elsewhere.say(study, rows, run)
            messages.say_what_is_suspicious(run, study.settings.model)
    with canvas:
        picture = _picture(seen, study, rows, projection, resp, colour)
        about = f"The data and the components after half-step {seen.half_step}. {sentence}"
        figures.draw_plainly(picture, alt=about)
    with right:
        _numbers(seen, run)
        first, logs = projection.features or (), study.of_each
        tables.parameters(seen.mixture, study.labels, study.names, first, logarithms=logs)
        if study.target is not None and resp is not None:
            with messages.shown():
                _target(study, rows, seen, resp)


def _picture(
    seen: Frame,
    study: Study,
    rows: Rows,
    projection: Projection,
    resp: np.ndarray | None,
    colour: Colour,
) -> go.Figure:
    return pictures.mixture_figure(
        cached.points(study, projection),
        projection.mixture(seen.mixture),
        names=projection.labels,
        responsibilities=resp,
        previous=seen.previous and projection.mixture(seen.previous),
        look=Look(theme(), colour, hover=[f"Row {name}" for name in rows.names], height=440),
    )


def _numbers(seen: Frame, run: Run) -> None:
    """Half-step and log-likelihood, with its curve so far."""
    left, right = st.columns(2)
    left.metric("Half-step", seen.title, border=True, height="stretch")
    right.metric(
        "Log-likelihood",
        number(seen.log_likelihood),
        difference(seen.gain) if seen.step == "M" else None,
        border=True,
        height="stretch",
    )
    curve = teaching.log_likelihood(
        run.log_likelihoods, current=seen.iteration, n_iterations=run.n_iter, theme=theme()
    )
    figures.draw_plainly(curve, alt="Log-likelihood by iteration, so far", still=True)


def _target(study: Study, rows: Rows, seen: Frame, resp: np.ndarray) -> None:
    """Target against cluster, and where the run ends how they agree."""
    known = cached.labels(study)
    if known is None:
        return
    messages.say_what_was_cut(known)
    comparison = compare(known, assigned(resp), seen.mixture.n_components)
    agreed = agreement(comparison, rows.names) if study.is_truth else ""
    heat_map = figures.contingency(comparison, is_truth=study.is_truth)
    figures.draw_plainly(heat_map, alt=f"Target against cluster. {agreed}".strip(), still=True)
    if seen.is_last and study.is_truth:
        st.markdown(agreed)
