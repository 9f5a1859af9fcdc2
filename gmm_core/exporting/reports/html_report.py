"""A report in one HTML file that opens with no network and can reach none."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from numbers import Integral, Real
from typing import Any, Protocol

import pandas as pd

from gmm_core.exporting.reports.page import DRAWING, render
from gmm_core.version import VERSION
from gmm_core.written_numbers import number

# More rows belong into a download.
MOST_ROWS = 200
# A number as a table writes it: 12, < .001, 3.1 × 10⁻³, 1.2 ± 0.3, 34 (52 %), 47.6 ± 5.4 %.
_WRITTEN = re.compile(
    r"(< |[-−<])?[\d,]*\.?\d+( ± [\d,]*\.?\d+)?( × 10[⁻⁰¹²³⁴-⁹]+)?( %| \([<>]?[\d,.]+ %\))?|—"
)
# Spaces in 3.1 × 10⁻³, F(2, 97) = 1.2, p < .001 and 52 %, and before the symbol of a component,
# which no line ends at.
_APART = re.compile(
    r"(?<=[\d)]) (?=× 10)|(?<=×) (?=10)"
    r"|(?<=\d,) (?=[\d.]+\) =)|(?<=\S) (?=[=<>] [−.\d])|(?<=[=<>]) (?=[−.\d])|(?<=\d) (?=%)"
    r"|(?<=\S) (?=[●■◆▲★▼◄►✕](?:,|$))"
)


@dataclass(frozen=True)
class ReportCell:
    """What stands in a cell, and whether it is a number, which is set to the right."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a table; without a label where rows are only counted."""

    label: str | None
    cells: Sequence[ReportCell]


@dataclass(frozen=True)
class TextTable:
    """A table as text: a caption, the heads of its columns, and its rows."""

    caption: str
    heads: Sequence[ReportCell]
    lines: Sequence[Line]


def text_table(frame: pd.DataFrame, caption: str) -> TextTable:
    """Return a table as text, its numbers to four digits.

    Of more than 200 rows the first are shown, and the caption says so.
    """
    shown = frame.head(MOST_ROWS)
    cut = f" The first {MOST_ROWS:,} of {len(frame):,} rows." if len(shown) < len(frame) else ""
    named = not isinstance(frame.index, pd.RangeIndex)
    corner = [ReportCell(str(frame.index.name or ""))] if named else []
    numeric = [_is_numeric(frame.iloc[:, place]) for place in range(frame.shape[1])]
    heads = [
        ReportCell(_unbroken(str(name)), n) for name, n in zip(frame.columns, numeric, strict=True)
    ]
    lines = [
        Line(_unbroken(_shown(label)) if named else None, [_cell(value) for value in values])
        for label, values in zip(shown.index, shown.itertuples(index=False, name=None), strict=True)
    ]
    return TextTable(caption + cut, corner + heads, lines)


def _cell(value: object) -> ReportCell:
    shown = _shown(value)
    return ReportCell(_unbroken(shown), _is_number(value))


def _unbroken(shown: str) -> str:
    """What is read in one piece, in one piece."""
    return _APART.sub("\N{NO-BREAK SPACE}", shown)


def _shown(value: object) -> str:
    if isinstance(value, Real) and not isinstance(value, bool):
        if isinstance(value, Integral):
            # A year is no count: numbers of four digits go without a comma.
            return (f"{value:,}" if abs(int(value)) >= 10_000 else f"{value}").replace("-", "−")
        return "" if value != value else number(float(value))
    return "" if value is None or value is pd.NA or value is pd.NaT else str(value)


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        return bool(_WRITTEN.fullmatch(value))
    return isinstance(value, Real) and not isinstance(value, bool)


