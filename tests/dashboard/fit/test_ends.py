"""Starts to watch and their ends are those of gmm_core, found where they are needed and once."""

import re
from dataclasses import replace

import pytest
import streamlit as st

from dashboard.fit import ends
from dashboard.state.study import Study
from gmm_core import datasets
from gmm_core.ends import WATCHED, Tried, start_to_watch, tried
from gmm_core.fitting import Settings, fit_run
from gmm_core.table.rows import complete_rows

IRIS = datasets.load("iris")
ROWS = complete_rows(IRIS.frame, IRIS.features)
X = ROWS.X


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict:
    state: dict = {}
    monkeypatch.setattr(st, "session_state", state)
    return state


def study(k: int = 3, name: str = "upload-of-a-test", **settings: object) -> Study:
    """A study of the irises, as if a person had brought them."""
    chosen = Settings(k, **settings)  # pyright: ignore[reportArgumentType]
    return Study(replace(IRIS, name=name), IRIS.features, None, chosen)


def test_what_a_dataset_opens_with_is_written_down_and_nothing_is_run(monkeypatch) -> None:
    monkeypatch.setattr(ends, "tried", lambda *_, **__: pytest.fail("a start was run"))
    assert ends.watched(study(name="iris", init="random", seed=5)) == WATCHED["iris"]
    assert ends.in_table(study(name="iris", k=2)) is None
    assert ends.in_table(study(name="iris", floor=0.01)) is None
    assert ends.in_table(study()) is None


def test_of_another_model_the_rule_chooses_among_the_first_starts() -> None:
    asked = study(2, init="random", seed=9)
    first = tried(X, Settings(2), most=16)
    best = fit_run(X, Settings(2))
    known = Tried("auto", 0, best.log_likelihood, best.n_iter)
    assert ends.few(asked) == first
    assert ends.watched(asked) == start_to_watch(first, known, 150)


def test_all_starts_go_on_from_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ends, "MANY", 20)
    assert ends.many(study(2)) == tried(X, Settings(2), most=20)


def test_where_there_is_no_time_for_any_the_best_of_several_is_watched(monkeypatch) -> None:
    monkeypatch.setattr(ends, "tried", lambda *_, **__: ())
    found, best = ends.watched(study()), fit_run(X, Settings(3))
    assert (found.init, found.end, found.n_iter) == ("auto", best.log_likelihood, best.n_iter)


def test_a_start_to_watch_is_known_on_other_pages_only_where_it_was_found(session) -> None:
    assert ends.known_to_watch(study(2)) is None
    found, of = ends.watched(study(2)), (*study(2).data, Settings(2))
    session["made_once"] = {"start to watch": {of: found}}
    assert ends.known_to_watch(study(2, init="kmeans")) == found
    assert ends.known_to_watch(study(name="iris")) == WATCHED["iris"]


def test_a_collapse_has_no_end() -> None:
    collapses = study(8, init="random")
    assert ends.known_run(collapses) is None
    assert not ends.are_one(collapses, collapses)


def test_runs_that_stop_a_little_apart_are_one_fit() -> None:
    first, other, lower = (study(init="random_from_data", seed=seed) for seed in (0, 1, 3))
    found = [ends.known_run(each).log_likelihood for each in (first, other, lower)]  # pyright: ignore
    assert 0 < abs(found[0] - found[1]) < 1e-3
    assert found[0] - found[2] > 1
    assert ends.are_one(first, other)
    assert not ends.are_one(first, lower)
    placed = study(means=((5.0, 3.4, 1.5, 0.2), (5.9, 2.8, 4.3, 1.3), (6.6, 3.0, 5.6, 2.0)))
    assert ends.are_one(placed, placed)
    assert not ends.are_one(placed, first)


def test_rows_that_two_ends_place_differently_are_named() -> None:
    run, other = (fit_run(X, Settings(3, init="random_from_data", seed=seed)) for seed in (0, 3))
    assert ends.rows_apart(ROWS, run, run) == "The two fits place all rows alike."
    sentence = ends.rows_apart(ROWS, run, other)
    said = re.fullmatch(r"The two fits place (\d+) rows differently: .*", sentence)
    assert said
    assert 0 < int(said[1]) < 150
