"""A model is chosen in the browser: cells travel as they are, and a paper is written."""

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from driver import UPLOAD, Dashboard
from lab import array
from numpy.testing import assert_allclose
from playwright.sync_api import expect
from plotted import TO_WINDOW
from scales import SCALES, survey, survey_file

from gmm_core import datasets
from gmm_core.certainty import relative_entropy
from gmm_core.choosing import PROFILES
from gmm_core.em import Model
from gmm_core.exporting import read_model
from gmm_core.exporting.papers import Fitting, comparison, comparison_html, method_paragraph
from gmm_core.mixture import responsibilities
from gmm_core.mixture.ordering import ordering
from gmm_core.resampling import error_table, resampled
from gmm_core.selection import CLARITY, CRITERIA, Selection, select_model
from gmm_core.table import complete_rows
from gmm_core.written_numbers import number

FOUR = ("full", "tied", "diag", "spherical")


def fits(X: np.ndarray, most: int) -> Selection:
    """The table of fits as the page asks for it."""
    ask = {"tol": 1e-6, "max_iter": 1000, "random_state": 0}
    return select_model(X, range(1, most + 1), FOUR, [*CRITERIA, *CLARITY], **ask)


def test_a_cell_is_opened_as_the_very_fit_of_the_table_and_many_starts_are_tried(open_app):
    app = open_app("/?data=faithful&to=3&cell=3+EEE&starts=20&feature=waiting")
    app.visit("Choose a model")
    expect(app.main.get_by_role("button", name="Open in Explore")).to_be_enabled()
    faithful = datasets.load("faithful")
    cell = fits(complete_rows(faithful.frame, faithful.features).X, 3).cells[3, "tied"]
    assert app.metrics()["Log-likelihood"] == number(cell.log_likelihood, 5)
    assert len(app.libraries) == 1  # of its figures and of those of the page before
    app.main.get_by_role("button", name="Open in Explore").click()
    app.main.get_by_role("heading", name="Explore clusters").wait_for()
    assert app.metrics()["Log-likelihood"] == number(cell.log_likelihood, 5)
    app.visit("Take away")
    saved = read_model(app.download("Model (JSON)").read_bytes())
    assert_allclose(saved.log_likelihood, cell.log_likelihood, rtol=1e-12)
    many_starts_are_tried_and_one_is_watched(app)
    assert len(app.libraries) == 1  # of the figures of five pages


def many_starts_are_tried_and_one_is_watched(app: Dashboard) -> None:
    """Of the same model as the cell: three components of one covariance."""
    app.visit("Was it luck")
    reached = app.main.get_by_role("heading", name=re.compile(r"of 80 starts reached the best"))
    reached.wait_for()
    app.settle()
    strip = app.traces(app.figure("Log-likelihood at which each start ends, by the kind of start"))
    ends = [
        len(strip[name]["x"]) for name in ("best of these", "lower", "few rows") if name in strip
    ]
    assert sum(ends) == 80
    end = re.findall(r"log-likelihood (−[0-9.]+)", app.main.get_by_label("Left end").input_value())
    a_click_on_the_surface_has_em_begin_there(app)
    app.main.get_by_text("Many starts", exact=True).click()
    app.main.get_by_role("button", name="Watch it in the player").first.click()
    app.main.get_by_role("heading", name="Step through EM").wait_for()
    app.player.frame(0)
    app.player.do("end").click()
    app.player.frame(app.player.last)
    assert app.player.metrics[1] == number(float(end[0].replace("−", "-")), 4)


def a_click_on_the_surface_has_em_begin_there(app: Dashboard) -> None:
    app.main.get_by_text("The surface", exact=True).click()
    surface = app.figure("Log-likelihood over the two means, with the way of EM")
    app.traces(surface)
    surface.scroll_into_view_if_needed()
    [place] = surface.evaluate(TO_WINDOW, [(60, 80)])  # minutes
    app.page.mouse.click(*place)
    app.page.wait_for_url(re.compile(r"first=(59|6[01])\.\d+&second=(79|80|81|78)\.\d+"))
    app.main.get_by_text(re.compile(r"^EM goes from (59|6[01])\.\d+ and ")).wait_for()


