"""Means that a person places by hand: a new run begins there, the link has them, undo undoes."""

import numpy as np
import pandas as pd
import pytest
import uploads
from expected import Expected, assert_holds, expected, proposed
from lab import UPLOAD, Lab
from numpy.testing import assert_allclose

from gmm_core import Run
from gmm_core.fitting import Settings, fit_run
from gmm_core.projection.projection import Projection, onto_features, onto_principal_components
from gmm_core.steps.half_steps import frame
from gmm_core.steps.other_starts import from_here, other_ends

GALAXIES = "Velocities of 82 galaxies (Corona Borealis)"
BY_HAND = "means placed by hand"
PLACES = [[1.5, 0.3], [4.0, 1.2], [6.0, 2.4]]
FAITHFUL = "Old Faithful geyser eruptions"

Means = tuple[tuple[float, ...], ...]


def plane_of(what: Expected, *features: str) -> Projection:
    return onto_features([what.features.index(name) for name in features], what.labels())


def first_means(lab: Lab) -> Means:
    """The means with which the run on screen began, as the link has them."""
    linked = lab.link["means"]
    return tuple(tuple(map(float, mean.split(","))) for mean in linked.split(";"))


def assert_starts_at(lab: Lab, means: object, what: Expected, **settings: object) -> None:
    """The run begins at these means, at its start; control, link and player say so alike."""
    linked = first_means(lab)
    spread = np.ptp(what.rows.X, axis=0)
    assert_allclose(np.array(linked) / spread, np.array(means) / spread, atol=1e-6)
    assert lab.errors == []
    assert (lab.value("start"), lab.open_ledger["step"]) == ("placed", 0)
    placed = expected(
        what.dataset.name, what.features, n_components=len(linked), means=linked, **settings
    )
    assert_holds(lab, placed, plane_on(lab, what))


def plane_on(lab: Lab, what: Expected) -> Projection | None:
    """The plane of the view that is chosen; None for two features."""
    if lab.film["labels"][0].startswith("principal"):
        return onto_principal_components(what.rows.X, what.labels())
    return None


def lifted(what: Expected, plane: Projection, places: object, means: np.ndarray) -> np.ndarray:
    covariance = np.atleast_2d(np.cov(what.rows.X, rowvar=False))
    return plane.lift(np.array(places), means, covariance)


def moved(what: Expected, run: Run, plane: Projection, **move) -> np.ndarray:
    """The means of a half-step, one of them moved to a place in the picture."""
    means = frame(run, move["step"]).mixture.means.copy()
    j = move["component"]
    means[[j]] = lifted(what, plane, [move["place"]], means[[j]])
    return means


# A mean that is dragged


@pytest.mark.parametrize("step", [0, 1, 4])
def test_a_dragged_mean_starts_a_new_run_from_where_it_was_dropped(step: int) -> None:
    lab, what = Lab(), expected()
    lab.report(step=step)
    move = {"step": step, "component": 1, "place": [5.0, 1.0]}
    lab.report(moved=move)
    means = moved(what, what.run, plane_of(what, "petal length", "petal width"), **move)
    assert means[1, 2:].tolist() == [5.0, 1.0]
    assert_starts_at(lab, means, what)
    assert BY_HAND in lab.options("start")
    assert lab.open_ledger["can_undo"] is True


def test_the_features_that_are_not_seen_follow_by_regression() -> None:
    lab, what = Lab(), expected()
    lab.choose(x="sepal length", y="petal length")
    before = what.run.states[0].mixture.means[0]
    lab.report(moved={"step": 0, "component": 0, "place": [7.0, 6.0]})
    X = what.rows.X
    slopes = np.linalg.lstsq(X[:, [0, 2]] - X.mean(axis=0)[[0, 2]], X - X.mean(axis=0))[0]
    regressed = before + (np.array([7.0, 6.0]) - before[[0, 2]]) @ slopes
    assert_allclose(first_means(lab)[0], regressed, atol=1e-5)


