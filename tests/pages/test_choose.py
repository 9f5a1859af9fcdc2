"""Choose a model: the table of fits is that of gmm_core, and a cell travels as it is."""

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lab import KEY, Lab, array, finished, trace

from dashboard.look.messages import plain
from dashboard.state.chosen import UPLOAD
from dashboard.state.jobs import Job
from gmm_core import datasets
from gmm_core.choosing import MIXTURE, PROFILES, agreements, best_in_words
from gmm_core.ends import placed_differently
from gmm_core.fitting import data_of
from gmm_core.mixture import responsibilities
from gmm_core.selection import CLARITY, CRITERIA, Cell, Selection, cross_validated, select_model
from gmm_core.table import complete_rows
from gmm_core.written_columns import column, plus_minus
from gmm_core.written_numbers import fixed, number

pytestmark = pytest.mark.usefixtures("no_other_starts")

FOUR = ("full", "tied", "diag", "spherical")
LINES = "{} by the number of {}s"


def opened(**link: str) -> Lab:
    """The page, when what it began to compute is there."""
    return finished(Lab("choose", **link))


def jobs(lab: Lab) -> dict[Any, Job[Any]]:
    """By name of the table, features and settings; some were begun by sessions before."""
    kept = lab.app.session_state[KEY]["job"].items()
    return {what: job for (kind, what), job in kept if kind == "table of fits"}


@pytest.fixture(scope="module")
def selection() -> Selection:
    iris = datasets.load("iris")
    X = complete_rows(iris.frame, iris.features).X
    return select_model(X, range(1, 4), FOUR, [*CRITERIA, *CLARITY], random_state=0)


def cell_of(selection: Selection, name: str) -> Cell:
    k, letters = name.split()
    return next(
        cell
        for cell in selection.cells.values()
        if (cell.n_components, cell.letters) == (int(k), letters)
    )


def test_the_table_and_the_lines_are_those_of_gmm_core(selection: Selection) -> None:
    lab = opened(to="3")
    cells = list(selection.cells.values())
    values = column([cell.criteria["bic"] for cell in cells], 5)
    written = {(c.letters, str(c.n_components)): v for c, v in zip(cells, values, strict=True)}
    table = lab.table("BIC of each structure")
    for letters, row in table.iterrows():
        assert list(row) == [written[letters, k] for k in ("1", "2", "3")]
    picture = lab.figures[LINES.format("BIC", "component")]
    of_full = [selection.cells[k, "full"].criteria["bic"] for k in (1, 2, 3)]
    assert trace(picture, "VVV")["y"] == of_full
    said = " ".join(lab.sentences)
    assert all(plain(sentence) in said for sentence in best_in_words(selection, most=2))
    assert "species has 3 classes, and BIC prefers 2 components" in said
    assert lab.metrics["ARI"] == "0.568"


def test_a_cell_shows_every_measure_with_its_formula(selection: Selection) -> None:
    lab = opened(to="3", cell="3 EEE")
    cell = cell_of(selection, "3 EEE")
    assert lab.metrics["Log-likelihood"] == number(cell.log_likelihood, 5)
    assert lab.metrics["Parameters"] == str(cell.parameters)
    table = lab.table("Measures of the chosen cell").set_index("measure")
    assert list(table.index) == [MIXTURE.title(name) for name in (*CRITERIA, *CLARITY)]
    assert list(table["value"][: len(CRITERIA)]) == column(
        [cell.criteria[name] for name in CRITERIA], 5
    )
    assert list(table["formula"]) == [each.formula for each in {**CRITERIA, **CLARITY}.values()]
    assert lab.link["cell"] == "3 EEE"


