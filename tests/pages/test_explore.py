"""Explore clusters: the converged fit, its scores, and the rows that should be looked at."""

import numpy as np
import pandas as pd
import pytest
import three_tables
import uploads
from expected import Expected, expected
from lab import UPLOAD, Lab, array, finished, read, trace
from numpy.testing import assert_allclose
from scipy.stats.contingency import association
from sklearn.mixture import GaussianMixture
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import app_test

from dashboard.fit.ends import FEW
from dashboard.look.messages import plain
from gmm_core import compare
from gmm_core.certainty import class_table, say_classes, written_class_table
from gmm_core.ends import reach, tried
from gmm_core.fitting import Settings
from gmm_core.plots import coloured, component_labels, glyphs
from gmm_core.plots.marks.names import text
from gmm_core.selection import criteria
from gmm_core.target.comparison import compared
from gmm_core.target.scores import SCORES
from gmm_core.written_columns import column
from gmm_core.written_numbers import fixed, number

VOWELS = "American English vowel formants (Peterson & Barney)"


def described(what: Expected) -> tuple[int, float, float]:
    """Number of parameters, BIC and AIC of the last mixture."""
    mixture, log_likelihood = what.run.mixture, what.run.log_likelihood
    p = criteria.n_parameters(mixture.n_components, mixture.n_features, "full")
    bic = criteria.bic(log_likelihood, p, len(what.rows.X))
    return p, bic, criteria.aic(log_likelihood, p)


def as_scikit_learn(what: Expected) -> GaussianMixture:
    """The same mixture as scikit-learn holds it."""
    mixture = what.run.mixture
    model = GaussianMixture(mixture.n_components, covariance_type="full")
    model.weights_, model.means_ = mixture.weights, mixture.means
    model.covariances_ = mixture.covariances
    precisions = np.linalg.inv(mixture.covariances)
    model.precisions_cholesky_ = np.linalg.cholesky(precisions)
    return model


# The numbers


@pytest.mark.parametrize(
    ("title", "name"), [("Iris flowers", "iris"), ("Palmer penguins", "penguins")]
)
def test_criteria_are_those_of_gmm_core(title: str, name: str) -> None:
    metrics, what = Lab("explore", data=title).metrics, expected(name)
    p, bic, aic = described(what)
    assert metrics["Log-likelihood"] == number(what.run.log_likelihood, 5)
    assert metrics["Parameters"] == str(p)
    assert metrics["BIC, lower is better"] == number(bic, 5)
    assert metrics["AIC, lower is better"] == number(aic, 5)


def test_criteria_of_iris_are_those_of_scikit_learn() -> None:
    metrics, what = Lab("explore").metrics, expected()
    model = as_scikit_learn(what)
    assert metrics["Parameters"] == str(model._n_parameters())
    assert metrics["BIC, lower is better"] == number(model.bic(what.rows.X), 5)
    assert metrics["AIC, lower is better"] == number(model.aic(what.rows.X), 5)


def test_the_picture_is_that_of_the_converged_fit() -> None:
    lab, what = (
        Lab("explore", k="4", covariance="tied"),
        expected(n_components=4, covariance_type="tied"),
    )
    axes = [what.features.index(name) for name in lab.value("x", "y")]
    means = trace(lab.picture, "means")
    drawn = np.c_[array(means["x"]), array(means["y"])]
    assert_allclose(drawn, what.run.mixture.means[:, axes])
    assert any(text.startswith("Converged after") for text in lab.sentences)


def test_the_covariance_matrices_are_shown() -> None:
    table, what = Lab("explore").table("Covariance matrix"), expected()
    labels = [what.dataset.label(feature) for feature in what.features]
    assert list(table.index) == [label for label in component_labels(3) for _ in range(4)]
    assert list(table["feature"]) == labels * 3
    columns = np.concatenate(what.run.mixture.covariances).T
    assert [list(table[label]) for label in labels] == [column(values) for values in columns]


# Target against cluster


def test_iris_has_five_misplaced_flowers() -> None:
    lab = Lab("explore")
    assert lab.counts == [[50, 0, 0], [0, 45, 5], [0, 0, 50]]
    told = (
        "145 of 150 rows lie in the cluster matched to their class. "
        "5 do not: rows 69, 71, 73, 78, 84."
    )
    assert plain(told) in lab.sentences
    lab.choose(list="off")
    misplaced = lab.table("Off the matching")
    assert list(misplaced["row"]) == [69, 71, 73, 78, 84]
    assert set(misplaced["target: species"]) == {"versicolor"}
    assert set(misplaced["cluster"]) == {component_labels(3)[2]}  # where the virginica are
    assert list(misplaced["petal length (cm)"]) == [4.5, 4.8, 4.9, 5.0, 5.1]


