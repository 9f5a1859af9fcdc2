"""What a person takes away: the table with its clusters, the model, the report, and a link."""

import streamlit as st

from gmm_core.exporting.model import to_json
from gmm_core.exporting.snippet import scikit_learn_snippet
from gmm_core.exporting.tables import csv_bytes, parquet_bytes
from pages._shared import controls, document, fitted, link, messages, takings
from pages._shared.views import Look

study = controls.study()
fit = fitted.fitted(study)
messages.say_which_rows(fit.rows, len(fit.rows.X))

st.subheader("The table with its clusters")
st.markdown(
    "All rows in their order, then the cluster of each, its responsibilities, uncertainty, "
    "log-density, p-value and outlier flag; rows that were left out are marked."
)
with st.container(horizontal=True):
    takings.offer("CSV", "csv", fit, "clusters.csv", "text/csv", lambda: csv_bytes(fit.labelled))
    takings.offer(
        "Parquet",
        "parquet",
        fit,
        "clusters.parquet",
        "application/vnd.apache.parquet",
        lambda: parquet_bytes(fit.labelled),
    )
if changed := takings.apostrophes(fit):
    st.caption(messages.plain(f"In the CSV file, {changed}"))

st.subheader("The report")
st.markdown(
    "One file that opens in any browser without a network: settings, data, pictures, tables, fit "
    "checks, and the run of EM to play."
)
with st.container(horizontal=True, vertical_alignment="bottom"):
    projection = controls.view(study, fit.rows.X)
takings.offer(
    "Report (HTML)",
    "report",
    fit,
    "report.html",
    "text/html",
    lambda: document.html_report(fit, Look(projection)),
)

st.subheader("The model")
st.markdown(
    "Weights, means and covariances with all their digits, and what they were fitted to. *New "
    "rows* reads it back; scikit-learn gets it as Python."
)
with st.container(horizontal=True):
    takings.offer(
        "Model (JSON)",
        "model",
        fit,
        "model.json",
        "application/json",
        lambda: to_json(document.model(fit)),
    )
    takings.offer(
        "For scikit-learn (Python)",
        "snippet",
        fit,
        "scikit_learn.py",
        "text/x-python",
        lambda: scikit_learn_snippet(document.model(fit)).encode(),
    )

st.subheader("The analysis again")
st.markdown(
    "A Python script that repeats the analysis from the original file, and says whether it comes "
    "to the same numbers. Run it where `gmm_core` is."
)
with st.container(horizontal=True):
    takings.offer(
        "Script (Python)",
        "script",
        fit,
        "analysis.py",
        "text/x-python",
        lambda: document.python_script(fit).encode(),
    )
    if takings.is_drawn(study):
        takings.offer(
            "The drawn points (CSV)",
            "drawn",
            fit,
            takings.POINTS,
            "text/csv",
            lambda: csv_bytes(study.dataset.frame),
        )
    if takings.is_pasted(study):
        st.download_button(
            "The pasted table",
            st.session_state["upload"].content,
            file_name=takings.PASTED_FILE,
            mime="text/plain",
            icon=":material/download:",
            on_click="ignore",
            key="take_pasted",
        )
st.markdown("Links that restore the pages as they are seen" + link.what_is_lacking(study))
for title, address in link.links(fit).items():
    st.caption(title)
    st.code(address, language=None, wrap_lines=True)
