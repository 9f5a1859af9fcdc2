"""Downloads of a fit, made when they are asked for."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.fit.fitted import Fitted
from dashboard.state.session_cache import once
from dashboard.state.study import Study
from dashboard.state.uploads import PASTED
from gmm_core.exporting import csv_bytes, defused
from gmm_core.exporting.office import excess_of_workbook
from gmm_core.results import filled, labelled

POINTS = "points.csv"  # what the file of a drawing is called
PASTED_FILE = f"{PASTED}.txt"
MOST_SAID = 7  # columns that the table gets beside the responsibilities
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(
    label: str, key: str, fit: Fitted, name: str, mime: str, make: Callable[[], bytes]
) -> None:
    """Offer a file about a fit."""
    st.download_button(
        label,
        make,
        file_name=f"{fit.stem} {name}",
        mime=mime,
        key=f"take_{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def excess_of_table(fit: Fitted) -> str:
    """Return why the table with its clusters is too large for a workbook; empty where it is not."""
    n_rows, n_columns = fit.study.dataset.frame.shape
    return excess_of_workbook(n_rows, n_columns + fit.mixture.n_components + MOST_SAID)


def is_drawn(study: Study) -> bool:
    """Whether the points were drawn by hand, so that there is no file to begin from."""
    return study.dataset.name.startswith("drawing-")


def is_pasted(study: Study) -> bool:
    """Whether the table was pasted, so that there is no file to begin from either."""
    return bool(study.sha256) and study.dataset.title == PASTED


def filled_csv(fit: Fitted, seed: int | None) -> bytes:
    """Return the table with its gaps filled: with conditional means, or with draws of a seed."""
    study = fit.study
    ask = {"drawn": seed is not None, "random_state": seed}
    table = filled(study.dataset.frame, fit.rows, study.features, fit.mixture, **ask)
    return csv_bytes(table)


def apostrophes(fit: Fitted) -> str:
    """Return what is changed in the CSV file so that no cell is taken for a formula."""
    identity = (fit.study.identity, fit.study.names)
    return once("apostrophes", identity, partial(_apostrophes, fit), most=4)


def _apostrophes(fit: Fitted) -> str:
    study = fit.study
    written = study.dataset.frame
    if study.names is not None:  # of all that is added, only they are text
        written = labelled(written, fit.rows.kept, fit.resp, components=study.names)
    return defused(written).sentence
