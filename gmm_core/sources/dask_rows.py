"""Rows of a Dask collection: held by the workers of a cluster, or computed batch by batch."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from gmm_core.checked import as_real, as_table
from gmm_core.errors import DataError, GMMError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.sources.batches import Batches
from gmm_core.sources.pieces import Chunk, Piece, cut
from gmm_core.sources.source import OfPiece, OfRows, Source, added
from gmm_core.wording import counted, named

# So often an iteration is asked for anew where a worker has died with what it alone had.
MOST_TIMES = 3


def dask_source(
    collection: Any, features: Sequence[str] | None, sample_weight: Any, *, complete: bool = False
) -> Source:
    """Return the rows of an array or DataFrame of Dask as a source.

    With a client of `distributed` they are held by its workers; without one they are computed batch
    by batch in every pass, by the scheduler that Dask is set to.
    """
    rows, names, weights = _rows_and_weights(collection, features, sample_weight)
    parts = list(zip(_parts(rows), _parts(weights, len(_parts(rows))), strict=True))
    client = _client()
    if client is not None:
        return DaskRows(client, parts, rows, names, complete)
    return DaskBatches(parts, rows, names, complete)


class _OfDask(Source):
    """What both ways have in common: predictions are lazy."""

    _rows: Any

    def of_rows(self, function: OfRows, mixture: Mixture) -> Any:
        """Return the values of all rows as a lazy collection: of an array an array."""
        probe = function(np.zeros((1, self.n_features)), mixture)
        if self.names is None:
            lines = probe.shape[1:]
            return self._rows.map_blocks(
                _of_block,
                function,
                mixture,
                dtype=probe.dtype,
                drop_axis=() if lines else 1,
                chunks=(self._rows.chunks[0], *((size,) for size in lines)),
            )
        meta = _of_frame(self._rows._meta, function, mixture)
        return self._rows.map_partitions(_of_frame, function, mixture, meta=meta)


class DaskRows(_OfDask):
    """Rows held by the workers of a cluster, each of which does one task in an iteration.

    The chunks are shared out among the workers, in their order, and held there, cut anew into
    pieces. If a worker dies, Dask has others compute its chunks again. An iteration scatters the
    mixture, has each worker sum up over its pieces, and adds the sums in a tree.
    """

    def __init__(self, client: Any, parts: list[Any], rows: Any, names: Any, complete: bool):
        super().__init__(rows.shape[1], names)
        self._client, self._rows = client, rows
        workers = [*client.nthreads()] or [None]
        n_groups = min(len(workers), len(parts))
        edges = [len(parts) * group // n_groups for group in range(n_groups + 1)]
        self._groups = [
            self._held(parts[begin:end], begin << 32, complete, workers[number])
            for number, (begin, end) in enumerate(pairwise(edges))
        ]

    def _held(self, parts: list[Any], place: int, complete: bool, worker: Any) -> Any:
        from dask.delayed import delayed

        task = delayed(_pieces, pure=False)(parts, self.n_features, self.names, place, complete)
        # Where that worker is gone, another will do.
        where = {} if worker is None else {"workers": [worker], "allow_other_workers": True}
        return self._client.compute(task, **where)

    def total(self, function: OfPiece, *arguments: Any) -> list[Any]:
        """Return the sums over all rows; what was lost with a worker is asked for anew."""
        from concurrent.futures import CancelledError

        for attempt in range(1, MOST_TIMES + 1):
            try:
                return self._total(function, arguments)
            except GMMError:
                raise
            except (CancelledError, OSError, TimeoutError) as error:
                if attempt == MOST_TIMES:
                    raise DataError(
                        f"Dask's workers were lost {MOST_TIMES} times in one iteration "
                        f"({type(error).__name__}). Give them more memory, or more workers."
                    ) from error
        raise AssertionError

    def _total(self, function: OfPiece, arguments: tuple[Any, ...]) -> list[Any]:
        client = self._client
        # One task hands the mixture on, from worker to worker. Scattered data are lost with those
        # that hold them, and a broadcast waits half a minute for a worker that has just died.
        sent = client.submit(_handed_on, arguments, pure=False)
        sums = [
            client.submit(_of_group, function, pieces, sent, pure=False) for pieces in self._groups
        ]
        while len(sums) > 1:
            pairs = zip(sums[::2], sums[1::2], strict=False)
            last = sums[-1:] if len(sums) % 2 else []
            sums = [client.submit(added, *pair, pure=False) for pair in pairs] + last
        return client.gather(sums[0])


class DaskBatches(_OfDask, Batches):
    """Rows computed batch by batch in every pass, with Dask's scheduler of this process."""

    def __init__(self, parts: list[Any], rows: Any, names: Any, complete: bool):
        def begin() -> Iterator[Chunk]:
            from dask.base import compute

            for part in parts:
                chunk, weights = compute(part)[0]
                yield _as_rows(chunk, names, complete), _as_weights(weights)

        Batches.__init__(self, begin, rows.shape[1], names, ahead=True, complete=complete)
        self._rows = rows


