"""A cluster of Dask while something is asked of it: what it loses is noticed, and said."""

from __future__ import annotations

import sys
from asyncio import run_coroutine_threadsafe
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import Any

from gmm_core.errors import DataError
from gmm_core.wording import counted

# Seconds after which it is looked whether the workers are still there, and for which a cluster may
# do nothing while something is asked of it: workers take some to start anew.
TURN = 1.0
PATIENCE = 60.0


class WorkersGoneError(Exception):
    """Workers are gone that were to do what is waited for."""


def client_of_process() -> Any:
    """The client of a cluster, if there is one and Dask is not told to use another scheduler."""
    distributed = sys.modules.get("distributed")
    if distributed is None:
        return None
    from dask import config  # pyright: ignore[reportPrivateImportUsage]

    if config.get("scheduler", None) not in (None, "dask.distributed", "distributed"):
        return None
    try:
        return distributed.get_client()
    except ValueError:
        return None


def awaited(client: Any, future: Any, asked: Sequence[str | None]) -> Any:
    """Return the value of a future, as long as the workers are there that are asked for it.

    Parameters
    ----------
    client : distributed.Client
    future : distributed.Future
    asked : sequence of str or None
        Addresses of workers, None for any.

    Raises
    ------
    WorkersGoneError
        When one of them is gone and others are there. Dask would not always do what it had to do:
        a task for one worker that "allows others" waits for ever where there was no worker when it
        was due, whichever come.
    DataError
        When the scheduler is gone, or the cluster does nothing for a minute.
    """
    from distributed import wait

    watch = _Watch(client, asked)
    while True:
        with suppress(TimeoutError):
            wait(future, timeout=TURN)
            break
        watch.look()
    coming = run_coroutine_threadsafe(
        client.gather(future, asynchronous=True), client.loop.asyncio_loop
    )
    try:
        while True:
            try:
                return coming.result(timeout=TURN)
            except TimeoutError:
                if coming.done():  # the tasks' own
                    raise
            watch.look()
    finally:
        coming.cancel()


class _Watch:
    """Looks whether the workers are there, and whether any does something."""

    def __init__(self, client: Any, asked: Sequence[str | None]):
        self._client, self._asked = client, asked
        self._idle_since = monotonic()

    def look(self) -> None:
        """Raise where what is waited for would not come."""
        try:
            workers = self._client.nthreads()
            works = any(self._client.processing().values())
        except (OSError, RuntimeError, TimeoutError) as error:
            raise lost_scheduler(error) from None
        if workers and any(each is not None and each not in workers for each in self._asked):
            raise WorkersGoneError
        if works:
            self._idle_since = monotonic()
        elif monotonic() - self._idle_since > PATIENCE:
            n = counted(len(workers), "worker") if workers else "no worker"
            raise DataError(
                f"Dask's cluster has {n} and has done nothing for {PATIENCE:.0f} seconds, while "
                "sums were asked for. Start workers that have gmm_core installed, or give them "
                "more memory, and fit again."
            )


def lost_scheduler(error: BaseException) -> DataError:
    """What is said where there is no scheduler any more."""
    return DataError(
        f"Dask's scheduler is gone ({type(error).__name__}). Start a cluster, and fit again."
    )


def say_what_is_not_there(error: BaseException) -> None:
    """Raise in one sentence where a machine of the cluster lacks a package that is here."""
    each: BaseException | None = error
    while each is not None:
        if isinstance(each, ModuleNotFoundError) and each.name:
            raise DataError(
                f"Dask's scheduler or a worker has no package {each.name}. Install there what is "
                "installed here, start it anew, and fit again."
            ) from error
        each = each.__cause__ or each.__context__
