"""A second file and a saved model: what a person brings to use a mixture on new rows."""

from pathlib import Path

import pandas as pd
import streamlit as st

from gmm_core.datasets.dataset import with_unit
from gmm_core.exporting.model import Model, read_model
from gmm_core.reading import read_table
from pages._shared import document
from pages._shared.fitted import Fitted
from pages._shared.messages import WaitingError, plain

SEEN_ROWS = 100
FITTED, SAVED = "the fit of these pages", "a saved model"


def model(fit: Fitted) -> Model:
    """Let a person choose the model: what is fitted here, or what was saved before."""
    chosen = st.segmented_control(
        "Model", [FITTED, SAVED], default=FITTED, required=True, key="model_from"
    )
    if chosen != SAVED:
        return document.model(fit)
    file = st.file_uploader("Model (JSON)", ["json"], key="model_file")
    if file is None:
        raise WaitingError("Upload a model that was saved on Take away, as a JSON file.")
    found = read_model(file.getvalue())
    names = ", ".join(found.features)
    st.caption(
        plain(
            f"In use: {file.name}, {found.mixture.n_components} components of {names}, fitted to "
            f"{found.rows:,} rows."
        )
    )
    return found


def table() -> tuple[pd.DataFrame, str]:
    """Let a person bring the file of new rows; return it and its name without its ending."""
    file = st.file_uploader("File of new rows", key="new_rows", label_visibility="collapsed")
    if file is None:
        raise WaitingError("Upload a file (CSV, Excel or Parquet) to see the clusters of its rows.")
    reading = read_table(file.getvalue(), file.name)
    st.caption(plain(f"In use: {file.name}, {len(reading.frame):,} rows, {reading.summary}."))
    return reading.frame, Path(file.name).stem


def labels(model: Model) -> list[str]:
    """Names of a model's features with their units."""
    return [with_unit(feature, model.units.get(feature)) for feature in model.features]