def test_a_cell_opened_elsewhere_is_the_very_fit(selection: Selection) -> None:
    lab = opened(to="3", fourteen="true", cell="2 VEV")
    lab.press("open_explore")
    assert lab.title == "Explore clusters"
    assert lab.value("k", "covariance", "start") == [2, "VEV", "grid"]
    (job,) = (
        job
        for (*_, settings), job in jobs(lab).items()
        if settings.grid.most == 3 and len(settings.grid.structures) == 14
    )
    cell = cell_of(job.made, "2 VEV")
    assert lab.metrics["Log-likelihood"] == number(cell.log_likelihood, 5)
    assert lab.metrics["BIC, lower is better"] == number(cell.criteria["bic"], 5)
    lab.visit("step")
    assert lab.film["log_likelihoods"] == [cell.log_likelihood]
    again = Lab("explore", **lab.link)  # in a session of its own, where the table is made anew
    assert again.metrics["BIC, lower is better"] == number(cell.criteria["bic"], 5)


def test_a_link_restores_the_page(selection: Selection) -> None:
    link = {"to": "2", "criterion": "icl", "words": "profile", "cell": "1 VVI"}
    lab = opened(**link)
    assert lab.link == link
    assert LINES.format("ICL", "profile") in lab.figures
    assert lab.metrics["Entropy"] == "1.000"
    assert any(sentence.startswith("- 2 profiles, ") for sentence in lab.sentences)
    assert lab.table("ICL of each structure").index[0] == PROFILES.structure("VVV")


def test_it_is_stopped_and_begun_again() -> None:
    lab = Lab("choose", data="faithful", to="3")
    (job,) = (job for (name, *_), job in jobs(lab).items() if name == "faithful")
    job.stop()
    job.wait()
    lab._run()
    if job.is_done:  # it was there before it was told to stop
        return
    lab.press("start_grid")
    assert len(finished(lab).table("BIC of each structure").columns) == 3


def test_rows_that_no_structure_can_be_fitted_to_are_an_error() -> None:
    lab = Lab("choose", features="")
    assert lab.errors
    assert not lab.figures


def test_fits_that_stand_in_for_others_say_so() -> None:
    """Equal rows would be a component of their own, without a variance."""
    lab = Lab("choose", data=UPLOAD, to="2", cell="2 V")
    lab.upload("\n".join(["x", "0.5", "1.5", "2.5", *["7.5"] * 5]), "few.csv")
    lab = finished(lab)
    assert "Collapsed; E stands here." in lab.sentences
    assert "Collapsed; E stands here\\: 2 components, V." in "\n".join(lab.sentences)


def test_a_fit_that_the_table_has_not_is_an_error_that_says_what_to_do() -> None:
    lab = Lab("explore", start="grid", to="2", k="3")
    (error,) = lab.errors
    assert "Extend it, or choose another start" in error


def test_one_more_is_tested_and_said() -> None:
    lab = opened(data="faithful", to="3", cell="1 EEE", samples="19")
    lab.press("start_test")
    lab = finished(lab)
    said = " ".join(lab.sentences)
    assert "from 1 component to 2 is " in said
    assert "One component more fits better than chance would have it" in said
    assert "Statistics of the bootstrap samples, and that of the rows" in lab.figures
    assert lab.link["samples"] == "19"


def test_what_is_taken_away_is_what_gmm_core_writes(selection: Selection) -> None:
    lab = opened(to="3", words="profile")
    read = pd.read_csv(io.BytesIO(lab.download("take_fits_csv")))
    assert read["BIC"].to_numpy() == pytest.approx(
        [cell.criteria["bic"] for cell in selection.cells.values()], rel=1e-12
    )
    frame = datasets.load("iris").frame
    X = complete_rows(frame, datasets.load("iris").features).X
    scores = agreements(selection, X, frame["species"])
    assert read["adjusted Rand index"].tolist() == pytest.approx([*scores.values()])
    assert b"model 6 (VVV)" in lab.download("take_fits_html")
    assert b"\\toprule" in lab.download("take_fits_tex")
    (paragraph,) = (code.value for code in lab.app.code)
    assert paragraph.startswith("Latent profile models")
    assert "(BIC = 574.02, log L = −214.35, 29 parameters)" in paragraph


