"""Many random starts, each run to its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice

import numpy as np

from gmm_core.assigned import assigned
from gmm_core.checked import as_annotated, check_whole
from gmm_core.departures import spurious
from gmm_core.em import Ascent, Run
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Data
from gmm_core.fitting import Settings, ends_together, fit_run
from gmm_core.gaps import Patterns, shares_of
from gmm_core.mixture import Mixture

KINDS = ("random_from_data", "random")
"""Random points and random responsibilities, in the order in which the rule asks them."""

MOST_STARTS = 60

# What sixty starts on 150 rows of 4 features take, about: in all, and of each iteration whatever
# the size of the table. The unit is one row's share of one component, of a feature.
WORK = 700_000_000
OF_AN_ITERATION = 280_000
# What an iteration takes besides where rows have gaps: in all, of each pattern of gaps, and of one
# component there by the cube of the features.
OF_GAPS, OF_A_PATTERN, OF_A_SOLUTION = 1_000_000, 40_000, 10

# A run that may take fewer seldom comes to its end, and would be in vain.
FEWEST_ITERATIONS = 20

# Small runs that go on together; where the work ends before them, that of those left over is lost.
AT_ONCE = 20

# Ends that differ by less than this, in nats a row, are one: a run stops where it is estimated to
# gain a tenth of it in all iterations to come.
ONE_END = 1e-5


@dataclass(frozen=True)
class Tried:
    """A start that was run to its end.

    Parameters
    ----------
    init : str
        A name of the registry of starts.
    seed : int
    log_likelihood : float
        Of the end, in nats; minus infinity where a component collapsed.
    n_iter : int
    changes_sides : bool
        Some row's most probable component was another one on the way.
    is_accident : bool
        The end has a component that is likely an accident of few rows.
    log_prior : float
        Logarithm of the prior at the end, up to a constant; 0 where there is none.
    has_equals : bool
        Two components of the end are equal, as two without rows are with a prior.
    """

    init: str
    seed: int
    log_likelihood: float
    n_iter: int
    changes_sides: bool = False
    is_accident: bool = False
    log_prior: float = 0.0
    has_equals: bool = False

    @property
    def log_posterior(self) -> float:
        """What EM raises, and ends are compared by: the log-likelihood where there is no prior."""
        return self.log_likelihood + self.log_prior

    @property
    def rises(self) -> str:
        """What EM raises, in a word."""
        return "log-posterior" if self.log_prior else "log-likelihood"

    @property
    def counts(self) -> bool:
        """Whether it has an end to be compared: no collapse, accident of few rows or equal pair."""
        sound = not (self.is_accident or self.has_equals)
        return self.log_likelihood > -np.inf and sound

    @classmethod
    def of_end(
        cls, settings: Settings, end: Run | Ascent, weight: float, *, changes_sides: bool = False
    ) -> Tried:
        """Return a start of which the end is there: an `Ascent` of a model without a prior."""
        mixture = end.mixture
        return cls(
            settings.init,
            settings.seed,
            end.log_likelihood,
            end.n_iter,
            changes_sides,
            bool(spurious(mixture, weight)),
            end.states[-1].log_prior if isinstance(end, Run) else 0.0,
            mixture.equal_pair() is not None,
        )

    def with_log_jacobian(self, log_jacobian: float) -> Tried:
        """Return the start with its end in the units before a change of them; see `fit_run`."""
        return replace(self, log_likelihood=self.log_likelihood + log_jacobian)


@as_annotated
def are_one_end(first: float, second: float, n_rows: int) -> bool:
    """Return whether two log-likelihoods are those of one end, but for where the runs stopped.

    Parameters
    ----------
    first, second : float
        In nats.
    n_rows : int

    Returns
    -------
    bool

    Examples
    --------
    >>> are_one_end(-180.1855, -180.1856, 150), are_one_end(-180.1855, -186.57, 150)
    (True, False)
    """
    return bool(abs(first - second) <= ONE_END * n_rows)


@as_annotated
def best_end(starts: Sequence[Tried]) -> float:
    """Return the highest log-likelihood at which a start ends, in nats, of those that count.

    Parameters
    ----------
    starts : sequence of Tried

    Returns
    -------
    float
        With a prior the log-posterior; minus infinity where there is none.

    Examples
    --------
    >>> best_end([Tried("random", 0, -190.0, 20), Tried("random", 1, -180.0, 9)])
    -180.0
    """
    return max((each.log_posterior for each in starts if each.counts), default=-np.inf)


@as_annotated
def tried(
    X: np.ndarray | Data,
    settings: Settings,
    *,
    most: int = MOST_STARTS,
    work: float = WORK,
    first: Sequence[Tried] = (),
    log_jacobian: float = 0.0,
) -> tuple[Tried, ...]:
    """Return random starts with their ends, points and responsibilities in turns.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features), or Data
        Data may have weights.
    settings : Settings
        Whatever start they name.
    most : int
        Most starts to run.
    work : float
        Where so much is done, no more are run: rows times components times features, of each
        iteration. It is about a second of one core, and the same on every machine.
    first : sequence of Tried
        The first of them, where they have been run already.
    log_jacobian : float
        What is added to the others' ends, so that they are in the units before a change of them.

    Returns
    -------
    tuple of Tried
        None of a table of which one run is more than that.

    Raises
    ------
    DataError
        When the rows cannot be fitted as asked.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> [(each.init, each.seed) for each in tried(X, Settings(2), most=3)]
    [('random_from_data', 0), ('random', 0), ('random_from_data', 1)]
    """
    data = Data.of(X)
    check_whole("most", most, 0)
    others = _within(data, settings, islice(_in_turns(), len(first), most), work, first)
    return (*first, *(each.with_log_jacobian(log_jacobian) for each in others))


def _in_turns() -> Iterator[tuple[str, int]]:
    return ((init, seed) for seed in count() for init in KINDS)


def _of_gaps(X: np.ndarray, k: int) -> int:
    """The work that each iteration has with the patterns of gaps."""
    if not np.isnan(X).any():
        return 0
    of_a_pattern = OF_A_PATTERN + OF_A_SOLUTION * k * X.shape[1] ** 3
    return OF_GAPS + len(Patterns.of(X)) * of_a_pattern


def _within(
    data: Data,
    settings: Settings,
    starts: Iterable[tuple[str, int]],
    work: float,
    first: Sequence[Tried],
) -> Iterator[Tried]:
    n_rows, n_features = data.X.shape
    size = n_rows * settings.n_components * (n_features**2 + 10)
    gaps = _of_gaps(data.X, settings.n_components)
    size += OF_AN_ITERATION + gaps
    left = work / size - sum(each.n_iter + 1 for each in first)
    fewest = min(FEWEST_ITERATIONS, settings.max_iter)
    # With gaps each runs alone, so that the work of one is known before the next.
    together = not gaps and Ascent.shares_calls(n_rows, n_features, settings.n_components)
    rest, most = iter(starts), AT_ONCE if together else 1
    while some := list(islice(rest, most)):
        if left < fewest:
            return
        kept = replace(settings, means=None, grid=None, max_iter=int(min(settings.max_iter, left)))
        asked = [replace(kept, init=init, seed=seed) for init, seed in some]
        for each, end in zip(asked, ends_together(data, asked), strict=True):
            if left < fewest:
                return
            iterations = int(min(settings.max_iter, left))
            one, is_whole = _one(data, replace(each, max_iter=iterations), end)
            left -= one.n_iter + 1
            if is_whole or iterations == settings.max_iter:
                yield one


def _one(data: Data, settings: Settings, end: Ascent | None) -> tuple[Tried, bool]:
    """A start with its end, and whether it comes there; `end` where that is known."""
    if end is not None and end.n_iter > settings.max_iter:
        return Tried(settings.init, settings.seed, -np.inf, settings.max_iter), False
    if end is not None and (_sides(data.X, end.start) != _sides(data.X, end.mixture)).any():
        return Tried.of_end(settings, end, data.weight, changes_sides=True), end.converged
    try:
        run = fit_run(data, settings)
    except DegenerateComponentError as collapse:
        return Tried(settings.init, settings.seed, -np.inf, collapse.iteration or 0), True
    return as_tried(data.X, run, settings), run.converged


@as_annotated
def as_tried(X: np.ndarray, run: Run, settings: Settings) -> Tried:
    """Return what the rule asks of the end of a run.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    run : Run
        With all its states.
    settings : Settings
        With the start of the run.

    Returns
    -------
    Tried

    Examples
    --------
    >>> X, settings = np.array([[0.0], [1.0], [10.0], [11.0]]), Settings(2)
    >>> end = as_tried(X, fit_run(X, settings), settings)
    >>> end.init, end.n_iter, end.changes_sides, end.counts
    ('auto', 2, False, True)
    """
    return Tried.of_end(settings, run, run.weight, changes_sides=_changes_sides(X, run))


def _changes_sides(X: np.ndarray, run: Run) -> bool:
    first = _sides(X, run.states[0].mixture)
    later = (_sides(X, state.mixture) for state in run.states[:0:-1])
    return any(bool((each != first).any()) for each in later)


def _sides(X: np.ndarray, mixture: Mixture) -> np.ndarray:
    """The most probable component of each row."""
    return assigned(shares_of(X, mixture))
