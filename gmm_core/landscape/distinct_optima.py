"""The distinct optima that many starts end at, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gmm_core.checked import as_annotated, check_whole
from gmm_core.ends import Tried, apart, are_one_end
from gmm_core.wording import counted
from gmm_core.written_numbers import number


@dataclass(frozen=True)
class Optimum:
    """An end of EM, and the starts that lead to it.

    Parameters
    ----------
    starts : tuple of Tried
        The first of them is that of the highest log-likelihood, with a prior log-posterior.
    """

    starts: tuple[Tried, ...]

    @property
    def log_likelihood(self) -> float:
        """That of its first start, in nats; minus infinity where a component collapsed."""
        return self.starts[0].log_likelihood

    @property
    def log_posterior(self) -> float:
        """What EM raises, and the optima are ordered by: see `Tried`."""
        return self.starts[0].log_posterior

    @property
    def rises(self) -> str:
        """What EM raises, in a word."""
        return self.starts[0].rises

    @property
    def counts(self) -> bool:
        """Whether it is an end to be compared with others: see `Tried`."""
        return self.starts[0].counts

    @property
    def has_equals(self) -> bool:
        """Whether two of its components are equal."""
        return self.starts[0].has_equals

    @property
    def is_accident(self) -> bool:
        """Whether a component of it is likely an accident of few rows."""
        return self.starts[0].is_accident

    @property
    def collapsed(self) -> bool:
        """Whether these starts have no end."""
        return self.log_likelihood == -np.inf

    @property
    def iterations(self) -> float:
        """Median number of iterations to it."""
        return float(np.median([each.n_iter for each in self.starts]))


@as_annotated
def optima(starts: Sequence[Tried], n_rows: int) -> list[Optimum]:
    """Return the ends of many starts, each with the starts that lead to it, the highest first.

    Parameters
    ----------
    starts : sequence of Tried
    n_rows : int

    Returns
    -------
    list of Optimum
        Ends are one where they differ by no more than runs may stop short of it. Accidents of few
        rows, ends with two equal components, and starts that collapse come last.

    Examples
    --------
    >>> starts = [Tried("random", i, end, 9) for i, end in enumerate([-5.0, -9.0, -5.0])]
    >>> [(each.log_likelihood, len(each.starts)) for each in optima(starts, 7)]
    [(-5.0, 2), (-9.0, 1)]
    """
    check_whole("The number of rows", n_rows, 1)
    groups: list[list[Tried]] = []
    for each in sorted(starts, key=_rank):
        if groups and _are_one(groups[-1][0], each, n_rows):
            groups[-1].append(each)
        else:
            groups.append([each])
    return [Optimum(tuple(group)) for group in groups]


def _rank(each: Tried) -> tuple[bool, float]:
    return not each.counts, -each.log_posterior


def _are_one(first: Tried, other: Tried, n_rows: int) -> bool:
    if _why_not(first) != _why_not(other):
        return False
    ends = first.log_posterior, other.log_posterior
    finite = np.isfinite(ends).all()
    return are_one_end(*ends, n_rows) if finite else ends[0] == ends[1]


def _why_not(each: Tried) -> tuple[bool, bool]:
    """For what an end does not count."""
    return each.is_accident, each.has_equals


@as_annotated
def reached(starts: Sequence[Tried], known: float, n_rows: int) -> str:
    """Return how many starts reach the best solution known; that there is no better is not said.

    Parameters
    ----------
    starts : sequence of Tried
        At least one.
    known : float
        Log-likelihood of a fit known beside them, in nats, with a prior log-posterior; minus
        infinity where there is none.
    n_rows : int

    Returns
    -------
    str

    Examples
    --------
    >>> starts = [Tried("random", seed, end, 20) for seed, end in enumerate([-180.19, -186.57])]
    >>> reached(starts, -186.57, 150)
    '1 of 2 starts reached the best solution known, at log-likelihood −180.2.'
    >>> reached(starts[1:], -180.19, 150)
    'None of 1 start reached the best solution known: it is 6.380 above the best of them.'
    """
    n = counted(len(starts), "start")
    sound = [each.log_posterior for each in starts if each.counts]
    if not sound:
        return (
            f"None of {n} led to an end that counts: components collapsed, held few rows or were "
            "equal."
        )
    best = max(sound)
    if known > best and (gap := apart(known, best, n_rows, "the best of them")):
        return f"None of {n} reached the best solution known: it is {gap}."
    n_best = sum(are_one_end(end, best, n_rows) for end in sound)
    return (
        f"{n_best} of {n} reached the best solution known, at {starts[0].rises} "
        f"{number(max(best, known))}."
    )