def test_a_mean_dragged_among_principal_components() -> None:
    lab, what = Lab(view="principal"), expected()
    plane = onto_principal_components(what.rows.X, what.labels())
    move = {"step": 2, "component": 2, "place": [1.0, -0.5]}
    lab.report(moved=move)
    means = moved(what, what.run, plane, **move)
    assert_allclose(plane.points(means[[2]]), [[1.0, -0.5]])
    assert_starts_at(lab, means, what)


def test_a_mean_dragged_along_a_histogram() -> None:
    lab, what = Lab(data=GALAXIES), expected("galaxies")
    lab.report(moved={"step": 0, "component": 1, "place": [15000.0]})
    means = what.run.states[0].mixture.means.copy()
    means[1] = 15000.0
    assert_starts_at(lab, means, what)


def test_what_is_moved_again_starts_from_the_run_on_screen() -> None:
    lab, what = Lab(), expected()
    lab.report(moved={"step": 0, "component": 1, "place": [5.0, 1.0]})
    run = fit_run(what.rows.X, Settings(3, means=first_means(lab)))
    move = {"step": 3, "component": 0, "place": [2.0, 0.4]}
    lab.report(moved=move)
    plane = plane_of(what, "petal length", "petal width")
    assert_starts_at(lab, moved(what, run, plane, **move), what)


# Means that are clicked


def test_clicked_means_start_a_new_run_in_the_order_of_the_clicks() -> None:
    lab, what = Lab(step="5"), expected()
    lab.report(placed=PLACES[::-1])
    middle = np.tile(what.rows.X.mean(axis=0), (3, 1))
    plane = plane_of(what, "petal length", "petal width")
    assert_starts_at(lab, lifted(what, plane, PLACES[::-1], middle), what)
    assert np.array(first_means(lab))[:, 2:].tolist() == PLACES[::-1]


def test_clicked_means_keep_the_other_settings() -> None:
    lab, what = Lab(), expected()
    lab.choose(covariance="tied", standardise=True, k=2)
    lab.report(placed=PLACES[:2])
    middle = np.tile(what.rows.X.mean(axis=0), (2, 1))
    plane = plane_of(what, "petal length", "petal width")
    means = lifted(what, plane, PLACES[:2], middle)
    assert_starts_at(lab, means, what, covariance_type="tied", standardise=True)


def test_clicked_means_among_principal_components() -> None:
    lab, what = Lab(view="principal"), expected()
    plane = onto_principal_components(what.rows.X, what.labels())
    places = [[-2.0, 0.0], [0.5, -1.0], [2.0, 0.5]]
    lab.report(placed=places)
    assert_allclose(plane.points(np.array(first_means(lab))), places, atol=1e-5)
    middle = np.tile(what.rows.X.mean(axis=0), (3, 1))
    assert_starts_at(lab, lifted(what, plane, places, middle), what)


def test_where_other_starts_end_is_said_at_the_end() -> None:
    lab, what = Lab(), expected()
    assert not any("other starts" in sentence for sentence in lab.film["ending"])
    lab.report(placed=PLACES)
    settings = Settings(3, means=first_means(lab))
    X = what.rows.X
    assert lab.film["ending"][1] == f"{from_here(fit_run(X, settings))} {other_ends(X, settings)}"


def test_one_mean_is_enough_for_one_component() -> None:
    lab = Lab(data=FAITHFUL, k="1")
    lab.report(placed=[[50.0, 2.0]])
    assert_starts_at(lab, [[50.0, 2.0][:: order(lab)]], expected("faithful", n_components=1))


def order(lab: Lab) -> int:
    """1 where the axes are in the order of the features, −1 where they are not."""
    return 1 if lab.value("x") == "eruptions" else -1


def test_means_at_one_point_are_one_sentence_and_another_start_cures_it() -> None:
    lab = Lab()
    lab.report(placed=[[1.5, 0.3]] * 3)
    (error,) = lab.errors
    assert "Means 1 and 2 are at the same point" in error
    assert lab.held == b""
    lab.choose(start="auto")
    assert lab.errors == []
    assert_holds(lab, expected())


