"""Points that a person draws: the plane waits, the pages show them, and nothing hostile gets in."""

import json
import math
from typing import Any

import numpy as np
import pytest
from expected import expected
from lab import Lab, array, trace

from gmm_core.datasets.drawn import MAX_POINTS, drawing, drawn_points
from gmm_core.fitting import Settings, fit_run
from gmm_core.written_numbers import number

DRAW = "Draw your own points"
TO_DO = "Draw points on the plane; clusters are then found among them."
STEP, EXPLORE = "Step through these points", "Explore these points"
CENTRES = np.array([[2.0, 3.0], [7.0, 6.0], [3.0, 8.0]])
POINTS = (
    (np.random.default_rng(0).normal(scale=0.5, size=(40, 3, 2)) + CENTRES)
    .reshape(-1, 2)
    .round(3)
    .tolist()
)


def planes(lab: Lab) -> list[dict[str, Any]]:
    """What each plane on the page has been given."""
    components = [each.proto for each in lab.app.get("bidi_component")]  # pyright: ignore
    return [json.loads(each.json) for each in components if each.component_name == "gmm_canvas"]


def report(lab: Lab, points: object, *, done: object = False, visit: int = 0) -> None:
    """Report as the plane does, or as a browser might that is not to be trusted."""
    lab.app.session_state[f"canvas-{visit}"] = {"points": points, "done": done}
    lab.choose()


def drawn(page: str = "step", points: object = POINTS, **link: str) -> Lab:
    lab = Lab(page, data=DRAW, plain="true", **link)
    report(lab, points, done=True)
    return lab


def assert_waits(lab: Lab, points: list, label: str = STEP) -> None:
    """The plane with these points is on the page, and nothing of the page itself."""
    (plane,) = planes(lab)
    assert plane == {"points": points, "side": 10.0, "most": MAX_POINTS, "label": label}
    assert TO_DO in lab.sentences
    assert lab.figures == {}
    assert lab.metrics == {}


def rows(lab: Lab) -> list[list[float]]:
    """The points in the picture."""
    dots = trace(lab.picture, "rows")
    return np.column_stack([array(dots["x"]), array(dots["y"])]).tolist()


@pytest.mark.parametrize(("page", "label"), [("step", STEP), ("explore", EXPLORE)])
def test_a_link_to_a_drawing_shows_the_empty_plane(page: str, label: str) -> None:
    lab = Lab(page, data=DRAW)
    assert_waits(lab, [], label)
    assert lab.errors == []


def test_the_source_is_chosen_and_left_again() -> None:
    lab = Lab(plain="true")
    lab.choose(data="draw")
    assert_waits(lab, [])
    lab.choose(data="iris")
    assert planes(lab) == []
    assert lab.value("features") == list(expected("iris").features)
    assert lab.picture


def test_points_stay_on_the_plane_until_they_are_done() -> None:
    lab = Lab(data=DRAW, plain="true")
    report(lab, POINTS)
    assert_waits(lab, POINTS)
    report(lab, POINTS, done=True)
    assert planes(lab) == []
    assert rows(lab) == POINTS


def test_the_page_shows_their_run() -> None:
    lab = drawn()
    run = fit_run(drawn_points(POINTS), Settings(3))
    assert lab.value("features", "target", "k") == [["x", "y"], "No target", 3]
    assert lab.metrics["Log-likelihood"] == number(run.states[0].log_likelihood)
    lab.press("last_page")
    assert lab.metrics["Log-likelihood"] == number(run.log_likelihood)


def test_explore_shows_their_clusters() -> None:
    lab = drawn("explore")
    run = fit_run(drawn_points(POINTS), Settings(3))
    assert lab.metrics["Log-likelihood"] == number(run.log_likelihood, 5)
    assert rows(lab) == POINTS


