"""What is said of where a run ends, beside other ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.ends.many_starts import Tried, are_one_end, best_end
from gmm_core.wording import counted, listed
from gmm_core.written_numbers import difference

MOST_NAMED = 6


@as_annotated
def apart(end: float, best: float, n_rows: int, than: str) -> str:
    """Return how far below or above another end a run ends; "" where both are one, or unknown.

    Parameters
    ----------
    end, best : float
        Log-likelihoods, in nats.
    n_rows : int
    than : str
        What the other end is called.

    Returns
    -------
    str

    Examples
    --------
    >>> apart(-186.57, -180.19, 150, "the best end known"), apart(-5.0, -5.0, 4, "it")
    ('6.380 below the best end known', '')
    """
    if are_one_end(end, best, n_rows) or not np.isfinite([end, best]).all():
        return ""
    return f"{difference(abs(best - end), plus='')} {'below' if end < best else 'above'} {than}"


@as_annotated
def reach(end: float, starts: Sequence[Tried], n_rows: int) -> str:
    """Return how an end compares with those of random starts, and how many of them reach the best.

    Parameters
    ----------
    end : float
        Log-likelihood of a run, in nats; with a prior its log-posterior.
    starts : sequence of Tried
        None where there was no time for any.
    n_rows : int

    Returns
    -------
    str

    Examples
    --------
    >>> starts = [Tried("random", seed, end, 20) for seed, end in enumerate([-180.19, -186.57])]
    >>> reach(-186.57, starts, 150)
    'This run ends 6.380 below the best of 2 random starts; 1 of 2 reaches that.'
    >>> reach(-180.19, starts, 150)
    'This run ends where the best of 2 random starts does; 1 of 2 reaches that.'
    """
    n, best = len(starts), best_end(starts)
    if not any(each.counts for each in starts):
        return ""
    n_best = sum(each.counts and are_one_end(each.log_posterior, best, n_rows) for each in starts)
    below = apart(end, best, n_rows, f"the best of {counted(n, 'random start')}")
    where = below or f"where the best of {counted(n, 'random start')} does"
    return f"This run ends {where}; {n_best} of {n} {'reaches' if n_best == 1 else 'reach'} that."


@as_annotated
def rows_apart(names: Sequence[str]) -> str:
    """Return which rows two fits place differently.

    Parameters
    ----------
    names : sequence of str
        What a person calls each of these rows.

    Returns
    -------
    str

    Examples
    --------
    >>> rows_apart(["7", "12"]), rows_apart([])
    ('The two fits place 2 rows differently: 7 and 12.', 'The two fits place all rows alike.')
    """
    if not names:
        return "The two fits place all rows alike."
    rows = counted(len(names), "row")
    return f"The two fits place {rows} differently: {listed(names, MOST_NAMED)}."
