"""The one cache of a session: what was made once is kept, and no other session sees it."""

from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Made = TypeVar("Made")
KEY = "made_once"  # in the state of the session
_NOTHING = object()
_GUARD = Lock()
_MAKING: WeakValueDictionary[Hashable, Any] = WeakValueDictionary()  # what is made now: its lock


def once(kind: str, identity: Hashable, make: Callable[[], Made], *, most: int) -> Made:
    """Return what `make` makes, made once a session.

    Parameters
    ----------
    kind : str
        What is made, in a few words of its own.
    identity : hashable
        All that it depends on.
    make : function
        Makes it; it may show its progress. When it raises, nothing is kept.
    most : int
        Most of this kind that are kept; the least recently used goes first.

    Notes
    -----
    Outside the run of a page, as in a download, it is made and not kept: what Streamlit calls the
    session state there is one for all sessions.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return make()
    kinds: dict[str, dict[Hashable, Any]] = st.session_state.setdefault(KEY, {})
    return _once(kinds.setdefault(kind, {}), identity, make, most)


def if_made(kind: str, identity: Hashable) -> Any:
    """Return what `once` has made; None where it has not, or keeps it no longer."""
    return st.session_state.get(KEY, {}).get(kind, {}).get(identity)


def _once(
    kept: dict[Hashable, Any], identity: Hashable, make: Callable[[], Made], most: int
) -> Made:
    # Runs of one session overlap in threads where somebody clicks while a page is at work. No line
    # here can fail for what another run does meanwhile, and what that makes is waited for.
    made = kept.pop(identity, _NOTHING)
    if made is _NOTHING:
        with _lock(kept, identity):
            made = kept.pop(identity, _NOTHING)
            if made is _NOTHING:
                _leave(most - 1, kept)  # that no more are held while it is made
                made = make()
            kept[identity] = made
    else:
        kept[identity] = made
    _leave(most, kept)
    return made


def _leave(most: int, kept: dict[Hashable, Any]) -> None:
    there = list(kept)
    for oldest in there[: max(len(there) - most, 0)]:
        kept.pop(oldest, None)


def _lock(kept: dict[Hashable, Any], identity: Hashable) -> Any:
    """The lock of whoever makes this now; it is gone with the last who wants it."""
    with _GUARD:
        return _MAKING.setdefault((id(kept), identity), RLock())
