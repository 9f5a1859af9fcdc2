"""The ends of the starts that were had are kept by model, within bounds."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import streamlit as st

from dashboard.fit import seen_ends
from dashboard.fit.seen_ends import End
from dashboard.state.study import Study
from gmm_core import datasets
from gmm_core.ends import WATCHED
from gmm_core.fitting import Settings

IRIS = datasets.load("iris")


@pytest.fixture(autouse=True)
def _session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})


def study(k: int = 3, **settings: Any) -> Study:
    return Study(IRIS, IRIS.features, None, Settings(k, **settings))


def a_run(end: float, n_iter: int = 12, *, collapses: bool = False) -> Any:
    return SimpleNamespace(
        log_posterior=end, n_iter=n_iter, collapse=ValueError() if collapses else None
    )


def test_each_start_is_there_once_in_the_order_in_which_it_was_had() -> None:
    first, other = study(init="random", seed=4), study(init="kmeans")
    seen_ends.with_this(first, a_run(-190.0))
    both = [End(first.settings, -190.0, 12), End(other.settings, -180.2, 12)]
    assert seen_ends.with_this(other, a_run(-180.2)) == both
    assert seen_ends.with_this(first, a_run(-190.0)) == both
    assert seen_ends.with_this(replace(first, order=(2, 0, 1)), a_run(-190.0)) == both


def test_ends_of_another_model_are_not_beside_them() -> None:
    seen_ends.with_this(study(), a_run(-180.2))
    assert len(seen_ends.with_this(study(4), a_run(-170.0))) == 1
    assert np.isnan(seen_ends.end_of(study(4, init="random")))
    assert seen_ends.end_of(study(4)) == -170.0


def test_a_collapse_has_no_height() -> None:
    (end,) = seen_ends.with_this(study(8), a_run(-90.0, collapses=True))
    assert end.at is None
    assert np.isnan(seen_ends.end_of(study(8)))


def test_the_end_of_the_start_that_is_written_down_is_known_before_it_is_seen() -> None:
    row = WATCHED["iris"]
    assert seen_ends.end_of(study(init=row.init, seed=row.seed)) == row.end


def test_another_start_is_of_the_same_kind_with_the_first_seed_that_was_not_tried() -> None:
    assert seen_ends.untried(study()) == ("random_from_data", 0)
    for seed in (0, 1, 3):
        seen_ends.with_this(study(init="random", seed=seed), a_run(-190.0))
    assert seen_ends.untried(study(init="random", seed=3)) == ("random", 2)
    assert seen_ends.untried(study(init="kmeans")) == ("random_from_data", 0)
    assert seen_ends.untried(study(4, init="random")) == ("random", 0)


def test_the_oldest_give_way_but_not_the_one_that_is_seen() -> None:
    for seed in range(seen_ends.MOST_SHOWN + 5):
        kept = seen_ends.with_this(study(init="random", seed=seed), a_run(-190.0))
    seeds = [each.settings.seed for each in kept]
    assert seeds == [*range(5, seen_ends.MOST_SHOWN + 5)]
    oldest = study(init="random", seed=5)
    seen_ends.with_this(oldest, a_run(-190.0))
    for k in range(4, 4 + seen_ends.MOST_MODELS):
        seen_ends.with_this(study(k), a_run(-1.0))
    assert len(st.session_state["tried"]) == seen_ends.MOST_MODELS
    assert np.isnan(seen_ends.end_of(oldest))
