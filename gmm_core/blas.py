"""BLAS and OpenMP held to one thread: their own only wait for one another on small products."""

from __future__ import annotations

from functools import cache
from threading import Lock

from threadpoolctl import ThreadpoolController


class OneThread:
    """A context that many may enter at once; the last to leave gives them their threads back.

    The setting belongs to the process, so two fits that each restored it on their own would leave
    behind what the other had set.

    Examples
    --------
    >>> with one_thread, one_thread:
    ...     pass
    """

    def __init__(self):
        self._lock = Lock()
        self._inside = 0
        self._limit = None

    def __enter__(self):
        with self._lock:
            if self._inside == 0:
                self._limit = _libraries().limit(limits=1)
            self._inside += 1

    def __exit__(self, *_):
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._limit is not None:
                self._limit.restore_original_limits()


one_thread = OneThread()


@cache
def _libraries() -> ThreadpoolController:
    """The thread pools of this process; finding them takes longer than a small fit."""
    return ThreadpoolController()