@pytest.mark.parametrize(
    "title", ["Iris flowers", "Palmer penguins", "Leptograpsus crabs morphology"]
)
def test_scores_are_those_of_gmm_core(title: str) -> None:
    lab = Lab("explore", data=title)
    what = expected(lab.value("data"))
    target = what.dataset.frame[what.dataset.target][what.rows.kept]
    resp = what.resp(what.run.n_iter)
    comparison = compare(target, resp.argmax(axis=1), resp.shape[1])
    assert lab.counts == comparison.table.to_numpy().tolist()
    for name, score in SCORES.items():
        assert lab.metrics[score.title] == fixed(getattr(comparison, name), 3)


def test_without_a_target_nothing_is_compared() -> None:
    lab = Lab("explore", target="No target")
    headings = [heading.value for heading in lab.app.subheader]
    assert headings == ["Clusters", "Components", "Other columns against the clusters", "Rows"]
    assert not set(lab.metrics) & {score.title for score in SCORES.values()}
    assert "Target" not in lab.options("summary")
    assert "Off the matching" not in lab.options("list")


@pytest.mark.usefixtures("no_other_starts")
def test_a_measurement_as_target_is_cut_into_intervals_and_that_is_said() -> None:
    lab = Lab("explore", data=VOWELS, k="2", target="speaker")
    what = expected("vowels_pb52", n_components=2)
    comparison = compared(what.dataset.frame["speaker"], what.resp(-1), name="speaker")
    assert lab.errors == []
    assert lab.counts == comparison.table.to_numpy().tolist()
    assert 2 <= len(lab.counts) < 76
    assert plain(comparison.note) in lab.sentences
    assert "interval" in comparison.note


def test_a_column_that_names_rows_is_not_offered_as_a_target() -> None:
    rows = uploads.two_groups(2)
    lab = Lab("explore", data=UPLOAD, k="2", target="name", list="Off the matching")
    lab.upload(uploads.csv(["a", "b", "name"], ([*r, f"x{i}"] for i, r in enumerate(rows))))
    assert "name" not in lab.options("target")
    assert lab.errors == []
    assert "Target" not in lab.options("summary")
    assert "Off the matching" not in lab.options("list")
    assert len(lab.table("Most uncertain")) == 60


@pytest.mark.parametrize("plain", ["true", "false"])
def test_a_measurement_as_target_is_cut_into_intervals_for_the_steps_too(plain: str) -> None:
    lab = Lab(data=VOWELS, k="2", step="1", target="speaker", plain=plain)
    assert lab.errors == []
    assert any("76 different numbers; it is cut into 5 intervals" in text for text in lab.sentences)
    assert np.shape(lab.counts) == (5, 2)
    assert np.sum(lab.counts) == 1520


def test_a_column_of_too_many_labels_is_not_offered_as_a_target() -> None:
    names = [f"n{i}" for i in range(300)] * 3
    values = uploads.two_groups(1, 900)[:, 0]
    lab = Lab(data=UPLOAD, k="2", covariance="full")
    lab.upload(uploads.csv(["x", "name"], zip(values, names, strict=True)))
    assert lab.options("target") == ["No target"]


# Clusters and other columns


def test_the_class_table_is_that_of_gmm_core() -> None:
    lab, what = Lab("explore"), expected()
    resp = what.resp(-1)
    expect = written_class_table(class_table(resp, names=["1", "2", "3"], symbols=glyphs(3)))
    table = lab.table("Clusters: rows by assignment")
    assert table.index.tolist() == expect["cluster"].tolist()
    assert (table.to_numpy() == expect.to_numpy()[:, 1:]).all()
    by_hand = fixed(resp[resp.argmax(axis=1) == 1, 1].mean(), 3)
    assert table["average posterior"].iloc[1] == by_hand
    assert plain(say_classes(resp)) in lab.sentences
    assert lab.app.subheader[0].value == "Clusters"


def test_how_many_starts_reach_this_optimum_is_said() -> None:
    lab, what = Lab("explore"), expected()
    starts = tried(what.rows.X, Settings(3), most=FEW)
    said = reach(what.run.log_likelihood, starts, 150)
    assert "random starts" in said
    assert any(said in sentence for sentence in lab.sentences)
    assert not any("another start may" in sentence for sentence in lab.sentences)


def survey(**link: str) -> Lab:
    lab = Lab("explore", data=UPLOAD, k="3", **link)
    lab.upload(three_tables.survey().to_csv(index=False), "survey.csv")
    lab.choose(features=list(three_tables.SCALES), covariance="diag")
    return lab


