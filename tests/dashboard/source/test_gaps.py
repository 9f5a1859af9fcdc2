"""Rows with gaps are left out or take part: said in numbers, kept by every page and download."""

from pathlib import Path

import numpy as np
import pytest
from lab import UPLOAD, Lab, read

from dashboard.state.chosen import EVERY
from gmm_core import read_table
from gmm_core.selection import criteria
from gmm_core.written_numbers import number

pytestmark = pytest.mark.usefixtures("no_other_starts")

CONTENT = (Path(__file__).parents[2] / "reference/iris_gaps.csv").read_bytes()
FRAME = read_table(CONTENT, "iris_gaps.csv").frame
FEATURES = tuple(FRAME.columns[:4])
X = FRAME[list(FEATURES)].to_numpy(float)
GAPS = int(np.isnan(X).any(axis=1).sum())


def said(lab: Lab) -> str:
    return read(" ".join(lab.sentences))


def opened(page: str = "explore", **link: str) -> Lab:
    lab = Lab(page, data=UPLOAD, **link)
    lab.upload(CONTENT, "iris_gaps.csv")
    lab.choose(features=list(FEATURES))
    return lab


def test_they_are_left_out_until_a_person_has_them_take_part() -> None:
    lab = opened(k="1", covariance="full")
    assert f"{GAPS} rows with missing values are left out" in said(lab)
    assert any(f"{GAPS} rows with gaps" in group.label for group in lab.app.get("button_group"))
    assert "gaps" not in lab.link
    lab.choose(gaps="ml")
    assert lab.link["gaps"] == "ml"
    assert (
        f"{GAPS} rows have gaps, {np.isnan(X).sum()} of 600 values in all, and take part with what "
        "is there, as of values missing at random" in said(lab)
    )
    assert lab.metrics["Log-likelihood"] == number(-357.063260, 5)  # issue 16's reference
    bic = criteria.bic(-357.063260, criteria.n_parameters(1, 4, "full"), 150)
    assert lab.metrics["BIC, lower is better"] == number(bic, 5)
    lab.press("undo")
    assert f"{GAPS} rows with missing values are left out" in said(lab)


@pytest.mark.parametrize(("k", "end"), [(1, -667.4049), (2, -346.1815), (3, -277.1203)])
def test_fits_are_those_of_another_program(k: int, end: float) -> None:
    lab = opened(k=str(k), covariance="diag", gaps="ml")
    assert lab.metrics["Log-likelihood"] == number(end, 5)


def test_every_page_and_view_shows_such_rows() -> None:
    lab = opened(k="2", covariance="full", gaps="ml", to="2", starts="20")
    for page in EVERY:
        lab.visit(page)
        assert not lab.errors, page
    lab.visit("explore")
    for name in ("density", "matrix", "space", "parallel"):
        lab.choose(picture=name)
        assert not lab.errors, name
    lab.choose(summary="checks", list="gaps")
    assert f"Judged by rows without gaps: {GAPS} rows are left out" in said(lab)
    assert not lab.errors
    lab.choose(view="principal", picture="scatter")
    assert f"{GAPS} rows with gaps stand where the mixture expects" in said(lab)
    lab.visit("luck")
    lab.choose(part="kmeans")
    assert "k-means takes whole rows" in lab.errors[0]
