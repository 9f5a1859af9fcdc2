"""Rows of many panes as a trace for each symbol."""

from __future__ import annotations

from typing import Any

import numpy as np

OF_PANES = ("xaxes", "yaxes")  # one for each feature, of which there may be as many as rows


def by_symbol(trace: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a trace of rows as one for each symbol, each named as the trace.

    Plotly goes through all points of a trace once for each symbol among them, in every pane.

    Examples
    --------
    >>> rows = {"customdata": np.arange(3), "marker": {"symbol": ["star", "x", "star"], "size": 4}}
    >>> [(part["customdata"], part["marker"]) for part in by_symbol(rows)]
    [(array([0, 2]), {'symbol': 'star', 'size': 4}), (array([1]), {'symbol': 'x', 'size': 4})]
    """
    symbols = trace["marker"]["symbol"]
    if isinstance(symbols, str):
        return [trace]
    parts = []
    for symbol in dict.fromkeys(symbols):
        rows = np.flatnonzero([each == symbol for each in symbols])
        part = _of(trace, rows, len(symbols))
        parts.append(part | {"marker": part["marker"] | {"symbol": symbol}})
    return parts


def _of(value: Any, rows: np.ndarray, n: int) -> Any:
    """The part of some rows of whatever has an entry for each of n rows."""
    if isinstance(value, dict):
        return {key: each if key in OF_PANES else _of(each, rows, n) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return value[rows] if len(value) == n else value
    if not isinstance(value, list):
        return value
    if value and isinstance(value[0], dict):  # the dimensions
        return [_of(each, rows, n) for each in value]
    return [value[row] for row in rows.tolist()] if len(value) == n else value
