"""The EM algorithm for Gaussian mixtures: two pure functions, a generator, and a driver.

Notation, as in Dempster, Laird and Rubin (1977) and Bishop (2006), section 9.2:

    X     (n, d)  rows of data            resp  (n, k)  responsibilities
    E     (X, Mixture) -> Statistics      one pass over the data
    M     (Statistics, covariance_type) -> Mixture, never sees the data

A run is the sequence of states M(E(M(E(start)))); each state holds the log-likelihood of
its own mixture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count, islice

import numpy as np
from numpy.typing import ArrayLike
from threadpoolctl import ThreadpoolController

from gmm_core.covariance import covariance_structure
from gmm_core.density import LogJoint, as_rows, blocks, normalize
from gmm_core.errors import DegenerateComponentError
from gmm_core.mixture import Mixture
from gmm_core.states import Run, State
from gmm_core.statistics import Statistics


def e_step(X: ArrayLike, mixture: Mixture, sample_weight: ArrayLike | None = None) -> Statistics:
    """Return the statistics of the responsibilities that `mixture` gives to the rows of `X`.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    mixture : Mixture
    sample_weight : array_like of shape (n_samples,), optional

    Returns
    -------
    Statistics
        With the log-likelihood of `X` under `mixture`, in nats.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features.
    DegenerateComponentError
        When a covariance of `mixture` is not positive definite.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> e_step([[0.0], [0.0]], mixture).resp_sum
    array([1., 1.])
    """
    rows = as_rows(X, mixture.n_features)
    weights = np.ones(len(rows)) if sample_weight is None else np.asarray(sample_weight, float)
    log_joint = LogJoint(mixture)
    k, d = mixture.means.shape
    resp_sum, first, second = np.zeros(k), np.zeros((k, d)), np.zeros((k, d, d))
    log_likelihood = 0.0
    for chosen, columns in blocks(rows):
        joint, centred = log_joint(columns)
        resp, log_density = normalize(joint)
        log_likelihood += float(weights[chosen] @ log_density)
        resp *= weights[chosen]
        resp_sum += resp.sum(axis=1)
        for j in range(k):
            first[j] += centred[j] @ resp[j]
            second[j] += (centred[j] * resp[j]) @ centred[j].T
    weight = float(weights.sum())
    return Statistics.about(mixture.means, weight, resp_sum, first, second, log_likelihood)


def m_step(
    statistics: Statistics,
    covariance_type: str = "full",
    *,
    reg_covar: float = 0.0,
    previous: Mixture | None = None,
) -> Mixture:
    """Return the mixture of highest expected log-likelihood given the responsibilities.

    Parameters
    ----------
    statistics : Statistics
    covariance_type : str
        A name of the covariance registry, such as "full" or "VVV".
    reg_covar : float
        Covariance floor: added to every variance, in squared units of the features.
    previous : Mixture, optional
        The mixture before; a warm start for structures that need inner iterations.

    Returns
    -------
    Mixture
        Bishop (2006), eqs. 9.24 to 9.26.

    Raises
    ------
    DegenerateComponentError
        When a component holds no rows, or they do not spread in every direction.

    Examples
    --------
    >>> statistics = Statistics.from_responsibilities([[0.0], [2.0]], [[1.0], [1.0]])
    >>> m_step(statistics, "full").covariances
    array([[[1.]]])
    """
    del previous  # the four structures here are solved in closed form
    resp_sum = statistics.resp_sum
    empty = resp_sum <= np.finfo(float).eps * statistics.weight
    if empty.any():
        raise DegenerateComponentError(int(np.argmax(empty)), float(resp_sum[empty][0]))
    covariances = covariance_structure(covariance_type).m_step(statistics.scatter, resp_sum)
    covariances = covariances + reg_covar * np.eye(covariances.shape[1])
    _refuse_flat_components(covariances, statistics)
    return Mixture(resp_sum / resp_sum.sum(), statistics.resp_means, covariances)


def iterate(
    X: ArrayLike,
    start: Mixture,
    covariance_type: str = "full",
    *,
    reg_covar: float = 0.0,
    sample_weight: ArrayLike | None = None,
    first_iteration: int = 0,
) -> Iterator[State]:
    """Yield the states of EM from `start` on, without end.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    start : Mixture
    covariance_type : str
    reg_covar : float
        Covariance floor, in squared units of the features.
    sample_weight : array_like of shape (n_samples,), optional
    first_iteration : int
        Number of the first state, where a run is taken up again.

    Yields
    ------
    State

    Raises
    ------
    DegenerateComponentError
        When a component collapses; the error names component and iteration.

    Examples
    --------
    >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> states = iterate([[0.0], [0.5], [4.0], [5.0]], start)
    >>> [round(next(states).log_likelihood, 2) for _ in range(3)]
    [-17.87, -7.75, -6.14]
    """
    mixture = start
    for iteration in count(first_iteration):
        with collapse_at(iteration):
            statistics = e_step(X, mixture, sample_weight)
        yield State(iteration, mixture, statistics.log_likelihood)
        with collapse_at(iteration + 1):
            mixture = m_step(statistics, covariance_type, reg_covar=reg_covar, previous=mixture)


def run(
    X: ArrayLike,
    start: Mixture,
    *,
    covariance_type: str = "full",
    tol: float = 1e-3,
    max_iter: int = 100,
    reg_covar: float = 0.0,
    sample_weight: ArrayLike | None = None,
    on_state: Callable[[State], None] | None = None,
) -> Run:
    """Return the run from `start` until the log-likelihood no longer changes.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    start : Mixture
    covariance_type : str
    tol : float
        The run has converged when an iteration changes the log-likelihood by less than
        `tol` nats a row, and by no more than the one before.
    max_iter : int
        Most iterations to take.
    reg_covar : float
        Covariance floor, in squared units of the features.
    sample_weight : array_like of shape (n_samples,), optional
    on_state : callable, optional
        Called with every state as it is reached; for progress.

    Returns
    -------
    Run

    Raises
    ------
    DegenerateComponentError
        When a component collapses; the error names component and iteration.

    Examples
    --------
    >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> run([[0.0], [0.5], [4.0], [5.0]], start).converged
    True
    """
    rows = np.asarray(X, dtype=np.float64)
    weight = len(rows) if sample_weight is None else float(np.sum(sample_weight))
    states: list[State] = []
    search = iterate(rows, start, covariance_type, reg_covar=reg_covar, sample_weight=sample_weight)
    # The products of a block are small: threads of BLAS would only wait for one another.
    with _blas().limit(limits=1, user_api="blas"):
        for state in islice(search, max_iter + 1):
            states.append(state)
            if on_state is not None:
                on_state(state)
            if _has_converged(states, tol * weight):
                return Run(tuple(states), True, "converged", weight)
    return Run(tuple(states), False, "max_iter", weight)


def _has_converged(states: list[State], tol: float) -> bool:
    """Whether the last change is small and no larger than the one before.

    Small changes that still grow are those of a plateau, such as that between equal components,
    which EM is about to leave.
    """
    if len(states) < 3:
        return False
    first, second, third = (state.log_likelihood for state in states[-3:])
    return abs(third - second) < tol and abs(third - second) <= abs(second - first)


@cache
def _blas() -> ThreadpoolController:
    """The BLAS libraries of this process; finding them takes longer than a small fit."""
    return ThreadpoolController()


@contextmanager
def collapse_at(iteration: int) -> Iterator[None]:
    """Let a collapse say in which iteration it happened."""
    try:
        yield
    except DegenerateComponentError as error:
        raise error.at(iteration) from None


def _refuse_flat_components(covariances: np.ndarray, statistics: Statistics) -> None:
    """Raise when a covariance is singular to within rounding, at the scale of all the data."""
    variances = np.diagonal(_total_covariance(statistics))
    scale = np.sqrt(np.maximum(variances, 0.0))  # rounding can leave zero just below zero
    scale = np.where(scale > 0, scale, 1.0)
    relative = covariances / np.outer(scale, scale)
    narrowest = np.linalg.eigvalsh(relative)[:, 0]
    flat = narrowest < 4 * len(scale) * np.finfo(float).eps
    if flat.any():
        component = int(np.argmax(flat))
        raise DegenerateComponentError(component, float(statistics.resp_sum[component]))


def _total_covariance(statistics: Statistics) -> np.ndarray:
    """Covariance of all rows, whichever component holds them."""
    share = statistics.resp_sum / statistics.resp_sum.sum()
    centred = statistics.resp_means - share @ statistics.resp_means
    within = statistics.scatter.sum(axis=0) / statistics.resp_sum.sum()
    return within + (share[:, None] * centred).T @ centred
