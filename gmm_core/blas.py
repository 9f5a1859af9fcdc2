"""BLAS and OpenMP held to one thread: their own only wait for one another on small products."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

from threadpoolctl import OpenBLASController, ThreadpoolController


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold BLAS and OpenMP to one thread, and give them back what they had.

    OpenMP's number of threads belongs to the thread that asks, that of BLAS to the process: where
    several fits overlap, the last of them gives it back.

    Examples
    --------
    >>> with one_thread():
    ...     pass
    """
    with _libraries("openmp").limit(limits=1), _one_thread_of_blas:
        yield


class _OneThreadOfBlas:
    """Counts those inside: each alone would restore what the other had set."""

    def __init__(self):
        self._lock = Lock()
        self._inside = 0
        self._limit = None

    def __enter__(self):
        with self._lock:
            if self._inside == 0:
                self._limit = _libraries("blas").limit(limits=1)
            self._inside += 1

    def __exit__(self, *_):
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._limit is not None:
                # Only the thread that has set a limit may change it, and it may be gone or busy.
                OpenBLASController.clear_controlling_thread(force=True)
                self._limit.restore_original_limits()
                OpenBLASController.clear_controlling_thread(force=True)


_one_thread_of_blas = _OneThreadOfBlas()


@cache
def _libraries(user_api: str) -> ThreadpoolController:
    """Those of one kind in this process: a limit gives back all that its controller knows."""
    return ThreadpoolController().select(user_api=user_api)
