"""From a file to its report: all that can be taken away agrees with what the pages show."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
import numpy as np
import pandas as pd
import pytest
import report_page
import three_tables
from driver import UPLOAD, Dashboard
from numpy.testing import assert_allclose, assert_array_equal
from pandas.testing import assert_frame_equal
from playwright.sync_api import expect
from programs import run_program
from screens import SIZES

from gmm_core import datasets, responsibilities
from gmm_core.exporting.model_file import read_model
from gmm_core.exporting.projects import TableFile, read_project
from gmm_core.exporting.saved_model import SavedModel
from gmm_core.written_numbers import number

TABLES = Path(datasets.__file__).parent / "tables"
NAMES = ("penguins", "vowels_pb52", "customers", "cells", "wine", "survey")
# Reports whose pictures are drawn and played, as files and in Word too: of 2, 5, 13 and 6
# features, without and with gaps. Those of the two others have the same kinds: their numbers are
# read.
DRAWN = ("vowels_pb52", "customers", "wine", "survey")
LEFT_OUT = {
    "penguins": "342 of 344 rows are fitted; 2 rows with missing values are left out.",
    "survey": "316 of 400 rows are fitted; 84 rows with missing values are left out.",
}
OFFERED = {
    "csv": "CSV",
    "xlsx": "Excel",
    "project": "Project",
    "tables": "Its tables (LaTeX)",
    "parquet": "Parquet",
    "model": "Model (JSON)",
    "snippet": "For scikit-learn (Python)",
    "script": "Script (Python)",
    "report": "Report (HTML)",
}
OFFERED_DRAWN = {"word": "Report (Word)", "figures": "Figures (SVG, PNG)"}


@dataclass(frozen=True, eq=False)
class Taken:
    """What a person takes away of one file, and what the pages showed of it."""

    original: pd.DataFrame
    counts: dict[str, dict[str, int]]
    metrics: dict[str, str]
    target: str
    files: dict[str, Path]

    @property
    def labelled(self) -> pd.DataFrame:
        return pd.read_csv(self.files["csv"])

    @property
    def fitted(self) -> pd.DataFrame:
        return self.labelled.query("not left_out")

    @property
    def shares(self) -> np.ndarray:
        """Responsibilities of the rows that are fitted, (n_samples, n_components)."""
        return self.fitted.filter(regex=r"^responsibility_\d+$").to_numpy()

    @property
    def model(self) -> SavedModel:
        return read_model(self.files["model"].read_bytes())


def source(name: str, folder: Path) -> Path:
    """The file of a table; that of wine, which scikit-learn has, and made ones are written here."""
    made = three_tables.TABLES.get(name)
    if made is None and name != "wine":
        return TABLES / f"{name}.csv"
    file = folder / f"{name}.csv"
    frame = made() if made else datasets.load(name).frame
    frame.to_csv(file, index=False)
    return file


def take(app: Dashboard, file: Path, left_out: str, offered: Mapping[str, str]) -> Taken:
    """Go from a file to all that can be taken away; each page says which rows are left out.

    A person may have another file in use, and be where it was taken away.
    """
    original = pd.read_csv(file)
    app.bring(file)
    size = f"{len(original):,} rows × {original.shape[1]} columns"
    expect(app.main.get_by_text(f"{size}: UTF-8, separated by commas")).to_be_visible()
    app.settle()  # a button that moves while the page goes on is missed
    app.use.click()
    expect(app.use).to_be_hidden()
    if left_out:  # which the first page says, too
        app.visit("Step through EM")
        app.player.frame(0)
        says_left_out(app, left_out)
    app.visit("Explore clusters")
    expect(app.sidebar.get_by_text(f"In use: {file.name}, {size}")).to_be_visible()
    counts = app.counts()
    says_left_out(app, left_out)
    metrics = app.metrics()
    target = app.sidebar.get_by_role("combobox", name="Target").input_value()
    app.visit("Take away")
    says_left_out(app, left_out)
    files = {key: app.download(name) for key, name in offered.items()}
    return Taken(original, counts, metrics, target, files)


def says_left_out(app: Dashboard, sentence: str) -> None:
    said = app.main.get_by_text("left out.")
    expect(said).to_have_text([sentence] if sentence else [])


@pytest.mark.parametrize("name", NAMES)
def test_a_file_goes_to_its_report_and_all_that_is_taken_away_agrees(
    open_kept, browser, tmp_path, name
):
    file = source(name, tmp_path)
    offered = OFFERED | OFFERED_DRAWN if name in DRAWN else OFFERED
    taken = take(open_kept(UPLOAD), file, LEFT_OUT.get(name, ""), offered)
    assert_tables_agree(taken)
    assert_model_agrees(taken)
    assert_snippet_agrees(taken)
    assert_project_holds(taken, file)
    assert_paper_agrees(taken)
    if name in DRAWN:
        assert_figures_are_those_of_word(taken)
    assert_script_repeats(taken, file, tmp_path / "again")
    page = tmp_path / "report.html"
    page.write_bytes(taken.files["report"].read_bytes())
    with report_page.opened(browser, page) as report:
        assert_report_agrees(report, taken)
        if name in DRAWN:
            report.draw_all()
            for width, height in (SIZES["desk"], SIZES["phone"]):
                report.fits(width, height)
            assert_plays(report)


def assert_tables_agree(taken: Taken) -> None:
    """CSV and Parquet hold the original and its clusters; Explore counts what stands there."""
    table, original = taken.labelled, taken.original
    assert_frame_equal(table.iloc[:, : original.shape[1]], original)
    parquet = pd.read_parquet(taken.files["parquet"])
    assert_frame_equal(parquet.convert_dtypes(), table.convert_dtypes(), check_exact=True)
    features = list(taken.model.features)
    incomplete = np.isnan(original[features].to_numpy()).any(axis=1).tolist()
    assert table["left_out"].tolist() == incomplete
    assert table["cluster"].isna().tolist() == incomplete
    assert_allclose(taken.shares.sum(axis=1), 1, atol=1e-12)
    assert_array_equal(taken.shares.argmax(axis=1) + 1, taken.fitted["cluster"])
    written = taken.fitted.groupby([taken.target, "cluster"]).size().to_frame().reset_index()
    shown = {
        (name, float(cluster.split()[0])): count
        for name, clusters in taken.counts.items()
        for cluster, count in clusters.items()
    }
    assert {(str(name), cluster): n for name, cluster, n in written.to_numpy()} == shown


def assert_model_agrees(taken: Taken) -> None:
    model = taken.model
    X = taken.fitted[list(model.features)].to_numpy(dtype=float)
    assert_array_equal(responsibilities(X, model.mixture), taken.shares)
    assert model.rows == len(X)
    assert taken.metrics["Log-likelihood"] == number(model.log_likelihood, 5)
    assert_allclose(taken.fitted["log_density"].sum(), model.log_likelihood, rtol=1e-12)


def assert_snippet_agrees(taken: Taken) -> None:
    names: dict = {}
    exec(taken.files["snippet"].read_text(), names)
    assert_allclose(names["responsibilities"](taken.fitted), taken.shares, atol=1e-9)
    assert names["clusters"](taken.fitted).astype(float).tolist() == list(taken.fitted["cluster"])


def assert_project_holds(taken: Taken, file: Path) -> None:
    project = read_project(taken.files["project"].read_bytes())
    assert project.file == TableFile(file.name, file.read_bytes())
    assert project.log_likelihood == taken.model.log_likelihood


def assert_paper_agrees(taken: Taken) -> None:
    """The workbook is the table; the class table is counted by hand."""
    table = pd.read_excel(taken.files["xlsx"], engine="calamine")
    # Excel's numbers have a digit or two fewer.
    assert_allclose(table["responsibility_1"], taken.labelled["responsibility_1"], rtol=1e-14)
    first = taken.fitted.query("cluster == 1")
    with zipfile.ZipFile(taken.files["tables"]) as tables:
        (classes,) = (
            found
            for name in tables.namelist()
            if name.endswith("csv")
            and "average posterior" in (found := pd.read_csv(io.BytesIO(tables.read(name))))
        )
    assert int(classes["n"][0]) == len(first)
    average = first["responsibility_1"].sum() / len(first)
    assert classes["average posterior"][0] == pytest.approx(average, abs=5.1e-4)


def assert_figures_are_those_of_word(taken: Taken) -> None:
    """Every figure is drawn, as both kinds of file and in the document."""
    with zipfile.ZipFile(taken.files["figures"]) as figures:
        assert figures.testzip() is None
        drawn = {name: figures.read(name) for name in figures.namelist()}
    document = docx.Document(str(taken.files["word"]))
    assert len(drawn) == 2 * len(document.inline_shapes) >= 8
    assert all(b"<svg" in content for name, content in drawn.items() if name.endswith("svg"))
    pictures = [part.blob for part in document.part.package.image_parts]
    assert sorted(pictures) == sorted(drawn[name] for name in drawn if name.endswith("png"))


def assert_script_repeats(taken: Taken, file: Path, folder: Path) -> None:
    """The script finds the same numbers in the same file, and writes the same clusters."""
    folder.mkdir()
    (folder / "analysis.py").write_bytes(taken.files["script"].read_bytes())
    done = run_program(folder, "analysis.py", str(file), "--out", "again.csv")
    assert done.returncode == 0, done.stderr
    again = pd.read_csv(folder / "again.csv")
    # Another process may add in another order, as its memory is aligned.
    assert_frame_equal(again, taken.labelled.loc[:, again.columns], rtol=1e-9, atol=1e-9)


def assert_report_agrees(report: report_page.Report, taken: Taken) -> None:
    for name in ("Log-likelihood", "BIC, lower is better"):
        assert report.fact(name) == taken.metrics[name]
    assert report.fact("Rows fitted") == f"{len(taken.fitted):,}"
    assert report.fact("Components") == str(taken.shares.shape[1])
    head, *rows = report.table("Clusters. The smallest")
    at = head.index("n")
    sizes = taken.fitted["cluster"].value_counts().sort_index()
    assert [int(row[at].replace(",", "")) for row in rows] == sizes.tolist()


def assert_plays(report: report_page.Report) -> None:
    """The animation goes on by itself, and what it draws changes."""
    report.animation.scroll_into_view_if_needed()
    before = report.drawn()
    report.press("Play")
    report.plays_to(2)
    assert report.drawn() != before
    report.press("Pause")
