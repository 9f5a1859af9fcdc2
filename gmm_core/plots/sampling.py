"""Which rows are drawn when there are more than a picture can show."""

from __future__ import annotations

import numpy as np

LIMIT = 5000


def drawn_rows(n_samples: int, limit: int = LIMIT, seed: int = 0) -> np.ndarray:
    """Return the rows to draw: all, or a fixed sample without replacement.

    Parameters
    ----------
    n_samples : int
    limit : int
        Most rows to draw.
    seed : int
        The same seed gives the same rows.

    Returns
    -------
    ndarray of shape (min(n_samples, limit),)
        Row indices, ascending.

    Examples
    --------
    >>> drawn_rows(3)
    array([0, 1, 2])
    >>> len(drawn_rows(100_000))
    5000
    """
    if n_samples <= limit:
        return np.arange(n_samples)
    sample = np.random.default_rng(seed).choice(n_samples, size=limit, replace=False)
    return np.sort(sample)