def test_cells_are_cross_validated_on_request() -> None:
    lab = opened(data="faithful", to="2", cell="2 EEE")
    lab.press("start_held_out")
    lab = finished(lab)
    faithful = datasets.load("faithful")
    X = complete_rows(faithful.frame, faithful.features).X
    found = cross_validated(X, 2, "tied", random_state=0)
    said = " ".join(lab.sentences)
    assert plain(f"2 components, EEE: {plus_minus(found.mean, found.standard_error)} nats") in said
    lab.choose(which="all")
    lab.press("start_held_out")
    lab = finished(lab)
    assert "the highest of 8 fits" in " ".join(lab.sentences)
    read = pd.read_csv(io.BytesIO(lab.download("take_fits_csv"))).set_index(
        ["components", "covariances"]
    )
    row = read.loc[(2, "EEE")]
    assert row["held-out log-likelihood a row"] == pytest.approx(found.mean, rel=1e-9)
    assert row["its standard error"] == pytest.approx(found.standard_error, rel=1e-9)
    assert b"CV (SE)" in lab.download("take_fits_html")
    (paragraph,) = (code.value for code in lab.app.code)
    assert f"rows held out was {fixed(found.mean, 3)} a row" in paragraph
    assert lab.link["which"] == "all"


def test_fits_with_noise_a_prior_and_gaps_are_cross_validated() -> None:
    asked = {"data": "penguins", "gaps": "ml", "noise": "true", "prior": "true"}
    lab = opened(**asked, features=["bill_length_mm", "bill_depth_mm"], to="1", cell="1 VVV")
    lab.press("start_held_out")
    lab = finished(lab)
    penguins = datasets.load("penguins")
    rows = complete_rows(penguins.frame, lab.link["features"], missing="ml")
    ask = {"prior": True, "noise": True, "random_state": 0}
    found = cross_validated(data_of(rows), 1, "full", **ask)
    said = " ".join(lab.sentences)
    assert plain(f"1 component, VVV: {plus_minus(found.mean, found.standard_error)} nats") in said


def test_of_logarithms_rows_held_out_are_in_original_units() -> None:
    lab = opened(data="galaxies", to="1", log="velocity", cell="1 V", which="cell")
    lab.press("start_held_out")
    lab = finished(lab)
    x = datasets.load("galaxies").frame["velocity"].to_numpy(float)
    found = cross_validated(np.log(x)[:, None], 1, "full", random_state=0)
    mean = found.with_log_jacobians(-np.log(x)).mean
    said = next(each for each in lab.sentences if "nats a row" in each)
    assert number(mean, 4)[:5] in said


def test_two_cells_are_side_by_side_with_the_rows_apart(selection: Selection) -> None:
    lab = opened(to="3", cell="3 VVV", other_cell="2 EEE")
    X = complete_rows(datasets.load("iris").frame, datasets.load("iris").features).X
    here, there = (
        responsibilities(X, cell_of(selection, name).ascent.mixture).argmax(axis=1)
        for name in ("3 VVV", "2 EEE")
    )
    n = len(placed_differently(there, here, 2, 3))
    assert any(f"place {n} rows differently" in said for said in lab.sentences)
    for name, k in (("3 components, VVV", 3), ("2 components, EEE", 2)):
        means = trace(lab.figures[f"The rows and the fit of {name}"], "means")
        assert len(array(means["x"])) == k
    assert lab.link["other_cell"] == "2 EEE"
    lab.choose(cell="2 EEE")
    assert lab.value("other_cell") != "2 EEE"


def test_beside_a_cell_without_a_fit_there_is_none() -> None:
    lab = Lab("choose", data="upload", to="9")
    lab.upload("x\n0\n0.3\n1.1\n7\n7.4\n9")
    lab = finished(lab)
    lab.choose(cell="9 V")
    assert "There are no two fits to be looked at side by side." in lab.sentences
    lab.press("start_held_out")
    lab = finished(lab)
    (said,) = (each for each in lab.sentences if each.startswith("- 9 components, V"))
    assert "6 rows" in said
