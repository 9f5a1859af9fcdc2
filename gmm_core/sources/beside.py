"""What is given beside rows that come in chunks: their weights, and the classes of some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from gmm_core.checked import as_real
from gmm_core.errors import DataError
from gmm_core.sources.pieces import Chunk
from gmm_core.wording import counted

_ONE = {"sample_weight": "weight", "labels": "label"}


def with_beside(
    begin: Callable[[], Iterator[Chunk]], sample_weight: Any = None, labels: Any = None
) -> Callable[[], Iterator[Chunk]]:
    """Return what begins the chunks with what is given beside them, for all rows or by batch."""

    def chunks() -> Iterator[Chunk]:
        found = begin()
        if sample_weight is not None:
            both = _together(found, "sample_weight", sample_weight)
            found = ((rows, weights, classes) for (rows, _, classes), weights in both)
        if labels is not None:
            both = _together(found, "labels", labels)
            found = ((rows, weights, classes) for (rows, weights, _), classes in both)
        return found

    return chunks


def _together(chunks: Iterator[Chunk], name: str, given: Any) -> Iterator[tuple[Chunk, np.ndarray]]:
    """Yield each chunk with its part of what is given batch by batch, or for all rows at once."""
    if isinstance(given, str):
        raise DataError(
            f"{name} is {given!r}, and batches have no column that is none of the features. Give "
            f"{_ONE[name]}s batch by batch, or for all rows."
        )
    first = None if isinstance(given, np.ndarray) else next(iter(given), None)
    if first is None or np.ndim(first) == 0:
        yield from _of_all_rows(chunks, name, as_real(name, given))
        return
    if iter(given) is given:
        raise DataError(
            f"{name} is an iterator, which ends after one pass. Give {_ONE[name]}s that can be "
            "gone through again."
        )
    rest = iter(given)
    for chunk in chunks:
        n, numbers = _length(chunk), as_real(name, next(rest, ()))
        if numbers.shape != (n,):
            raise DataError(
                f"A batch has {counted(n, 'row')}, and its {_ONE[name]}s have shape "
                f"{numbers.shape}. Give one {_ONE[name]} for each row."
            )
        yield chunk, numbers
    if next(rest, None) is not None:
        raise DataError(
            f"There are {_ONE[name]}s of more batches than there are. Give one {_ONE[name]} for "
            "each row."
        )


def _of_all_rows(
    chunks: Iterator[Chunk], name: str, numbers: np.ndarray
) -> Iterator[tuple[Chunk, np.ndarray]]:
    taken, advice = 0, f"Give one {_ONE[name]} for each row."
    for chunk in chunks:
        n = _length(chunk)
        if taken + n > len(numbers):
            said = counted(len(numbers), _ONE[name])
            raise DataError(f"{name} has {said}, and there are more rows. {advice}")
        yield chunk, numbers[taken : taken + n]
        taken += n
    if taken < len(numbers):
        said = counted(len(numbers), _ONE[name])
        raise DataError(f"{name} has {said}, and there are {counted(taken, 'row')}. {advice}")


def _length(chunk: Chunk) -> int:
    rows = chunk[0]
    return len(rows if isinstance(rows, np.ndarray) else rows[0])