def test_a_new_start_runs_the_whole_page_though_the_player_reported_alone() -> None:
    lab, what = Lab(), expected()
    lab.report_alone(step=3)
    lab.report_alone(placed=PLACES)
    assert lab.title == "Step through EM"
    middle = np.tile(what.rows.X.mean(axis=0), (3, 1))
    plane = plane_of(what, "petal length", "petal width")
    assert_starts_at(lab, lifted(what, plane, PLACES, middle), what)
    lab.report_alone(undo=True)
    assert lab.value("start") == "auto"
    assert "means" not in lab.link
    assert_holds(lab, what)


# What a browser may say that is not to be trusted


@pytest.fixture(scope="module")
def third() -> Lab:
    """A session at half-step 3, in which nothing happens whatever is reported."""
    return Lab(step="3")


@pytest.mark.parametrize(
    "said",
    [
        None,
        "moved",
        7,
        [0, 1, [5.0, 1.0]],
        {},
        {"step": 0, "component": 1},
        {"step": 0, "component": 3, "place": [5.0, 1.0]},
        {"step": 0, "component": -1, "place": [5.0, 1.0]},
        {"step": 0, "component": True, "place": [5.0, 1.0]},
        {"step": 0, "component": "1", "place": [5.0, 1.0]},
        {"step": 9999, "component": 1, "place": [5.0, 1.0]},
        {"step": -1, "component": 1, "place": [5.0, 1.0]},
        {"step": 1.5, "component": 1, "place": [5.0, 1.0]},
        {"step": 0, "component": 1, "place": [5.0]},
        {"step": 0, "component": 1, "place": [5.0, 1.0, 2.0]},
        {"step": 0, "component": 1, "place": ["5", "1"]},
        {"step": 0, "component": 1, "place": [5.0, None]},
        {"step": 0, "component": 1, "place": [float("nan"), 1.0]},
        {"step": 0, "component": 1, "place": [float("inf"), 1.0]},
        {"step": 0, "component": 1, "place": "51"},
        {"step": 0, "component": 1, "place": [[5.0], [1.0]]},
    ],
)
def test_what_is_no_move_moves_nothing(third: Lab, said: object) -> None:
    assert_nothing_happens(third, moved=said)


@pytest.mark.parametrize(
    "said",
    [
        None,
        "placed",
        {"0": [1.5, 0.3]},
        [],
        PLACES[:2],
        [*PLACES, [5.0, 1.0]],
        [[1.5, 0.3], [4.0, 1.2], [6.0]],
        [[1.5, 0.3], [4.0, 1.2], 6.0],
        [[1.5, 0.3], [4.0, 1.2], ["6", "2"]],
        [[1.5, 0.3], [4.0, 1.2], [float("inf"), 2.4]],
        [[1.5, 0.3], [4.0, 1.2], [True, False]],
        [["1.5", "0.3"], None, {}],
    ],
)
def test_what_are_no_places_starts_nothing(third: Lab, said: object) -> None:
    assert_nothing_happens(third, placed=said)


def assert_nothing_happens(lab: Lab, **said: object) -> None:
    before = lab.held
    lab.report(**said)
    assert lab.errors == []
    assert lab.value("start") == "auto"
    assert lab.held == before


# Undo


def test_undo_returns_to_the_start_before_step_by_step() -> None:
    lab, what = Lab(start="k-means"), expected(init="kmeans")
    lab.report(moved={"step": 0, "component": 1, "place": [5.0, 1.0]})
    first = first_means(lab)
    lab.report(step=4)
    lab.report(placed=PLACES)
    lab.report(undo=True)
    assert_starts_at(lab, first, what)
    assert lab.open_ledger["can_undo"] is True
    lab.report(undo=True)
    assert lab.value("start") == "kmeans"
    assert "means" not in lab.link
    assert lab.open_ledger["can_undo"] is False
    assert_holds(lab, what)


def test_means_that_lead_to_an_error_can_be_undone_beside_it() -> None:
    lab = Lab()
    lab.report(placed=[PLACES[0], PLACES[0], PLACES[2]])
    assert len(lab.errors) == 1
    lab.press("undo_placing")
    assert lab.errors == []
    assert lab.value("start") == "auto"
    assert_holds(lab, expected())


def test_undo_with_nothing_to_undo_does_nothing() -> None:
    lab = Lab(step="3")
    before = lab.held
    lab.report(undo=True)
    assert lab.held == before


