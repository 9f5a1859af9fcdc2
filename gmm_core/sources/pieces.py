"""Rows as they come, cut anew into pieces of one size: so sums do not depend on how they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np

from gmm_core.expectation import Data

T = TypeVar("T")

# Numbers in a piece: 4 MB, of which some are in memory at a time.
PIECE_NUMBERS = 2**19
LEAST_ROWS = 1024

Chunk = tuple[Any, np.ndarray | None]
"""Rows, as an array (n, d) or a list of d columns, and their weights (n,)."""


class Piece(Data):
    """Rows of a source, with their place among its pieces and what is known from an earlier pass.

    `of` gives back such rows as they are, since they are Data.
    """

    def __init__(
        self,
        X: np.ndarray,
        weights: np.ndarray | None,
        names: Sequence[str] | None,
        place: int,
        known: dict[str, Any] | None = None,
    ):
        super().__init__(X, weights, names)
        self.place = place
        vars(self).update(known or {})

    @property
    def known(self) -> dict[str, Any]:
        """What no mixture changes, to be given to the same rows in the next pass."""
        kept = {name: value for name, value in vars(self).items() if name in _KNOWN}
        return kept | {"_sums": dict(self._sums)}


_KNOWN = ("origin", "products")


def rows_in_piece(n_features: int) -> int:
    """Return how many rows of so many features make a piece."""
    return max(PIECE_NUMBERS // n_features, LEAST_ROWS)


def cut(
    chunks: Iterable[Chunk], n_features: int, *, complete: bool = False
) -> Iterator[tuple[np.ndarray, np.ndarray | None]]:
    """Yield rows (m, d) and their weights, of one size but for the last; none is yielded empty.

    Rows of weight 0 are left out, and with `complete` those with a gap.
    """
    size = rows_in_piece(n_features)
    space, weights, filled = np.empty((size, n_features)), None, 0
    for rows, given in chunks:
        n, taken = len(rows if isinstance(rows, np.ndarray) else rows[0]), 0
        if given is not None and weights is None:
            weights = np.empty(size)
        while taken < n:
            m = min(n - taken, size - filled)
            _copy(rows, slice(taken, taken + m), space[filled : filled + m])
            if weights is not None and given is not None:
                weights[filled : filled + m] = given[taken : taken + m]
            filled, taken = filled + m, taken + m
            filled = _close_up(space, weights, filled, m, complete)
            if filled == size:
                yield space, weights
                space, filled = np.empty((size, n_features)), 0
                weights = None if weights is None else np.empty(size)
    if filled:
        yield space[:filled], None if weights is None else weights[:filled]


def _copy(rows: Any, some: slice, out: np.ndarray) -> None:
    if isinstance(rows, np.ndarray):
        out[:] = rows[some]
        return
    for j, column in enumerate(rows):
        out[:, j] = column[some]


def _close_up(
    space: np.ndarray, weights: np.ndarray | None, filled: int, m: int, complete: bool
) -> int:
    """Leave out of the last `m` rows those that do not take part; how many rows there are then."""
    begin = filled - m
    kept = np.ones(m, dtype=bool)
    if weights is not None:
        kept &= weights[begin:filled] != 0.0
    if complete:
        kept &= np.isfinite(space[begin:filled]).all(axis=1)
    if kept.all():
        return filled
    end = begin + int(kept.sum())
    space[begin:end] = space[begin:filled][kept]
    if weights is not None:
        weights[begin:end] = weights[begin:filled][kept]
    return end


def read_ahead(begin: Callable[[], Iterator[T]]) -> Iterator[T]:
    """Yield what an iterator does, the next of it made in a thread meanwhile."""
    with ThreadPoolExecutor(1, "gmm-reader") as pool:
        items = pool.submit(begin).result()
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item
