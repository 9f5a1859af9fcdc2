"""What a person takes away: the table with its clusters, the model, the report, and a link."""

import streamlit as st

from dashboard.explore import controls
from dashboard.explore.view import Chosen
from dashboard.fit import fitted
from dashboard.look import messages
from dashboard.state import asking, chosen, current
from dashboard.take_away import document, downloads, figures, link, paper, project, report
from gmm_core.exporting import csv_bytes, parquet_bytes, scikit_learn_snippet, to_json
from gmm_core.exporting.office import xlsx_bytes

study = current.study()
fit = fitted.fitted(study)
messages.say_which_rows(fit.rows, len(fit.rows.X))

st.subheader("The table with its clusters")
st.markdown(
    "All rows in their order, then the cluster of each, its responsibilities, uncertainty, "
    "log-density, p-value and outlier flag; rows that were left out are marked."
)
with st.container(horizontal=True):
    downloads.offer("CSV", "csv", fit, "clusters.csv", "text/csv", lambda: csv_bytes(fit.labelled))
    downloads.offer(
        "Parquet",
        "parquet",
        fit,
        "clusters.parquet",
        "application/vnd.apache.parquet",
        lambda: parquet_bytes(fit.labelled),
    )
    too_large = downloads.excess_of_table(fit)
    if not too_large:
        downloads.offer(
            "Excel", "xlsx", fit, "clusters.xlsx", downloads.XLSX, lambda: xlsx_bytes(fit.labelled)
        )
if too_large:
    st.caption(too_large)
if changed := downloads.apostrophes(fit):
    st.caption(messages.plain(f"In the CSV file, {changed}"))

if fit.rows.gaps:
    st.subheader("The table with its gaps filled")
    st.markdown(
        "With the mean of each missing value given all that is there of its row, the best guess of "
        "it; or with a draw, which varies as the values do. Values are taken to be missing at "
        "random. Standard errors of what is computed from such a table are too small."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        downloads.offer(
            *("Means (CSV)", "filled", fit, "filled.csv", "text/csv"),
            lambda: downloads.filled_csv(fit, None),
        )
        seed = int(asking.number("Seed", chosen.FILL_SEED, width=150))
        downloads.offer(
            *("Draws (CSV)", "drawn_gaps", fit, "filled by draws.csv", "text/csv"),
            lambda: downloads.filled_csv(fit, seed),
        )

st.subheader("The project")
st.markdown(
    "One file with the data as they came and all that is chosen: how they are read, features, "
    "settings, names of clusters, selected rows, and which results were asked for. Upload it like "
    "a table, here or elsewhere, to go on where you are."
)
project.offer(fit)

st.subheader("The report")
st.markdown(
    "For a paper: method with references, comparison of models where one was made, clusters, "
    "parameters and checks, with numbered tables, which are there as CSV and LaTeX too, and "
    "figures. The HTML file opens in any browser without a network, plays the run of EM, and "
    "prints to PDF."
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    projection = controls.view(study)
    logarithms = controls.logarithmic_axes(study, fit.rows.X, projection)
seen, others = Chosen(projection, logarithms=logarithms), paper.beside(fit)
with st.container(horizontal=True):
    downloads.offer(
        "Report (HTML)",
        "report",
        fit,
        "report.html",
        "text/html",
        lambda: report.html_report(fit, seen, others),
    )
    downloads.offer(
        "Its tables (LaTeX)",
        "tables",
        fit,
        "tables.zip",
        "application/zip",
        lambda: report.tables(fit, seen, others),
    )
figures.offer(fit, seen, others)

st.subheader("The model")
st.markdown(
    "Weights, means and covariances with all their digits, and what they were fitted to. *New "
    "rows* reads it back; scikit-learn gets it as Python."
)
excess = document.excess_of_model(fit)
with st.container(horizontal=True):
    if not excess:
        downloads.offer(
            "Model (JSON)",
            "model",
            fit,
            "model.json",
            "application/json",
            lambda: to_json(document.model(fit)),
        )
    downloads.offer(
        "For scikit-learn (Python)",
        "snippet",
        fit,
        "scikit_learn.py",
        "text/x-python",
        lambda: scikit_learn_snippet(document.model(fit)).encode(),
    )
if excess:
    st.caption(messages.plain(excess))

st.subheader("The analysis again")
st.markdown(
    "A Python script that repeats the analysis from the original file, and says whether it comes "
    "to the same numbers. Run it where `gmm_core` is."
)
with st.container(horizontal=True):
    downloads.offer(
        "Script (Python)",
        "script",
        fit,
        "analysis.py",
        "text/x-python",
        lambda: document.python_script(fit).encode(),
    )
    if downloads.is_drawn(study):
        downloads.offer(
            "The drawn points (CSV)",
            "drawn",
            fit,
            downloads.POINTS,
            "text/csv",
            lambda: csv_bytes(study.dataset.frame),
        )
    if downloads.is_pasted(study):
        st.download_button(
            "The pasted table",
            st.session_state["upload"].content,
            file_name=downloads.PASTED_FILE,
            mime="text/plain",
            icon=":material/download:",
            on_click="ignore",
            key="take_pasted",
        )
st.markdown("Links that restore the pages as they are seen" + link.what_is_lacking(study))
for title, address in link.links(fit).items():
    st.caption(title)
    st.code(address, language=None, wrap_lines=True)
