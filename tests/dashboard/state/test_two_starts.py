"""One start becomes the other, and which one links name."""

import pytest
import streamlit as st

from dashboard.state import two_starts
from dashboard.state.told import Told
from gmm_core.fitting import Settings


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> dict:
    state: dict = {"told": Told({}, [])}
    monkeypatch.setattr(st, "session_state", state)
    return state


def fit(session: dict) -> tuple[str, int]:
    return session["fit"], session["fit_seed"]


def test_links_name_the_start_that_is_chosen_and_that_to_watch_where_it_is_known(session) -> None:
    assert two_starts.of_player() is None
    two_starts.name_watched(("random", 4))
    assert two_starts.of_player() == ("random", 4)
    session |= {"start": "kmeans", "seed": 7}
    assert two_starts.of_player() == ("kmeans", 7)


def test_the_player_begins_where_the_fit_does(session) -> None:
    session |= {"start": "watched", "seed": 0, "fit": "kmeans", "fit_seed": 3}
    session["told"].link |= {"start": "random", "k": 4}  # no control of this page has taken it
    two_starts.watch_fit()
    assert session["told"].link == {"k": 4}
    assert two_starts.of_player() == ("kmeans", 3)


def test_the_fit_begins_where_a_run_does(session) -> None:
    two_starts.fit_from(Settings(2, init="random", seed=5))
    assert fit(session) == ("random", 5)
    two_starts.fit_from(Settings(2, means=((0.0,), (1.0,))))
    assert fit(session) == ("placed", 0)