def test_the_points_can_be_taken_away_as_a_table() -> None:
    lab = drawn("take_away")
    assert lab.download("take_csv").decode("utf-8-sig").count("\n") == len(POINTS) + 1
    points = lab.download("take_drawn").decode("utf-8-sig").splitlines()
    assert [[float(value) for value in line.split(",")] for line in points[1:]] == POINTS
    assert any("a drawing is not kept in it" in text for text in lab.sentences)


def test_another_page_keeps_them() -> None:
    lab = drawn()
    lab.visit("explore")
    assert rows(lab) == POINTS
    lab.press("draw_more")
    assert_waits(lab, POINTS, EXPLORE)
    lab.visit("step")
    assert_waits(lab, POINTS)


def test_another_source_keeps_them() -> None:
    lab = drawn()
    lab.choose(data="iris")
    lab.choose(data="draw")
    assert rows(lab) == POINTS


def test_drawing_more_keeps_points_and_settings_and_starts_a_new_run() -> None:
    lab = drawn()
    lab.choose(k=2, covariance="tied")
    lab.press("last_page")
    lab.press("draw_more")
    assert_waits(lab, POINTS)
    more = [*POINTS, [9.5, 0.5]]
    report(lab, more, visit=1)
    assert_waits(lab, more)
    report(lab, more, done=True, visit=1)
    assert rows(lab) == more
    assert lab.value("k", "covariance", "step") == [2, "tied", 0]
    assert lab.metrics["Half-step"] == "Start"


def test_that_the_last_visit_was_done_does_not_end_this_one() -> None:
    lab = drawn()
    lab.press("draw_more")
    report(lab, [], done=True)
    assert_waits(lab, POINTS)


def test_settings_of_a_link_wait_for_the_drawing() -> None:
    lab = drawn(k="2", covariance="spherical")
    assert lab.value("k", "covariance") == [2, "spherical"]


def test_another_table_brings_its_own_settings() -> None:
    lab = drawn()
    lab.choose(k=2)
    lab.press("draw_more")
    lab.choose(data="iris")
    assert lab.value("k", "target") == [3, "species"]
    assert lab.errors == []


@pytest.mark.parametrize("points", [[], [[1.0, 2.0]], [[1.0, 2.0]] * 3])
def test_points_in_one_place_are_not_enough(points: list) -> None:
    lab = drawn(points=points)
    assert_waits(lab, points)
    assert lab.errors == []


@pytest.mark.parametrize(
    "points",
    [
        None,
        "<b>points</b>",
        {"0": [1, 2]},
        [[math.nan, 1.0], [1.0, 2.0]],
        [[1.0, math.inf], [1.0, 2.0]],
        [["1", "2"], ["3", "4"]],
        [[-1.0, 2.0], [3.0, 4.0]],
        [[1.0, 2.0, 3.0]],
        [[1.0, 2.0]] * (MAX_POINTS + 1),
        [[1.0, 2.0]] * 100_000,
    ],
)
def test_what_is_no_drawing_is_left_out_in_one_sentence(points: object) -> None:
    lab = Lab(data=DRAW, plain="true")
    report(lab, POINTS)
    report(lab, points, done=True)
    (error,) = lab.errors
    assert error.startswith("The drawing ")
    assert_waits(lab, POINTS)
    report(lab, POINTS, done=True)
    assert lab.errors == []
    assert rows(lab) == POINTS


@pytest.mark.parametrize("done", [None, 1, "true", [True], {"done": True}])
def test_only_the_plane_ends_the_drawing(done: object) -> None:
    lab = Lab(data=DRAW)
    report(lab, POINTS, done=done)
    assert_waits(lab, POINTS)


def test_a_run_that_fails_leaves_the_way_back_to_the_plane() -> None:
    lab = drawn(points=[[1.0, 2.0], [3.0, 4.0]])
    (error,) = lab.errors
    assert error
    lab.press("draw_more")
    assert_waits(lab, [[1.0, 2.0], [3.0, 4.0]])
    assert lab.errors == []


def test_the_run_belongs_to_these_points() -> None:
    lab = drawn()
    assert lab.app.session_state["run"][0] == drawing(drawn_points(POINTS)).name
