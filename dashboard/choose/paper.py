"""What is taken away of the table of fits: files, and the paragraph on the method."""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from dashboard.choose.target import Scores
from dashboard.state.study import Study
from gmm_core.choosing import Vocabulary
from gmm_core.exporting import csv_bytes
from gmm_core.exporting.papers import (
    Fitting,
    comparison,
    comparison_html,
    comparison_latex,
    method_paragraph,
)
from gmm_core.fitting import Grid, Settings
from gmm_core.logarithms import named_so
from gmm_core.selection import Cell, LikelihoodRatioTest, Selection
from gmm_core.table import Rows

Tests = Sequence[tuple[int, LikelihoodRatioTest]]


def section(
    study: Study,
    rows: Rows,
    grid: Grid,
    selection: Selection,
    cell: Cell,
    tests: Tests,
    criterion: str,
    words: Vocabulary,
    scores: Scores,
) -> None:
    """Offer the table as files, and the paragraph as text to copy."""
    stem = Path(study.dataset.title).stem
    title = f"Fits of 1 to {grid.most} {words.component}s to {study.dataset.title}"
    p_values = {(k, cell.covariance_type): test.p_value for k, test in tests}
    ask = {"words": words, "p_values": p_values}
    with st.container(horizontal=True):
        _offer(
            "Table (CSV)",
            f"{stem} fits.csv",
            lambda: csv_bytes(comparison(selection, words=words, scores=scores)),
        )
        _offer(
            "Table for Word (HTML)",
            f"{stem} fits.html",
            lambda: comparison_html(selection, title, **ask),
        )
        _offer(
            "Table (LaTeX)",
            f"{stem} fits.tex",
            lambda: comparison_latex(selection, title, **ask).encode(),
        )
    if cell.ascent is None:
        return
    settings = Settings(1)
    fitting = Fitting(
        tuple(named_so(study.features, study.features, study.logarithms)),
        len(rows.X),
        int(len(rows.kept) - len(rows.X)),
        settings.tol,
        settings.max_iter,
        grid.thorough,
        bool(study.logarithms),
        rows.weighed,
        rows.gaps,
        rows.n_missing,
        study.settings.prior,
        study.settings.noise,
        rows.n_known,
    )
    said, cited = method_paragraph(
        selection, cell, fitting, criterion=criterion, words=words, tests=tests
    )
    st.caption("A paragraph for a paper, on the cell that is chosen; copy it at its corner.")
    st.code("\n\n".join([said, *cited]), language=None, wrap_lines=True)


def _offer(label: str, name: str, make: Callable[[], bytes]) -> None:
    ending = Path(name).suffix
    mime = {".csv": "text/csv", ".html": "text/html", ".tex": "text/x-tex"}[ending]
    st.download_button(
        label,
        make,
        file_name=name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"take_fits_{ending[1:]}",
    )
