"""What asks for a part of the page that is not there ends in a run, and is told of."""

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest

from dashboard.server import odd_messages


class Session:
    """What Streamlit knows of a session whose page has one part."""

    id = "somebody"

    def has_fragment(self, fragment: str) -> bool:
        return fragment == "here"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts of the page that are run, "" where it is the whole."""
    asked: list[str] = []
    monkeypatch.setattr(odd_messages, "_lost", set())
    monkeypatch.setattr(odd_messages, "_run", lambda _, said: asked.append(said.fragment_id))
    return asked


def send(fragment: str, **more: Any) -> None:
    session: Any = Session()
    odd_messages._run_something(session, ClientState(fragment_id=fragment, **more))


def test_what_comes_from_no_part_of_the_page_runs_the_whole_and_is_noted(run: list[str]) -> None:
    send("gone")
    assert (run, odd_messages._lost) == ([""], {"somebody"})


@pytest.mark.parametrize(("fragment", "by_itself"), [("here", False), ("", False), ("gone", True)])
def test_all_else_goes_its_way(run: list[str], fragment: str, by_itself: bool) -> None:
    send(fragment, is_auto_rerun=by_itself)
    assert (run, odd_messages._lost) == ([fragment], set())


def test_it_is_said_once_and_to_its_own_session(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    here = SimpleNamespace(session_id="somebody else")
    monkeypatch.setattr(odd_messages, "_lost", {"somebody"})
    monkeypatch.setattr(odd_messages, "get_script_run_ctx", lambda **_: here)
    monkeypatch.setattr(odd_messages.st, "info", lambda sentence, **_: said.append(sentence))
    odd_messages.say()
    here.session_id = "somebody"
    odd_messages.say()
    odd_messages.say()
    assert said == [odd_messages.SENTENCE]


def test_no_more_addresses_are_made_than_an_app_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = FileURLsRequest(file_names=["a"] * 1000)
    monkeypatch.setattr(odd_messages, "_address", lambda *_: None)
    session: Any = Session()
    odd_messages._address_some(session, wanted)
    assert len(wanted.file_names) == odd_messages.MOST_ADDRESSES
