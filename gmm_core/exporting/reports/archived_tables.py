"""The tables of a report as CSV and LaTeX, in one archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.exporting.papers import latex_table
from gmm_core.exporting.reports.html_report import Section, Table, numbered, text_table
from gmm_core.exporting.tables import csv_bytes
from gmm_core.names import free_names

_DAY_ONE = (1980, 1, 1, 0, 0, 0)  # so that the same tables are the same file


@as_annotated
def tables_archive(sections: Sequence[Section]) -> bytes:
    """Return a zip archive with each table as it is numbered, as CSV and as LaTeX.

    Parameters
    ----------
    sections : sequence of Section
        As `report` takes them.

    Returns
    -------
    bytes
        The same for the same sections.

    Examples
    --------
    >>> table = Table(pd.DataFrame({"x": [0.25]}), "A table")
    >>> content = tables_archive([Section("Data", [table])])
    >>> zipfile.ZipFile(io.BytesIO(content)).namelist()
    ['table 1.csv', 'table 1.tex']
    """
    written = io.BytesIO()
    parts = [each for _, parts in numbered(sections) for each in parts]
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, number in parts:
            if not isinstance(part, Table):
                continue
            for ending, content in (("csv", _csv(part)), ("tex", _latex(part))):
                entry = zipfile.ZipInfo(f"table {number}.{ending}", _DAY_ONE)
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _csv(table: Table) -> bytes:
    frame = table.frame
    if isinstance(frame.index, pd.RangeIndex):
        return csv_bytes(frame)
    (name,) = free_names([str(frame.index.name or "name")], frame.columns)
    return csv_bytes(frame.rename_axis(name).reset_index())


def _latex(table: Table) -> bytes:
    shown = text_table(table.frame, table.caption)
    labels = [[] if line.label is None else [line.label] for line in shown.lines]
    rows = [
        [*label, *(cell.text for cell in line.cells)]
        for label, line in zip(labels, shown.lines, strict=True)
    ]
    return latex_table([cell.text for cell in shown.heads], rows, shown.caption).encode()