def _client() -> Any:
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


def _rows_and_weights(
    collection: Any, features: Sequence[str] | None, sample_weight: Any
) -> tuple[Any, list[str] | None, Any]:
    """Rows with one chunk across, the names of their columns, and weights cut as they are."""
    if not hasattr(collection, "columns"):
        if getattr(collection, "ndim", 0) != 2:
            raise DataError(
                f"The Dask collection is a {type(collection).__name__} and no table. Give an array "
                "of shape (n_samples, n_features) or a DataFrame."
            )
        rows = collection.rechunk({1: -1})
        return rows, None, _weights(rows, sample_weight)
    if isinstance(sample_weight, str):
        if sample_weight not in collection.columns:
            raise DataError(f"There is no column {sample_weight!r}. Name one that has the weights.")
        weights = collection[sample_weight]
        others = [name for name in collection.columns if name != sample_weight]
    else:
        weights, others = _weights(collection, sample_weight), list(collection.columns)
    chosen = list(features) if features is not None else others
    missing = [str(name) for name in chosen if name not in collection.columns]
    if missing:
        raise DataError(f"The Dask DataFrame lacks {named(missing)}. Give columns that it has.")
    return collection[chosen], [str(name) for name in chosen], weights


def _weights(rows: Any, sample_weight: Any) -> Any:
    if sample_weight is None or hasattr(sample_weight, "__dask_graph__"):
        return sample_weight
    if isinstance(sample_weight, str):
        raise DataError(
            f"sample_weight is {sample_weight!r}, and an array has no columns with names. Give the "
            "weights as an array."
        )
    import dask.array as da

    numbers = as_real("sample_weight", sample_weight)
    lengths = getattr(rows, "chunks", ((float("nan"),),))[0]
    if np.isnan(lengths).any() or sum(lengths) != len(numbers):
        raise DataError(
            f"sample_weight has {counted(len(numbers), 'weight')} in memory, and the chunks of "
            "the rows are of other or unknown lengths. Give a Dask collection with those chunks."
        )
    return da.from_array(numbers, chunks=(lengths,))  # pyright: ignore[reportArgumentType]


def _parts(collection: Any, n: int = 0) -> list[Any]:
    """The chunks of a collection as delayed values; as many of nothing where there is none."""
    if collection is None:
        return [None] * n
    delayed = collection.to_delayed()
    parts = list(delayed.ravel() if isinstance(delayed, np.ndarray) else delayed)
    if n and len(parts) != n:
        raise DataError(
            f"sample_weight has {counted(len(parts), 'chunk')}, and the rows have {n}. Give "
            "weights with the chunks of the rows."
        )
    return parts


def _as_rows(chunk: Any, names: Sequence[str] | None, complete: bool) -> np.ndarray:
    return np.asarray(chunk, dtype=np.float64) if complete else as_table(chunk, names)


def _as_weights(weights: Any) -> np.ndarray | None:
    return None if weights is None else as_real("sample_weight", np.asarray(weights))


def _pieces(
    parts: list[Any], n_features: int, names: Sequence[str] | None, place: int, complete: bool
) -> list[Data]:
    """The rows of some chunks, on the worker that holds them."""
    chunks = ((_as_rows(chunk, names, complete), _as_weights(some)) for chunk, some in parts)
    rows = enumerate(cut(chunks, n_features, complete=complete))
    return [Piece(X, weights, names, place + number) for number, (X, weights) in rows]


def _handed_on(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return arguments


def _of_group(function: OfPiece, pieces: list[Data], arguments: tuple[Any, ...]) -> list[Any]:
    totals: list[Any] = []
    for piece in pieces:
        totals = added(totals, function(piece, *arguments))
    return totals


def _of_block(block: np.ndarray, function: OfRows, mixture: Mixture) -> np.ndarray:
    return function(as_table(block), mixture)


def _of_frame(frame: Any, function: OfRows, mixture: Mixture) -> Any:
    """The values of the rows of a DataFrame, by its index."""
    import pandas as pd

    values = function(as_table(frame), mixture)
    kind = pd.Series if values.ndim == 1 else pd.DataFrame
    return kind(values, index=frame.index)
