"""How unsure a fit is of each row."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.assigned import with_noise
from gmm_core.checked import as_annotated
from gmm_core.errors import DataError


@as_annotated
def uncertainty(resp: ArrayLike) -> np.ndarray:
    """Return how unsure it is that each row belongs to its most probable component.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)

    Returns
    -------
    ndarray of shape (n_samples,)
        1 - the largest responsibility, or probability of noise: the probability that the row
        belongs elsewhere. It is at most 1 - 1/k with k components.

    Examples
    --------
    >>> uncertainty([[0.75, 0.25], [0.0, 1.0]])
    array([0.25, 0.  ])
    """
    return 1.0 - with_noise(resp).max(axis=1)


@as_annotated
def most_uncertain(resp: ArrayLike, count: int) -> np.ndarray:
    """Return the rows of which a fit is least sure.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    count : int
        Rows wanted; all where there are fewer.

    Returns
    -------
    ndarray of int, shape (min(n_samples, count),)
        Row indices, the most uncertain first; of equals, the first in the table.

    Raises
    ------
    DataError
        When `count` is negative.

    Examples
    --------
    >>> most_uncertain([[0.75, 0.25], [0.0, 1.0], [0.5, 0.5]], 2)
    array([2, 0])
    """
    if count < 0:
        raise DataError(f"{count} rows were asked for. Ask for 0 or more.")
    unsure = uncertainty(resp)
    count = min(count, len(unsure))
    if count == 0:
        return np.empty(0, dtype=np.intp)
    # Sorting all of a million rows takes ten times as long as finding the least that is listed.
    least = np.partition(unsure, len(unsure) - count)[len(unsure) - count]
    found = np.flatnonzero(unsure >= least)
    return found[np.argsort(-unsure[found], kind="stable")][:count]
