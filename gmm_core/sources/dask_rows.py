"""Rows of a Dask collection: held by the workers of a cluster, or computed batch by batch."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from gmm_core.checked import as_real, as_table
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.sources.batches import Batches
from gmm_core.sources.dask_cluster import (
    WorkersGoneError,
    awaited,
    client_of_process,
    lost_scheduler,
    say_what_is_not_there,
)
from gmm_core.sources.dask_parts import rows_and_parts
from gmm_core.sources.pieces import Chunk, cut, piece_of
from gmm_core.sources.source import OfPiece, OfRows, Source, added

# So often an iteration is asked for anew where workers have died with what they alone had.
MOST_TIMES = 4

# Seconds in which a client has sent what it was told to.
SENT = 0.1


def dask_source(
    collection: Any,
    features: Sequence[str] | None,
    sample_weight: Any,
    labels: Any = None,
    *,
    complete: bool = False,
    gaps: bool = False,
) -> Source:
    """Return the rows of an array or DataFrame of Dask as a source.

    With a client of `distributed` they are held by its workers; without one they are computed batch
    by batch in every pass, by the scheduler that Dask is set to.
    """
    beside = {"sample_weight": sample_weight, "labels": labels}
    rows, names, parts = rows_and_parts(collection, features, beside)
    kind = Kind(rows.shape[1], names, complete, gaps, labels is not None)
    client = client_of_process()
    return DaskBatches(parts, rows, kind) if client is None else DaskRows(client, parts, rows, kind)


@dataclass(frozen=True)
class Kind:
    """As what rows are asked for; see `Batches`."""

    n_features: int
    names: Sequence[str] | None
    complete: bool
    gaps: bool
    is_labelled: bool

    def chunk(self, part: tuple[Any, ...]) -> Chunk:
        """Return the rows of a chunk as numbers, with what is beside them."""
        rows, weights, labels = part
        if self.complete:
            rows = np.asarray(rows, dtype=np.float64)
        else:
            rows = as_table(rows, self.names, gaps=self.gaps)
        return rows, _as_numbers("sample_weight", weights), _as_numbers("labels", labels)


class _OfDask(Source):
    """What both ways have in common: predictions are lazy."""

    _rows: Any

    def of_rows(self, function: OfRows, mixture: Mixture) -> Any:
        """Return the values of all rows as a lazy collection: of an array an array."""
        probe = function(np.zeros((1, self.n_features)), mixture)
        ask = function, mixture, self.gaps
        if self.names is None:
            lines = probe.shape[1:]
            return self._rows.map_blocks(
                _of_block,
                *ask,
                dtype=probe.dtype,
                drop_axis=() if lines else 1,
                chunks=(self._rows.chunks[0], *((size,) for size in lines)),
            )
        meta = _of_frame(self._rows._meta, *ask)
        return self._rows.map_partitions(_of_frame, *ask, meta=meta)


class DaskRows(_OfDask):
    """Rows held by the workers of a cluster, each of which does one task in an iteration.

    The chunks are shared out among the workers, in their order, and held there, cut anew into
    pieces. Where a worker is gone, another gets its chunks. An iteration hands the mixture on, has
    each worker sum up over its pieces, and adds the sums in a tree.
    """

    def __init__(self, client: Any, parts: list[Any], rows: Any, kind: Kind):
        ask = {"gaps": kind.gaps, "is_labelled": kind.is_labelled}
        super().__init__(kind.n_features, kind.names, **ask)
        self._client, self._rows, self._kind = client, rows, kind
        workers = [*client.nthreads()] or [None]
        n_groups = min(len(workers), len(parts))
        edges = [len(parts) * group // n_groups for group in range(n_groups + 1)]
        self._parts = [(begin << 32, parts[begin:end]) for begin, end in pairwise(edges)]
        self._workers: list[str | None] = list(workers[:n_groups])
        self._groups = [self._held(number) for number in range(n_groups)]

    def _held(self, number: int) -> Any:
        """A future of the pieces of a group of chunks, on the worker that is to hold them."""
        from dask.delayed import delayed

        (place, parts), worker = self._parts[number], self._workers[number]
        task = delayed(_pieces, pure=False)(parts, self._kind, place)
        where = {} if worker is None else {"workers": [worker], "allow_other_workers": True}
        return self._client.compute(task, **where)

    def _total(self, function: OfPiece, arguments: tuple[Any, ...]) -> list[Any]:
        """The sums over all rows; what was lost with a worker is asked for anew."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        lost = OSError, TimeoutError, CancelledError, KilledWorker, WorkersGoneError
        how = ""
        for _ in range(MOST_TIMES):
            asked: list[Any] = []
            try:
                sums = self._asked(function, arguments, asked)
                return awaited(self._client, sums, self._workers)
            except Exception as error:
                if self._client.status != "running":
                    raise lost_scheduler(error) from None
                say_what_is_not_there(error)
                if not isinstance(error, lost):
                    raise
                how = type(error).__name__
            self._hold_anew(asked)
        raise DataError(
            f"Dask's workers were lost {MOST_TIMES} times in one iteration ({how}). Give them more "
            "memory, or more workers."
        )

    def _hold_anew(self, asked: list[Any]) -> None:
        """Have workers that are there hold what those that are gone have held.

        All that was asked of these is let go of first: Dask would take the chunks for those that it
        keeps waiting for them.
        """
        there = [*self._client.nthreads()]
        gone = [number for number, each in enumerate(self._workers) if there and each not in there]
        free = [worker for worker in there if worker not in self._workers] or there
        for future in (*asked, *(self._groups[number] for number in gone)):
            future.release()
        self._client.sync(sleep, SENT)  # before what is asked for anew
        for place, number in enumerate(gone):
            self._workers[number] = free[place % len(free)]
            self._groups[number] = self._held(number)

    def _asked(self, function: OfPiece, arguments: tuple[Any, ...], asked: list[Any]) -> Any:
        """A future of the sums; all futures are added to those that are asked for."""

        def ask(task: Any, *given: Any) -> Any:
            asked.append(self._client.submit(task, *given, pure=False))
            return asked[-1]

        # One task hands the mixture on, from worker to worker. Scattered data are lost with those
        # that hold them, and a broadcast waits half a minute for a worker that has just died.
        sent = ask(_handed_on, arguments)
        sums = [ask(_of_group, function, pieces, sent) for pieces in self._groups]
        while len(sums) > 1:
            pairs = zip(sums[::2], sums[1::2], strict=False)
            last = sums[-1:] if len(sums) % 2 else []
            sums = [ask(added, *pair) for pair in pairs] + last
        return sums[0]


