"""What is chosen at the moment, for every page: the sidebar writes it, pages read it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

from dashboard.look import messages
from dashboard.look.navigation import start_over
from dashboard.state import address, history, opening, two_starts
from dashboard.state.chosen import (
    CHOICES,
    DATA,
    FIT_START,
    SEED,
    START,
    STEP,
    Choice,
    NotRestoredError,
    OfData,
    checked,
    found,
)
from dashboard.state.study import Study
from dashboard.state.told import begin, begun, propose_all, told

KEPT: dict[str, Any] = {"persist_state": "session"}
"""With what every control is drawn: its value stays while it is not there."""


@contextmanager
def in_link(page: str) -> Iterator[None]:
    """Take what the link says before any control does, and let it say afterwards what is chosen.

    What cannot be restored is said once, above the page, until something is chosen.
    """
    if not begun():
        said = checked(address.began_with(), page)
        begin(dict(said.values), [*said.sentences, *opening.not_known()])
    elif address.is_back_or_forward():
        _open(_of(page), page)
        history.follow(page)
    elif told().page == page:
        address.remind()
    if told().page != page:
        told().turn_to(page)
    told().forget()
    told().carry_out()
    place = st.empty()
    try:
        yield
    finally:
        _put(page)
        address.show(mark=history.mark(page), undone=history.was_undone())
        _say_what_is_not_restored(place)


def _open(keys: Collection[str], page: str) -> None:
    """Take from the address what it says of these choices, and nothing as it was before."""
    said = checked(address.read(), page)
    forgotten = [*keys, "table", "axes", "run", "said_with"]
    told().open(dict(said.values), list(said.sentences), forgotten)


def offer(
    choice: Choice, default: Any, options: Sequence[Any] = (), label: Callable[[str], str] = str
) -> None:
    """Have the session hold a value that a control can show, before it is drawn.

    A link has the first say; what is offered no longer gives way to the default.
    """
    key, of_session = choice.key, told()
    value = st.session_state.get(key, default)
    if key in of_session.link:
        value = _linked(choice, default, options, label)
    if options:
        value = _among(value, options, default)
    is_drawn = key in of_session.drawn and key in st.session_state
    if not is_drawn or st.session_state[key] != value:
        st.session_state[key] = value
    of_session.link.pop(key, None)
    of_session.drawn.add(key)
    of_session.offered[key] = default


def _linked(
    choice: Choice, default: Any, options: Sequence[Any], label: Callable[[str], str]
) -> Any:
    said = told().link[choice.key]
    if not isinstance(choice, OfData):
        return said
    try:
        names = found(choice, said, options, label)
    except NotRestoredError as error:
        not_restored(str(error))
        return default
    return names if choice.many else names[0]


def _among(value: Any, options: Sequence[Any], default: Any) -> Any:
    if isinstance(value, list):
        return [each for each in value if each in options]
    return value if value in options else default


def _put(page: str) -> None:
    """Have the address say what is chosen on a page, but for the half-step: `position` knows it."""
    chosen = linked(page)
    chosen.pop(STEP.key, None)
    here = STEP.key if page in STEP.pages else None
    address.put_all(chosen, [key for key in CHOICES if key != here])


def _of(page: str) -> list[str]:
    return [key for key, choice in CHOICES.items() if page in choice.pages]


def not_restored(sentence: str) -> None:
    """Have a person told of something that the link asks for in vain."""
    sentences = told().not_restored
    if sentence not in sentences:
        sentences.append(sentence)


def _say_what_is_not_restored(place: Any) -> None:
    sentences = told().not_restored
    if not sentences:
        return
    now = settled()
    before = st.session_state.setdefault("said_with", now)
    if all(map(_is_kept, before, now)):
        st.session_state["said_with"] = now
        place.caption(messages.plain(" ".join(sentences)))


def _is_kept(before: object, now: object) -> bool:
    """Whether nothing was chosen meanwhile; of a control that comes later nothing was known."""
    return before in (now, str(None))


def linked(page: str = "", defaults: Mapping[str, Any] | None = None) -> dict[str, list[str]]:
    """Return what a link says of all that is chosen, or of what is seen on one page.

    A value that is as at first needs no mention, but for the start of the player: which one is
    proposed may change. A link to all pages names that of the fit beside it: one that names a
    single start is of a time when both were one.
    """
    at_first = {**told().offered, **(defaults or {})}
    waiting, said = told().link, {}
    for key, choice in CHOICES.items():
        if page and page not in choice.pages:
            continue
        if key in waiting:
            value = waiting[key]
            said[key] = value if isinstance(choice, OfData) else choice.write(value)
        elif key in at_first and key in st.session_state:
            value = st.session_state[key]
            if value != at_first[key]:
                said[key] = choice.write(value)
    if not page:
        fit = st.session_state.get(FIT_START.key, FIT_START.default)
        said = {FIT_START.key: FIT_START.write(fit)} | said
    return said | (_named_start() if not page or page in START.pages else {})


def _named_start() -> dict[str, list[str]]:
    start = two_starts.of_player()
    if start is None or START.key in told().link:
        return {}
    return {START.key: START.write(start[0]), SEED.key: SEED.write(start[1])}


def keep_controls() -> None:
    """Keep what is chosen while no controls are drawn but that of the table."""
    for key in told().offered:
        if key in st.session_state and key != DATA.key:
            st.session_state[key] = st.session_state[key]


def study() -> Study:
    """Return what is chosen in the sidebar, with the start of the page: the player has its own."""
    if "study" not in st.session_state:
        start_over()
    return st.session_state["study"]


def keep_studies(page: str, of_player: Study | None, of_fit: Study) -> None:
    """Keep what is chosen: the player's run and the fit of the other pages are of one model."""
    st.session_state["study"] = of_player if page in START.pages else of_fit
    st.session_state["study_of_player"], st.session_state["study_of_fit"] = of_player, of_fit
    if of_player is not None:
        st.session_state.setdefault("run", of_player.identity)  # a link's half-step is of its run


def study_of_player() -> Study | None:
    """Return what is chosen with the start of the player; None where it is not known yet."""
    return st.session_state["study_of_player"]


def study_of_fit() -> Study:
    """Return what is chosen with the start of the fit, on any page."""
    return st.session_state["study_of_fit"]


def settled() -> tuple:
    """Return all that is chosen, to be compared: whether a part of the page was run for a whole."""
    state, offered = st.session_state, told().offered  # to look up what is not there is dear
    kept = tuple(id(state.get(thing)) for thing in ("upload", "drawing"))
    values = (str(state.get(key) if key in offered else None) for key in CHOICES if key != STEP.key)
    return (*values, *kept)


def adopt(what: str, identity: object, defaults: Mapping[str, Any]) -> None:
    """Give controls new defaults when what they depend on changes; a link has the first say."""
    before = st.session_state.get(what)
    if before is None or before == identity:
        st.session_state[what] = identity
        return
    _forget_names()
    propose_all({**defaults, what: identity})


def _forget_names() -> None:
    """Let go of names of data that a link says and no control has taken: of another table."""
    link = told().link
    for choice in CHOICES.values():
        if isinstance(choice, OfData):
            link.pop(choice.key, None)
