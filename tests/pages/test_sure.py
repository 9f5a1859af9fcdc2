"""How sure: what the page says of classes, parameters and clusters is what gmm_core says."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from expected import expected
from lab import Lab, finished
from numpy.testing import assert_allclose

from dashboard.look import messages
from gmm_core import datasets
from gmm_core.certainty import class_table, classification_table
from gmm_core.clusters import describe, names_in_words, profiles
from gmm_core.em import Model
from gmm_core.mixture import standardising
from gmm_core.outside import means_by_class, shares_by_class
from gmm_core.resampling import compared_anew, error_table, resampled, stability
from gmm_core.written_numbers import fixed

pytestmark = pytest.mark.usefixtures("no_other_starts")

FAITHFUL = {"data": "faithful", "k": "2", "covariance": "tied"}


def test_classes_are_those_of_gmm_core_in_the_words_asked_for() -> None:
    lab, what = Lab("sure", words="profile"), expected()
    resp = what.resp(-1)
    sizes = lab.table("Sizes of each class")
    assert [int(n) for n in sizes["n"]] == class_table(resp)["rows"].tolist()
    (said,) = (said for said in lab.sentences if said.startswith("The smallest is "))
    assert said.startswith(f"The smallest is Class {class_table(resp)['rows'].argmin() + 1}, with ")
    assert "most probable profile; by posterior, each row counts in each class by its " in said
    table = lab.table("Average posterior probabilities by assigned class")
    expect = classification_table(resp)
    assert table.to_numpy().tolist() == [[fixed(v, 3) for v in row] for row in expect.tolist()]


def test_standard_errors_are_those_of_gmm_core() -> None:
    lab = Lab("sure", **FAITHFUL, times="20", method="parametric", level="90")
    lab.press("start_errors")
    lab = finished(lab)
    what = expected("faithful", n_components=2, covariance_type="tied")
    found = resampled(
        what.rows.X,
        what.run.mixture,
        Model("tied"),
        method="parametric",
        n_samples=20,
        random_state=0,
    )
    table = error_table(found, what.labels(), level=0.9)
    read = pd.read_csv(io.BytesIO(lab.download("take_errors")))
    for name in ("estimate", "standard error", "lower", "upper"):
        assert_allclose(read[name], table[name], rtol=1e-12)
    shown = lab.table("Weights and means of each component")
    weight = table.iloc[0]
    assert shown.iloc[0, 0].startswith(f"{fixed(weight['estimate'], 4)} ± ")
    assert "Standardised means with one standard error" in lab.figures
    assert any("20 samples (rows drawn from the fit)" in said for said in lab.sentences)
    assert lab.link["method"] == "parametric"


def test_of_a_standardised_fit_errors_are_in_the_units_of_the_data() -> None:
    link = {**FAITHFUL, "covariance": "spherical", "standardise": "true", "times": "20"}
    lab = Lab("sure", **link)
    lab.press("start_errors")
    lab = finished(lab)
    what = expected("faithful", n_components=2, covariance_type="spherical", standardise=True)
    scaling = standardising(what.rows.X)
    mixture = what.run.mixture.affine(1 / scaling.scale, -scaling.shift / scaling.scale)
    found = resampled(
        scaling.apply(what.rows.X), mixture, Model("spherical"), n_samples=20, random_state=0
    )
    read = pd.read_csv(io.BytesIO(lab.download("take_errors")))
    of_means = read[read["parameter"] == "mean"]["standard error"].to_numpy().reshape(2, 2)
    assert_allclose(of_means, scaling.scale * found.standard_errors.means, rtol=1e-9)


def test_each_cluster_is_said_to_come_back_or_not() -> None:
    lab = Lab("sure", **FAITHFUL)
    lab.press("start_stability")
    lab = finished(lab)
    what = expected("faithful", n_components=2, covariance_type="tied")
    found = stability(what.rows.X, what.run.mixture, Model("tied"), random_state=0)
    (said,) = (each for each in lab.sentences if "mean Jaccard value" in each)
    assert f"mean Jaccard value {found.mean_jaccard[0]:.2f} over 100 samples" in said
    assert f"stay together in {100 * found.mean_together[0]:.0f} % of the samples" in said


def test_more_rows_than_the_jackknife_takes_are_an_error_beside_the_rest() -> None:
    rng = np.random.default_rng(0)
    rows = "\n".join(f"{x:.3f}" for x in rng.normal(size=5001))
    lab = Lab("sure", data="upload", method="jackknife")
    lab.upload(f"x\n{rows}")
    lab.press("start_errors")
    lab = finished(lab)
    (error,) = lab.errors
    assert error.startswith("The jackknife fits the model as often as there are rows")
    assert lab.table("Sizes of each cluster") is not None


@pytest.mark.parametrize("asked", ["999999", "1"])
def test_a_link_that_asks_for_too_many_or_few_samples_says_so(asked: str) -> None:
    lab = Lab("sure", **FAITHFUL, times=asked)
    assert lab.value("times") == 999
    assert any("This link asks for samples" in said for said in lab.sentences)


def test_columns_that_were_not_fitted_are_compared_as_gmm_core_does() -> None:
    lab = finished(Lab("sure", data="penguins", k="3", correction="ML", level="90"))
    what = expected("penguins", n_components=3)
    frame = datasets.load("penguins").frame[what.rows.kept]
    table = lab.table("Columns that were not fitted, by cluster")
    species = shares_by_class(frame["species"], what.resp(-1), correction="ML")
    year = means_by_class(frame["year"].to_numpy(float), what.resp(-1), correction="ML")
    shown = f"{fixed(100 * species.estimates[0, 0], 1)} ± "
    assert table.loc["species: Adelie"].iloc[1].startswith(shown)
    assert table.loc["year"].iloc[0].startswith("χ²(2) = ")
    read = pd.read_csv(io.BytesIO(lab.download("take_outside")))
    assert_allclose(read[read["column"] == "year"]["estimate"], year.estimates[:, 0], rtol=1e-9)
    assert_allclose(read[read["column"] == "year"]["upper"], year.intervals(0.9)[1][:, 0])
    assert_allclose(read[read["column"] == "species"]["chi-squared"], species.statistic)
    assert lab.link["correction"] == "ML"


def test_standard_errors_of_columns_may_include_those_of_the_fit() -> None:
    link = {"data": "faithful", "k": "2", "features": "eruptions", "errors": "anew"}
    lab = finished(Lab("sure", **link, correction="none"))
    lab.press("start_anew")
    lab = finished(lab)
    what = expected("faithful", n_components=2, features=("eruptions",))
    z = {"waiting": datasets.load("faithful").frame["waiting"].to_numpy(float)}
    resp = what.resp(-1)
    known = {"waiting": means_by_class(z["waiting"], resp, correction="none")}
    mixture, ask = what.run.mixture, {"random_state": 0}
    anew = compared_anew(what.rows.X, mixture, Model("full"), z, known, **ask)["waiting"]
    read = pd.read_csv(io.BytesIO(lab.download("take_outside")))
    assert_allclose(read["standard error"], anew.standard_errors[:, 0], rtol=1e-6)
    assert any("200 samples, to each of which" in said for said in lab.sentences)
    assert lab.link["errors"] == "anew"


def test_a_link_may_choose_columns_or_none() -> None:
    lab = finished(Lab("sure", data="penguins", k="2", outside=["sex"]))
    table = lab.table("Columns that were not fitted")
    assert [*table.index] == ["sex: female", "sex: male"]
    lab.choose(outside=[])
    assert lab.link["outside"] == ""
    again = Lab("sure", **lab.link)
    assert again.value("outside") == []
    assert "Choose a column to see it." in again.sentences


def test_where_all_is_fitted_there_is_nothing_to_compare() -> None:
    lab = Lab("sure", **FAITHFUL)
    assert any("there is nothing to compare" in said for said in lab.sentences)


def test_what_cannot_be_corrected_is_said_beside_the_rest() -> None:
    rows = "\n".join(f"{x},{y}" for x, y in zip(range(40), [5] * 20 + [*range(20)], strict=True))
    lab = Lab("sure", data="upload", k="2", correction="ML")
    lab.upload(f"x,y\n{rows}")
    lab.choose(features=["x"])
    lab = finished(lab)
    assert any("are all but equal" in each.value for each in lab.app.warning)


def test_what_sets_each_cluster_apart_becomes_its_name() -> None:
    lab, what = Lab("sure", k="3"), expected()
    found = profiles(what.rows.X, what.run.mixture, what.resp(-1))
    names = names_in_words(found, datasets.load("iris").features)
    said = messages.bullets(describe(found, what.labels(), [f"Cluster {j}" for j in (1, 2, 3)]))
    assert said in lab.sentences
    assert [*lab.table("Place and name of each cluster")["profile"]] == names
    lab.press_labelled("Name them by their profiles")
    assert [*lab.table("Place and name of each cluster")["name"]] == names
    assert json.loads(lab.link["clusters"])[0] == [1, names[0]]
    lab.edit("Place and name", {0: {"name": "small"}}, press="Use these names and places")
    assert json.loads(lab.link["clusters"])[0] == [1, "small"]
    assert lab.table("Sizes of each cluster").index[0].startswith("small")