def test_there_is_nothing_to_undo_for_another_number_of_components() -> None:
    lab = Lab()
    lab.report(placed=PLACES)
    lab.choose(k=2)
    assert lab.open_ledger["can_undo"] is False
    lab.report(undo=True)
    assert lab.value("start", "k") == ["placed", 2]


# Other settings


@pytest.mark.parametrize("k", [1, 2, 5])
def test_another_number_of_components_makes_new_means(k: int) -> None:
    lab = Lab()
    lab.report(placed=PLACES)
    lab.choose(k=k)
    best = expected(n_components=k)
    assert_starts_at(lab, best.run.states[0].mixture.means, best)


def test_other_features_make_new_means() -> None:
    lab = Lab(features=["sepal length", "sepal width"])
    lab.report(placed=[[5.0, 3.4], [6.0, 2.8], [6.6, 3.0]])
    lab.choose(features=["petal length", "petal width"])
    best = expected(features=("petal length", "petal width"))
    assert_starts_at(lab, best.run.states[0].mixture.means, best)


def test_another_table_of_as_many_features_makes_new_means() -> None:
    lab = Lab()
    lab.report(placed=PLACES)
    lab.choose(data="penguins")
    best = expected("penguins")
    assert_starts_at(lab, best.run.states[0].mixture.means, best)


def test_what_the_means_do_not_depend_on_keeps_them() -> None:
    lab = Lab()
    lab.report(placed=PLACES)
    means = first_means(lab)
    lab.choose(covariance="diag", target="No target", view="principal")
    assert_starts_at(lab, means, expected(), covariance_type="diag")


def test_the_means_stay_over_a_change_of_page() -> None:
    lab = Lab()
    lab.report(placed=PLACES)
    means, held = first_means(lab), lab.held
    lab.visit("explore")
    assert lab.value("start") == "placed"
    run = fit_run(expected().rows.X, Settings(3, means=means))
    assert lab.errors == []
    assert lab.table("Weight").shape[0] == run.mixture.n_components
    lab.visit("step")
    assert first_means(lab) == means
    assert lab.held == held


def test_means_that_were_placed_are_there_again_when_their_start_is() -> None:
    lab = Lab()
    lab.report(placed=PLACES)
    means = first_means(lab)
    lab.choose(start="kmeans")
    assert "means" not in lab.link
    assert_holds(lab, expected(init="kmeans"))
    lab.choose(start="placed")
    assert_starts_at(lab, means, expected())


# A link


def test_a_link_restores_the_means_and_the_step() -> None:
    lab = Lab()
    lab.report(placed=PLACES)
    lab.report(step=4)
    said = {key: lab.link[key] for key in ("means", "step")}
    again = Lab(start=BY_HAND, **said)
    assert again.open_ledger["step"] == 4
    assert first_means(again) == first_means(lab)
    assert again.film.header.keys() == lab.film.header.keys()
    assert again.open_ledger["film_id"] == lab.open_ledger["film_id"]


def test_a_link_to_an_upload_keeps_its_means_until_the_file_is_there() -> None:
    X = uploads.two_groups(2)
    means = ((0.5, -0.25), (9.5, 10.25))
    lab = Lab(data=UPLOAD, start=BY_HAND, k="2", means="0.5,-0.25;9.5,10.25")
    lab.upload(uploads.csv("ab", X))
    assert lab.errors == []
    run = fit_run(X, proposed(X, 2, means=means))
    assert first_means(lab) == means
    assert_allclose(lab.film["log_likelihoods"], run.log_likelihoods, rtol=1e-12)


def test_means_in_a_link_count_for_the_start_that_is_named_alone() -> None:
    lab = Lab(means="1,2,3,4;5,6,7,8;9,8,7,6")
    assert lab.value("start") == "auto"
    assert_holds(lab, expected())
    assert "means" not in lab.link


