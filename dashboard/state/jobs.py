"""Work that takes a while: it goes on in a thread of its own, also while one looks elsewhere."""

import threading
import time
import weakref
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

import streamlit as st

from dashboard.state.line import turn_of_a_job
from dashboard.state.session_cache import once
from gmm_core.errors import GMMError

Made = TypeVar("Made")
Tell = Callable[..., None]
MOST_KEPT = 8  # of what is let go the work ends


class _StoppedError(Exception):
    """The work was told that it is to end."""


class _Told:
    """What the work and the page know of each other; the thread holds nothing else of the job."""

    def __init__(self):
        self.share, self.text = 0.0, ""
        self.parts: list[Any] = []
        self.made: Any = None
        self.error: GMMError | None = None
        self.is_to_end = threading.Event()
        self.is_done = False

    def tell(self, share: float, text: str, *parts: Any) -> None:
        """Say how far the work is, and what of it is there already."""
        if self.is_to_end.is_set():
            raise _StoppedError
        self.share, self.text = min(max(share, 0.0), 1.0), text
        self.parts.extend(parts)


class Job(Generic[Made]):
    """Work that can be started, watched and stopped.

    Attributes
    ----------
    began : float or None
        When it was started, by `time.monotonic`; None before.
    """

    def __init__(self, work: Callable[[Tell], Made]):
        self._work = work
        self._told = _Told()
        self._thread: threading.Thread | None = None
        self.began: float | None = None

    @property
    def runs(self) -> bool:
        """Whether it is at work, and has not been told to end."""
        is_alive = self._thread is not None and self._thread.is_alive()
        return is_alive and not self._told.is_to_end.is_set()

    @property
    def was_stopped(self) -> bool:
        return self._told.is_to_end.is_set() and not self._told.is_done

    @property
    def is_done(self) -> bool:
        return self._told.is_done

    @property
    def made(self) -> Made:
        """What came of it; an error of gmm_core where that is what came."""
        if self._told.error is not None:
            raise self._told.error.with_traceback(None)
        return self._told.made

    @property
    def parts(self) -> list[Any]:
        """What was there of it so far."""
        return list(self._told.parts)

    @property
    def progress(self) -> tuple[float, str]:
        """The share that is done, and what is being done."""
        return self._told.share, self._told.text

    def start(self) -> None:
        """Begin, or begin anew after it was stopped."""
        if self.runs:
            return
        self._told = _Told()
        weakref.finalize(self, self._told.is_to_end.set)  # the session may end, or let go of it
        self.began = time.monotonic()
        self._thread = threading.Thread(target=_done, args=(self._work, self._told), daemon=True)
        self._thread.start()

    def give_way(self) -> None:
        """Have it end since another is wanted; it is then as if it had not begun."""
        if self.runs:
            self.stop()
            self.began = None

    def stop(self) -> None:
        """Have it end at the next thing that it tells; what it has told is kept."""
        self._told.is_to_end.set()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until it is done, or so long."""
        if self._thread is not None and self.runs:
            self._thread.join(seconds)

    def finish(self) -> Made:
        """Return what comes of it, where it is needed at once."""
        self.start() if not self.is_done else None
        self.wait()
        return self.made


def _done(work: Callable[[Tell], Any], told: _Told) -> None:
    try:
        with turn_of_a_job(told.tell):
            told.made = work(told.tell)
    except _StoppedError:
        return
    except GMMError as error:
        told.error = error
    told.is_done = True


def job(kind: str, identity: Hashable, work: Callable[[Tell], Made]) -> Job[Made]:
    """Return the job of a kind, the same as long as all that it depends on is the same."""
    return once("job", (kind, identity), lambda: Job(work), most=MOST_KEPT)


def begin(wanted: Job[Any], place: str) -> None:
    """Start a job; one that was begun at the same place of a page gives way to it."""
    at_work: dict[str, Job[Any]] = st.session_state.setdefault("at_work", {})
    before = at_work.get(place)
    if before is not None and before is not wanted:
        before.give_way()
    at_work[place] = wanted
    wanted.start()
