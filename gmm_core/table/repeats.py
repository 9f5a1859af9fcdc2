"""Rows and values that come back."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.util import hash_array, hash_pandas_object

from gmm_core.blocks import BLOCK_SIZE, pieces
from gmm_core.subsets import evenly_spaced

SAMPLE_ROWS = 10_000
"""The commonest value is looked for in so many values, evenly spaced, and counted in all."""

PIECE_BYTES = 2**23
"""Text of so many bytes is hashed, or compared, at a time: few rows where it is long."""

MANY_VALUES = 1_000_000

_PRIME = np.uint64(1_000_003)


class Repeats(NamedTuple):
    """How many rows are equal to an earlier one, and of the first of them which rows and which."""

    count: int
    rows: list[int]
    first: list[int]


def repeated_rows(frame: pd.DataFrame, most: int) -> Repeats:
    """Return how many rows are equal to an earlier one in all columns; at most so many are named.

    Missing values are equal to one another. Rows are told apart by a hash of 64 bits; those that
    share one are compared with the first of them, piece by piece: where all rows of a table are
    equal, no copy of it is made.

    Examples
    --------
    >>> repeated_rows(pd.DataFrame({"x": [1, 2, 1, 1], "y": list("abab")}), 5)
    Repeats(count=1, rows=[2], first=[0])
    """
    parts = _parts(frame)
    hashes = _hashes(frame, parts)
    shared = _shared(hashes)
    first_with = np.full(len(shared), -1, dtype=np.int32)  # of no table more rows are read
    count, named, firsts = 0, [], []
    for rows in parts if len(shared) else ():
        which = np.minimum(np.searchsorted(shared, hashes[rows]), len(shared) - 1)
        alike = np.flatnonzero(shared[which] == hashes[rows])
        which, places = which[alike], alike + rows.start
        is_new = first_with[which] < 0
        first_with[which[is_new][::-1]] = places[is_new][::-1]  # the last that is set stays
        first = first_with[which]
        later = np.flatnonzero(first < places)
        later = later[_are_equal(frame, places[later], first[later])]
        count += len(later)
        named += places[later[: most - len(named)]].tolist()
        firsts += first[later[: most - len(firsts)]].tolist()
    return Repeats(count, named, firsts)


def n_different(values: pd.Series) -> int:
    """Return how many different values a column without gaps has, such as text.

    Of more than a million they are told apart by hashes of 64 bits: a table of all values takes
    several times the memory of these, and 8 bytes are enough for each.

    Examples
    --------
    >>> n_different(pd.Series(["a", "b", "a"]))
    2
    """
    if len(values) <= MANY_VALUES or values.dtype == object:
        return int(values.nunique())
    frame = values.to_frame()
    ordered = np.sort(_hashes(frame, _parts(frame)))
    return 1 + int(np.count_nonzero(ordered[1:] != ordered[:-1]))


def commonest(values: NDArray[np.float64]) -> tuple[float, int]:
    """Return the value that comes back most often, and how often; the smallest of several.

    Of more than 10,000 values, the commonest of as many, evenly spaced, and counted in all: what
    stands in a tenth of all rows is not missed.
    """
    sample = values[evenly_spaced(len(values), SAMPLE_ROWS)]
    distinct, counts = np.unique(sample, return_counts=True)
    value = float(distinct[np.argmax(counts)])
    return value, int(np.count_nonzero(values == value))


def _hashes(frame: pd.DataFrame, parts: Sequence[slice]) -> NDArray[np.uint64]:
    """A hash of each row, as far as the first columns do not tell all of them apart."""
    hashes = np.zeros(len(frame), dtype=np.uint64)
    for place in range(frame.shape[1]):
        if place in (1, 2) and not len(_shared(hashes)):
            break
        column = frame.iloc[:, place]
        # Of mixed cells pandas finds the equal ones among those that it is given at once.
        for rows in parts if column.dtype != object else [slice(None)]:
            hashes[rows] *= _PRIME
            hashes[rows] += _own_hashes(column, rows)
    return hashes


def _own_hashes(column: pd.Series, rows: slice) -> NDArray[np.uint64]:
    """A hash of each of these values; -0.0 would have another than 0."""
    if _are_plain(column):
        values = column.to_numpy()[rows]
        return hash_array(values + 0.0 if values.dtype.kind == "f" else values)  # pyright: ignore
    some = column.iloc[rows].reset_index(drop=True)
    some = some + 0.0 if pd.api.types.is_float_dtype(some) else some
    return hash_pandas_object(some, index=False).to_numpy()  # pyright: ignore


def _are_plain(column: pd.Series) -> bool:
    """Whether these are numbers of numpy, of which pandas need know nothing."""
    return isinstance(column.dtype, np.dtype) and column.dtype.kind in "iufb"


def _parts(frame: pd.DataFrame) -> Sequence[slice]:
    """Rows of a block, or fewer where the widest column has long text."""
    widest = max((column.memory_usage(index=False) for _, column in frame.items()), default=0)
    few = max(PIECE_BYTES * len(frame) // max(widest, 1), 1)
    return [*pieces(len(frame), min(few, BLOCK_SIZE))]


def _shared(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hashes that several rows have, each once, ascending."""
    ordered = np.sort(hashes)
    same = ordered[1:] == ordered[:-1]
    same[1:] &= ~same[:-1]  # where the hash comes back for the first time
    return ordered[1:][same]


def _are_equal(
    frame: pd.DataFrame, rows: NDArray[np.intp], others: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Which rows are equal to as many others in all columns."""
    equal = np.ones(len(rows), dtype=bool)
    for place in range(frame.shape[1] if len(rows) else 0):
        equal &= _come_back(frame.iloc[:, place], rows, others)
    return equal


def _come_back(
    column: pd.Series, rows: NDArray[np.intp], others: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Which values of a column are equal to as many others, as gaps are."""
    if _are_plain(column):
        values = column.to_numpy()
        left, right = values[rows], values[others]
        return (left == right) | ((left != left) & (right != right))
    left, right = (column.iloc[some].reset_index(drop=True) for some in (rows, others))
    same = (left == right).to_numpy(dtype=bool, na_value=False)
    return same | (left.isna() & right.isna()).to_numpy()
