"""New rows: clusters for those of another file, and rows drawn from the fitted mixture."""

import streamlit as st

from gmm_core.axes import leading_features
from gmm_core.exporting.tables import csv_bytes
from gmm_core.new_rows import predicted
from gmm_core.plots import mixture_figure
from gmm_core.synthetic import synthetic_rows
from pages._shared import brought, controls, figures, fitted, messages, tables
from pages._shared.theme import theme

study = controls.study()
fit = fitted.fitted(study)
model = brought.model(fit)

st.subheader("Clusters for the rows of another file")
st.markdown(
    "A table with the columns "
    + messages.plain(", ".join(model.features))
    + ", in any order; further columns are passed over."
)
with messages.shown():
    frame, name = brought.table()
    found = predicted(frame, model.features, model.mixture)
    if found.summary:
        st.caption(messages.plain(found.summary))
    labelled = found.table(frame, model.component_names)
    st.download_button(
        "Download these rows with their clusters",
        lambda: csv_bytes(labelled),
        file_name=f"{name} clusters.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="take_predicted",
    )
    picture, beside = st.columns([3, 2], gap="medium")
    with picture:
        figures.draw(
            mixture_figure(
                found.rows.X,
                model.mixture,
                names=brought.labels(model),
                features=leading_features(found.rows.X, 2),
                responsibilities=found.responsibilities,
                components=model.component_names,
                theme=theme(),
            ),
            alt="The new rows and the components",
        )
    with beside:
        tables.sizes(found.responsibilities, model.component_names)
    st.dataframe(
        labelled.head(brought.SEEN_ROWS),
        hide_index=True,
        column_config=tables.short(labelled, since=len(frame.columns)),
        alt="The first of the new rows with their clusters",
    )

st.subheader("Rows drawn from the mixture")
st.markdown("Synthetic rows: a component by its weight, then a point of its normal distribution.")
with st.container(horizontal=True, vertical_alignment="bottom"):
    count = st.number_input("Rows to draw", 1, 1_000_000, value=500, key="draw_count")
    seed = st.number_input("Seed of the draw", 0, 2**31 - 1, value=0, key="draw_seed")
drawn = synthetic_rows(model.mixture, model.features, count, seed, components=model.component_names)
st.download_button(
    "Download the drawn rows",
    lambda: csv_bytes(drawn),
    file_name=f"{fit.stem} drawn rows.csv",
    mime="text/csv",
    icon=":material/download:",
    on_click="ignore",
    key="take_drawn",
)
st.dataframe(
    drawn.head(brought.SEEN_ROWS), hide_index=True, height=240, alt="The first of the drawn rows"
)
