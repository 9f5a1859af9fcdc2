"""A Word document holds the report: read back with its headings, tables and figures."""

import io
import struct
import zipfile

import docx
import pandas as pd
import plotly.graph_objects as go
import pytest

from gmm_core.exporting.office.word_report import _empty, docx_bytes
from gmm_core.exporting.reports import Facts, Picture, Section, Table

EVIL = "</w:t><script>\x07\uffff&"
READ = "</w:t><script>\ufffd\ufffd&"


def picture(height=None):
    layout = {} if height is None else {"height": height}
    return Picture(go.Figure({"data": [{"type": "scatter", "y": [1, 2]}], "layout": layout}), EVIL)


@pytest.fixture(scope="module")
def content():
    table = pd.DataFrame({EVIL: [0.5, -1200.25]}, index=pd.Index(["a", "b"], name="feature"))
    sections = [
        Section("Data", ["A sentence.", Facts({"Source": EVIL}), Table(table, "Means.")]),
        Section(EVIL, [picture(), picture(4000), Table(pd.DataFrame({"n": [3]}), "Counts.")]),
    ]
    return docx_bytes("Clusters", sections, subtitle="3 components")


def test_headings_text_and_captions_are_there_in_order(content):
    said = [each.text for each in docx.Document(io.BytesIO(content)).paragraphs if each.text]
    assert said == [
        *("Clusters", "3 components", "Data", "A sentence.", "Table 1. Means.", READ),
        *(f"Figure 1. {READ}", f"Figure 2. {READ}", "Table 2. Counts."),
    ]


def test_tables_hold_what_a_page_shows(content):
    facts, means, counts = docx.Document(io.BytesIO(content)).tables
    texts = [[cell.text for cell in row.cells] for row in means.rows]
    assert texts == [["feature", READ], ["a", "0.5000"], ["b", "−1200"]]
    assert [cell.text for cell in facts.rows[0].cells] == ["Source", READ]
    assert [row.cells[0].text for row in counts.rows] == ["n", "3"]


def test_nothing_is_wider_or_higher_than_its_page(content):
    document = docx.Document(io.BytesIO(content))
    (page,) = document.sections
    wide = page.page_width - page.left_margin - page.right_margin
    high = page.page_height - page.top_margin - page.bottom_margin
    sizes = [(shape.width, shape.height) for shape in document.inline_shapes]
    assert all(width <= wide and height < high for width, height in sizes)
    ratios = [round(height / width, 2) for width, height in sizes]
    assert ratios == [0.5, round(4000 / 900, 2)]


def test_a_figure_takes_the_place_of_its_number(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.read("word/media/image1.png") == _empty(1)
        assert parts.read("word/media/image2.png") == _empty(2)
    drawn = docx_bytes("a", [Section("b", [picture()])], pictures={1: _empty(7)})
    with zipfile.ZipFile(io.BytesIO(drawn)) as parts:
        assert parts.read("word/media/image1.png") == _empty(7)
    assert struct.unpack(">LL", _empty(1)[16:24]) == (1, 1)
