"""Where random numbers come from."""

from __future__ import annotations

import numpy as np

from gmm_core.errors import DataError

Seed = int | np.random.RandomState | np.random.Generator | None
"""What random numbers are drawn from; see `seeded`."""


def seeded(random_state: Seed) -> np.random.RandomState:
    """Return the source of random numbers for a seed.

    Parameters
    ----------
    random_state : int, RandomState, Generator or None
        A generator is drawn from, so that its next numbers are others.

    Returns
    -------
    RandomState

    Raises
    ------
    DataError
        When it is none of these.

    Examples
    --------
    >>> seeded(0).randint(10), seeded(np.random.default_rng(0)).randint(10)
    (5, 1)
    """
    from sklearn.utils import check_random_state  # loaded at need: EM itself is without it

    if isinstance(random_state, np.random.Generator):
        return np.random.RandomState(random_state.bit_generator)
    try:
        return check_random_state(random_state)
    except ValueError:
        raise DataError(
            f"random_state is {random_state!r}. Give a whole number from 0 to {2**32 - 1:,}, a "
            "RandomState, a Generator or None."
        ) from None
