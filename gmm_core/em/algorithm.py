"""The EM algorithm for Gaussian mixtures: two pure functions, a generator, and a driver.

Notation, as in Dempster, Laird and Rubin (1977) and Bishop (2006), section 9.2:

    X     (n, d)  rows of data            resp  (n, k)  responsibilities
    E     (X, Mixture) -> Statistics      one pass over the data
    M     (Statistics, covariance_type) -> Mixture, never sees the data

A run is the sequence of states M(E(M(E(start)))); each state holds the log-likelihood of
its own mixture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice

from numpy.typing import ArrayLike

from gmm_core.blocks import one_thread
from gmm_core.checked import as_annotated
from gmm_core.em.history import History, Keep
from gmm_core.em.model import Model
from gmm_core.em.states import Run, State
from gmm_core.em.stopping import (
    Stop,
    gains_little,
    has_converged,
    is_taken_up,
    remaining_gain,
)
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, Statistics, statistics_of
from gmm_core.gaps import Missing
from gmm_core.matrices import Matrices, compacted
from gmm_core.maximisation import covariance_structure
from gmm_core.mixture import Mixture
from gmm_core.scatter import Moments
from gmm_core.sources import Source, source_of


@as_annotated
def e_step(
    X: ArrayLike | Data | Source,
    mixture: Mixture,
    sample_weight: ArrayLike | None = None,
    *,
    covariance_type: str = "full",
    missing: Missing = "refuse",
) -> Statistics:
    """Return the statistics of the responsibilities that `mixture` gives to the rows of `X`.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), Data, or what `source_of` takes
        Data that are passed over many times are made ready once.
    mixture : Mixture
    sample_weight : array_like of shape (n_samples,), optional
    covariance_type : str
        Structure of the M-step to come; only what it reads of the scatter is computed.
    missing : {"refuse", "ml"}
        With "ml" values may be missing (NaN), at random; see `run`.

    Returns
    -------
    Statistics
        With the log-likelihood of `X` under `mixture`, in nats. Of the scatter only as much may be
        meant as that structure reads: ``moments`` says so.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features, or holds values that are not finite.
    DegenerateComponentError
        When a covariance of `mixture` is not positive definite.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> e_step([[0.0], [0.0]], mixture).resp_sum
    array([1., 1.])
    """
    mixture.check_numbers()
    data = source_of(X, sample_weight, missing=missing)
    moments = covariance_structure(covariance_type).moments
    return data.total(statistics_of, [mixture], moments)[0]


@as_annotated
def m_step(
    statistics: Statistics,
    covariance_type: str = "full",
    *,
    reg_covar: float = 0.0,
    floor: float = 0.0,
    previous: Mixture | None = None,
) -> Mixture:
    """Return the mixture of highest expected log-likelihood given the responsibilities.

    Parameters
    ----------
    statistics : Statistics
    covariance_type : str
        A name of the covariance registry, such as "full" or "VVV".
    reg_covar : float
        Added to every variance, in squared units of the features.
    floor : float
        Least variance in any direction, as a share of the variance of all the data; see
        `raised_to_floor`.
    previous : Mixture, optional
        The mixture before; a warm start for structures that need inner iterations.

    Returns
    -------
    Mixture
        Bishop (2006), eqs. 9.24 to 9.26.

    Raises
    ------
    DataError
        When there is no such structure, or `statistics` were taken for another.
    DegenerateComponentError
        When a component holds no rows, or they do not spread in every direction.

    Examples
    --------
    >>> statistics = Statistics.from_responsibilities([[0.0], [2.0]], [[1.0], [1.0]])
    >>> m_step(statistics, "full").covariances
    array([[[1.]]])
    """
    return Model(covariance_type, reg_covar, floor).m_step(statistics, previous)


@as_annotated
def iterate(
    X: ArrayLike | Data | Source,
    start: Mixture,
    covariance_type: str = "full",
    *,
    reg_covar: float = 0.0,
    floor: float = 0.0,
    sample_weight: ArrayLike | None = None,
    first_iteration: int = 0,
    missing: Missing = "refuse",
) -> Iterator[State]:
    """Yield the states of EM from `start` on, without end.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), Data, or what `source_of` takes
    start : Mixture
    covariance_type : str
    reg_covar : float
        Added to every variance, in squared units of the features.
    floor : float
        Least variance in any direction, as a share of the variance of all the data.
    sample_weight : array_like of shape (n_samples,), optional
    first_iteration : int
        Number of the first state, where a run is taken up again.
    missing : {"refuse", "ml"}
        With "ml" values may be missing (NaN), at random; see `run`.

    Yields
    ------
    State

    Raises
    ------
    DataError
        When the data, the start or a setting cannot be used.
    DegenerateComponentError
        When a component collapses; the error names component and iteration.

    Examples
    --------
    >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> states = iterate([[0.0], [0.5], [4.0], [5.0]], start)
    >>> [round(next(states).log_likelihood, 2) for _ in range(3)]
    [-17.87, -7.75, -6.14]
    """
    model = Model(covariance_type, reg_covar, floor)
    data = source_of(X, sample_weight, missing=missing)
    yield from states_of(data, start, model, model.structure.moments, first_iteration)


def states_of(
    data: Data | Source, start: Mixture, model: Model, moments: Moments, first_iteration: int = 0
) -> Iterator[State]:
    """Yield the states of EM from `start` on, without end; see `iterate`.

    `moments` say how much of the scatter is meant in the statistics that states hold.
    """
    start.check()
    mixture, raised = _as_few_numbers(start, model), ()
    for iteration in count(first_iteration):
        try:
            (statistics,) = data.total(statistics_of, [mixture], moments)
        except DegenerateComponentError as error:
            raise error.at(iteration) from None
        reached, log_prior = statistics.log_likelihood, model.log_prior(mixture)
        yield State(iteration, mixture, reached, raised, statistics, log_prior)
        try:
            mixture, raised = model.maximised(statistics, mixture)
        except DegenerateComponentError as error:
            raise error.at(iteration + 1) from None


def _as_few_numbers(start: Mixture, model: Model) -> Mixture:
    """The start as the mixtures after it are kept, where it is one of the model already."""
    if model.structure.moments == "full" or type(start.matrices) is not Matrices:
        return start
    return Mixture(start.weights, start.means, compacted(start.matrices), start.noise)


@as_annotated
def run(
    X: ArrayLike | Data | Source,
    start: Mixture,
    *,
    covariance_type: str = "full",
    tol: float = 1e-6,
    max_iter: int = 1000,
    reg_covar: float = 0.0,
    floor: float = 0.0,
    sample_weight: ArrayLike | None = None,
    on_state: Callable[[State], None] | None = None,
    keep: Keep = "all",
    missing: Missing = "refuse",
) -> Run:
    """Return the run from `start` until EM is estimated to have no more to gain.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), Data, or what `source_of` takes
    start : Mixture
    covariance_type : str
    tol : float
        The run has converged when the log-likelihood is estimated to rise by less than `tol`
        nats a row in all iterations to come; see `remaining_gain`. 0 takes all iterations.
    max_iter : int
        Most iterations to take.
    reg_covar : float
        Added to every variance, in squared units of the features.
    floor : float
        Least variance in any direction, as a share of the variance of all the data.
    sample_weight : array_like of shape (n_samples,), optional
    on_state : callable, optional
        Called with every state as it is reached; for progress.
    keep : {"all", "last", "ends"}
        Which states are kept: every one with its statistics, the start and the last, or every one
        up to 8 MB in all and otherwise the first and last sixteen; the last two without statistics.
    missing : {"refuse", "ml"}
        With "ml" values may be missing (NaN): their rows take part with what is there of them, and
        the log-likelihood is that of what is observed (Little and Rubin 2002, chapter 11). This is
        right where values are missing at random, for reasons that only what is there of a row may
        tell, and no data can show that. Rows without any value are left out.

    Returns
    -------
    Run
        With the log-likelihoods of all states, whichever are kept.

    Raises
    ------
    DataError
        When the data, the start or a setting cannot be used.
    DegenerateComponentError
        When a component collapses; the error names component and iteration.

    Examples
    --------
    >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> run([[0.0], [0.5], [4.0], [5.0]], start).converged
    True
    """
    stop = Stop(tol, max_iter)
    model = Model(covariance_type, reg_covar, floor)
    data = source_of(X, sample_weight, missing=missing)
    return run_until(data, start, model, stop, on_state, History(keep))


def run_until(
    data: Data | Source,
    start: Mixture,
    model: Model,
    stop: Stop,
    on_state: Callable[[State], None] | None = None,
    history: History | None = None,
    earlier: Sequence[float] = (),
) -> Run:
    """Return the run of a model from `start` until it is to stop; see `run`.

    `history` takes in the states, all of them by default, and has those up to a collapse. Where the
    run carries another on, of the same rows, `earlier` are the log-likelihoods of that one, in
    nats a row, which tell with its own when it has converged.
    """
    if not data.weight > 0:
        raise DataError("There is no row to fit. Give at least one row.")
    history = history or History("all")
    log_likelihoods: list[float] = []
    converged = is_carried_on = False
    moments = model.structure.moments if history.keep == "all" else model.structure.least
    with one_thread():
        for state in islice(states_of(data, start, model, moments), stop.max_iter + 1):
            history.add(state)
            reached = state.log_posterior / data.weight
            is_first = len(history.log_likelihoods) == 1
            if is_first and is_taken_up(earlier, reached):
                log_likelihoods, is_carried_on = list(earlier[:-1]), True
            log_likelihoods.append(reached)
            if on_state is not None:
                on_state(state)
            if not is_first:
                patient = is_carried_on and stop.is_short
                converged = at_rest(log_likelihoods, state.mixture, stop.tol, patient=patient)
            if converged:
                break
    return history.run("converged" if converged else "max_iter", data.weight)


def at_rest(
    log_likelihoods: list[float], mixture: Mixture, tol: float, *, patient: bool = False
) -> bool:
    """Whether little is left to gain; near equal components that is only what it looks like.

    There the first steps are small and shrink before they grow, until the components part. With
    `patient` it is also an end that many steps have gained little each.
    """
    if has_converged(log_likelihoods, tol):
        return remaining_gain(log_likelihoods) == 0.0 or not mixture.components_coincide()
    return patient and gains_little(log_likelihoods, tol) and not mixture.components_coincide()
