"""Rows and values that come back."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.util import hash_pandas_object

from gmm_core.subsets import evenly_spaced

SAMPLE_ROWS = 10_000
"""The commonest value is looked for in so many values, evenly spaced, and counted in all."""


_PRIME = np.uint64(1_000_003)


def repeated_rows(frame: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the rows that are equal to an earlier one in all columns, ascending, and that row.

    Missing values are equal to one another. Rows are told apart by a hash of 64 bits; only those
    that share one are compared.

    Examples
    --------
    >>> again, first = repeated_rows(pd.DataFrame({"x": [1, 2, 1, 1], "y": list("abab")}))
    >>> again, first
    (array([2]), array([0]))
    """
    hashes = np.zeros(len(frame), dtype=np.uint64)
    alike = np.arange(len(frame))
    for place in range(frame.shape[1]):  # one by one: a large table is not held a second time
        if not len(alike):
            break  # no two rows agree in the columns so far
        column = _plain(frame.iloc[:, place])
        own = hash_pandas_object(column, index=False).to_numpy()  # pyright: ignore
        hashes = hashes * _PRIME + own
        if place in (0, 1) or place == frame.shape[1] - 1:
            alike = np.flatnonzero(pd.Series(hashes).duplicated(keep=False))
    if not len(alike):
        return alike, alike
    some = frame.iloc[alike]
    plain = pd.DataFrame({place: _plain(some.iloc[:, place]) for place in range(frame.shape[1])})
    again = alike[plain.duplicated().to_numpy()]
    distinct, first = np.unique(hashes[alike], return_index=True)
    return again, alike[first[np.searchsorted(distinct, hashes[again])]]


def commonest(values: NDArray[np.float64]) -> tuple[float, int]:
    """Return the value that comes back most often, and how often; the smallest of several.

    Of more than 10,000 values, the commonest of as many, evenly spaced, and counted in all: what
    stands in a tenth of all rows is not missed.
    """
    sample = values[evenly_spaced(len(values), SAMPLE_ROWS)]
    distinct, counts = np.unique(sample, return_counts=True)
    value = float(distinct[np.argmax(counts)])
    return value, int(np.count_nonzero(values == value))


def _plain(column: pd.Series) -> pd.Series:
    """The same values; a hash would tell -0.0 from 0."""
    column = column.reset_index(drop=True)
    return column + 0.0 if pd.api.types.is_float_dtype(column) else column
