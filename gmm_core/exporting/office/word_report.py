"""A report as a Word document: numbered tables and figures with captions, on A4."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gmm_core.checked import as_annotated
from gmm_core.exporting.reports import Facts, Picture, Section, Table, numbered, text_table
from gmm_core.extras import require

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable

DRAWN_WIDTH, DRAWN_HEIGHT = 900, 450
"""Pixels: how wide figures are drawn for paper, and how high where they do not say."""

_A4, _MARGIN = (21.0, 29.7), 2.0  # centimetres
_WIDE = _A4[0] - 2 * _MARGIN
_HIGHEST = 20.0
_SMALL = 8.5  # points, in tables
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@as_annotated
def docx_bytes(
    title: str,
    sections: Sequence[Section],
    *,
    subtitle: str = "",
    pictures: Mapping[int, bytes] | None = None,
) -> bytes:
    """Return a report as a Word document.

    Parameters
    ----------
    title : str
    sections : sequence of Section
        As `report` takes them.
    subtitle : str
    pictures : mapping of int to bytes, optional
        Figures as PNG, by their numbers. Of one that is not given an empty picture of its size is
        ``word/media/image<number>.png`` in the document, to be replaced by who can draw it.

    Returns
    -------
    bytes

    Examples
    --------
    >>> content = docx_bytes("Iris", [Section("Data", ["150 rows"])])
    >>> import docx
    >>> [each.text for each in docx.Document(io.BytesIO(content)).paragraphs]
    ['Iris', 'Data', '150 rows']
    """
    require("docx", "Writing a Word document")
    document = _blank()
    document.add_heading(_text(title), 0)
    if subtitle:
        document.add_paragraph(_text(subtitle), style="Subtitle")
    for heading, parts in numbered(sections):
        document.add_heading(_text(heading), 1)
        for part, number in parts:
            _add(document, part, number, pictures or {})
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _blank() -> Document:
    import docx
    from docx.shared import Cm, Pt

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(_A4[0]), Cm(_A4[1])
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN)
    style: Any = document.styles["Normal"]
    style.font.size = Pt(10.5)
    document.core_properties.author = ""
    document.core_properties.comments = "Made with GMM Lab"
    return document


def _add(
    document: Document,
    part: str | Facts | Table | Picture,
    number: int,
    pictures: Mapping[int, bytes],
) -> None:
    if isinstance(part, str):
        document.add_paragraph(_text(part))
    elif isinstance(part, Facts):
        _rows(document, [], [[name, said] for name, said in part.entries.items()])
        document.add_paragraph()
    elif isinstance(part, Table):
        _add_table(document, part, number)
    else:
        _add_picture(document, part, number, pictures.get(number))


def _add_table(document: Document, part: Table, number: int) -> None:
    table = text_table(part.frame, part.caption)
    _caption(document, f"Table {number}. ", table.caption, before=True)
    heads = [cell.text for cell in table.heads]
    labels = [[] if line.label is None else [line.label] for line in table.lines]
    cells = [[cell.text for cell in line.cells] for line in table.lines]
    _rows(document, heads, [[*a, *b] for a, b in zip(labels, cells, strict=True)])
    document.add_paragraph()


def _rows(document: Document, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Add a table with the three rules of a paper; its head is repeated on every page."""
    across = max(len(heads), *(len(row) for row in rows), 1) if rows else max(len(heads), 1)
    table = document.add_table(rows=bool(heads) + len(rows), cols=across)
    table.autofit = True
    _ruled(table, bool(heads))
    for place, texts in enumerate([heads, *rows] if heads else rows):
        for cell, text in zip(table.rows[place].cells, texts, strict=False):
            _write(cell, text, place == 0 and bool(heads))


def _write(cell: Any, text: str, is_head: bool) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run(_text(text))
    run.font.size, run.bold = Pt(_SMALL), is_head


def _ruled(table: WordTable, has_head: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def border(parent: str, edges: Sequence[str]) -> Any:
        borders = OxmlElement(parent)
        for edge in edges:
            line = OxmlElement(f"w:{edge}")
            for name, value in (("val", "single"), ("sz", "6"), ("color", "auto")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
        return borders

    properties: Any = table._tbl.tblPr
    properties.append(border("w:tblBorders", ("top", "bottom")))
    if not has_head:
        return
    head: Any = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)
    for cell in head.cells:
        cell._tc.get_or_add_tcPr().append(border("w:tcBorders", ("bottom",)))


def _add_picture(document: Document, part: Picture, number: int, drawn: bytes | None) -> None:
    from docx.shared import Cm

    height = part.height or DRAWN_HEIGHT
    tall = _WIDE * height / DRAWN_WIDTH
    scale = min(1.0, _HIGHEST / tall)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    content = io.BytesIO(drawn or _empty(number))
    shape = paragraph.add_run().add_picture(content, Cm(_WIDE * scale), Cm(tall * scale))
    about: Any = shape._inline.docPr
    about.set("descr", _text(part.alt or part.caption))
    _caption(document, f"Figure {number}. ", part.caption)


def _caption(document: Document, label: str, text: str, *, before: bool = False) -> None:
    paragraph = document.add_paragraph(style="Caption")
    paragraph.paragraph_format.keep_with_next = before
    paragraph.add_run(label)
    paragraph.add_run(_text(text)).bold = False


def _text(text: str) -> str:
    """Text without what no XML can hold."""
    return _NO_XML.sub("\ufffd", text)


def _empty(number: int) -> bytes:
    """A white picture of one pixel, of each number another: equal ones would be stored once."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">L", len(content)) + whole + struct.pack(">L", zlib.crc32(whole))

    head = struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0)
    said = b"Comment\x00figure " + str(number).encode()
    parts = (
        *(chunk(b"IHDR", head), chunk(b"tEXt", said)),
        *(chunk(b"IDAT", zlib.compress(b"\x00\xff")), chunk(b"IEND", b"")),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
