"""What a link has told a session and no control has taken yet, beside what controls offer.

Streamlit may end the run of a page, for the next one, wherever it touches the state of the session.
So all this is one object there, which changes without being touched in between; and what a control
takes of a link is let go of when the control has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

KEY = "told"


@dataclass
class Told:
    """What was told, and what the page that is drawn has made of it."""

    link: dict[str, Any]  # what a link says, by key, until a control takes it
    not_restored: list[str]  # sentences on what it asks for in vain
    offered: dict[str, Any] = field(default_factory=dict)  # what a control has at first, by key
    forgotten: list[str] = field(default_factory=list)  # keys whose values are of another address
    page: str = ""
    drawn: set[str] = field(default_factory=set)  # keys of the controls of this page
    wished: dict[str, Any] = field(default_factory=dict)  # what a click sets, until it is set
    proposed: dict[str, Any] = field(default_factory=dict)  # what new data set, but for the link

    def turn_to(self, page: str) -> None:
        """Begin a page: a control of the same key on another page is another control."""
        self.page, self.drawn = page, set()

    def open(self, link: dict[str, Any], sentences: list[str], keys: list[str]) -> None:
        """Take what another address says of these keys; what was chosen of them is forgotten."""
        for key in keys:
            self.link.pop(key, None)
            self.offered.pop(key, None)
        self.link |= {key: link[key] for key in keys if key in link}
        self.not_restored = sentences
        self.forgotten = [*keys]

    def forget(self) -> None:
        """Forget the values that are to be forgotten, where a run was ended before, too."""
        while self.forgotten:
            st.session_state.pop(self.forgotten[-1], None)
            self.forgotten.pop()

    def carry_out(self) -> None:
        """Set what a click has asked for, where a run was ended before, too."""
        while self.wished:
            key, value = next(iter(self.wished.items()))
            st.session_state[key] = value
            self.link.pop(key, None)
            self.wished.pop(key, None)
        while self.proposed:
            key, value = next(iter(self.proposed.items()))
            st.session_state[key] = value
            self.proposed.pop(key, None)


def set_all(values: dict[str, Any], forgotten: Sequence[str] = ()) -> None:
    """Set and forget what a click asks for, all of it: what is left when the run is ended, the next
    one does.

    It has the say over what a link said.
    """
    of_session = told()
    of_session.forgotten.extend(forgotten)
    of_session.wished |= values
    of_session.forget()
    of_session.carry_out()


def propose_all(values: dict[str, Any]) -> None:
    """Set what new data bring, all of it; a link keeps its say."""
    of_session = told()
    of_session.proposed |= values
    of_session.carry_out()


def begun() -> bool:
    """Whether the session has been told anything yet."""
    return KEY in st.session_state


def begin(link: dict[str, Any], sentences: list[str]) -> None:
    st.session_state[KEY] = Told(link, sentences)


def told() -> Told:
    return st.session_state[KEY]
