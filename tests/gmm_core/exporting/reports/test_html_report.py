"""A report is one file that shows what it was given, fetches nothing, and runs nothing else."""

import base64
import gzip
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from plotly.offline import get_plotlyjs

from gmm_core import Mixture, run
from gmm_core.exporting.analysis import Analysis
from gmm_core.exporting.reports.html_report import (
    MOST_ROWS,
    Facts,
    Picture,
    ReportCell,
    Section,
    Table,
    report,
    text_table,
)
from gmm_core.exporting.reports.page import TEMPLATE
from gmm_core.exporting.reports.sections import data_section, settings_section
from gmm_core.fitting import Grid, Settings, fit_run
from gmm_core.logarithms import Logarithm
from gmm_core.reading.choices import Choices
from gmm_core.row_weights import Weighting
from gmm_core.table.rows import complete_rows

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" ' & <!-- \u2028"
FETCHING = {"src", "srcset", "href", "data", "action", "poster", "background", "formaction"}
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """What a browser makes of a file: elements, text, and the scripts as they stand."""

    def __init__(self, content):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.scripts, self.open, self.unclosed = [], [], [], [], []
        self.feed(content.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "script":
            self.scripts.append((dict(attrs).get("type"), ""))

    def handle_endtag(self, tag):
        if self.open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            kind, source = self.scripts.pop()
            self.scripts.append((kind, source + data))
        elif self.open and self.open[-1] != "style":
            self.texts.append(data)

    def all_of(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def text(self):
        return "\n".join(self.texts)


def figure(kind="scatter", name="rows"):
    trace = {"type": kind, "name": name, "x": np.array([1.0, 2.0]), "y": [3, 4]}
    return go.Figure({"data": [trace], "layout": {"height": 300, "title": {"text": name}}})


@pytest.fixture(scope="module")
def sections():
    frame = pd.DataFrame({EVIL: ["a", EVIL], "x": [0.5, np.nan], "n": [-12000, 2007]})
    return [
        Section("Data", ["A sentence.", Facts({"Source": EVIL}), Table(frame, f"Rows {EVIL}")]),
        Section(
            EVIL, [Picture(figure(name=EVIL), EVIL), Picture(figure("scattergl"), "Two", EVIL)]
        ),
    ]


@pytest.fixture(scope="module")
def content(sections):
    return report(EVIL, sections, javascript=get_plotlyjs(), subtitle=EVIL, facts={EVIL: "1"})


@pytest.fixture(scope="module")
def page(content):
    return Page(content)


def test_the_file_is_well_formed(page):
    assert page.open == []
    assert page.unclosed == []
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_nothing_is_fetched(page):
    for tag, attrs in page.elements:
        assert tag not in {"link", "iframe", "object", "embed", "img", "form", "base"}
        for name in FETCHING & set(attrs):
            assert attrs[name].startswith("#")
        assert not any(name.startswith("on") for name in attrs)
        values = [value or "" for name, value in attrs.items() if name != "http-equiv"]
        assert not any("http" in value for value in values)
    styles = re.findall(r"<style>(.*?)</style>", report("a", [], javascript="").decode(), re.S)
    assert len(styles) == 1
    assert "url(" not in styles[0]
    assert "@import" not in styles[0]


def test_the_policy_allows_the_script_and_no_request(page):
    (policy,) = [a["content"] for a in page.all_of("meta") if "http-equiv" in a]
    (source,) = [source for kind, source in page.scripts if kind is None]
    allowed = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{allowed}' 'unsafe-eval'; "
        "style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def test_the_policy_stands_before_what_it_governs(content):
    head = content[:2000]
    assert b"Content-Security-Policy" in head
    assert head.index(b"Content-Security-Policy") < head.index(b"<style>")


def test_plotly_stands_in_the_file_once_and_only_where_it_draws(content, sections):
    (packed,) = [source for kind, source in Page(content).scripts if kind == "text/plain"]
    assert gzip.decompress(base64.b64decode(packed)).decode() == get_plotlyjs()
    assert len(packed) < 2_000_000
    without = Page(report("a", sections[:1], javascript=get_plotlyjs()))
    assert without.scripts == []
    (policy,) = [a["content"] for a in without.all_of("meta") if "http-equiv" in a]
    assert policy == (
        "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def test_tables_and_pictures_are_numbered_each_for_itself(page):
    numbers = [text for text in page.texts if text in ("Table 1.", "Figure 1.", "Figure 2.")]
    assert numbers == ["Table 1.", "Figure 1.", "Figure 2."]


def test_what_plays_is_not_printed():
    sections = [Section("Data", ["150 rows"]), Section("In motion", ["Play"], on_paper=False)]
    page = report("Iris", sections, javascript="").decode()
    assert '<section id="section-1" aria' in page
    assert '<section id="section-2" class=on-screen aria' in page


def test_lines_over_panes_lie_over_their_points():
    """WebGL is drawn over SVG, which hid the outlines of a matrix under its points."""
    of_panes = go.Figure({"data": [{"type": "splom"}]}, _validate=False)
    for figure, said in (
        (of_panes, 'class="picture points-below"'),
        (go.Figure(), 'class="picture"'),
    ):
        page = report("Iris", [Section("Data", [Picture(figure, "x")])], javascript="").decode()
        assert said in page


def test_text_from_a_file_is_text(page):
    shown = EVIL.replace("\u2028", "")
    assert page.text.replace("\u2028", "").count(shown) == 11
    assert "alert(1)" not in "".join(source for kind, source in page.scripts if kind is None)


def test_pictures_are_data(page, sections):
    held = [json.loads(source) for kind, source in page.scripts if kind == "application/json"]
    assert [each["data"][0]["name"] for each in held] == [EVIL, "rows"]
    assert held[1]["data"][0]["type"] == "scatter"  # a browser lends few WebGL contexts
    original = sections[1].parts[1].figure
    assert original.data[0].type == "scattergl"
    for kind, source in page.scripts:
        if kind == "application/json":
            assert "<" not in source


def test_frames_are_data_too():
    frames = [{"name": "f", "data": [{"type": "scatter", "y": [5, 6]}], "traces": [0]}]
    moving = go.Figure(data=figure().data, frames=frames)
    made = Page(report("a", [Section("b", [Picture(moving, "c")])], javascript=""))
    (held,) = [json.loads(source) for kind, source in made.scripts if kind == "application/json"]
    assert held["frames"][0]["name"] == "f"


def test_a_picture_is_named_for_who_cannot_see_it(page):
    pictures = [a for _, a in page.elements if a.get("role") == "img"]
    assert [a["aria-label"] for a in pictures] == [EVIL, EVIL]
    captions = [a["id"] for a in page.all_of("figcaption")]
    assert [a["aria-labelledby"] for a in page.all_of("figure")] == captions
    assert "Figure 2." in page.text


def test_the_page_has_a_language_headings_and_contents(page):
    assert page.all_of("html") == [{"lang": "en"}]
    assert len(page.all_of("h1")) == 1
    links = [a["href"] for a in page.all_of("a")]
    assert links == ["#report", "#section-1", "#section-2"]
    ids = {attrs.get("id") for _, attrs in page.elements}
    assert {link[1:] for link in links} <= ids
    labelled = [a["aria-labelledby"] for _, a in page.elements if "aria-labelledby" in a]
    assert set(labelled) <= ids


def test_cells_are_as_people_read_them(page):
    for shown in ("0.5000", "−12,000", "2007"):
        assert shown in page.texts
    assert "nan" not in page.text


def test_text_cells_are_told_from_numbers():
    written = ["12", "< .001", ".518", "34 (52.1 %)", "−7.1 ± 1.4 %", "3.1 × 10⁻³", "—"]
    (head,) = text_table(pd.DataFrame({"as written": written}), "").heads
    assert head.is_number
    assert not text_table(pd.DataFrame({"x": ["1 of 2"]}), "").heads[0].is_number
    (line,) = text_table(pd.DataFrame({"share": [0.5], "name": ["<b>"]}), "Shares").lines
    assert line.cells == [ReportCell("0.5000", True), ReportCell("<b>", False)]


def test_no_line_ends_within_a_number():
    said = ["3.1 × 10⁻³", "(5.3 ± 2.6) × 10⁻⁶", "V = .571", "F(8, 651) = 1.2, p < .001", "52 %"]
    written = [line.cells[0].text for line in text_table(pd.DataFrame({"x": said}), "").lines]
    assert [text.replace("\xa0", " ") for text in written] == said
    assert [text.count(" ") for text in written] == [0, 2, 0, 1, 0]
    assert text_table(pd.DataFrame({"x": ["a = b"]}), "").lines[0].cells[0].text == "a = b"


def test_long_tables_are_cut_and_say_so():
    frame = pd.DataFrame({"x": np.arange(1000)})
    made = Page(report("a", [Section("b", [Table(frame, "All rows.")])], javascript=""))
    assert len(made.all_of("tr")) == MOST_ROWS + 1
    assert "All rows. The first 200 of 1,000 rows." in made.text


def test_names_of_rows_are_headings():
    names = pd.Index(["first <b>"], name="<i>component")
    frame = pd.DataFrame({"<script>x": [1]}, index=names)
    made = Page(report("a", [Section("b", [Table(frame, "c")])], javascript=""))
    assert [a["scope"] for a in made.all_of("th")] == ["col", "col", "row"]
    assert {"first <b>", "<i>component", "<script>x"} <= set(made.texts)
    assert made.scripts == []


def test_half_a_surrogate_pair_does_not_stop_the_report():
    assert Page(report("a\ud800", [], javascript="")).text.count("a?") == 2


def test_the_same_report_is_the_same_file(content, sections):
    again = report(EVIL, sections, javascript=get_plotlyjs(), subtitle=EVIL, facts={EVIL: "1"})
    assert again == content


HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title></style></h1><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "]]>",
    "<![CDATA[",
    "<!-- -->",
    "&lt;b&gt;",
    "{{ 7 * 7 }}{% raw %}",
    "${alert(1)}`",
)


def labelled(text):
    return pd.DataFrame({"x": [1.0]}, index=pd.Index([text], name="component"))


def drawn(text):
    return Picture(figure(name=text), "c")


PLACES = {
    "title": lambda text: (text, [], {}),
    "subtitle": lambda text: ("a", [], {"subtitle": text}),
    "name of a figure": lambda text: ("a", [], {"facts": {text: "1"}}),
    "figure": lambda text: ("a", [], {"facts": {"n": text}}),
    "language": lambda text: ("a", [], {"language": text}),
    "title of a section": lambda text: ("a", [Section(text, [])], {}),
    "paragraph": lambda text: ("a", [Section("b", [text])], {}),
    "name of a fact": lambda text: ("a", [Section("b", [Facts({text: "1"})])], {}),
    "fact": lambda text: ("a", [Section("b", [Facts({"n": text})])], {}),
    "caption of a table": lambda text: ("a", [Section("b", [Table(labelled("r"), text)])], {}),
    "name of a row": lambda text: ("a", [Section("b", [Table(labelled(text), "c")])], {}),
    "name of the index": lambda text: (
        "a",
        [Section("b", [Table(labelled("r").rename_axis(text), "c")])],
        {},
    ),
    "column": lambda text: ("a", [Section("b", [Table(pd.DataFrame({text: [1]}), "c")])], {}),
    "cell": lambda text: ("a", [Section("b", [Table(pd.DataFrame({"x": [text]}), "c")])], {}),
    "class": lambda text: (
        "a",
        [Section("b", [Table(pd.DataFrame({"x": pd.Categorical([text])}), "c")])],
        {},
    ),
    "caption of a picture": lambda text: ("a", [Section("b", [Picture(figure(), text)])], {}),
    "words for a picture": lambda text: ("a", [Section("b", [Picture(figure(), "c", text)])], {}),
    "data of a picture": lambda text: ("a", [Section("b", [drawn(text)])], {}),
}


def built(place, text):
    title, sections, others = PLACES[place](text)
    return Page(report(title, sections, javascript="", **others))


def held(page):
    """All that a page says: text, attributes, and the data of its pictures."""
    said = [*page.texts, *(value for _, attrs in page.elements for value in attrs.values())]
    kept = [json.loads(source) for kind, source in page.scripts if kind == "application/json"]
    return [*said, *(trace["name"] for data in kept for trace in data["data"])]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_text_in_every_place(place, text):
    """The page has the elements that any word would give, and holds the text as it is."""
    hostile, harmless = built(place, text), built(place, "word")
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in harmless.elements]
    assert [list(attrs) for _, attrs in hostile.elements] == [
        list(attrs) for _, attrs in harmless.elements
    ]
    assert hostile.unclosed == hostile.open == []
    wanted = sum("word" in (each or "") for each in held(harmless))
    assert sum(text in (each or "") for each in held(hostile)) == wanted > 0


@pytest.mark.parametrize("text", HOSTILE)
def test_names_in_a_file_are_text_in_what_is_said_of_it(text):
    """Name of the file, of a feature and of the target."""

    def said(name):
        frame = pd.DataFrame({name: [0.0, None, 2.0]})
        asked = Analysis(name, "", Choices(), (name,), name, Settings(1))
        fit = run([[0.0], [2.0]], Mixture([1.0], [[0.0]], [[[1.0]]]))
        parts = [
            data_section(asked, frame, complete_rows(frame, [name])),
            settings_section(asked, fit),
        ]
        return Page(report("a", parts, javascript=""))

    hostile, harmless = said(text), said("word")
    assert [tag for tag, _ in hostile.elements] == [tag for tag, _ in harmless.elements]
    assert hostile.texts.count(text) == harmless.texts.count("word") == 4


def test_a_report_says_logarithms_weights_and_gaps_of_its_rows():
    frame = pd.DataFrame({"x": [1.0, np.nan, 9.0], "y": [1.0, 2.0, 4.0], "times": [1, 2, 3]})
    logs, weighting = (Logarithm("x"),), Weighting("times", "frequency")
    ask = {"logarithms": logs, "weighting": weighting}
    asked = Analysis("x.csv", "", Choices(), ("x", "y"), None, Settings(1), **ask)
    rows = complete_rows(frame, ["x", "y"], logs, weighting, missing="ml")
    section = data_section(asked, frame, rows)
    entries, table = section.parts[0].entries, section.parts[2]
    assert "log x" in entries["Logarithms"]
    assert "times" in entries["Weights of rows"]
    assert table.caption == (
        "The features of the rows that are fitted, logarithms where they were taken. "
        "Moments are those of the values that are there. Rows count by their weights."
    )
    whole = complete_rows(frame, ["x", "y"])
    asked = Analysis("x.csv", "", Choices(), ("x", "y"), None, Settings(1))
    caption = data_section(asked, frame, whole).parts[2].caption
    assert caption.endswith("fitted. Missing values are counted in all rows of the table.")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (Settings(2, means=((0.0,), (9.0,))), "means placed by hand"),
        (
            Settings(2, grid=Grid(4, ("full",)), seed=3),
            "taken from a table of fits: 1 to 4 components, 1 structure, seed 3",
        ),
        (Settings(2, init="kmeans", seed=5), "k-means, seed 5"),
    ],
)
def test_a_report_says_where_the_run_began(settings, said):
    asked = Analysis("x.csv", "", Choices(), ("x",), None, settings)
    fit = run([[0.0], [2.0]], Mixture([1.0], [[0.0]], [[[1.0]]]))
    assert settings_section(asked, fit).parts[0].entries["Start"] == said


def test_a_report_says_what_noise_is_and_which_prior():
    X = np.r_[np.random.default_rng(0).normal(size=(60, 1)), [[30.0]]]
    settings = Settings(1, noise=True, init="kmeans")
    entries = (
        settings_section(
            Analysis("x.csv", "", Choices(), ("x",), None, settings), fit_run(X, settings)
        )
        .parts[0]
        .entries
    )
    assert "% of the rows, uniform over a box about all rows" in entries["Noise"]
    prior = Settings(1, prior=True, init="kmeans")
    asked = Analysis("x.csv", "", Choices(), ("x",), None, prior)
    entries = settings_section(asked, fit_run(X, prior)).parts[0].entries
    assert entries["Prior"] == "conjugate (Fraley and Raftery, 2007)"


def test_only_what_holds_no_text_of_a_file_goes_in_as_it_is():
    template = TEMPLATE.read_text(encoding="utf-8")
    assert re.findall(r"{{ (\w+) \| safe }}", template) == ["policy", "style", "source"]
    body = template.partition("-#}")[2]
    assert body.count("safe") == 3
    assert "autoescape" not in template


def test_the_template_language_is_loaded_for_reports_alone():
    code = "import sys, gmm_core.exporting; print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
