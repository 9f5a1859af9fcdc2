"""The classes that are known of some rows of a source, found in a pass of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gmm_core.errors import DataError
from gmm_core.expectation import Data, PartlyKnown

MOST_CLASSES = 1000
MOST_CLASS = 2**53 - 1  # above it not each whole number is one of its own in double precision


@dataclass(frozen=True, eq=False)
class KnownClasses:
    """How many rows are of each known class, and of none; those of pieces are added.

    Parameters
    ----------
    counts : dict of int to int
    unknown : int
    """

    counts: dict[int, int]
    unknown: int

    def __add__(self, other: KnownClasses) -> KnownClasses:
        """Return those of both."""
        both = {*self.counts, *other.counts}
        if len(both) > MOST_CLASSES:
            raise DataError(
                f"labels have more than {MOST_CLASSES:,} classes. Give the class of each row, and "
                "-1 where it is not known."
            )
        counts = {each: self.counts.get(each, 0) + other.counts.get(each, 0) for each in both}
        return KnownClasses(counts, self.unknown + other.unknown)

    @cached_property
    def classes(self) -> np.ndarray:
        """The known classes in their order, which is that of their components."""
        return np.array(sorted(self.counts), dtype=np.intp)


class KnownPiece(PartlyKnown):
    """A piece of which some rows are of known class; what all rows allow is checked of all."""

    def __init__(self, piece: Data, components: np.ndarray):
        super().__init__(piece, components)
        self.place = vars(piece)["place"]

    def check_known(self, n_components: int) -> None:
        """Leave it to the source, which knows all rows."""


def classes_of(piece: Data) -> list[KnownClasses]:
    """Return how many rows of a piece are of each class."""
    given = _given(piece)
    known = given >= 0
    classes, counts = np.unique(given[known], return_counts=True)
    of_each = dict(zip(classes.astype(np.intp).tolist(), counts.tolist(), strict=True))
    return [KnownClasses({}, int((~known).sum())) + KnownClasses(of_each, 0)]


def with_classes(piece: Data, classes: np.ndarray) -> Data:
    """Return a piece with the components of its rows of known class; as it is where it has none."""
    given = _given(piece)
    if not (given >= 0).any():
        return piece
    return KnownPiece(piece, np.where(given >= 0, np.searchsorted(classes, given), -1))


def of_taking_part(
    piece: Data, function: Callable[..., Sequence[Any]], classes: np.ndarray | None, *arguments: Any
) -> Sequence[Any]:
    """Return what a function says of the rows of a piece that have a value, if there are any."""
    if not len(piece.X):
        return []
    return function(piece if classes is None else with_classes(piece, classes), *arguments)


def checked_classes(given: np.ndarray) -> np.ndarray:
    """Return the class of each row, and -1 where it is not known or missing."""
    classes = np.where(np.isnan(given), -1.0, given)
    if not ((classes == np.floor(classes)) & (classes >= -1) & (classes <= MOST_CLASS)).all():
        raise DataError(
            "labels are not all whole numbers from -1. Give the class of each row, and -1 where it "
            "is not known."
        )
    return classes


def _given(piece: Data) -> np.ndarray:
    given = getattr(piece, "classes", None)
    return np.full(len(piece.X), -1.0) if given is None else given