def test_a_large_table_shows_progress_and_is_stopped_with_what_is_there(open_app):
    app = open_app("/?data=wine&to=9&fourteen=true")
    app.player.frame(0)
    app.page.get_by_role("link", name="Choose a model").click()
    app.main.get_by_text(re.compile(r"of 126 fits")).wait_for()
    app.main.locator(".st-key-stop_grid button").click()
    app.main.get_by_role("button", name="Make the table again").wait_for()
    app.main.get_by_role("combobox", name="Cell").wait_for()


class Cells(HTMLParser):
    """The texts of a page's table, row by row, and all text beside it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        self.inside = tag in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1].append(data)
            self.inside = False


@pytest.fixture(scope="module")
def answers() -> tuple[np.ndarray, Selection]:
    """The complete rows of the questionnaire, and the table of fits to them."""
    X = complete_rows(survey(), SCALES).X
    return X, fits(X, 4)


def test_a_latent_profile_analysis_goes_from_its_file_into_a_paper(open_app, answers):
    X, selection = answers
    best = selection.best("bic")
    app = open_app(f"{UPLOAD}&to=4&words=profile&times=20&level=90")
    app.upload({"name": "survey.csv", "mimeType": "text/csv", "buffer": survey_file()})
    app.player.frame(0)
    app.visit("Choose a model")
    said = f"{len(X)} of 400 rows are fitted; {400 - len(X)} rows with missing values are left out."
    app.main.get_by_text(said).wait_for()
    app.main.get_by_text("Converged.", exact=True).wait_for()
    lines = app.traces(app.figure("BIC by the number of profiles"))
    for letters, kind in (("VVV", "full"), ("EEE", "tied"), ("VVI", "diag"), ("VII", "spherical")):
        drawn = lines[PROFILES.structure(letters)]["y"]
        assert drawn == [selection.cells[k, kind].criteria["bic"] for k in (1, 2, 3, 4)]
    assert app.metrics()["BIC, lower is better"] == number(best.criteria["bic"], 5)

    read = pd.read_csv(app.download("Table (CSV)"))
    expect_table = comparison(selection, words=PROFILES)
    assert list(read.columns) == list(expect_table.columns)
    for name in expect_table.select_dtypes("number"):
        assert_allclose(read[name], expect_table[name], rtol=1e-9, err_msg=name)
    written = Cells(app.download("Table for Word").read_text(encoding="utf-8")).rows
    assert written == Cells(comparison_html(selection, "", words=PROFILES).decode()).rows
    assert [row[3] for row in written[1:]] == [str(c.parameters) for c in selection.cells.values()]
    paragraph, references = method_paragraph(
        selection, best, Fitting(SCALES, len(X), 400 - len(X)), words=PROFILES
    )
    code = app.main.get_by_test_id("stCode").inner_text()
    assert " ".join(code.split()) == " ".join(" ".join([paragraph, *references]).split())

    app.main.get_by_role("button", name="Open in Explore").click()
    app.main.get_by_role("heading", name="Explore clusters").wait_for()
    assert app.metrics()["Log-likelihood"] == number(best.log_likelihood, 5)
    app.visit("How sure")
    mixture = best.ascent.mixture.permuted(ordering(best.ascent.mixture, "mean"))
    resp = responsibilities(X, mixture)
    whole = f"Entropy of the whole, 1 where every row is certain: {relative_entropy(resp):.3f}."
    app.main.get_by_text(whole).wait_for()
    app.main.get_by_role("button", name="Compute standard errors").click()
    app.main.get_by_text("20 samples (rows drawn with replacement)").wait_for()
    errors = pd.read_csv(app.download("Standard errors (CSV)"))
    found = resampled(X, mixture, Model(best.covariance_type), n_samples=20, random_state=0)
    expected = error_table(found, SCALES, level=0.9)
    for name in ("estimate", "standard error", "lower", "upper"):
        assert_allclose(errors[name], expected[name], rtol=1e-6, err_msg=name)
    profile = app.traces(app.figure("Standardised means with one standard error"))
    drawn = np.sort(
        np.concatenate([array(each["x"]) for each in profile.values() if "error_x" in each])
    )
    means = (found.mixture.means - X.mean(axis=0)) / X.std(axis=0)
    assert_allclose(drawn, np.sort(means.ravel()), rtol=1e-9)
    assert len(app.libraries) == 1