def _is_numeric(column: pd.Series) -> bool:
    if pd.api.types.is_numeric_dtype(column):
        return not pd.api.types.is_bool_dtype(column)
    texts = [value for value in column if value not in ("", None)]
    return bool(texts) and all(isinstance(each, str) and _is_number(each) for each in texts)


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

    @property
    def height(self) -> int:
        """In pixels, as the figure says; 0 where it does not."""
        layout = json.loads(self.figure.to_json() or "{}").get("layout", {})
        return int(layout.get("height") or 0)


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
    on_paper : bool
        Whether it is printed, too.
    """

    title: str
    parts: Sequence[str | Facts | Table | Picture]
    on_paper: bool = True


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
        file once, packed by gzip, and only where there is a picture.
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
    All text is escaped. The content security policy lets the one script of the file run, known by
    its hash, and nothing else: no other script, no frame, no form, no request. The script unpacks
    plotly, which compiles the shaders of 3-D pictures: so it may evaluate text; that of a file
    never gets there. Tables and pictures are numbered in their order, each for itself.

    Examples
    --------
    >>> content = report("Iris", [Section("Data", ["150 rows <b>"])], javascript="")
    >>> b"<p>150 rows &lt;b&gt;</p>" in content
    True
    """
    is_drawn = any(isinstance(part, Picture) for section in sections for part in section.parts)
    scripts = [DRAWING] if is_drawn else []
    return render(
        language=language,
        policy=_policy(scripts),
        title=title,
        subtitle=subtitle,
        figures=facts,
        sections=[
            _shown_section(*each) | {"on_paper": section.on_paper}
            for each, section in zip(numbered(sections), sections, strict=True)
        ],
        version=VERSION,
        scripts=scripts,
        library=_packed(javascript) if is_drawn else "",
    ).encode("utf-8", errors="replace")


Part = str | Facts | Table | Picture


def numbered(sections: Iterable[Section]) -> list[tuple[str, list[tuple[Part, int]]]]:
    """Return titles with their parts, tables and pictures numbered, each for itself; else 0."""
    tables, pictures = count(1), count(1)

    def number_of(part: Part) -> int:
        if isinstance(part, Table):
            return next(tables)
        return next(pictures) if isinstance(part, Picture) else 0

    return [(each.title, [(part, number_of(part)) for part in each.parts]) for each in sections]


def _shown_section(title: str, parts: Iterable[tuple[Part, int]]) -> dict[str, Any]:
    return {"title": title, "parts": [_shown_part(part, number) for part, number in parts]}


def _shown_part(part: Part, number: int) -> dict[str, Any]:
    """Return what the page shows of a part."""
    if isinstance(part, str):
        return {"kind": "text", "text": part}
    if isinstance(part, Facts):
        return {"kind": "facts", "entries": part.entries}
    if isinstance(part, Table):
        table = text_table(part.frame, part.caption)
        return {"kind": "table", "number": number, "table": table}
    return {"kind": "picture", "number": number} | _picture(part)


def _picture(picture: Picture) -> dict[str, Any]:
    drawing = json.loads(picture.figure.to_json() or "{}")
    for trace in drawing.get("data", []):
        # A browser lends few WebGL contexts, and a page of pictures would need more.
        if trace.get("type") == "scattergl":
            trace["type"] = "scatter"
    layout = drawing.get("layout", {})
    return {
        "alt": picture.alt or picture.caption,
        "caption": picture.caption,
        "height": int(layout.get("height") or 450),
        "is_space": "scene" in layout,
        "has_panes": any(trace.get("type") == "splom" for trace in drawing.get("data", [])),
        "beside": int((layout.get("meta") or {}).get("beside") or 0),
        "drawing": drawing,
    }


@lru_cache(maxsize=2)  # it takes a third of a second
def _packed(javascript: str) -> str:
    """The script as the page's own unpacks it."""
    return base64.b64encode(gzip.compress(javascript.encode(), mtime=0)).decode()


def _policy(scripts: Sequence[str]) -> str:
    hashes = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    run = f"{allowed} 'unsafe-eval'" if scripts else "'none'"
    return (
        f"default-src 'none'; script-src {run}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
