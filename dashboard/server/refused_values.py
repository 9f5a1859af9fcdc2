"""A value that no control can have is not taken, and its session is told so in one sentence.

Streamlit makes Python of what a browser sends where it is asked for. A value of another type than
that of its control raises there, and in every run after it. Here each is tried as it comes, or, of
a control that is not known yet, as soon as that is made; what cannot be had leaves what was.
"""

from typing import Any

import numpy as np
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import Serialized, SessionState, WStates

SENTENCE = (
    "Your browser sent a value that no control of this page can have. It was not taken, and all "
    "else is as you chose it."
)
_NOTED = "refused value"
MOST_BYTES = 2_000_000
"""Of any value but plain text: a selection of all points of a picture has a fortieth of it. While
Python reads and writes a list of 20 MB, which it does several times, no other session goes on."""

MOST_NESTED = 100
"""Lists and objects within one another; with many more Python does not come to their end."""

_OPEN, _CLOSED = np.frombuffer(b"[{", np.uint8), np.frombuffer(b"]}", np.uint8)
_NUMBERS = {"int_value", "double_value"}  # a browser sends a whole number of a number field as such

_take, _make_known = WStates.set_widget_from_proto, SessionState._set_widget_metadata


def begin() -> None:
    """Have the sessions of this process try values before they take them."""
    values: Any = WStates
    sessions: Any = SessionState
    values.set_widget_from_proto = _take_what_fits
    sessions._set_widget_metadata = _make_known_what_fits


def say() -> None:
    """Say that a value was not taken, if one was not since the last time."""
    if st.session_state.pop(_NOTED, False):
        st.error(SENTENCE, icon=":material/error:")


def _take_what_fits(values: WStates, sent: WidgetState) -> None:
    before = values.states.get(sent.id)
    _take(values, sent)
    known = values.widget_metadata.get(sent.id)
    if known is None or _fits(values, known, sent):
        return
    del values.states[sent.id]
    if before is not None:
        values.states[sent.id] = before
    _note()


def _make_known_what_fits(session: SessionState, control: WidgetMetadata[Any]) -> None:
    values = session._new_widget_state
    is_new = control.id not in values.widget_metadata
    _make_known(session, control)
    held = values.states.get(control.id)
    if is_new and isinstance(held, Serialized) and not _fits(values, control, held.value):
        del values.states[control.id]
        _note()


def _fits(values: WStates, control: WidgetMetadata[Any], sent: WidgetState) -> bool:
    """Whether a value is of the type of its control, and can be had; what is had is kept."""
    types = sent.WhichOneof("value"), control.value_type  # None where a value was cleared
    if None not in types and types[0] != types[1] and not _NUMBERS.issuperset(types):
        return False
    if sent.ByteSize() > MOST_BYTES and not _is_plain_text(sent):
        return False
    if _is_deep(sent.json_value or sent.json_trigger_value):
        return False
    try:
        values[control.id]
    except Exception:
        return False
    values.set_widget_metadata(control)  # Streamlit has noted the type of what was sent, or none
    return True


def _is_plain_text(sent: WidgetState) -> bool:
    """Whether it is text that nothing is made of, as a pasted table: no list and no object."""
    return sent.WhichOneof("value") == "string_value" and sent.string_value[:1] not in ("[", "{")


def _is_deep(json: str) -> bool:
    if json.count("[") + json.count("{") <= MOST_NESTED:
        return False
    marks = np.frombuffer(json.encode("utf-8", "replace"), np.uint8)
    levels = np.isin(marks, _OPEN).astype(np.int64) - np.isin(marks, _CLOSED)
    return bool(np.cumsum(levels).max() > MOST_NESTED)


def _note() -> None:
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None:
        session: Any = context.session_state
        session._state[_NOTED] = True  # the session is locked for what is taken just now
