"""What is said of where a run ends, beside other ends."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.ends.many_starts import Tried, are_one_end, best_end
from gmm_core.wording import counted, listed, plural
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
    >>> reach(-180.19, starts[:1], 150), reach(-170.25, starts, 150)
    ('This run ends where the one random start that was tried does.',
    'This run ends 9.940 above the best of 2 random starts.')
    """
    n, best = len(starts), best_end(starts)
    if not any(each.counts for each in starts):
        return ""
    n_best = sum(each.counts and are_one_end(each.log_posterior, best, n_rows) for each in starts)
    of_them = "the one random start that was tried" if n == 1 else f"the best of {n} random starts"
    away = apart(end, best, n_rows, of_them)
    if away and (n == 1 or end > best):
        return f"This run ends {away}."  # how many of them reach the best of them says nothing
    if n_best == n and not away:
        return f"This run ends where {of_them if n == 1 else f'all {n} random starts'} {_do(n)}."
    where = away or f"where {of_them} does"
    return f"This run ends {where}; {n_best} of {n} {plural(n_best, 'reaches', 'reach')} that."


def _do(n: int) -> str:
    return plural(n, "does", "do")


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
