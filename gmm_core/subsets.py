"""Some of many rows, such that every group is seen."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

MOST_ROWS = 5000

MOST_SWEPT = 2000
"""More rows than these are sampled for a sweep, so that it takes a second or two."""

WIDE = 10
"""With more features than these, rows are fewer, as each costs the square of the features; ..."""

LEAST_SWEPT = 100
"""... but no fewer than these."""

MANY_TIMES = 8
"""Of so many times as many rows as are drawn, repeats are few."""


def drawn_rows(n_samples: int, limit: int = MOST_ROWS, seed: int = 0) -> np.ndarray:
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


def distinct_rows(n_samples: int, limit: int, rng: np.random.RandomState) -> np.ndarray:
    """Return `limit` different rows drawn at random, in random order.

    Of very many rows without a permutation of them all: repeats are drawn again.

    Examples
    --------
    >>> rng = np.random.RandomState(0)
    >>> len(np.unique(distinct_rows(1_000_000, 1000, rng)))
    1000
    """
    if n_samples < MANY_TIMES * limit:
        return rng.choice(n_samples, limit, replace=False)
    drawn = np.empty(0, dtype=np.int64)
    while len(drawn) < limit:
        more = np.concatenate([drawn, rng.randint(n_samples, size=limit)])
        drawn = more[np.sort(np.unique(more, return_index=True)[1])]
    return drawn[:limit]


def lowest(drawn: np.ndarray, most: int) -> np.ndarray:
    """Return the positions of the `most` lowest numbers, in their order: a sample in one pass.

    Examples
    --------
    >>> lowest(np.array([0.5, 0.1, 0.9, 0.2]), 2)
    array([1, 3])
    """
    if len(drawn) <= most:
        return np.arange(len(drawn))
    return np.sort(np.argpartition(drawn, most)[:most])


def swept_rows(n_samples: int, n_features: int) -> np.ndarray:
    """Return the rows on which many fits are compared: a fixed sample, smaller of wide tables.

    Examples
    --------
    >>> len(swept_rows(150, 4)), len(swept_rows(1_000_000, 10)), len(swept_rows(1_000_000, 100))
    (150, 2000, 100)
    """
    share = (WIDE / max(n_features, WIDE)) ** 2
    return drawn_rows(n_samples, max(int(MOST_SWEPT * share), LEAST_SWEPT))


def evenly_spaced(n_samples: int, limit: int) -> slice:
    """Return at most `limit` of `n_samples` rows as a slice: the first, and every so many after it.

    Examples
    --------
    >>> np.arange(10)[evenly_spaced(10, 4)], np.arange(3)[evenly_spaced(3, 4)]
    (array([0, 3, 6, 9]), array([0, 1, 2]))
    """
    return slice(None, None, max(-(-n_samples // limit), 1))


def stratified_rows(
    strata: np.ndarray, limit: int, *, least: int = 50, seed: int = 0
) -> np.ndarray:
    """Return the positions of at most `limit` rows, with some of every stratum.

    Parameters
    ----------
    strata : ndarray of int, shape (n_samples,)
        The group of each row, such as its most probable component.
    limit : int
        Number of rows wanted.
    least : int
        Rows of each stratum at least, or all of a smaller one; fewer of each where `limit` does
        not suffice for so many.
    seed : int
        Of the priorities of the rows.

    Returns
    -------
    ndarray of int, shape (min(n_samples, limit),)
        Ascending. All rows where there are no more than `limit`.

    Notes
    -----
    Strata give rows in proportion to their size, as far as `least` allows: a stratified sample
    with proportional allocation, Cochran (1977), Sampling Techniques, section 5.4. Each row has a
    priority that depends on `seed` and the number of rows alone, and a stratum gives its first
    rows by priority. So where rows change their groups, most of the sample stays.

    Examples
    --------
    >>> stratified_rows(np.array([0, 0, 0, 1]), 2, least=1)
    array([2, 3])
    """
    n = len(strata)
    if n <= limit:
        return np.arange(n)
    groups, sizes = _numbered(strata)
    wanted = _quotas(sizes, limit, least)
    by_priority = np.random.default_rng(seed).permutation(n)
    listed = by_priority[np.argsort(groups[by_priority], kind="stable")]
    first = np.cumsum(sizes) - sizes
    place = np.arange(n) - np.repeat(first, sizes)
    return np.sort(listed[place < np.repeat(wanted, sizes)])


def _numbered(strata: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The groups numbered from 0 in as few bytes as they need, and their sizes; some may be 0."""
    from_zero = strata.astype(np.int64) - int(strata.min())
    if from_zero.max() >= len(strata):
        from_zero = np.unique(from_zero, return_inverse=True)[1]
    sizes = np.bincount(from_zero)
    # Numbers of two bytes are sorted in a time that is linear in the rows.
    return from_zero.astype(np.min_scalar_type(len(sizes))), sizes


def _quotas(sizes: np.ndarray, limit: int, least: int) -> np.ndarray:
    """Rows of each stratum, `limit` in total, in whole numbers all the way."""
    within = bisect_right(range(least + 1), limit, key=lambda c: np.minimum(sizes, c).sum()) - 1
    assured = np.minimum(sizes, within)
    shared = np.ones(len(sizes), dtype=bool)
    while True:
        rest, rows = limit - assured[~shared].sum(), sizes[shared].sum()
        too_few = shared & (rest * sizes < assured * rows)
        if not too_few.any():
            break
        shared &= ~too_few
    quotas = np.where(shared, rest * sizes // max(rows, 1), assured)
    remainders = np.where(shared, rest * sizes % max(rows, 1), -1)
    left = limit - quotas.sum()
    quotas[np.argsort(-remainders, kind="stable")[:left]] += 1
    return quotas
