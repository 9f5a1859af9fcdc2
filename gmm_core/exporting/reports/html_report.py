"""A report in one HTML file that opens with no network and can reach none."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from numbers import Integral, Real
from typing import Any, Protocol

import pandas as pd

from gmm_core.exporting.reports.page import DRAWING, render
from gmm_core.version import VERSION
from gmm_core.written_numbers import number

# More rows belong into a download.
MOST_ROWS = 200


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and whether it is a number, which is set to the right."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a table; without a label where rows are only counted."""

    label: str | None
    cells: Sequence[Cell]


@dataclass(frozen=True)
class TextTable:
    """A table as text: a caption, the heads of its columns, and its rows."""

    caption: str
    heads: Sequence[Cell]
    lines: Sequence[Line]


def text_table(frame: pd.DataFrame, caption: str) -> TextTable:
    """Return a table as text, its numbers to four digits.

    Of more than 200 rows the first are shown, and the caption says so.
    """
    shown = frame.head(MOST_ROWS)
    cut = f" The first {MOST_ROWS:,} of {len(frame):,} rows." if len(shown) < len(frame) else ""
    named = not isinstance(frame.index, pd.RangeIndex)
    corner = [Cell(str(frame.index.name or ""))] if named else []
    numeric = [_is_numeric(frame.iloc[:, place]) for place in range(frame.shape[1])]
    heads = [Cell(str(name), n) for name, n in zip(frame.columns, numeric, strict=True)]
    lines = [
        Line(_shown(label) if named else None, [_cell(value) for value in values])
        for label, values in zip(shown.index, shown.itertuples(index=False, name=None), strict=True)
    ]
    return TextTable(caption + cut, corner + heads, lines)


def _cell(value: object) -> Cell:
    return Cell(_shown(value), _is_number(value))


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


class PlotlyFigure(Protocol):
    """What plotly draws from JSON, without an import of plotly."""

    def to_json(self) -> str | None:
        """Return traces, layout and frames as JSON."""
        ...


@dataclass(frozen=True, eq=False)
class Picture:
    """A figure of a report.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
        In the light theme: it stands on a light ground in both.
    caption : str
        Below it; what is seen.
    alt : str
        What it shows, for who cannot see it; by default the caption.
    """

    figure: PlotlyFigure
    caption: str
    alt: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A table of a report.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its index is shown unless it only counts the rows.
    caption : str
        Above it.
    """

    frame: pd.DataFrame
    caption: str


@dataclass(frozen=True, eq=False)
class Facts:
    """Names with what is said of each, such as settings.

    Parameters
    ----------
    entries : mapping of str to str
    """

    entries: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Section:
    """A part of a report.

    Parameters
    ----------
    title : str
    parts : sequence of str, Facts, Table or Picture
        Text is a paragraph.
    """

    title: str
    parts: Sequence[str | Facts | Table | Picture]


def report(
    title: str,
    sections: Sequence[Section],
    *,
    javascript: str,
    subtitle: str = "",
    facts: Mapping[str, str] | None = None,
    language: str = "en",
) -> bytes:
    """Return a report as one HTML file that holds all it needs.

    Parameters
    ----------
    title : str
    sections : sequence of Section
    javascript : str
        Plotly's own, of the version that made the figures: ``plotly.min.js``. It stands in the
        file once, and only where there is a picture.
    subtitle : str
        Below the title.
    facts : mapping of str to str, optional
        The few numbers that come first.
    language : str
        Of the text, as HTML names it.

    Returns
    -------
    bytes
        UTF-8; the same for the same arguments.

    Notes
    -----
    All text is escaped. The content security policy lets the two scripts of the file run, known
    by their hashes, and nothing else: no other script, no frame, no form, no request. Plotly
    compiles the shaders of 3-D pictures, so it may evaluate text; that of a file never gets there.

    Examples
    --------
    >>> content = report("Iris", [Section("Data", ["150 rows <b>"])], javascript="")
    >>> b"<p>150 rows &lt;b&gt;</p>" in content
    True
    """
    drawn = any(isinstance(part, Picture) for section in sections for part in section.parts)
    scripts = [_harmless(javascript), DRAWING] if drawn else []
    numbers = count(1)
    return render(
        language=language,
        policy=_policy(scripts),
        title=title,
        subtitle=subtitle,
        figures=facts,
        sections=[_section(each, numbers) for each in sections],
        version=VERSION,
        scripts=scripts,
    ).encode("utf-8", errors="replace")


def _section(section: Section, numbers: Iterator[int]) -> dict[str, Any]:
    return {"title": section.title, "parts": [_part(part, numbers) for part in section.parts]}


def _part(part: str | Facts | Table | Picture, numbers: Iterator[int]) -> dict[str, Any]:
    """Return what the page shows of a part; pictures take the next number."""
    if isinstance(part, str):
        return {"kind": "text", "text": part}
    if isinstance(part, Facts):
        return {"kind": "facts", "entries": part.entries}
    if isinstance(part, Table):
        return {"kind": "table", "table": text_table(part.frame, part.caption)}
    return {"kind": "picture", "number": next(numbers)} | _picture(part)


def _picture(picture: Picture) -> dict[str, Any]:
    drawing = json.loads(picture.figure.to_json() or "{}")
    for trace in drawing.get("data", []):
        # A browser lends few WebGL contexts, and a page of pictures would need more.
        if trace.get("type") == "scattergl":
            trace["type"] = "scatter"
    return {
        "alt": picture.alt or picture.caption,
        "caption": picture.caption,
        "height": int(drawing.get("layout", {}).get("height") or 450),
        "drawing": drawing,
    }


def _harmless(javascript: str) -> str:
    """The script as a browser hashes it, if it does not end the element it stands in."""
    source = javascript.replace("\r\n", "\n").replace("\r", "\n")
    if "</script" in source.lower() or "<!--" in source:
        raise ValueError("the script would end its own element; give plotly.min.js as it is")
    return source


def _policy(scripts: Sequence[str]) -> str:
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    run = f"{allowed} 'unsafe-eval'" if scripts else "'none'"
    return (
        f"default-src 'none'; script-src {run}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
