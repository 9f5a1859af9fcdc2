"""Wherever the run of a page is ended for another page, what the link said is not lost."""

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from dashboard.state import address, current, position
from dashboard.state.chosen import COVARIANCE, TARGET, K
from dashboard.state.told import told

LINK = {"k": "5", "covariance": "tied", "target": "kind", "step": "2"}
MOST = 200  # accesses; a run has fewer


class EndedError(Exception):
    """The run of a page is ended for the next one."""


class Session(dict):
    """The state of a session, at every access to which a run may be ended."""

    left = MOST

    def touch(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise EndedError

    def __getitem__(self, key: str) -> Any:
        self.touch()
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: Any) -> None:
        self.touch()
        super().__setitem__(key, value)

    def __contains__(self, key: object) -> bool:
        self.touch()
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.touch()
        return super().get(key, default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key: str, *default: Any) -> Any:
        self.touch()
        return super().pop(key, *default)

    def update(self, values: Any) -> None:
        for key, value in values.items():
            self[key] = value


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    session = Session()
    monkeypatch.setattr(st, "session_state", session)
    monkeypatch.setattr(st, "empty", SimpleNamespace)
    monkeypatch.setattr(address, "show", lambda: None)
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
        monkeypatch.setattr(current, "_is_back_or_forward", lambda: False)
        session |= {"k": 8, "covariance": "full"}
        monkeypatch.setattr(current, "_is_back_or_forward", lambda: True)
        session.left = left
        try:
            visit("step", monkeypatch, k="4")
        except EndedError:
            session.left = MOST
            if session.get("k") == 8 and not told().forgotten:
                continue  # it had not begun: what is on screen is what is chosen
            ended += 1
        session.left = MOST
        monkeypatch.setattr(current, "_is_back_or_forward", lambda: False)
        visit("step", monkeypatch)
        assert (session["k"], session["covariance"], session["target"]) == (4, "full", "other")
    assert ended > 10
