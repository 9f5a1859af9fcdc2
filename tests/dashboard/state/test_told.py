"""Wherever the run of a page is ended for another page, what the link said is not lost."""

from contextlib import suppress
from types import SimpleNamespace

import pytest
import streamlit as st
from ended_runs import MOST, EndedError, Session

from dashboard.state import address, current, position
from dashboard.state.chosen import COVARIANCE, TARGET, K
from dashboard.state.told import set_all, told

LINK = {"k": "5", "covariance": "tied", "target": "kind", "step": "2"}


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    session = Session()
    monkeypatch.setattr(st, "session_state", session)
    monkeypatch.setattr(st, "empty", SimpleNamespace)
    monkeypatch.setattr(address, "show", lambda **_: None)
    monkeypatch.setattr(address, "remind", lambda: None)
    return session


def visit(page: str, monkeypatch: pytest.MonkeyPatch, **query: str) -> None:
    """Run a page as far as this test needs it: three controls, and the half-step."""
    monkeypatch.setattr(address, "read", lambda: {key: [each] for key, each in query.items()})
    address.begin()
    with current.in_link(page):
        current.adopt("table", "a", {"k": 3})
        current.offer(K, 3)
        current.offer(COVARIANCE, "full", ["full", "tied"])
        current.offer(TARGET, "other", ["other", "kind"])
        if page == "step":
            study = SimpleNamespace(identity="run")
            position.half_step(study, RUN)  # pyright: ignore[reportArgumentType]


RUN = SimpleNamespace(states=[None] * 6)


@pytest.fixture(autouse=True)
def six_half_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(position, "last_half_step", lambda _: 6)


def test_a_run_that_is_ended_anywhere_loses_nothing_of_the_link(session, monkeypatch) -> None:
    ended = 0
    for left in range(MOST):
        session.clear()
        session.left = left
        try:
            visit("step", monkeypatch, **LINK)
        except EndedError:
            ended += 1
        session.left = MOST
        is_known = "asked" in session
        visit("explore", monkeypatch, **({} if is_known else LINK))
        session.left = MOST
        visit("step", monkeypatch)
        chosen = {key: dict.get(session, key) for key in LINK}
        assert chosen == {"k": 5, "covariance": "tied", "target": "kind", "step": 2}, left
        assert told().link.keys() <= {"start", "seed", "fit", "fit_seed"}
        assert told().not_restored == []
    assert 20 < ended < MOST


def test_back_that_is_ended_anywhere_forgets_what_was_chosen_since(session, monkeypatch) -> None:
    ended = 0
    for left in range(60):
        session.clear()
        session.left = MOST
        visit("step", monkeypatch, **LINK)
        monkeypatch.setattr(address, "is_back_or_forward", lambda: False)
        session |= {"k": 8, "covariance": "full"}
        monkeypatch.setattr(address, "is_back_or_forward", lambda: True)
        session.left = left
        try:
            visit("step", monkeypatch, k="4")
        except EndedError:
            session.left = MOST
            if session.get("k") == 8 and not told().forgotten:
                continue  # it had not begun: what is on screen is what is chosen
            ended += 1
        session.left = MOST
        monkeypatch.setattr(address, "is_back_or_forward", lambda: False)
        visit("step", monkeypatch)
        assert (session["k"], session["covariance"], session["target"]) == (4, "full", "other")
    assert ended > 10


def test_a_click_that_is_ended_anywhere_is_lost_whole_or_done_whole(session, monkeypatch) -> None:
    done = 0
    asked = {"k": 7, "covariance": "tied", "target": "kind"}
    for left in range(20):
        session.clear()
        session.left = MOST
        visit("explore", monkeypatch)
        session.left = left
        with suppress(EndedError):
            set_all(asked)
        session.left = MOST
        visit("explore", monkeypatch)
        chosen = {key: dict.get(session, key) for key in asked}
        assert chosen in (asked, {"k": 3, "covariance": "full", "target": "other"}), left
        done += chosen == asked
    assert done == 19  # but where it was ended before it had begun


def test_new_data_that_are_ended_anywhere_bring_all_their_values_or_none(
    session, monkeypatch
) -> None:
    brought = 0
    for left in range(20):
        session.clear()
        session.left = MOST
        visit("explore", monkeypatch, k="5")
        current.adopt("data", "a", {})
        session.left = left
        with suppress(EndedError):
            current.adopt("data", "b", {"k": 4, "covariance": "tied"})
        session.left = MOST
        visit("explore", monkeypatch)
        has = (session["data"], session["k"], session["covariance"])
        assert has in (("a", 5, "full"), ("b", 4, "tied")), left
        brought += has[0] == "b"
    assert 10 < brought < 20
