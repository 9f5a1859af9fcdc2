"""What is made once a session is kept for it, within bounds, and for no other session."""

import ast
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.state import session_cache
from dashboard.state.session_cache import if_made, once

DASHBOARD = Path(__file__).parents[3] / "dashboard"
CACHE = "from dashboard.state.session_cache import once\n"


def session(page: str) -> AppTest:
    return AppTest.from_string(f"import streamlit as st\n{CACHE}{page}")


def said(app: AppTest) -> list[str]:
    assert not app.exception
    return [each.value for each in app.markdown]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict:
    """The state of a session whose page runs now."""
    state: dict = {}
    monkeypatch.setattr(session_cache.st, "session_state", state)
    monkeypatch.setattr(session_cache, "get_script_run_ctx", lambda **_: object())
    return state


@pytest.mark.usefixtures("kept")
def test_what_was_made_once_is_not_made_again() -> None:
    first = once("list", (1, "a"), list, most=2)
    assert once("list", (1, "a"), list, most=2) is first
    assert once("list", (2, "a"), list, most=2) is not first
    assert once("another kind", (1, "a"), list, most=2) is not first


@pytest.mark.usefixtures("kept")
def test_what_was_made_can_be_asked_for_without_making_it() -> None:
    assert if_made("list", 1) is None
    made = once("list", 1, list, most=2)
    assert if_made("list", 1) is made
    assert if_made("list", 2) is None


@pytest.mark.usefixtures("kept")
def test_nothing_is_also_something_that_was_made() -> None:
    assert once("nothing", 1, lambda: None, most=2) is None
    assert once("nothing", 1, lambda: "made again", most=2) is None


@pytest.mark.usefixtures("kept")
def test_the_least_recently_used_goes_beyond_the_bound() -> None:
    made = []
    for identity in "abacbab":
        once("letter", identity, lambda identity=identity: made.append(identity), most=2)
    assert "".join(made) == "abcba"


def test_no_more_than_the_bound_is_kept_and_other_kinds_have_their_own(kept: dict) -> None:
    once("other", 0, list, most=1)
    for content in range(10):
        once("upload", content, list, most=3)
    assert list(kept[session_cache.KEY]["upload"]) == [7, 8, 9]
    assert list(kept[session_cache.KEY]["other"]) == [0]


def test_no_more_are_held_while_another_is_made(kept: dict) -> None:
    held: list[int] = []
    for content in range(4):
        once("upload", content, lambda: held.append(len(kept[session_cache.KEY]["upload"])), most=2)
    assert held == [0, 1, 1, 1]


@pytest.mark.usefixtures("kept")
def test_an_error_is_not_kept() -> None:
    def fail() -> str:
        raise ValueError("not yet")

    for _ in range(2):
        with pytest.raises(ValueError, match="not yet") as error:
            once("what fails", 1, fail, most=2)
        assert error.value.__context__ is None
    assert once("what fails", 1, lambda: "made", most=2) == "made"


class Asked(dict):
    """What is kept of a kind; tells when it is asked for what it has not."""

    def __init__(self) -> None:
        self.in_vain = Event()

    def pop(self, *asked: Any) -> Any:
        if asked[0] not in self:
            self.in_vain.set()
        return super().pop(*asked)


@pytest.mark.parametrize("fails", [False, True])
def test_what_another_run_of_the_session_makes_is_waited_for_unless_that_fails(
    kept: dict, fails: bool
) -> None:
    """Somebody clicks before the page is done: the same would be made twice, each half as fast."""
    asked, found = Asked(), []
    kept[session_cache.KEY] = {"overlapping": asked}

    def make_first() -> str:
        asked.in_vain.clear()
        second.start()
        asked.in_vain.wait()
        if fails:
            raise ValueError("stopped")
        return "made first"

    def run(make: Callable[[], str]) -> None:
        with suppress(ValueError):
            found.append(once("overlapping", 1, make, most=1))

    second = Thread(target=run, args=[lambda: "made again"])
    first = Thread(target=run, args=[make_first])
    first.start()
    first.join()
    second.join()
    assert found == (["made again"] if fails else ["made first", "made first"])
    assert asked == {1: found[0]}


def test_what_is_made_may_show_how_far_it_is_and_reruns_find_it() -> None:
    app = session(
        "def make():\n    st.write('half done')\n    return 'made'\n"
        "st.write(once('word', 1, make, most=2))\n"
    )
    assert said(app.run()) == ["half done", "made"]
    assert said(app.run()) == ["made"]


def test_two_sessions_do_not_see_what_was_made_in_the_other() -> None:
    page = "st.write(once('word', 1, lambda: st.session_state['mine'], most=2))"
    first, second = session(page), session(page)
    first.session_state["mine"], second.session_state["mine"] = "first", "second"
    assert (said(first.run()), said(second.run())) == (["first"], ["second"])
    assert (said(first.run()), said(second.run())) == (["first"], ["second"])


def test_a_download_is_outside_all_sessions_and_nothing_is_kept_for_it() -> None:
    assert once("download", 1, lambda: "first", most=2) == "first"
    assert once("download", 1, lambda: "second", most=2) == "second"


def test_every_kind_has_a_name_of_its_own() -> None:
    calls = (
        node
        for path in DASHBOARD.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "once"
    )
    kinds = Counter(ast.literal_eval(call.args[0]) for call in calls)
    assert len(kinds) > 1
    assert [kind for kind, n in kinds.items() if n > 1] == []
