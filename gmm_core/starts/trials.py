"""Several starts run a little way side by side, and the one that leads highest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from math import ceil
from typing import Any, NamedTuple, Protocol

from gmm_core.blocks import one_thread
from gmm_core.checked import as_annotated
from gmm_core.departures import spurious
from gmm_core.em import Model, Stop
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, Statistics, statistics_of
from gmm_core.mixture import Mixture
from gmm_core.starts.moves import moved

# Iterations of each round of trials, and how many of the starts go on after it. On iris with
# diagonal covariances the two best optima are told apart after 10 to 30 iterations; the last
# round is long so that a start whose components collapse later is found out.
ROUNDS = ((10, 4), (30, 2), (500, 1))

# The same of moves from where the best of them ends, and how often it is moved from at most.
MOVE_ROUNDS = ((3, 60), (10, 16), (60, 5), (500, 1))
MOST_TIMES = 8

# What all moves take at most: rows times components times features squared, of each iteration;
# about a second of one core. Where it does for less than all moves of a mixture, the most promising
# of them are tried, and none where it does for too few.
WORK = 2.5e9
LEAST_SHARE = 0.05
TO_REST = 100  # iterations of a trial of the last round, about

# A trial that has less than this to gain, in nats a row, is over.
TRIAL_STOP = Stop(1e-6)

# Trials that differ by less than this, in nats a row, lead equally high: the first is taken.
TIE = 1e-4


class Steps(Protocol):
    """How mixtures take their steps: each by itself, or all in the same calls."""

    def begun(self, mixtures: Sequence[Mixture]) -> Sequence[Any]:
        """Return mixtures as they are taken further."""
        ...

    def stepped(self, mixtures: Sequence[Any]) -> Iterator[tuple[float, Any]]:
        """Return the log-posterior of each, and where its step leads; None where it collapses."""
        ...

    def mixture(self, now: Any) -> Mixture:
        """Return one of them as a mixture."""
        ...


class _Trial(NamedTuple):
    """A start, where it has led to, and log-posteriors a row, in nats: of what is maximised."""

    start: Statistics
    now: Any
    reached: tuple[float, ...] = ()


class _Alone:
    """Mixtures that take their steps one after the other."""

    def __init__(self, data: Data, model: Model):
        self._data, self._model = data, model

    def begun(self, mixtures: Sequence[Mixture]) -> Sequence[Mixture]:
        return mixtures

    def mixture(self, now: Mixture) -> Mixture:
        return now

    def stepped(self, mixtures: Sequence[Mixture]) -> Iterator[tuple[float, Mixture | None]]:
        """The log-posterior of each, and where its step leads; None where it collapses."""
        model = self._model
        found = statistics_of(self._data, mixtures, model.structure.moments)
        for mixture, statistics in zip(mixtures, found, strict=True):
            log_posterior = statistics.log_likelihood + model.log_prior(mixture)
            try:
                yield log_posterior, model.m_step(statistics, mixture)
            except DegenerateComponentError:
                yield log_posterior, None


@as_annotated
def best_start(
    data: Data, starts: Sequence[Statistics], model: Model, *, most_moves: int = MOST_TIMES
) -> Statistics:
    """Return the start from which a short run of EM reaches the highest log-likelihood.

    With a prior, the highest log-posterior. The first of those that lead equally high; short runs
    that end in a component which is likely an accident of few rows (see `spurious`), or in two
    equal ones, give way to the others. From where it leads, components are joined and cut as long
    as that leads higher, `most_moves` times at most (see `moved`). Where every start collapses, it
    is the first that has an M-step; where none has one, the error is that of the first. Short runs
    as in Biernacki, Celeux and Govaert (2003), Comput. Statist. Data Anal. 41, section 3.2, with
    the field narrowed in rounds. Starts share one pass over the data wherever the fused pass is
    taken.
    """
    if not len(starts):
        raise DataError("There is no start to try. Give at least one.")
    with one_thread():
        k = len(starts[0].resp_sum)
        steps = model.together(data, k) or _Alone(data, model)
        best = _raced(data, _alive(starts, model, steps), steps, ROUNDS)
        return _improved(data, best, model, steps, most_moves).start


def _raced(
    data: Data, field: list[_Trial], steps: Steps, rounds: Sequence[tuple[int, int]]
) -> _Trial:
    """The trial that leads highest; the first of the field as it was where all collapse."""
    first, reserve = field[0], []
    for iterations, kept in rounds:
        for _ in range(iterations):
            if all(_is_over(trial) for trial in field):
                break
            alive = _advanced(data, field, steps) or reserve[:1]
            if not alive:
                return first
            field, reserve = alive, [trial for trial in reserve if trial is not alive[0]]
        ranked = _ranked(field, steps, data.weight)
        field, reserve = ranked[:kept], ranked[kept:] + reserve
    return field[0]


def _improved(data: Data, best: _Trial, model: Model, steps: Steps, most_moves: int) -> _Trial:
    """The trial, or what comes of joining and cutting components as long as that leads higher."""
    k, d = best.start.resp_means.shape
    left = WORK / (len(data.X) * k * (d * d + 10))
    for _ in range(most_moves if best.reached else 0):
        if left < LEAST_SHARE * _iterations(1):
            break  # as of very many rows, for which moves would be made in vain
        moves = moved(data, steps.mixture(best.now), model)
        asked = _iterations(len(moves))
        if left < LEAST_SHARE * asked or not moves:
            break
        share = min(1.0, left / asked)
        left -= share * asked
        found = _highest(data, moves[: ceil(share * len(moves))], model, steps, share)
        if found is None or _ranked([best, found], steps, data.weight)[0] is best:
            break
        best = found
    return best


def _iterations(n_moves: int) -> int:
    """How many of one trial each all rounds of so many moves take, about."""
    field = [n_moves, *(min(kept, n_moves) for _, kept in MOVE_ROUNDS)]
    return sum(min(most, TO_REST) * n for (most, _), n in zip(MOVE_ROUNDS, field, strict=False))


def _highest(
    data: Data, moves: list[Statistics], model: Model, steps: Steps, share: float
) -> _Trial | None:
    """The trial of the move that leads highest; None where all of them collapse."""
    try:
        field = _alive(moves, model, steps)
    except DegenerateComponentError:
        return None
    found = _raced(data, field, steps, [(most, ceil(share * kept)) for most, kept in MOVE_ROUNDS])
    return found if found.reached else None


def _alive(starts: Sequence[Statistics], model: Model, steps: Steps) -> list[_Trial]:
    """The starts that have a first M-step; the first collapse where none has."""
    alive: list[Statistics] = []
    mixtures: list[Mixture] = []
    collapse: DegenerateComponentError | None = None
    for start in starts:
        try:
            mixtures.append(model.start(start))
            alive.append(start)
        except DegenerateComponentError as error:
            collapse = collapse or error
    if not alive and collapse is not None:
        raise collapse
    return list(map(_Trial, alive, steps.begun(mixtures)))


def _advanced(data: Data, field: list[_Trial], steps: Steps) -> list[_Trial]:
    """An iteration of every trial; those in which a component collapses are given up."""
    going = [not _is_over(trial) for trial in field]
    found = steps.stepped([trial.now for trial in compress(field, going)])
    alive = []
    for trial, goes_on in zip(field, going, strict=True):
        if not goes_on:
            alive.append(trial)
            continue
        reached, now = next(found)
        if now is not None:
            seen = (*trial.reached[-2:], reached / data.weight)
            alive.append(_Trial(trial.start, now, seen))
    return alive


def _is_over(trial: _Trial) -> bool:
    return TRIAL_STOP.is_near(trial.reached)


def _gives_way(mixture: Mixture, weight: float) -> bool:
    """Whether it is an accident of few rows, or has two equal components: no optimum."""
    return bool(spurious(mixture, weight)) or mixture.equal_pair() is not None


def _ranked(field: list[_Trial], steps: Steps, weight: float) -> list[_Trial]:
    """The trials from the best on; in their order where they lead equally high."""
    reached = [trial.reached[-1] for trial in field]
    behind = [round((max(reached) - value) / TIE) for value in reached]
    gives_way = [_gives_way(steps.mixture(trial.now), weight) for trial in field]
    order = sorted(range(len(field)), key=lambda i: (gives_way[i], behind[i]))
    return [field[i] for i in order]
