"""A report in one HTML file that opens with no network and can reach none."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

import pandas as pd

from gmm_core.exporting.html_table import html_table
from gmm_core.exporting.report_page import DRAWING, PAGE, STYLE
from gmm_core.exporting.versions import VERSION


class Drawn(Protocol):
    """What can be drawn: a plotly figure."""

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

    figure: Drawn
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
    pictures: list[Picture] = []
    body = "\n".join(_section(place, each, pictures) for place, each in enumerate(sections, 1))
    scripts = [_harmless(javascript), DRAWING] if pictures else []
    return PAGE.format(
        language=escape(language),
        policy=_policy(scripts),
        title=escape(title),
        style=STYLE,
        subtitle=f'<p class="subtitle">{escape(subtitle)}</p>' if subtitle else "",
        facts=_facts(facts, "figures") if facts else "",
        contents=_contents(sections),
        body=body,
        version=escape(VERSION),
        scripts="\n".join(f"<script>{source}</script>" for source in scripts),
    ).encode("utf-8", errors="replace")


def _section(place: int, section: Section, pictures: list[Picture]) -> str:
    parts = "\n".join(_part(part, f"{place}-{i}", pictures) for i, part in enumerate(section.parts))
    heading = f'<h2 id="title-{place}">{escape(section.title)}</h2>'
    return (
        f'<section id="section-{place}" aria-labelledby="title-{place}">\n{heading}\n{parts}\n'
        "</section>"
    )


def _part(part: str | Facts | Table | Picture, key: str, pictures: list[Picture]) -> str:
    if isinstance(part, str):
        return f"<p>{escape(part)}</p>"
    if isinstance(part, Facts):
        return _facts(part.entries, "facts")
    if isinstance(part, Table):
        return html_table(part.frame, part.caption, f"table-{key}")
    pictures.append(part)
    return _picture(part, len(pictures))


def _facts(entries: Mapping[str, str], look: str) -> str:
    pairs = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(said)}</dd></div>"
        for name, said in entries.items()
    )
    return f'<dl class="{look}">{pairs}</dl>'


def _picture(picture: Picture, number: int) -> str:
    drawing = json.loads(picture.figure.to_json() or "{}")
    height = int(drawing.get("layout", {}).get("height") or 450)
    for trace in drawing.get("data", []):
        # A browser lends few WebGL contexts, and a page of pictures would need more.
        if trace.get("type") == "scattergl":
            trace["type"] = "scatter"
    alt = escape(picture.alt or picture.caption)
    caption = escape(picture.caption)
    return (
        f'<figure aria-labelledby="caption-{number}">'
        f'<div class="card"><div class="picture" id="picture-{number}" role="img" '
        f'aria-label="{alt}" style="height:{height}px"></div></div>'
        f'<figcaption id="caption-{number}"><b>Figure {number}.</b> {caption}</figcaption>'
        f'<script type="application/json" id="data-{number}">{_as_data(drawing)}</script>'
        "</figure>"
    )


def _contents(sections: Sequence[Section]) -> str:
    items = "".join(
        f'<li><a href="#section-{place}">{escape(section.title)}</a></li>'
        for place, section in enumerate(sections, 1)
    )
    return f"<ol>{items}</ol>"


def _as_data(value: object) -> str:
    """JSON that ends no script element and begins no comment."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return plain.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


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
