"""Rows grouped by which of their values are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from gmm_core.blocks import BLOCK_SIZE
from gmm_core.errors import DataError
from gmm_core.wording import shown

# Numbers of a stack of matrices, one for each pattern and component, that are at work at once.
STACKED = BLOCK_SIZE

# So many rows more than twice as many may another pattern of a stack have.
UNEVEN = 8

Piece = tuple[int, np.ndarray]
"""A pattern, and positions of some of its rows."""


Missing = Literal["refuse", "ml"]
"""What becomes of missing values: refused, or their rows take part by maximum likelihood."""


def allows_gaps(missing: Missing) -> bool:
    """Return whether values may be missing.

    Raises
    ------
    DataError
        When it is neither "refuse" nor "ml".

    Examples
    --------
    >>> allows_gaps("ml")
    True
    """
    if not isinstance(missing, str) or missing not in get_args(Missing):
        raise DataError(f'missing is {shown(missing)}. Choose "refuse" or "ml".')
    return missing == "ml"


@dataclass(frozen=True, eq=False)
class Patterns:
    """Rows grouped by which of their values are there.

    Parameters
    ----------
    observed : ndarray of bool, shape (n_patterns, n_features)
        Which values the rows of each pattern have.
    order : ndarray of int, shape (n_samples,)
        Positions of the rows, those of the first pattern first.
    edges : ndarray of int, shape (n_patterns + 1,)
        Where the rows of each pattern begin in that order.

    Examples
    --------
    >>> found = Patterns.of(np.array([[1.0, np.nan], [1.0, 2.0], [3.0, np.nan]]))
    >>> found.observed.tolist(), found.order.tolist(), found.edges.tolist()
    ([[True, False], [True, True]], [0, 2, 1], [0, 2, 3])
    """

    observed: np.ndarray
    order: np.ndarray
    edges: np.ndarray

    @classmethod
    def of(cls, X: np.ndarray) -> Patterns:
        """Return the patterns of rows in which a missing value is NaN."""
        there = ~np.isnan(X)
        packed = np.packbits(there, axis=1)
        words = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).ravel()
        _, first, pattern = np.unique(words, return_index=True, return_inverse=True)
        order = np.argsort(pattern, kind="stable")
        edges = np.append(0, np.cumsum(np.bincount(pattern, minlength=len(first))))
        return cls(there[first], order, edges)

    def __len__(self) -> int:
        return len(self.observed)

    def rows(self, pattern: int) -> np.ndarray:
        """Return the positions of the rows of a pattern."""
        return self.order[self.edges[pattern] : self.edges[pattern + 1]]

    def stacks(self, n_components: int, chosen: Sequence[int] | None = None) -> list[Stack]:
        """Return the rows of all or of some patterns, as many at once as fit the cache.

        Each row has so many numbers for each component as there are features.
        """
        d = self.observed.shape[1]
        some = range(len(self)) if chosen is None else chosen
        return self.stacks_of(some, n_components * d, d)

    def stacks_of(
        self, chosen: Sequence[int] | np.ndarray, numbers_a_row: int, least_rows: int = 1
    ) -> list[Stack]:
        """Return the rows of some patterns, each of so many numbers, and of so many rows each."""
        most = max(BLOCK_SIZE // numbers_a_row, 1)
        pieces = [
            (pattern, rows[begin : begin + most])
            for pattern in chosen
            for rows in (self.rows(pattern),)
            for begin in range(0, len(rows), most)
        ]
        pieces.sort(key=lambda piece: len(piece[1]))
        found, begin = [], 0
        for end in range(1, len(pieces) + 1):
            if end == len(pieces) or _is_full(pieces[begin : end + 1], numbers_a_row, least_rows):
                found.append(Stack.of(self.observed, pieces[begin:end]))
                begin = end
        return found


def _is_full(pieces: Sequence[Piece], numbers_a_row: int, least_rows: int) -> bool:
    """Whether pieces, the longest last, are too many for one stack, or too uneven."""
    shortest, longest = len(pieces[0][1]), len(pieces[-1][1])
    numbers = len(pieces) * numbers_a_row * max(longest, least_rows)
    return numbers > STACKED or longest > 2 * shortest + UNEVEN


@dataclass(frozen=True, eq=False)
class Stack:
    """Rows of p patterns side by side, N of each; of fewer the first one fills the place.

    Parameters
    ----------
    patterns : ndarray of int, shape (p,)
    observed : ndarray of bool, shape (p, n_features)
    rows : ndarray of int, shape (p, N)
        Positions of the rows.
    live : ndarray of bool, shape (p, N)
        Which of them count.
    """

    patterns: np.ndarray
    observed: np.ndarray
    rows: np.ndarray
    live: np.ndarray

    @classmethod
    def of(cls, observed: np.ndarray, pieces: Sequence[Piece]) -> Stack:
        """Return the stack of some rows of each pattern."""
        longest = len(pieces[-1][1])
        positions = np.empty((len(pieces), longest), dtype=np.intp)
        for filled, (_, rows) in zip(positions, pieces, strict=True):
            filled[: len(rows)], filled[len(rows) :] = rows, rows[0]
        lengths = np.array([len(rows) for _, rows in pieces])
        live = np.arange(longest) < lengths[:, None]
        patterns = np.array([pattern for pattern, _ in pieces])
        return cls(patterns, observed[patterns], positions, live)

    def centred(self, X: np.ndarray, means: np.ndarray) -> np.ndarray:
        """Return the rows less each mean, (p, k, d, N), with 0 where a value is missing.

        `X` (n, d) are all rows, with any number or NaN there.
        """
        block = np.where(self.observed[:, None], X[self.rows], 0.0).swapaxes(1, 2)[:, None]
        return block - (means * self.observed[:, None])[..., None]
