"""What a component reports is a plain dictionary: its state, and the events of this run."""

from typing import Any

import pytest
from streamlit.components.v2.bidi_component import main
from streamlit.components.v2.presentation import make_bidi_component_presenter
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import WidgetMetadata

from dashboard.server import plain_reports

EVENTS = "events of a component"
SAID = [
    None,
    [],
    [{"event": "step", "value": 3}],
    [{"event": "step", "value": 3}, {"event": "step", "value": 4}, {"event": "zoom"}],
    ["forged", {"event": 5}, {"value": 1}, {"event": "step", "value": {"run": "a"}}],
]


def _session(said: object) -> SessionState:
    session = SessionState()
    values = session._new_widget_state
    values.set_widget_metadata(
        WidgetMetadata(EVENTS, lambda each: each, lambda each: each, "json_trigger_value")
    )
    values.set_from_value(EVENTS, said)
    return session


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(main, "make_bidi_component_presenter", make_bidi_component_presenter)
    plain_reports.begin()
    component: Any = main
    return component.make_bidi_component_presenter(EVENTS, "a component", {"step"})


@pytest.mark.parametrize("state", [{}, {"value": 1, "step": 7}, None, "text"])
@pytest.mark.parametrize("said", SAID)
def test_it_reads_as_streamlit_has_it(read: Any, said: object, state: object) -> None:
    session = _session(said)
    as_streamlit: Any = make_bidi_component_presenter(EVENTS, "a component", {"step"})
    assert read(state, session) == as_streamlit(state, session)


def test_no_class_is_made_to_read_it(read: Any) -> None:
    state = {"value": 1}
    told = read(state, _session(SAID[2]))
    assert type(told) is dict
    told["value"] = 2
    assert state == {"value": 1}
    assert read(state, SessionState()) == state  # before its events are known
