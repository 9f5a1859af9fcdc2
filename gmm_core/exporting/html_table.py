"""A table as HTML that a person and a screen reader can read."""

from __future__ import annotations

from html import escape
from numbers import Integral, Real

import pandas as pd

from gmm_core.formatting import number

# More rows belong into a download.
MOST_ROWS = 200


def html_table(frame: pd.DataFrame, caption: str, key: str) -> str:
    """Return a table as HTML, its text escaped and its numbers to four digits.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of more than 200 rows the first are shown, and the caption says so.
    caption : str
    key : str
        The ``id`` of the caption, which stands above what scrolls and names it.

    Returns
    -------
    str

    Examples
    --------
    >>> "<td class=n>0.5000</td><td>&lt;b&gt;</td>" in html_table(
    ...     pd.DataFrame({"share": [0.5], "name": ["<b>"]}), "Shares", "table-1"
    ... )
    True
    """
    shown = frame.head(MOST_ROWS)
    cut = f" The first {MOST_ROWS:,} of {len(frame):,} rows." if len(shown) < len(frame) else ""
    named = not isinstance(frame.index, pd.RangeIndex)
    corner = [_heading(frame.index.name or "")] if named else []
    numeric = [_is_numeric(frame.iloc[:, place]) for place in range(frame.shape[1])]
    heads = [_heading(name, n) for name, n in zip(frame.columns, numeric, strict=True)]
    lines = [
        _line(label if named else None, values)
        for label, values in zip(shown.index, shown.itertuples(index=False, name=None), strict=True)
    ]
    said = escape(caption + cut)
    return (
        f'<p class="caption" id="{key}">{said}</p>'
        f'<div class="table" role="region" tabindex="0" aria-labelledby="{key}">'
        f'<table aria-labelledby="{key}">'
        f"<thead><tr>{''.join(corner + heads)}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _heading(name: object, numeric: bool = False) -> str:
    return f'<th scope="col"{" class=n" if numeric else ""}>{escape(str(name))}</th>'


def _line(label: object, values: tuple) -> str:
    head = "" if label is None else f'<th scope="row">{escape(_shown(label))}</th>'
    return f"<tr>{head}{''.join(map(_cell, values))}</tr>"


def _cell(value: object) -> str:
    look = " class=n" if _is_number(value) else ""
    return f"<td{look}>{escape(_shown(value))}</td>"


def _shown(value: object) -> str:
    if isinstance(value, Real) and not isinstance(value, bool):
        if isinstance(value, Integral):
            # A year is no count: numbers of four digits go without a comma.
            return (f"{value:,}" if abs(int(value)) >= 10_000 else f"{value}").replace("-", "−")
        return "" if value != value else number(float(value))
    return "" if value is None or value is pd.NA or value is pd.NaT else str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
