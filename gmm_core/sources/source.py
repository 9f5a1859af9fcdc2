"""Rows that are not all in memory: what EM, its start and its checks ask of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NoReturn

import numpy as np

from gmm_core.blocks import one_thread
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.sources.summary import Summary, summary_of

OfPiece = Callable[..., Sequence[Any]]
"""(piece: Data, ...) -> what can be added to what it returns of other pieces."""

OfRows = Callable[[np.ndarray, Mixture], np.ndarray]


class Source(ABC):
    """Rows in pieces, of which sums are asked.

    Parameters
    ----------
    n_features : int
    names : sequence of str, optional
        Names of the features, where the rows have them.

    Notes
    -----
    `Data` answer to the same names: they are a source in one piece.
    """

    def __init__(self, n_features: int, names: Sequence[str] | None = None):
        self.n_features = n_features
        self.names = None if names is None else tuple(names)

    @abstractmethod
    def total(self, function: OfPiece, *arguments: Any) -> list[Any]:
        """Return the sums, entry by entry, of ``function(piece, *arguments)`` over all pieces.

        Parameters
        ----------
        function : callable
            Of a module, so that another process can be told of it.
        *arguments

        Returns
        -------
        list
        """

    @abstractmethod
    def of_rows(self, function: OfRows, mixture: Mixture) -> Any:
        """Return ``function(rows, mixture)``, one value or one line of them for each row.

        Returns
        -------
        ndarray, or a lazy collection where the rows are one.
        """

    @cached_property
    def summary(self) -> Summary:
        """What a first pass finds: numbers of rows, ranges, moments and a sample."""
        with one_thread():  # products of few columns, which BLAS would share out
            (found,) = self.total(summary_of)
        return found

    @property
    def weight(self) -> float:
        """Total weight of the rows; their number where they have no weights."""
        return self.summary.weight

    @property
    def counts(self) -> None:
        """As of data without gaps: all rows have a value of each feature."""
        return None

    @property
    def total_is_fixed(self) -> bool:
        """As of data without gaps: the sum of x xᵀ over the components is that of the rows."""
        return True

    @property
    def sample(self) -> Data:
        """Rows drawn in the first pass, all of them where they are few, in their order."""
        return self.summary.sample

    @property
    def origin(self) -> np.ndarray:
        """A point amid the rows, (d,)."""
        return self.summary.mean

    @property
    def spread(self) -> np.ndarray:
        """Root mean square distance of the rows from the origin, feature by feature, (d,)."""
        return np.sqrt(self.summary.variances)

    @property
    def X(self) -> NoReturn:  # noqa: N802
        """Nothing: what asks for it needs an array."""
        raise DataError(
            "This needs all rows in memory, and these are read in pieces. Give an array or a table."
        )


def added(totals: list[Any], parts: Sequence[Any]) -> list[Any]:
    """Return the sums of two lists, entry by entry; one is empty where there was no piece."""
    if not totals or not parts:
        return list(totals or parts)
    return [total + part for total, part in zip(totals, parts, strict=True)]


def in_order(parts: Iterator[np.ndarray]) -> np.ndarray:
    """Return the values of all pieces one after another."""
    found = list(parts)
    if not found:
        raise DataError("There is no row. Give at least one.")
    return np.concatenate(found)
