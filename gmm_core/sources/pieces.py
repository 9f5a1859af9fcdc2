"""Rows as they come, cut anew into pieces of one size: so sums do not depend on how they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np

from gmm_core.expectation import Data, Gapped
from gmm_core.sources.known_classes import checked_classes

T = TypeVar("T")

# Numbers in a piece: 4 MB, of which some are in memory at a time.
PIECE_NUMBERS = 2**19
LEAST_ROWS = 1024

Chunk = tuple[Any, np.ndarray | None, np.ndarray | None]
"""Rows, as an array (n, d) or a list of d columns, their weights (n,) and known classes (n,)."""

Cut = tuple[np.ndarray, np.ndarray | None, np.ndarray | None]


class Piece(Data):
    """Rows of a source, with their place among its pieces and what is known from an earlier pass.

    `of` gives back such rows as they are, since they are Data.
    """

    classes: np.ndarray | None = None

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


class GappedPiece(Gapped):
    """The same of rows with gaps; of these only the patterns could be kept, which are quick."""

    classes: np.ndarray | None = None

    def __init__(
        self, X: np.ndarray, weights: np.ndarray | None, names: Sequence[str] | None, place: int
    ):
        has_rows = not np.isnan(X).all()
        super().__init__(X, weights if has_rows else None, names)
        if weights is not None and not has_rows:  # which is refused of a table
            self.weights = np.empty(0)
        self.place = place


def piece_of(
    cut_rows: Cut,
    names: Sequence[str] | None,
    place: int,
    *,
    gaps: bool = False,
    known: dict[str, Any] | None = None,
) -> Piece | GappedPiece:
    """Return rows as Data that know their place, and the classes of some of them, if any.

    With `gaps` values may be missing, and a piece may be left without a row.
    """
    X, weights, classes = cut_rows
    if gaps and np.isnan(X).any():
        piece = GappedPiece(X, weights, names, place)
        given = None if classes is None else classes[piece.kept]
    else:
        piece, given = Piece(X, weights, names, place, known), classes
    if given is not None:
        piece.classes = checked_classes(given)
    return piece


def rows_in_piece(n_features: int) -> int:
    """Return how many rows of so many features make a piece."""
    return max(PIECE_NUMBERS // n_features, LEAST_ROWS)


def cut(
    chunks: Iterable[Chunk], n_features: int, *, complete: bool = False, gaps: bool = False
) -> Iterator[Cut]:
    """Yield rows (m, d) and what is beside them, of one size but for the last; none is empty.

    Rows of weight 0 are left out, and with `complete` those with a value that is not finite; with
    `gaps`, too, only those with an infinite one.
    """
    size = rows_in_piece(n_features)
    space, beside, filled = np.empty((size, n_features)), _Beside(size), 0
    for rows, *given in chunks:
        n, taken = len(rows if isinstance(rows, np.ndarray) else rows[0]), 0
        beside.make_room(given)
        while taken < n:
            m = min(n - taken, size - filled)
            some, into = slice(taken, taken + m), slice(filled, filled + m)
            _copy(rows, some, space[into])
            beside.copy(given, some, into)
            taken += m
            kept = _taking_part(space[into], beside.weights, into, complete, gaps)
            filled += int(kept.sum())
            if not kept.all():
                space[into.start : filled] = space[into][kept]
                beside.close_up(into, kept, filled)
            if filled == size:
                yield space, *beside.of(size)
                space, beside, filled = np.empty((size, n_features)), beside.anew(), 0
    if filled:
        yield space[:filled], *beside.of(filled)


class _Beside:
    """Weights and classes of the rows of a piece, as far as there are any."""

    def __init__(self, size: int):
        self._size = size
        self._columns: list[np.ndarray | None] = [None, None]

    @property
    def weights(self) -> np.ndarray | None:
        return self._columns[0]

    def make_room(self, given: Sequence[np.ndarray | None]) -> None:
        for place, numbers in enumerate(given):
            if numbers is not None and self._columns[place] is None:
                self._columns[place] = np.empty(self._size)

    def copy(self, given: Sequence[np.ndarray | None], some: slice, into: slice) -> None:
        for column, numbers in zip(self._columns, given, strict=True):
            if column is not None and numbers is not None:
                column[into] = numbers[some]

    def close_up(self, into: slice, kept: np.ndarray, filled: int) -> None:
        for column in self._columns:
            if column is not None:
                column[into.start : filled] = column[into][kept]

    def anew(self) -> _Beside:
        """Room for the next piece."""
        following = _Beside(self._size)
        following.make_room(self._columns)
        return following

    def of(self, n: int) -> tuple[np.ndarray | None, np.ndarray | None]:
        weights, classes = (None if column is None else column[:n] for column in self._columns)
        return weights, classes


def _copy(rows: Any, some: slice, out: np.ndarray) -> None:
    if isinstance(rows, np.ndarray):
        out[:] = rows[some]
        return
    for j, column in enumerate(rows):
        out[:, j] = column[some]


def _taking_part(
    rows: np.ndarray, weights: np.ndarray | None, into: slice, complete: bool, gaps: bool
) -> np.ndarray:
    """Which of the last rows take part."""
    kept = np.ones(len(rows), dtype=bool)
    if weights is not None:
        kept &= weights[into] != 0.0
    if complete:
        kept &= ~np.isinf(rows).any(axis=1) if gaps else np.isfinite(rows).all(axis=1)
    return kept


def read_ahead(begin: Callable[[], Iterator[T]]) -> Iterator[T]:
    """Yield what an iterator does, the next of it made in a thread meanwhile."""
    with ThreadPoolExecutor(1, "gmm-reader") as pool:
        items = pool.submit(begin).result()
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item
