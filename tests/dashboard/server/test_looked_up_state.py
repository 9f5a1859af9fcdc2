"""A box that is drawn looks up one value; who asks for all of a session is told all."""

import pytest
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState

from dashboard.server import looked_up_state


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> SafeSessionState:
    whole = SafeSessionState.filtered_state
    monkeypatch.setattr(SafeSessionState, "filtered_state", whole)  # put back in the end
    looked_up_state.begin()
    return SafeSessionState(SessionState(), lambda: None)


def test_it_is_what_streamlit_says(state: SafeSessionState) -> None:
    state["k"], state["data"] = 3, None
    told = state.filtered_state
    assert dict(told) == {"k": 3, "data": None}
    assert (told["k"], told["data"], len(told)) == (3, None, 2)
    assert ("k" in told, "seed" in told) == (True, False)
    assert str(told) == str(dict(told))
    with pytest.raises(KeyError):
        told["seed"]


def test_one_value_is_looked_up_without_the_others(
    state: SafeSessionState, monkeypatch: pytest.MonkeyPatch
) -> None:
    state["k"], state["data"] = 3, None
    asked: list[str] = []
    look_up = SessionState.__getitem__
    monkeypatch.setattr(
        SessionState, "__getitem__", lambda self, key: (asked.append(key), look_up(self, key))[1]
    )
    told = state.filtered_state
    assert "data" in told
    assert told["data"] is None
    assert set(asked) == {"data"}
