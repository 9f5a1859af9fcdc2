"""What a person has changed of a table after it was read: turned, rows left out, codes missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from gmm_core.errors import DataError
from gmm_core.names import unique_names
from gmm_core.reading.choices import Choices
from gmm_core.reading.columns import converted, settle, written
from gmm_core.reading.limits import MAX_COLUMNS, check_cells
from gmm_core.reading.table import Reading
from gmm_core.table import is_numeric
from gmm_core.wording import counted, listed, plural
from gmm_core.written_numbers import as_entered


def changed(reading: Reading, choices: Choices, name: str) -> Reading:
    """Return the table as a person wants it, with a note for each thing that is not as in the file.

    It is turned first, then rows are left out, then codes are made missing: rows and columns are
    those that a person sees. Columns and rows that the table has not are passed over.
    """
    frame, notes = reading.frame, []
    if choices.turned:
        frame = converted(turned(frame, reading.decimal, name), choices.kinds, reading.decimal)
        notes.append("turned: its rows were columns")
    left_out = [place for place in set(choices.rows_left_out) if place < len(frame)]
    if left_out:
        frame = frame.drop(index=frame.index[left_out]).reset_index(drop=True)
        what = plural(len(left_out), "no observation", "no observations")
        notes.append(f"{counted(len(left_out), 'row')} left out as {what}")
    frame, codes, n_columns = _with_gaps(frame, choices.missing)
    if codes:
        shown = listed([as_entered(value) for value in codes])
        notes.append(f"{shown} missing in {counted(n_columns, 'column')}")
    return replace(reading, frame=frame, changes=tuple(notes)) if notes else reading


def turned(frame: pd.DataFrame, decimal: str, name: str) -> pd.DataFrame:
    """Return the table with its columns as rows; its first column names the new ones, if it can.

    Examples
    --------
    >>> frame = pd.DataFrame({"variable": ["mass", "width"], "a": [8.5, 23.0], "b": [27.0, 63.5]})
    >>> turned(frame, ".", "file").to_dict("list")
    {'variable': ['a', 'b'], 'mass': [8.5, 27.0], 'width': [23.0, 63.5]}
    """
    if len(frame) >= MAX_COLUMNS:
        raise DataError(
            f"{name} has {len(frame):,} rows, and turned it would have as many columns; at most "
            f"{MAX_COLUMNS:,} are possible. Read it as found."
        )
    check_cells(frame.shape[1], len(frame), name)
    first = frame.iloc[:, 0]
    named = not is_numeric(first) and first.notna().all()
    body = frame.iloc[:, 1:] if named else frame
    corner = str(frame.columns[0]) if named else "column"
    names = (
        [str(value) for value in first] if named else [f"row {i + 1}" for i in range(len(frame))]
    )
    rows = {
        label: _settled(row, decimal)
        for label, row in zip(
            unique_names([corner, *names])[1:], body.to_numpy(dtype=object), strict=True
        )
    }
    return pd.DataFrame({corner: [str(label) for label in body.columns], **rows})


def _settled(row: np.ndarray, decimal: str) -> pd.Series:
    column = pd.Series(row, dtype=object).infer_objects()
    return column if is_numeric(column) else settle(written(column), decimal)


def _with_gaps(
    frame: pd.DataFrame, missing: tuple[tuple[str, float], ...]
) -> tuple[pd.DataFrame, list[float], int]:
    """The table with codes as gaps, those that were found, and in how many columns."""
    if not missing:
        return frame, [], 0
    changed: dict[str, pd.Series] = {}
    found: set[float] = set()
    columns = {str(label): column for label, column in frame.items()}
    for name, value in missing:
        column = changed.get(name, columns.get(name))
        if column is None or not is_numeric(column):
            continue
        is_code = column.to_numpy(dtype=float, na_value=np.nan) == value
        if is_code.any():
            changed[name] = column.mask(is_code)
            found.add(value)
    return frame.assign(**changed), sorted(found), len(changed)