class DaskBatches(_OfDask, Batches):
    """Rows computed batch by batch in every pass, with Dask's scheduler of this process."""

    def __init__(self, parts: list[Any], rows: Any, kind: Kind):
        def begin() -> Iterator[Chunk]:
            from dask.base import compute

            for part in parts:
                yield kind.chunk(compute(part)[0])

        ask = {"complete": kind.complete, "gaps": kind.gaps, "is_labelled": kind.is_labelled}
        Batches.__init__(self, begin, kind.n_features, kind.names, ahead=True, **ask)
        self._rows = rows


def _as_numbers(name: str, given: Any) -> np.ndarray | None:
    return None if given is None else as_real(name, np.asarray(given))


def _pieces(parts: list[Any], kind: Kind, place: int) -> list[Data]:
    """The rows of some chunks, on the worker that holds them."""
    found = cut(map(kind.chunk, parts), kind.n_features, complete=kind.complete, gaps=kind.gaps)
    return [
        piece_of(rows, kind.names, place + number, gaps=kind.gaps)
        for number, rows in enumerate(found)
    ]


def _handed_on(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return arguments


def _of_group(function: OfPiece, pieces: list[Data], arguments: tuple[Any, ...]) -> list[Any]:
    totals: list[Any] = []
    for piece in pieces:
        totals = added(totals, function(piece, *arguments))
    return totals


def _of_block(block: np.ndarray, function: OfRows, mixture: Mixture, gaps: bool) -> np.ndarray:
    return function(as_table(block, gaps=gaps), mixture)


def _of_frame(frame: Any, function: OfRows, mixture: Mixture, gaps: bool) -> Any:
    """The values of the rows of a DataFrame, by its index."""
    import pandas as pd

    values = function(as_table(frame, gaps=gaps), mixture)
    kind = pd.Series if values.ndim == 1 else pd.DataFrame
    return kind(values, index=frame.index)
