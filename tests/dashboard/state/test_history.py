"""What changes a fit is taken back one by one, and done again; nothing else is."""

import pytest
from lab import Lab

from dashboard.state import history
from dashboard.state.history import CHANGES, Snapshot, Snapshots

pytestmark = pytest.mark.usefixtures("no_other_starts")

FIT = tuple(choice.key for choice in CHANGES if choice.key not in ("weight_kind", "start", "seed"))
NAMING = "Place and name of each cluster"
USE = "Use these names and places"


def fit_of(lab: Lab) -> list[object]:
    return [lab.app.session_state[key] for key in FIT]


def button(lab: Lab, key: str):
    return lab.app.button(key=key)


def test_they_stand_beside_the_components_so_that_the_sidebar_is_no_longer() -> None:
    keys = [node.key for node in Lab().app.sidebar if getattr(node, "key", None)]
    k = keys.index("k")
    assert keys[k : k + 4] == ["k", "undoing", "undo", "redo"]


def test_ten_changes_are_taken_back_one_by_one_and_done_again() -> None:
    lab = Lab("take_away")
    assert (button(lab, "undo").disabled, button(lab, "redo").disabled) == (True, True)
    seen = [fit_of(lab)]
    for change in (
        *({"k": k} for k in (2, 4, 2)),
        *({"covariance": name} for name in ("tied", "diag")),
        *({"features": names} for names in (["petal length", "petal width"], ["sepal width"])),
        *({"standardise": on} for on in (True, False)),
        {"floor": 0.01},
    ):
        lab.choose(**change)
        seen.append(fit_of(lab))
    for before in seen[-2::-1]:
        lab.press("undo")
        assert fit_of(lab) == before
    assert button(lab, "undo").disabled
    for after in seen[1:]:
        lab.press("redo")
        assert fit_of(lab) == after
    assert button(lab, "redo").disabled


def test_a_change_after_one_was_taken_back_leaves_nothing_to_do_again() -> None:
    lab = Lab("explore")
    lab.choose(k=2)
    lab.press("undo")
    lab.choose(k=5)
    assert (button(lab, "redo").disabled, button(lab, "undo").disabled) == (True, False)
    lab.press("undo")
    assert lab.value("k") == 3


def test_what_a_run_says_that_was_ended_early_is_not_the_address_of_the_state_before(monkeypatch):
    lab = Lab("explore")
    before = dict(lab.app.session_state[history.KEY].now.said)
    with monkeypatch.context() as ended:
        ended.setattr(history, "note", lambda: None)
        lab.choose(k=4)
    assert lab.link["k"] == "4"
    assert lab.app.session_state[history.KEY].now.said == before


def test_another_page_keeps_what_can_be_taken_back_and_another_table_does_not() -> None:
    lab = Lab("explore")
    lab.choose(k=2)
    lab.visit("take_away")
    assert not button(lab, "undo").disabled
    lab.choose(data="faithful")
    assert button(lab, "undo").disabled


def test_names_of_clusters_the_target_and_the_truth_are_taken_back_too() -> None:
    lab = Lab("explore")
    lab.edit(NAMING, {0: {"name": "small"}}, USE)
    assert lab.app.session_state["study"].names == ("small", "2", "3")
    lab.edit(NAMING, {0: {"name": "tiny", "place": 2}, 1: {"place": 1}}, USE)
    lab.choose(is_truth=False)
    lab.choose(target="No target")
    for target, is_truth, names in (
        ("species", False, ("2", "tiny", "3")),
        ("species", True, ("2", "tiny", "3")),
        ("species", True, ("small", "2", "3")),
        ("species", True, None),
    ):
        lab.press("undo")
        study = lab.app.session_state["study"]
        assert (study.target, study.is_truth, study.names) == (target, is_truth, names)
    assert "clusters" not in lab.link
    assert button(lab, "undo").disabled
    lab.press("redo", times=2)
    study = lab.app.session_state["study"]
    assert (study.names, study.order) == (("2", "tiny", "3"), (1, 0, 2))
    lab.edit(NAMING, {0: {"name": "other"}}, USE)  # which changes nothing of what was before
    lab.press("undo")
    assert lab.app.session_state["study"].names == ("2", "tiny", "3")


def test_the_start_of_the_player_and_means_that_were_placed_are_taken_back_too() -> None:
    lab = Lab(watched=True)
    lab.choose(start="kmeans")
    lab.choose(seed=7)
    lab.report(moved={"step": 0, "component": 0, "place": [5.0, 1.0]})
    first = lab.link["means"]
    lab.report(moved={"step": 0, "component": 1, "place": [6.0, 2.0]})
    assert lab.link["means"] != first
    lab.press("undo")
    assert (lab.value("start"), lab.link["means"]) == ("placed", first)
    lab.press("undo")
    assert (lab.value("start", "seed"), "means" in lab.link) == (["kmeans", 7], False)
    lab.visit("explore")
    lab.press("undo", times=2)
    assert button(lab, "undo").disabled
    lab.visit("step")
    assert lab.value("start") == "watched"
    assert button(lab, "undo").disabled
    lab.press("redo", times=3)
    assert (lab.value("start"), lab.link["means"]) == ("placed", first)


def test_a_page_turned_to_is_no_change() -> None:
    lab = Lab("explore", start="random", seed="4", to="2")
    for page in ("step", "choose", "take_away", "step"):
        lab.visit(page)
        assert button(lab, "undo").disabled


def test_of_states_that_an_address_may_mean_the_nearest_is_gone_to() -> None:
    said = [{"k": ["3"]}, {"k": ["4"]}, {"k": ["3"]}, {"k": ["5"]}, {"k": ["4"]}]
    states = tuple(Snapshot({"k": each}, {"explore": each}) for each in said)
    kept = Snapshots("iris", states, at=3)
    assert kept.nearest("explore", {"k": ["3"]}) == 2
    assert kept.nearest("explore", {"k": ["4"]}) == 4
    assert kept.nearest("explore", {"k": ["5"]}) == 3
    assert kept.nearest("step", {"k": ["5"]}) is None
