"""The line in which long work waits: of all sessions no more than two read or fit at once.

What is short passes by it, and so does all that was made before: a step of the player never waits.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from gmm_core.wording import counted, plural

Made = TypeVar("Made")
MOST_AT_ONCE = 2
LONG_READ = 200_000
"""Bytes of a file from which on reading it takes long enough to wait in line."""

LONG_FIT = 200_000
"""Rows times features times components from which on a fit does."""

SECONDS = 0.5  # between two words to those who wait


class Line:
    """Places in the order in which people came; the first `most` are at work."""

    def __init__(self, most: int = MOST_AT_ONCE) -> None:
        self._most = most
        self._places: list[object] = []
        self._moved = threading.Condition()
        self._here = threading.local()

    def __len__(self) -> int:
        """How many are at work or wait."""
        return len(self._places)

    @contextmanager
    def turn(self, say: Callable[[int], None]) -> Iterator[None]:
        """Wait for a turn and hold it; within a turn there is no other to wait for.

        While it waits, `say` is told again and again how many are before. It may raise, as it does
        where a session ends or its page is to run anew: the place in the line is then given up.
        """
        if getattr(self._here, "has_turn", False):
            yield
            return
        place = object()
        with self._moved:
            self._places.append(place)
        try:
            while before := self._before(place):
                say(before)
                with self._moved:
                    self._moved.wait_for(lambda: self._before(place) != before, SECONDS)
            self._here.has_turn = True
            yield
        finally:
            self._here.has_turn = False
            with self._moved:
                self._places.remove(place)
                self._moved.notify_all()

    def _before(self, place: object) -> int:
        """How many must be waited for, in part or all; none for those who are at work."""
        with self._moved:
            position = self._places.index(place)
        return position if position >= self._most else 0


_LINE = Line()
_LONG_JOBS = Line(1)  # so that a place is left for those who have to wait


def in_turn(make: Callable[[], Made], size: float, long: float) -> Made:
    """Return what `make` makes, in its turn if its size is that of long work.

    Those who wait see how many are before them.
    """
    if size < long:
        return make()
    with _words() as say, _LINE.turn(say):
        return make()


@contextmanager
def turn_of_a_job(tell: Callable[[float, str], None]) -> Iterator[None]:
    """Hold a turn for work that takes minutes; `tell` may raise, as in `Line.turn`."""

    def say(before: int) -> None:
        tell(0.0, f"Waiting for {counted(before, 'other')}")

    with _LONG_JOBS.turn(say), _LINE.turn(say):
        yield


@contextmanager
def _words() -> Iterator[Callable[[int], None]]:
    """A place on the page for how many are waited for; it is there only where one must wait.

    To send a word is also where Streamlit breaks off a run that is to end.
    """
    began, places = time.monotonic(), []

    def say(before: int) -> None:
        if not places:
            places.append(st.empty())
        places[0].info(
            f"Waiting for {counted(before, 'other')} whose "
            f"{plural(before, 'table is', 'tables are')} being read or fitted: "
            f"{time.monotonic() - began:.0f} s. All else can be used meanwhile.",
            icon=":material/hourglass_top:",
        )

    try:
        yield say
    finally:
        for place in places:
            place.empty()