@pytest.mark.usefixtures("no_other_starts", "two_proposed")
def test_a_survey_is_tried_column_by_column_and_no_target_is_taken_for_the_truth() -> None:
    lab, frame = finished(survey()), three_tables.survey()
    table = lab.table("Columns against the clusters")
    labelled = lab.table("Most uncertain")
    codes = labelled.set_index("row")["cluster"].sort_index()
    of_rows = frame.loc[codes.index - 1, "department"].to_numpy()
    v = association(pd.crosstab(codes.to_numpy(), of_rows).to_numpy())
    assert table.loc["department", "effect"] == f"V = {fixed(v, 3)}"
    assert set(table.index) == {"department", "tenure"}
    assert not set(lab.metrics) & {score.title for score in SCORES.values()}
    assert "Off the matching" not in lab.options("list")
    assert any("As if each row's cluster were certain" in said for said in lab.sentences)
    lab.choose(target="department", is_truth=True)
    assert set(lab.metrics) >= {score.title for score in SCORES.values()}
    assert "Off the matching" in lab.options("list")


@pytest.mark.usefixtures("no_other_starts", "two_proposed")
def test_an_identifier_names_rows_and_finds_them() -> None:
    lab = survey()
    table = lab.table("Most uncertain")
    assert trace(lab.picture, "rows")["text"][0] == f"person {min(table['person'])}"
    assert list(table["person"]) == [f"P{row:03d}" for row in table["row"]]
    name = table["person"].iloc[3]
    lab.choose(find_row=name.lower())
    assert lab.marked == [sorted(table["person"]).index(name)]
    assert any(f"from person {name}" in said for said in lab.sentences)
    assert any(f"Why person {name} is shared" in said for said in lab.sentences)
    lab.choose(find_row="P999")
    assert lab.marked is None
    assert any("No row of the fit is person “P999”." in said for said in lab.sentences)


def test_points_are_coloured_by_any_column() -> None:
    lab, what = Lab("explore", by_column="species"), expected()
    by = coloured("species", what.dataset.frame["species"], is_number=False)
    assert trace(lab.picture, "rows")["marker"]["color"] == by.hues("light").tolist()
    lab.choose(by_column="petal width")
    by = coloured("x", what.dataset.frame["petal width"], is_number=True)
    assert trace(lab.picture, "rows")["marker"]["color"] == by.hues("light").tolist()


# Responsibilities


def test_every_row_is_in_the_table_the_most_uncertain_first() -> None:
    lab, what = Lab("explore"), expected()
    table = lab.table("Most uncertain")
    resp = what.resp(what.run.n_iter)
    rows = table["row"].to_numpy() - 1
    assert sorted(rows) == list(range(150))
    assert (np.diff(table["uncertainty"]) <= 0).all()
    assert_allclose(table[component_labels(3)], resp[rows])
    assert_allclose(table["uncertainty"], 1 - resp[rows].max(axis=1))
    labels = np.array(component_labels(3))
    assert list(table["cluster"]) == list(labels[resp[rows].argmax(axis=1)])
    species = what.dataset.frame["species"].to_numpy()
    assert list(table["target: species"]) == list(species[rows])


def test_rows_are_numbered_as_in_the_file_though_some_are_left_out() -> None:
    lab = Lab("explore", data="Palmer penguins")
    rows = lab.table("Most uncertain")["row"]
    assert sorted(rows) == [row for row in range(1, 345) if row not in (4, 272)]


def test_the_bars_show_every_row_and_every_component() -> None:
    bars = Lab("explore", summary="Shares").view("summary")["figure"]
    shares = [array(area["y"]) for area in bars["data"][:3]]
    assert_allclose(np.sum(shares, axis=0), 1)
    assert sorted(array(trace(bars, "rows")["customdata"])) == list(range(150))


# The page itself


@pytest.mark.parametrize(
    "title", ["Velocities of 82 galaxies (Corona Borealis)", "Old Faithful geyser eruptions"]
)
def test_other_tables_show_without_an_error(title: str) -> None:
    lab = Lab("explore", data=title)
    assert lab.errors == []
    assert lab.picture


def test_the_first_request_of_a_server_may_be_for_this_page(monkeypatch) -> None:
    monkeypatch.setattr(app_test, "PagesManager", PagesManager)
    lab = Lab("explore", k="24")
    assert lab.title == "Explore clusters"
    assert len(lab.errors) == 1


def test_axes_bear_the_names_and_units_of_their_columns() -> None:
    layout = Lab("explore").picture["layout"]
    titles = [layout[axis]["title"]["text"] for axis in ("xaxis", "yaxis")]
    assert titles == [text("petal length (cm)"), text("petal width (cm)")]


@pytest.mark.usefixtures("no_other_starts")
def test_components_of_one_or_two_rows_are_flagged_where_a_person_asks_for_them() -> None:
    link = {"features": ["sepal length", "sepal width"], "k": "24", "covariance": "tied"}
    lab = Lab("explore", data="iris", fit="kmeans", **link)
    assert "which are no group: choose fewer components" in read(lab.app.warning[0].value)
