"""What goes home: each download read back, the script run, and the link followed."""

import base64
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import docx
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
import uploads
from expected import Expected, expected, proposed
from lab import UPLOAD, KeptMedia, Lab, finished
from numpy.testing import assert_allclose, assert_array_equal
from programs import run_program

from dashboard.fit import ends
from gmm_core import responsibilities
from gmm_core.departures.low_density_rows import low_density
from gmm_core.exporting import saved_model
from gmm_core.exporting.model_file import read_model
from gmm_core.exporting.tables import csv_bytes
from gmm_core.results.labelled_table import labelled, row_measures
from gmm_core.selection import criteria, n_parameters
from gmm_core.written_numbers import fixed

pytestmark = pytest.mark.usefixtures("no_other_starts")

OTHER_STARTS = ends.few
PENGUINS = "Palmer penguins"
ADDED = [
    *("cluster", "responsibility_1", "responsibility_2", "responsibility_3", "uncertainty"),
    *("log_density", "p_value", "outlier", "left_out"),
]
SECTIONS = [
    "Contents",
    "Method",
    "Data",
    "Clusters",
    "Other columns against the clusters",
    "Target against cluster",
    "How sure the clusters are",
    "Whether normal distributions fit",
    "References",
    "In motion",
]
WITHOUT_OTHERS = [heading for heading in SECTIONS if "against" not in heading]
HOSTILE = '<script>alert("1")</script>'


def as_csv(content: bytes) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(content), encoding="utf-8-sig")


def with_clusters(what: Expected) -> pd.DataFrame:
    """The table as gmm_core labels it."""
    resp = what.resp(-1)
    measures = row_measures(resp, low_density(what.rows.X, what.run.mixture))
    return labelled(what.dataset.frame, what.rows.kept, resp, measures=measures)


# The table


def test_the_csv_is_the_table_with_all_that_is_known_of_each_row() -> None:
    lab, what = Lab("take_away", data=PENGUINS), expected("penguins")
    content = lab.download("take_csv")
    assert content == csv_bytes(with_clusters(what))
    table, resp = as_csv(content), what.resp(-1)
    assert list(table) == [*what.dataset.frame, *ADDED]
    original = table.drop(columns=ADDED)
    pd.testing.assert_frame_equal(original, what.dataset.frame, check_exact=True)
    fitted = table.loc[what.rows.kept]
    assert_allclose(fitted[ADDED[1:4]], resp, rtol=1e-15)
    assert list(fitted["cluster"]) == list(resp.argmax(axis=1) + 1)
    assert_allclose(fitted["uncertainty"], 1 - resp.max(axis=1), atol=1e-15)


def test_rows_that_were_left_out_come_back_marked() -> None:
    lab = Lab("take_away", data=PENGUINS)
    for table in (
        as_csv(lab.download("take_csv")),
        pd.read_parquet(io.BytesIO(lab.download("take_parquet"))),
        pd.read_excel(io.BytesIO(lab.download("take_xlsx")), engine="calamine"),
    ):
        assert len(table) == 344
        assert list(np.flatnonzero(table["left_out"])) == [3, 271]
        assert table.loc[[3, 271], ADDED[:-1]].isna().to_numpy().all()
    assert "342 of 344 rows are fitted; 2 rows with missing values are left out." in lab.sentences


def test_parquet_holds_the_same_table_with_its_types() -> None:
    lab, what = Lab("take_away", data=PENGUINS), expected("penguins")
    table = pd.read_parquet(io.BytesIO(lab.download("take_parquet")))
    pd.testing.assert_frame_equal(table, with_clusters(what), check_exact=True)


def test_what_is_taken_belongs_to_the_settings_on_screen() -> None:
    lab = Lab("take_away")
    lab.choose(k=2)
    table = as_csv(lab.download("take_csv"))
    assert "responsibility_3" not in table
    assert list(table["cluster"]) == list(expected(n_components=2).resp(-1).argmax(axis=1) + 1)


