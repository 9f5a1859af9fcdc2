"""Rows of noise on every page: a switch, grey crosses, a line of their own, what they change."""

import io

import numpy as np
import pandas as pd
import pytest
from lab import Lab, array, trace

from dashboard.state.chosen import PICTURE, SUMMARY
from gmm_core.assigned import NOISE_GLYPH, assigned
from gmm_core.exporting import read_model
from gmm_core.mixture import responsibilities

pytestmark = pytest.mark.usefixtures("no_other_starts")

SIZES = "Clusters: rows by assignment and by posterior"


def test_noise_goes_from_the_switch_to_all_that_is_taken_away():
    lab = Lab("explore", data="faithful", k="2", covariance="tied")
    lab.choose(noise=True)
    assert lab.link["noise"] == "true"
    said = " ".join(lab.sentences)
    assert "most probably noise" in said
    assert "Without noise the log-likelihood would be" in said
    headings = [each.value for each in lab.app.main if each.type in ("subheader", "markdown")]
    compared = next(n for n, each in enumerate(headings) if each.startswith("Without noise"))
    assert headings.index("Components") < compared  # the pictures come first
    sizes = lab.table(SIZES)
    assert sizes.index[-1] == f"noise {NOISE_GLYPH}"
    assert sizes["n"].astype(int).sum() == 272
    n_noise = int(sizes["n"].iloc[-1])
    crosses = np.array(trace(lab.view()["figure"], "rows")["marker"]["symbol"]) == "x"
    assert crosses.sum() == n_noise > 0

    lab.visit("step")
    assert len(lab.film["noise"]) == lab.film["n_states"]
    assert (lab.film["clusters"][-1] == 2).sum() == n_noise

    lab.visit("take_away")
    model = read_model(lab.download("take_model"))
    table = pd.read_csv(io.BytesIO(lab.download("take_csv")))
    X = table[list(model.features)].to_numpy(float)
    clusters = assigned(responsibilities(X, model.mixture))
    assert model.settings.noise
    assert (table["cluster"].to_numpy() == clusters + 1).all()
    assert (table["cluster"] == 0).sum() == n_noise
    snippet: dict = {}
    exec(lab.download("take_snippet"), snippet)
    assert (snippet["clusters"](table) == "noise").sum() == n_noise
    report = lab.download("take_report").decode()
    assert "Banfield" in report
    assert f"noise {NOISE_GLYPH}" in report

    lab.visit("explore")
    lab.press("undo")
    assert "noise" not in lab.link


def test_every_view_beside_a_target_shows_noise_and_gaps():
    lab = Lab("explore", data="penguins", noise="true", gaps="ml")
    assert lab.table(SIZES).index[-1] == f"noise {NOISE_GLYPH}"
    for summary in SUMMARY.titles:
        lab.choose(summary=summary)
        assert lab.view("summary")["figure"]["data"]
    for picture in PICTURE.titles:
        lab.choose(picture=picture)
        assert lab.view()["figure"]["data"]

    lab.choose(picture="scatter", summary="target")
    *_, column = (each for each in lab.heat_map["data"] if each.get("name") == "cells")
    at = next(j for j, count in enumerate(column["text"]) if count != "0")
    lab.select("summary", cells=[[int(place) for place in array(column["customdata"])[at]]])
    marked = lab.marked or []
    assert len(marked) == int(column["text"][at])
    crosses = trace(lab.view()["figure"], "rows")
    of_row = dict(zip(array(crosses["customdata"]), crosses["marker"]["symbol"], strict=True))
    assert {of_row[row] for row in marked} == {"x"}
    counted = trace(lab.heat_map, "selected")
    place = [array(counted[axis])[0] for axis in "xy"]
    assert place == pytest.approx([array(column["x"])[at], array(column["y"])[at] + 0.32])

    lab.visit("step")
    assert [table.sum() for table in lab.film["counts"]] == [342] * lab.film["n_states"]
    assert lab.film["counts"].shape[2] == 4
    assert lab.film["counts"][-1][:, 3].sum() == (lab.film["clusters"][-1] == 3).sum()


def test_the_sizes_and_the_drawn_rows_have_noise_too():
    lab = Lab("sure", data="faithful", k="2", covariance="tied", noise="true")
    sizes = lab.table("Sizes of each cluster")
    assert sizes.index[-1] == f"noise {NOISE_GLYPH}"
    assert sizes["n"].astype(int).sum() == 272
    table = lab.table("Average responsibilities by assigned cluster")
    assert np.allclose(table.astype(float).sum(axis=1), 1.0, atol=0.002)
    assert any("most probably noise" in said for said in lab.sentences)
    assert any(
        "most probable component, or to noise; by posterior" in said for said in lab.sentences
    )
    lab.visit("new_rows")
    lab.bring("new_rows", b"eruptions,waiting\n2,54\n4.4,80\n3.2,60\n", "new.csv")
    assert lab.table("Rows of each cluster")["rows"].tolist() == [1, 1, 1]
    assert any("component is 0 the row is noise" in said for said in lab.sentences)
