"""What a component reports is read as the dictionary that it is.

Streamlit wraps it so that a script can write into it, which none here does, and makes a class for
each look at it: some thirteen an action, and four fifths of the garbage that an action leaves.
"""

from typing import Any

from streamlit.components.v2.bidi_component import main
from streamlit.runtime.state import SessionState

_component: Any = main


def begin() -> None:
    """Have the components of this process reported so."""
    _component.make_bidi_component_presenter = _reader


def _reader(events: str, *_: object) -> Any:
    """Return how a session is to read a component whose events have this key."""

    def read(state: Any, session: SessionState) -> Any:
        if not isinstance(state, dict):
            return state
        told = session._new_widget_state.get(events) or ()
        return {each["event"]: each.get("value") for each in told if _is_event(each)} | state

    return read


def _is_event(told: object) -> bool:
    return isinstance(told, dict) and isinstance(told.get("event"), str)
