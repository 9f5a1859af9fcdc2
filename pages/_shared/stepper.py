"""The plain view of a run: drawn by the server, one half-step a click."""

import streamlit as st

from gmm_core import Run, compare, plots
from gmm_core.formatting import number, signed
from gmm_core.narration import agreement, narrate, why_stopped
from gmm_core.projection import Projection
from gmm_core.rows import Rows
from pages._shared import figures, loaders, messages, tables, transport
from pages._shared.study import Study
from pages._shared.theme import theme


def draw(study: Study, rows: Rows, run: Run, projection: Projection, colour: str) -> None:
    """Draw picture, transport and numbers of one half-step."""
    picture, beside = st.columns([3, 2], gap="medium")
    with picture:
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
        figure = plots.mixture_figure(
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
        figures.draw(
            figure, alt=f"The data and the components after half-step {seen.half_step}. {sentence}"
        )

    with beside:
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
        tables.parameters(seen.mixture, study.labels, first=projection.features or ())
        if study.target is not None and resp is not None:
            with messages.shown():
                target = study.dataset.frame[study.target][rows.kept]
                comparison = compare(target, resp.argmax(axis=1), seen.mixture.n_components)
                agreed = agreement(comparison, rows.names)
                heat_map = figures.contingency(comparison)
                figures.draw(heat_map, alt=f"Target against cluster. {agreed}", still=True)
                if seen.is_last:
                    st.markdown(agreed)
