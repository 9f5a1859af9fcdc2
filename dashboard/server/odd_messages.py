"""Messages of a browser that ask for a part of the page that is not there, or for far too much.

The first Streamlit drops without a word: the browser waits for the end of a run that never began,
and what was clicked is lost. The whole page runs instead, and says so. The second are addresses to
upload to: while hundreds of thousands are made, no session goes on.
"""

from typing import Any

import streamlit as st
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import get_script_run_ctx

SENTENCE = (
    "The page had changed when your browser sent this, and is drawn anew. What you chose is taken "
    "where it is still there; choose it again if it is not."
)
MOST_ADDRESSES = 100
"""In one message; an uploader of the app takes one file."""

_lost: set[str] = set()  # sessions that are to be told

_run: Any = AppSession.request_rerun
_address: Any = AppSession._handle_file_urls_request


def begin() -> None:
    """Have the sessions of this process take such messages so."""
    session: Any = AppSession
    session.request_rerun = _run_something
    session._handle_file_urls_request = _address_some


def say() -> None:
    """Say that a part was not there, if one was not since the last time."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and context.session_id in _lost:
        _lost.discard(context.session_id)
        st.info(SENTENCE, icon=":material/info:")


def _run_something(session: AppSession, wanted: ClientState | None) -> None:
    asked = "" if wanted is None or wanted.is_auto_rerun else wanted.fragment_id
    if wanted is not None and asked and not session.has_fragment(asked):
        wanted.fragment_id = ""
        _lost.add(session.id)
    _run(session, wanted)


def _address_some(session: AppSession, wanted: FileURLsRequest) -> None:
    del wanted.file_names[MOST_ADDRESSES:]
    _address(session, wanted)
