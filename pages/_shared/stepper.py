"""The plain view of a run: drawn by the server, one half-step a click."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from gmm_core import Run, compare, plots
from gmm_core.formatting import number, signed
from gmm_core.frames import Frame
from gmm_core.narration import agreement, narrate, why_stopped
from gmm_core.projection import Projection
from gmm_core.rows import Rows
from pages._shared import figures, loaders, messages, tables, transport
from pages._shared.study import Study
from pages._shared.theme import theme


def draw(study: Study, rows: Rows, run: Run, projection: Projection, colour: str) -> None:
    """Draw picture, transport and numbers of one half-step."""
    left, right = st.columns([3, 2], gap="medium")
    with left:
        canvas = st.container()
        seen = transport.half_step(run, study)
        resp, before = (
            None if iteration is None else loaders.shares(study, run, iteration)
            for iteration in (seen.responsible, seen.responsible_before)
        )
        sentence = narrate(seen, resp, before, rows.names)
        st.markdown(f"**{seen.title}.** {sentence}")
        if seen.is_last:
            st.markdown(why_stopped(run, study.settings.tol))
            messages.say_what_is_suspicious(run)
    with canvas:
        picture = _picture(seen, rows, projection, resp, colour)
        about = f"The data and the components after half-step {seen.half_step}. {sentence}"
        figures.draw(picture, alt=about)
    with right:
        _numbers(seen, run)
        tables.parameters(seen.mixture, study.labels, study.names, first=projection.features or ())
        if study.target is not None and resp is not None:
            with messages.shown():
                _target(study, rows, seen, resp)


def _picture(
    seen: Frame, rows: Rows, projection: Projection, resp: np.ndarray | None, colour: str
) -> go.Figure:
    return plots.mixture_figure(
        projection.points(rows.X),
        projection.mixture(seen.mixture),
        names=projection.labels,
        responsibilities=resp,
        colour=colour,
        previous=seen.previous and projection.mixture(seen.previous),
        hover=[f"Row {name}" for name in rows.names],
        theme=theme(),
        height=440,
    )


def _numbers(seen: Frame, run: Run) -> None:
    """Half-step and log-likelihood, with its curve so far."""
    left, right = st.columns(2)
    left.metric("Half-step", seen.title, border=True, height="stretch")
    right.metric(
        "Log-likelihood",
        number(seen.log_likelihood),
        signed(seen.gain) if seen.step == "M" else None,
        border=True,
        height="stretch",
    )
    curve = plots.log_likelihood(
        run.log_likelihoods, current=seen.iteration, n_iterations=run.n_iter, theme=theme()
    )
    figures.draw(curve, alt="Log-likelihood by iteration, so far", still=True)


def _target(study: Study, rows: Rows, seen: Frame, resp: np.ndarray) -> None:
    """Target against cluster, and where the run ends how they agree."""
    known = loaders.labels(study)
    if known is None:
        return
    messages.say_what_was_cut(known)
    comparison = compare(known, resp.argmax(axis=1), seen.mixture.n_components)
    agreed = agreement(comparison, rows.names)
    heat_map = figures.contingency(comparison)
    figures.draw(heat_map, alt=f"Target against cluster. {agreed}", still=True)
    if seen.is_last:
        st.markdown(agreed)
