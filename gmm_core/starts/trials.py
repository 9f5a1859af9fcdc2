"""Several starts run a little way side by side, and the one that leads highest."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from gmm_core.blocks import one_thread
from gmm_core.checked import as_annotated
from gmm_core.departures import spurious
from gmm_core.em import Model, Stop
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, Statistics, statistics_of
from gmm_core.mixture import Mixture

# Iterations of each round of trials, and how many of the starts go on after it. On iris with
# diagonal covariances the two best optima are told apart after 10 to 30 iterations; the last
# round is long so that a start whose components collapse later is found out.
ROUNDS = ((10, 4), (30, 2), (500, 1))

# A trial that has less than this to gain, in nats a row, is over.
TRIAL_STOP = Stop(1e-6)

# Trials that differ by less than this, in nats a row, lead equally high: the first is taken.
TIE = 1e-4


@dataclass(frozen=True, eq=False)
class _Trial:
    start: Statistics
    mixture: Mixture
    log_likelihoods: tuple[float, ...] = ()  # a row, in nats


@as_annotated
def best_start(data: Data, starts: Sequence[Statistics], model: Model) -> Statistics:
    """Return the start from which a short run of EM reaches the highest log-likelihood.

    The first of those that lead equally high; short runs that end in a component which is likely an
    accident of few rows give way to the others (see `spurious`). Where every start collapses, the
    error is that of the first. Short runs as in Biernacki, Celeux and Govaert (2003), Comput.
    Statist. Data Anal. 41, section 3.2, with the field narrowed in rounds. Starts share one pass
    over the data wherever the fused pass is taken.
    """
    if not len(starts):
        raise DataError("There is no start to try. Give at least one.")
    field, reserve = _alive(starts, model), []
    with one_thread():
        for iterations, kept in ROUNDS:
            for _ in range(iterations):
                alive = _advanced(data, field, model) or reserve[:1]
                if not alive:
                    return field[0].start
                field, reserve = alive, [trial for trial in reserve if trial is not alive[0]]
            ranked = _ranked(field, data.weight)
            field, reserve = ranked[:kept], ranked[kept:] + reserve
    return field[0].start


def _alive(starts: Sequence[Statistics], model: Model) -> list[_Trial]:
    """The starts that have a first M-step; the first collapse where none has."""
    field: list[_Trial] = []
    collapse: DegenerateComponentError | None = None
    for start in starts:
        try:
            field.append(_Trial(start, model.m_step(start)))
        except DegenerateComponentError as error:
            collapse = collapse or error.at(0)
    if not field and collapse is not None:
        raise collapse
    return field


def _advanced(data: Data, field: list[_Trial], model: Model) -> list[_Trial]:
    """An iteration of every trial; those in which a component collapses are given up."""
    over = [TRIAL_STOP.is_near(trial.log_likelihoods) for trial in field]
    going = [trial.mixture for trial, done in zip(field, over, strict=True) if not done]
    if not going:
        return field
    found = iter(statistics_of(data, going, model.structure.moments))
    alive = []
    for trial, done in zip(field, over, strict=True):
        with suppress(DegenerateComponentError):
            alive.append(trial if done else _next(trial, next(found), model))
    return alive


def _next(trial: _Trial, statistics: Statistics, model: Model) -> _Trial:
    reached = statistics.log_likelihood / statistics.weight
    seen = (*trial.log_likelihoods[-2:], reached)
    return _Trial(trial.start, model.m_step(statistics, trial.mixture), seen)


def _ranked(field: list[_Trial], weight: float) -> list[_Trial]:
    """The trials from the best on; in their order where they lead equally high."""
    reached = [trial.log_likelihoods[-1] for trial in field]
    behind = [round((max(reached) - value) / TIE) for value in reached]
    accident = [bool(spurious(trial.mixture, weight)) for trial in field]
    order = sorted(range(len(field)), key=lambda i: (accident[i], behind[i]))
    return [field[i] for i in order]
