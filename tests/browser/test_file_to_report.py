"""From a file to its report: all that can be taken away agrees with what the pages show."""

import io
import zipfile
from collections.abc import Mapping

import docx
import pytest
import report_page
import three_tables
from driver import UPLOAD, Dashboard
from playwright.sync_api import expect
from screens import SIZES
from taken import (
    CLUSTERS,
    LEFT_OUT,
    Taken,
    assert_agrees,
    assert_report_agrees,
    file_of,
    read_report,
)

# Reports whose pictures are drawn: of 6 features with gaps, and of 12, of which 5,000 rows are
# drawn and whose profiles are a map. Of the third, whose pictures are of the same kinds, the
# numbers are read from its text, and its figures are drawn as files and in Word, as those of all.
DRAWN = ("survey", "cells")
PLAYED = "survey"
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
    "word": "Report (Word)",
    "figures": "Figures (SVG, PNG)",
}


def take(app: Dashboard, name: str, offered: Mapping[str, str] = OFFERED) -> Taken:
    """Go from a file to all that can be taken away; each page says which rows are left out.

    A person may have another file in use, and be where it was taken away.
    """
    file_name, content, left_out = f"{name}.csv", file_of(name), LEFT_OUT.get(name, "")
    frame = three_tables.TABLES[name]()
    app.bring({"name": file_name, "mimeType": "text/csv", "buffer": content})
    size = f"{len(frame):,} rows × {frame.shape[1]} columns"
    app.main.get_by_text(f"{size}: UTF-8, separated by commas").wait_for()
    app.settle()  # a button that moves while the page goes on is missed
    app.use.click()
    app.use.wait_for(state="hidden")
    if left_out:  # which the first page says, too
        app.visit("Step through EM")
        app.player.frame(0)
        says_left_out(app, left_out)
    app.visit("Explore clusters")
    app.sidebar.get_by_text(f"In use: {file_name}, {size}").wait_for()
    counts = app.counts()
    says_left_out(app, left_out)
    metrics = app.metrics()
    target = app.sidebar.get_by_role("combobox", name="Target").input_value()
    app.visit("Take away")
    says_left_out(app, left_out)
    files = {key: app.download(button).read_bytes() for key, button in offered.items()}
    return Taken(file_name, content, counts, metrics, target, files)


def says_left_out(app: Dashboard, sentence: str) -> None:
    said = app.main.get_by_text("left out.")
    expect(said).to_have_text([sentence] if sentence else [])


@pytest.mark.parametrize("name", three_tables.TABLES)
def test_a_file_goes_to_its_report_and_all_that_is_taken_away_agrees(
    open_kept, browser, tmp_path, name
):
    taken = take(open_kept(UPLOAD), name)
    assert_agrees(taken, tmp_path / "again")
    assert_figures_are_those_of_word(taken)
    if name not in DRAWN:
        assert_report_agrees(*read_report(taken.files["report"]), taken)
        return
    page = tmp_path / "report.html"
    page.write_bytes(taken.files["report"])
    with report_page.opened(browser, page) as report:
        assert_report_agrees(report.read_facts(), report.table(CLUSTERS), taken)
        report.draw_all()
        for width, height in (SIZES["desk"], SIZES["phone"]):
            report.fits(width, height)
        if name == PLAYED:
            assert_plays(report)


def assert_figures_are_those_of_word(taken: Taken) -> None:
    """Every figure is drawn, as both kinds of file and in the document."""
    with zipfile.ZipFile(io.BytesIO(taken.files["figures"])) as figures:
        assert figures.testzip() is None
        drawn = {name: figures.read(name) for name in figures.namelist()}
    document = docx.Document(io.BytesIO(taken.files["word"]))
    assert len(drawn) == 2 * len(document.inline_shapes) >= 8
    assert all(b"<svg" in content for name, content in drawn.items() if name.endswith("svg"))
    pictures = [part.blob for part in document.part.package.image_parts]
    assert sorted(pictures) == sorted(drawn[name] for name in drawn if name.endswith("png"))


def assert_plays(report: report_page.Report) -> None:
    """The animation goes on by itself, and what it draws changes."""
    report.animation.scroll_into_view_if_needed()
    before = report.drawn()
    report.press("Play")
    report.plays_to(2)
    assert report.drawn() != before
    report.press("Pause")
