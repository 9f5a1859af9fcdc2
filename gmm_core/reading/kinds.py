"""Columns as the kinds that a person chose for them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from gmm_core.amounts import to_numbers


def converted(frame: pd.DataFrame, kinds: Iterable[tuple[str, str]], decimal: str) -> pd.DataFrame:
    """Return the table with columns made numbers or text; itself where none is.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    kinds : iterable of (str, str)
        Column and "number" or "text"; columns that the table has not are passed over.
    decimal : str
        The decimal mark of amounts such as "1.234,50 €".

    Examples
    --------
    >>> frame = pd.DataFrame({"share": ["12 %", "3 %"], "code": [7, 12]})
    >>> converted(frame, [("share", "number"), ("code", "text")], ".").to_dict("list")
    {'share': [12.0, 3.0], 'code': ['7', '12']}
    """
    chosen = dict(kinds)
    if chosen.keys().isdisjoint(map(str, frame.columns)):
        return frame
    columns = {
        label: _converted(column, chosen.get(str(label)), decimal)
        for label, column in frame.items()
    }
    return pd.DataFrame(columns, copy=False)


def written(column: pd.Series) -> pd.Series:
    """Return the values of a column as text; whole numbers without a decimal point.

    Examples
    --------
    >>> written(pd.Series([7.0, None, 1.5])).tolist()
    ['7', nan, '1.5']
    """
    if not pd.api.types.is_numeric_dtype(column) and not _is_mixed(column):
        return column if _is_text(column) else column.dropna().astype(str).reindex(column.index)
    present = column.dropna()
    texts = pd.Series([_written(value) for value in present], present.index, dtype=str)
    return texts.reindex(column.index)


def _converted(column: pd.Series, kind: str | None, decimal: str) -> pd.Series:
    if kind == "number":
        return _as_numbers(column, decimal)
    return written(column) if kind == "text" else column


def _as_numbers(column: pd.Series, decimal: str) -> pd.Series:
    if pd.api.types.is_bool_dtype(column):
        return column.astype(float)
    if pd.api.types.is_numeric_dtype(column):
        return column
    return to_numbers(column, decimal)


def _is_text(column: pd.Series) -> bool:
    return pd.api.types.infer_dtype(column, skipna=True) in ("string", "empty")


def _is_mixed(column: pd.Series) -> bool:
    return pd.api.types.infer_dtype(column, skipna=True).startswith(("mixed", "boolean"))


def _written(value: object) -> str:
    if isinstance(value, float | np.floating) and float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