def test_formulas_are_defused_in_csv_and_that_is_said() -> None:
    cells = ["=1+1", "@SUM(A1)", "-5", "plain"] * 15
    rows = [[*row, cell] for row, cell in zip(uploads.two_groups(2), cells, strict=True)]
    lab = Lab("take_away", data=UPLOAD, k="2")
    lab.upload(uploads.csv(["a", "b", "cell"], rows))
    assert list(as_csv(lab.download("take_csv"))["cell"])[:4] == [
        "'=1+1",
        "'@SUM(A1)",
        "-5",
        "plain",
    ]
    (told,) = (text for text in lab.sentences if "apostrophe" in text)
    assert told.startswith("In the CSV file, 30 cells")
    table = pd.read_parquet(io.BytesIO(lab.download("take_parquet")))
    assert list(table["cell"])[:4] == cells[:4]


def test_apostrophes_are_counted_in_what_is_written() -> None:
    lab = Lab("explore", data=UPLOAD, k="2")
    lab.upload(uploads.good("a", "b"))
    lab.edit("Place and name", {0: {"name": "=small"}}, "Use these names and places")
    lab.visit("take_away")
    named = as_csv(lab.download("take_csv"))["cluster_name"]
    armed = list(named).count("'=small")
    assert armed == 30
    assert any(said.startswith(f"In the CSV file, {armed} cells") for said in lab.sentences)


# The model


def test_the_model_is_read_back_to_the_same_predictions() -> None:
    lab, what = (
        Lab("take_away", data=PENGUINS, standardise="true"),
        expected("penguins", standardise=True),
    )
    model = read_model(lab.download("take_model"))
    assert model.features == what.features
    assert model.scaling is not None
    assert model.rows == 342
    assert model.log_likelihood == what.run.log_likelihood
    assert_array_equal(responsibilities(what.rows.X, model.mixture), what.resp(-1))


def test_the_snippet_rebuilds_the_model_in_scikit_learn() -> None:
    lab, what = Lab("take_away"), expected()
    names: dict = {}
    exec(lab.download("take_snippet"), names)
    resp = what.resp(-1)
    assert_allclose(names["responsibilities"](what.dataset.frame), resp, atol=1e-9)
    assert list(names["clusters"](what.dataset.frame)) == [str(j + 1) for j in resp.argmax(axis=1)]


# The analysis again


def test_the_script_repeats_the_analysis_of_an_upload_to_the_same_numbers(tmp_path: Path) -> None:
    content = uploads.with_decimal_commas(uploads.PENGUINS).encode("cp1252")
    lab = Lab("take_away", data=UPLOAD)
    lab.upload(content, "my penguins.csv")
    (tmp_path / "my penguins.csv").write_bytes(content)
    (tmp_path / "analysis.py").write_bytes(lab.download("take_script"))
    done = run_program(tmp_path, "analysis.py", "--out", "labelled.csv")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "differs" not in done.stdout
    theirs, ours = (
        as_csv((tmp_path / "labelled.csv").read_bytes()),
        as_csv(lab.download("take_csv")),
    )
    assert list(theirs["cluster"].dropna()) == list(ours["cluster"].dropna())


def test_the_script_of_a_drawing_begins_from_its_points(tmp_path: Path) -> None:
    lab = Lab("take_away", data="Draw your own points", k="2")
    points = (uploads.two_groups(2, 20) / 4 + 3).clip(0, 10).round(3).tolist()
    lab.app.session_state["canvas-0"] = {"points": points, "done": True}
    lab.choose()
    script = lab.download("take_script").decode()
    names: dict = {"__name__": "analysis"}
    exec(script, names)
    path = tmp_path / names["ANALYSIS"].source
    path.write_bytes(lab.download("take_drawn"))
    found, _ = names["analyse"](names["read"](path))
    assert all(names["same"](found[name], value) for name, value in names["EXPECTED"].items())


# The report


