"""Rows that are not all in memory: what EM, its start and its checks ask of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NoReturn

import numpy as np

from gmm_core.blocks import one_thread
from gmm_core.errors import DataError
from gmm_core.expectation import Data, PartlyKnown
from gmm_core.mixture import Mixture
from gmm_core.sources.known_classes import KnownClasses, classes_of, of_taking_part
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
    gaps : bool
        Whether values may be missing; rows then take part with what is there of them.
    is_labelled : bool
        Whether the class of some rows may be known.

    Notes
    -----
    `Data` answer to the same names: they are a source in one piece.
    """

    def __init__(
        self,
        n_features: int,
        names: Sequence[str] | None = None,
        *,
        gaps: bool = False,
        is_labelled: bool = False,
    ):
        self.n_features = n_features
        self.names = None if names is None else tuple(names)
        self.gaps, self.is_labelled = gaps, is_labelled

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
        if not self.gaps and not self.is_labelled:
            return self._total(function, arguments)
        classes = None if self.known is None else self.known.classes
        return self._total(of_taking_part, (function, classes, *arguments))

    @abstractmethod
    def _total(self, function: OfPiece, arguments: tuple[Any, ...]) -> list[Any]:
        """The sums over all pieces, as they come."""

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
            found = self._total(summary_of, ())
        if not found:
            raise DataError(
                "No row takes part: there is none, or each has the weight 0 or a value that is "
                "missing or infinite. Give at least one that does."
            )
        return found[0]

    @cached_property
    def known(self) -> KnownClasses | None:
        """How many rows are of each known class; None where there are no labels."""
        if not self.is_labelled:
            return None
        (found,) = self._total(classes_of, ())
        if not found.counts:
            raise DataError(
                "No label is known of a row that takes part. Give one of at least one row, or no "
                "labels."
            )
        return found

    def check_known(self, n_components: int) -> None:
        """Raise unless each known class has a component, and each further one may have a row."""
        if self.known is not None:
            n_known = len(self.known.classes)
            PartlyKnown.check_numbers(n_components, n_known, n_known, self.known.unknown)

    @property
    def weight(self) -> float:
        """Total weight of the rows; their number where they have no weights."""
        return self.summary.weight

    @property
    def counts(self) -> np.ndarray | None:
        """Weight of the rows that have a value of each feature, (d,); None where all have."""
        return self.summary.columns.counts if self._has_gaps else None

    @property
    def total_is_fixed(self) -> bool:
        """Whether the scatter of all rows about their mean is the same whatever the mixture."""
        return not self._has_gaps

    @property
    def _has_gaps(self) -> bool:
        return self.gaps and self.summary.has_gaps

    @cached_property
    def sample(self) -> Data:
        """Rows drawn in the first pass, all of them where they are few, in their order."""
        return self.summary.sample(self.known)

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