@pytest.mark.parametrize(
    "means",
    [
        "",
        "nonsense",
        "<script>alert(1)</script>",
        "1,2;3,4;5,6",
        "1,2,3,4;5,6,7,8",
        "1,2,3,4;5,6,7,8;9,8,7",
        "1,2,3,4;5,6,7,8;9,8,7,nan",
        "1,2,3,4;5,6,7,8;9,8,7,inf",
        "1,2,3,4;5,6,7,8;9,8,7,1e999",
        "1,2,3,4;5,6,7,8;9,8,7,",
        ";".join(["1,2,3,4"] * 10_000),
    ],
)
def test_means_of_a_link_that_do_not_fit_fall_back_to_the_best_start(means: str) -> None:
    lab = Lab(start=BY_HAND, means=means)
    best = expected()
    assert_starts_at(lab, best.run.states[0].mixture.means, best)


def test_means_of_a_link_from_which_em_cannot_start_are_one_sentence() -> None:
    lab = Lab(start=BY_HAND, means="1,2,3,4;5,6,7,8;9,8,7,1e200")
    (error,) = lab.errors
    assert "where EM cannot start" in error
    lab.choose(k=2)
    assert lab.errors == []


# Means that are typed


def start_from(lab: Lab, rows: dict[int, dict[str, float | None]]) -> None:
    """Type into cells of the table of means, and start from there."""
    table_of(lab)
    changes = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    lab.app.session_state["typed"] = changes
    lab.press("typed_start")


def table_of(lab: Lab) -> pd.DataFrame:
    """The table of means, opened."""
    if "typed" not in lab.app.session_state:
        lab.unfold("typing")
    return lab.app.data_editor(key="typed").value


def typed(lab: Lab) -> np.ndarray:
    """The means in the table."""
    return table_of(lab).to_numpy()


def test_the_table_is_made_when_it_is_opened_and_stays_when_it_is_closed() -> None:
    lab = Lab()
    assert len(lab.app.get("data_editor")) == 0
    table_of(lab)
    lab.unfold("typing", is_open=False)
    assert len(lab.app.get("data_editor")) == 1


def test_the_table_shows_the_means_of_the_start() -> None:
    lab, what = Lab(step="5"), expected()
    table = table_of(lab)
    assert list(table.columns) == what.labels()
    assert list(table.index) == ["1 ●", "2 ■", "3 ◆"]
    assert_allclose(typed(lab), what.run.states[0].mixture.means)


@pytest.mark.parametrize("plain", ["false", "true"])
def test_typed_means_start_a_new_run(plain: str) -> None:
    lab, what = Lab(step="5", plain=plain), expected()
    means = what.run.states[0].mixture.means.copy()
    means[1, 2], means[2, 0] = 4.5, 6.25
    start_from(lab, {1: {"petal length (cm)": 4.5}, 2: {"sepal length (cm)": 6.25}})
    assert lab.value("step") == 0
    lab.choose(plain=False)
    assert_starts_at(lab, means, what)
    assert_allclose(typed(lab), means, atol=1e-5)


def test_typed_means_can_be_undone() -> None:
    lab, what = Lab(), expected()
    start_from(lab, {0: {"petal length (cm)": 3.0}})
    assert first_means(lab)[0][2] == 3.0
    lab.report(undo=True)
    assert lab.value("start") == "auto"
    assert_holds(lab, what)
    assert_allclose(typed(lab), what.run.states[0].mixture.means)


def test_an_empty_cell_is_one_sentence() -> None:
    lab = Lab()
    start_from(lab, {0: {"petal length (cm)": None}})
    (error,) = lab.errors
    assert 'column "petal length' in error
    lab.choose(start="auto")
    assert lab.errors == []


def test_what_was_typed_for_other_components_does_not_come_back() -> None:
    lab = Lab()
    start_from(lab, {2: {"petal length (cm)": 6.5}})
    lab.choose(k=2)
    start_from(lab, {})
    best = expected(n_components=2)
    assert_starts_at(lab, best.run.states[0].mixture.means, best)


def test_names_of_columns_that_are_alike_are_told_apart_in_the_table() -> None:
    lab = Lab(data=UPLOAD, k="2")
    lab.upload(uploads.good("component", "<b>x</b>"))
    assert lab.errors == []
    assert list(table_of(lab).columns) == ["component", "<b>x</b>"]