class Page(HTMLParser):
    """The headings of a report, its elements, the data of its pictures, and what it says."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data: list[str] = []
        self.text = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.tags[-1] if self.tags else ("", {})
        if tag == "h2":
            self.headings.append(data)
        if tag != "script":
            self.text += data
        elif attributes.get("type") == "application/json" and data.strip():
            self.data.append(data)


def test_the_report_holds_every_section_and_picture(monkeypatch) -> None:
    monkeypatch.setattr(ends, "few", OTHER_STARTS)  # which it tells of
    lab, what = Lab("take_away"), expected()
    page = Page(lab.download("take_report"))
    assert [heading for heading in page.headings if heading.strip()] == SECTIONS
    figures = [go.Figure(json.loads(data)) for data in page.data]
    assert len(figures) == 9
    assert sum(bool(figure.frames) for figure in figures) == 1  # the run of EM
    assert sum("scene" in figure.to_plotly_json()["layout"] for figure in figures) == 1
    assert f"{what.run.n_iter} iterations" in page.text
    assert "150 rows" in page.text
    assert "This run ends where the best of 16 random starts does" in page.text  # as on Explore
    numbered = re.findall(r"(Table|Figure) (\d+)\.", page.text)
    figures_and_tables = [numbered.count(("Figure", str(n))) for n in range(1, 10)]
    assert figures_and_tables == [1] * 9
    assert "Dempster, A. P., Laird, N. M., & Rubin, D. B. (1977)" in page.text
    bic = criteria.bic(what.run.log_likelihood, n_parameters(3, 4, "full"), 150)
    assert f"BIC = {fixed(bic, 2)}" in page.text
    assert "Cluster 1" in page.text


def test_a_table_of_fits_that_was_made_is_in_the_report() -> None:
    lab = finished(Lab("choose", data="faithful", to="2"))
    lab.visit("take_away")
    content = lab.download("take_report")
    page = Page(content)
    assert "Comparison of models" in page.headings
    assert "Gaussian mixture models of 1 to 2 components with 4 covariance structures" in page.text


def test_the_tables_of_the_report_can_be_taken_alone() -> None:
    lab = Lab("take_away")
    with zipfile.ZipFile(io.BytesIO(lab.download("take_tables"))) as tables:
        parameters = as_csv(tables.read("table 3.csv"))
        latex = tables.read("table 3.tex").decode()
    assert parameters.columns.tolist() == ["feature", "Cluster 1", "Cluster 2", "Cluster 3"]
    assert parameters["feature"].tolist()[:2] == ["weight", "sepal length (cm)"]
    assert r"5.006 $\pm$ 0.349" in latex


def test_word_and_figures_are_made_of_what_the_browser_is_sent() -> None:
    lab = Lab("take_away")
    order = lab.order("word")
    assert [each["number"] for each in order["figures"]] == list(range(1, 8))
    assert all(each["figure"]["data"] for each in order["figures"])
    document = docx.Document(io.BytesIO(base64.b64decode(order["word"])))
    said = [paragraph.text for paragraph in document.paragraphs]
    assert "Clusters of Iris flowers" in said
    assert any(text.startswith("Figure 7. ") for text in said)
    assert "In motion" not in said
    assert lab.order("nothing of this") == {}


def test_the_report_asks_for_nothing_from_elsewhere() -> None:
    page = Page(Lab("take_away").download("take_report"))
    asked = [
        (tag, attributes)
        for tag, attributes in page.tags
        if not (attributes.get("href") or "#").startswith("#") or attributes.get("src")
    ]
    assert asked == []
    assert not {"iframe", "object", "embed", "link", "form", "base"} & {tag for tag, _ in page.tags}


def test_the_report_of_one_feature_without_a_target_is_whole() -> None:
    lab = Lab("take_away", data="Velocities of 82 galaxies (Corona Borealis)")
    page = Page(lab.download("take_report"))
    assert [heading for heading in page.headings if heading.strip()] == WITHOUT_OTHERS
    assert len(page.data) >= 5
    assert "Histogram of the rows" in page.text
    assert "Ellipses at" not in page.text


def test_the_report_of_features_called_as_its_own_columns_is_whole() -> None:
    lab = Lab("explore", data=UPLOAD, k="2", covariance="full")
    lab.upload(uploads.good("weight", "feature"))
    lab.choose(features=["weight", "feature"])
    lab.visit("take_away")
    page = Page(lab.download("take_report"))
    assert "weight (feature)" in page.text
    with zipfile.ZipFile(io.BytesIO(lab.download("take_tables"))) as tables:
        assert as_csv(tables.read("table 3.csv"))["feature"].tolist() == [
            "weight",
            "weight (feature)",
            "feature",
        ]


def test_hostile_text_is_text_in_every_download() -> None:
    names = [HOSTILE, "<img src=x onerror=alert(2)>", "b"]
    rows = [[*row, HOSTILE if i % 2 else "x"] for i, row in enumerate(uploads.two_groups(3))]
    link = {"target": "</title>t", "is_truth": "true", "covariance": "full"}
    lab = Lab("explore", data=UPLOAD, k="2", **link)
    lab.upload(uploads.csv([*names, "</title>t"], rows), f"{HOSTILE}.csv")
    lab.edit("Place and name", {0: {"name": HOSTILE}}, "Use these names and places")
    lab.visit("take_away")
    content = lab.download("take_report")
    assert b'alert("1")' not in content
    assert b"<img src=x" not in content
    page = Page(content)
    assert [heading for heading in page.headings if heading.strip()] == SECTIONS
    assert HOSTILE in page.text
    assert not any("onerror" in attributes for _, attributes in page.tags)
    model = read_model(lab.download("take_model"))
    assert model.features == tuple(names)
    assert model.component_names == (HOSTILE, "2")
    exec(lab.download("take_snippet"), found := {})
    assert found["FEATURES"] == names
    compile(lab.download("take_script"), "analysis.py", "exec")
    assert as_csv(lab.download("take_csv")).columns[0] == HOSTILE


# The link


EXPLORE, STEP = 0, 1


def follow(lab: Lab, which: int = EXPLORE) -> dict[str, list[str]]:
    """One of the links that are shown, as a browser reads it."""
    link = urlsplit(lab.app.code[which].value)
    assert link.path == ("/explore", "/")[which]
    return parse_qs(link.query)


def test_the_link_restores_the_same_study() -> None:
    lab = Lab("explore", data=PENGUINS, k="4", covariance="tied", seed="3", target="sex")
    lab.edit("Place and name", {0: {"name": "small, & more"}}, "Use these names and places")
    figures = lab.figures
    lab.visit("take_away")
    restored = Lab("explore", **follow(lab))
    assert restored.value("data", "k", "covariance", "fit_seed", "target") == [
        *("penguins", 4, "tied", 3, "sex")
    ]
    assert restored.figures == figures


def test_the_link_to_an_upload_asks_for_the_file_and_restores_the_same_study() -> None:
    lab = Lab("take_away", data=UPLOAD, k="2")
    content = uploads.good("a", "b", "c")
    lab.upload(content)
    assert any("together with the same file" in text for text in lab.sentences)
    taken = lab.download("take_csv")
    restored = Lab("take_away", **follow(lab))
    assert len(restored.hints) == 1
    restored.upload(content, use=False)
    assert not restored.can_use  # the link has been content with it
    assert restored.value("k") == 2
    assert restored.value("covariance") == proposed(uploads.two_groups(3)).covariance_type
    assert restored.download("take_csv") == taken


SEEN = {
    "picture": "matrix",
    "summary": "profiles",
    "list": "low",
    "colour": "cluster",
    "size": "uncertainty",
    "view": "pair",
    "x": "petal width",
    "y": "sepal length",
}


def test_the_link_to_explore_restores_what_is_seen_there() -> None:
    lab = Lab("explore", watched=True, k="2")
    lab.choose(**SEEN)
    seen, figures = lab.value(*SEEN), lab.figures
    lab.visit("take_away")
    restored = Lab("explore", watched=True, **follow(lab))
    assert restored.value("k") == 2
    assert restored.value(*SEEN) == seen == [*SEEN.values()]
    assert restored.figures == figures
    # What the controls themselves write is what they understand, and nothing is written over; the
    # link names also where the player begins, and that the fit has the best of several starts.
    starts = {"start": "random_from_data", "seed": "0", "fit": "auto"}
    assert restored.link | starts == {
        name: value if len(value) > 1 else value[0] for name, value in follow(lab).items()
    }


@pytest.mark.parametrize("shows", ["row shares", "soft counts"])
def test_the_link_restores_what_the_cells_show(shows: str) -> None:
    lab = Lab("explore")
    lab.choose(shows=shows)
    lab.visit("take_away")
    assert Lab("explore", **follow(lab)).value("shows") == shows


@pytest.mark.parametrize("picture", ["density", "matrix", "space", "parallel"])
def test_the_link_restores_each_picture_and_principal_components(picture: str) -> None:
    lab = Lab("explore")
    lab.choose(picture=picture, view="principal")
    lab.visit("take_away")
    restored = Lab("explore", **follow(lab))
    assert restored.value("picture", "view") == [picture, "principal"]


def test_the_link_to_the_steps_restores_the_half_step_and_the_plain_view() -> None:
    lab = Lab("step", k="2", plain="true", colour="cluster")
    lab.press(times=3)
    lab.visit("take_away")
    linked = follow(lab, STEP)
    assert (linked["step"], linked["plain"]) == (["3"], ["true"])
    restored = Lab("step", **linked)
    assert restored.value("step", "plain", "colour") == [3, True, "cluster"]
    lab.choose(k=3)
    assert "step" not in follow(lab, STEP)  # that was of another run


def test_of_what_is_as_at_first_a_link_names_the_starts_alone() -> None:
    lab = Lab("explore")
    lab.visit("take_away")
    assert follow(lab) == {"start": ["auto"], "fit": ["auto"]}
    lab = Lab("explore", picture="3-D", k="2")
    lab.choose(picture="scatter")
    lab.visit("take_away")
    assert follow(lab) == {"start": ["auto"], "fit": ["auto"], "k": ["2"]}


def test_a_pasted_table_can_be_had_as_the_file_that_script_and_link_begin_from(
    tmp_path: Path,
) -> None:
    text = uploads.good("a", "b").replace(",", "\t")
    lab = Lab("take_away", data="Paste a table", k="2")
    lab.paste(text)
    assert any("the file of the pasted table" in said for said in lab.sentences)
    button = lab.app.download_button(key="take_pasted")
    file = KeptMedia.last.storage.get_file(Path(button.proto.url).name)
    assert (button.label, file.content) == ("The pasted table", text.encode())
    names: dict = {"__name__": "analysis"}
    exec(lab.download("take_script").decode(), names)
    path = tmp_path / names["ANALYSIS"].source
    assert path.name == file.filename == "pasted table.txt"
    path.write_bytes(file.content)
    found, _ = names["analyse"](names["read"](path))
    assert all(names["same"](found[name], value) for name, value in names["EXPECTED"].items())
    taken = lab.download("take_csv")
    restored = Lab("take_away", **follow(lab))
    assert len(restored.hints) == 1
    restored.upload(file.content, path.name, use=False)
    assert restored.download("take_csv") == taken


# The page


def test_what_cannot_be_fitted_cannot_be_taken() -> None:
    lab = Lab("take_away", k="24")
    assert len(lab.errors) == 1
    assert list(lab.app.download_button) == []


def test_files_bear_the_name_of_the_table() -> None:
    lab = Lab("take_away", data=UPLOAD, k="2")
    lab.upload(uploads.good("a", "b"), "my birds.csv")
    labels = [button.label for button in lab.app.download_button]
    assert labels == [
        "CSV",
        "Parquet",
        "Excel",
        "Project",
        "Report (HTML)",
        "Its tables (LaTeX)",
        "Model (JSON)",
        "For scikit-learn (Python)",
        "Script (Python)",
    ]


def test_a_model_that_is_too_large_is_told_and_not_offered(monkeypatch) -> None:
    monkeypatch.setattr(saved_model, "MAX_BYTES", 900)
    lab = Lab("take_away", k="9")
    (told,) = (text for text in lab.sentences if "cannot be saved" in text)
    assert "its 189 numbers take more than the 900 bytes" in told
    with pytest.raises(KeyError):
        lab.download("take_model")
    assert "GaussianMixture(n_components=9" in lab.download("take_snippet").decode()
