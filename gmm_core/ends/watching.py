"""The rule by which a start is chosen for a person to watch EM work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gmm_core.checked import as_annotated
from gmm_core.ends.many_starts import KINDS, Tried, are_one_end, best_end

FEWEST_ITERATIONS = 10


@dataclass(frozen=True)
class Watched:
    """A start to watch, and the best end known beside it.

    Parameters
    ----------
    init : str
        A name of the registry of starts.
    seed : int
    n_iter : int
        Iterations of its run.
    end : float
        Log-likelihood at which it ends, in nats; with a prior its log-posterior.
    best_known : float
        The highest end known, in nats; the run may end below it.
    """

    init: str
    seed: int
    n_iter: int
    end: float
    best_known: float


@as_annotated
def start_to_watch(starts: Sequence[Tried], known: Tried, n_rows: int) -> Watched:
    """Return the start in which there is most to see.

    The first seed of random points, then of random responsibilities, whose run takes at least ten
    iterations, has rows change sides, and ends at the best end known. Where there is none, the
    longest of the shorter runs that have rows change sides and end there: groups far apart are
    found in few iterations, and what takes many has missed them. Where there is none either, the
    start that ends highest among those of ten iterations; where there is none of these, `known`.

    Parameters
    ----------
    starts : sequence of Tried
    known : Tried
        The best of several, whose end counts among those known.
    n_rows : int

    Returns
    -------
    Watched

    Examples
    --------
    >>> long, short = Tried("random", 3, -186.57, 40, True), Tried("random", 4, -180.19, 6, True)
    >>> start_to_watch([long, short], Tried("auto", 0, -180.19, 6), 150)
    Watched(init='random', seed=4, n_iter=6, end=-180.19, best_known=-180.19)
    >>> start_to_watch([long], Tried("auto", 0, -180.19, 6), 150)
    Watched(init='random', seed=3, n_iter=40, end=-186.57, best_known=-180.19)
    """
    best = best_end([*starts, known])
    counted = (each for each in starts if each.counts)
    in_order = sorted(counted, key=lambda each: (KINDS.index(each.init), each.seed))
    long = [each for each in in_order if each.n_iter >= FEWEST_ITERATIONS]
    at_best = [
        each
        for each in in_order
        if each.changes_sides and are_one_end(each.log_posterior, best, n_rows)
    ]
    longest = max(at_best, key=lambda each: each.n_iter, default=None)
    highest = max(long, key=lambda each: each.log_posterior, default=known)
    chosen = next((each for each in long if each in at_best), longest or highest)
    return Watched(chosen.init, chosen.seed, chosen.n_iter, chosen.log_posterior, best)
