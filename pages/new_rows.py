"""New rows: clusters for those of another file, and rows drawn from the fitted mixture."""

from functools import partial

import streamlit as st

from dashboard.look import figures, messages, tables
from dashboard.look.theme import theme
from dashboard.new_rows import predictions, second_file
from dashboard.state import current
from gmm_core.exporting import csv_bytes
from gmm_core.wording import cut, listed

in_use = second_file.model(current.study())
model = in_use.model

st.subheader("Clusters for the rows of another file")
st.markdown(
    "A table with the columns "
    + messages.plain(listed([*map(cut, model.features)]))
    + ", in any order; further columns are passed over."
)
with messages.shown():
    new = second_file.table(in_use)
    found = predictions.of_rows(new, in_use)
    if found.summary:
        st.caption(messages.plain(found.summary))
    st.download_button(
        "Download these rows with their clusters",
        partial(predictions.rows_as_csv, new.frame, found, model),
        file_name=f"{new.stem} clusters.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="take_predicted",
    )
    picture, beside = st.columns([3, 2], gap="medium")
    with picture:
        stage = st.container()
        plane = predictions.plane(new, in_use)
        with stage:
            figures.draw(
                "new-rows",
                predictions.figure(new, in_use, plane, theme()),
                alt="The new rows and the components",
            )
    with beside:
        tables.sizes(found.responsibilities, model.component_names)
    first, own = predictions.first_rows(new, in_use), len(new.frame.columns)
    st.dataframe(
        first,
        hide_index=True,
        column_config=tables.as_measured(first.iloc[:, :own]) | tables.looks(first, since=own),
        alt="The first of the new rows with their clusters",
    )

st.subheader("Rows drawn from the mixture")
even = " Where the component is 0 the row is noise, spread evenly over its box."
even *= model.mixture.noise is not None
st.markdown(
    f"Synthetic rows: a component by its weight, then a point of its normal distribution.{even}"
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    count = st.number_input(
        "Rows to draw", 1, 1_000_000, value=500, key="draw_count", persist_state="session"
    )
    seed = st.number_input(
        "Seed of the draw", 0, 2**31 - 1, value=0, key="draw_seed", persist_state="session"
    )
st.download_button(
    "Download the drawn rows",
    lambda: csv_bytes(predictions.drawn(model, count, seed)),
    file_name=f"{in_use.stem} drawn rows.csv",
    mime="text/csv",
    icon=":material/download:",
    on_click="ignore",
    key="take_drawn",
)
drawn = predictions.first_drawn(in_use, count, seed)
st.dataframe(
    drawn,
    hide_index=True,
    height=240,
    column_config=tables.looks(drawn),
    alt="The first of the drawn rows",
)
