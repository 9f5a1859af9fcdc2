"""The converged fit: clusters, how sure they are, and how they agree with a target."""

from pathlib import Path

import streamlit as st

from gmm_core import compare, criteria, plots
from gmm_core.comparison import SCORES
from gmm_core.formatting import number
from gmm_core.narration import agreement, why_stopped
from gmm_core.rows import labelled, to_csv
from pages._shared import about, controls, figures, loaders, messages, tables
from pages._shared.theme import theme

study = controls.study()
rows = loaders.complete(study)
run = loaders.em_run(study)
mixture = run.mixture
resp = loaders.shares(study, run, run.n_iter)
names = rows.names
n_parameters = criteria.n_parameters(
    mixture.n_components, mixture.n_features, study.settings.covariance_type
)

st.markdown(why_stopped(run, study.settings.tol))
messages.say_what_is_suspicious(run)
messages.say_which_rows(rows, len(plots.drawn_rows(len(rows.X))))
picture, beside = st.columns([3, 2], gap="medium")

with picture:
    canvas = st.container()
    with st.container(horizontal=True, vertical_alignment="top"):
        axes = controls.axes(study, rows.X)
        colour = controls.colour()
    figure = plots.mixture_figure(
        rows.X,
        mixture,
        names=study.labels,
        features=axes,
        responsibilities=resp,
        colour=colour,
        hover=[f"Row {name}" for name in names],
        theme=theme(),
    )
    with canvas:
        figures.draw(figure, alt="The data and the fitted components")

with beside:
    with st.grid(2, min_column_width=130):
        st.metric("Log-likelihood", number(run.log_likelihood, 5), help="Total, in nats.")
        st.metric("Parameters", str(n_parameters), help="Free parameters of the mixture.")
        st.metric(
            "BIC, lower is better",
            number(criteria.bic(run.log_likelihood, n_parameters, len(rows.X)), 5),
            help="−2 × log-likelihood + parameters × log(rows). mclust shows its negative.",
        )
        st.metric(
            "AIC, lower is better",
            number(criteria.aic(run.log_likelihood, n_parameters), 5),
            help="−2 × log-likelihood + 2 × parameters.",
        )
    st.subheader("Components")
    tables.parameters(mixture, study.labels, first=axes)
    with st.expander("Covariance matrices"):
        tables.covariances(mixture, study.labels)

if study.target is not None:
    st.subheader("Target against cluster")
    with messages.shown():
        target = study.dataset.frame[study.target][rows.kept]
        comparison = compare(target, resp.argmax(axis=1), mixture.n_components)
        agreed = agreement(comparison, names)
        table, scores = st.columns([3, 2], gap="medium")
        with table:
            heat_map = figures.contingency(comparison)
            figures.draw(heat_map, alt=f"Target against cluster. {agreed}", still=True)
        with scores, st.grid(2, min_column_width=130):
            for name, score in SCORES.items():
                value = number(getattr(comparison, name), 3)
                st.metric(score.title, value, help=score.sentence)
        st.markdown(agreed)
        if len(comparison.misplaced):
            tables.misplaced(study, rows.kept, resp, comparison)

st.subheader("Responsibilities")
figures.draw(
    plots.responsibilities(resp, names=[f"Row {name}" for name in names], theme=theme()),
    alt="Responsibilities of the rows as stacked bars, sorted",
    still=True,
)
tables.shares(study, rows.kept, resp)

st.download_button(
    "Download the table with its clusters",
    lambda: to_csv(labelled(study.dataset.frame, rows.kept, resp)),
    file_name=f"{Path(study.dataset.title).stem} clusters.csv",
    mime="text/csv",
    icon=":material/download:",
    on_click="ignore",
)
st.caption("All columns in their order, then the cluster, each responsibility, and left-out rows.")

with st.expander("About these data"):
    about.data(study.dataset)
