"""What a run leaves behind: its states, from the start to the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from gmm_core.checked import as_annotated, as_positions
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Statistics
from gmm_core.mixture import Mixture
from gmm_core.wording import counted

StopReason = Literal["converged", "max_iter", "collapsed"]


@dataclass(frozen=True, eq=False)
class State:
    """A moment of a run: a mixture and its own log-likelihood.

    Parameters
    ----------
    iteration : int
        Number of M-steps taken since the start; 0 is the start.
    mixture : Mixture
    log_likelihood : float
        Of all rows under ``mixture``, in nats.
    floored : tuple of int
        Components, counted from 0, whose covariance was raised to the relative floor.
    statistics : Statistics, optional
        What the E-step of this mixture left behind.
    log_prior : float
        Logarithm of the prior at ``mixture``, up to a constant; 0 where there is none.
    """

    iteration: int
    mixture: Mixture
    log_likelihood: float
    floored: tuple[int, ...] = ()
    statistics: Statistics | None = None
    log_prior: float = 0.0

    def __repr__(self) -> str:
        """One line: what it holds would fill a screen."""
        k = self.mixture.n_components
        return (
            f"<State: iteration {self.iteration}, {counted(k, 'component')}, log-likelihood "
            f"{self.log_likelihood:.6f}>"
        )

    @property
    def log_posterior(self) -> float:
        """What never falls: log-likelihood and log-prior, in nats, up to a constant."""
        return self.log_likelihood + self.log_prior

    @property
    def bare(self) -> State:
        """The state without its statistics and what is derived from its mixture."""
        mixture, reached = self.mixture.bare, self.log_likelihood
        return State(self.iteration, mixture, reached, self.floored, None, self.log_prior)

    def affine(
        self,
        scale: np.ndarray,
        shift: np.ndarray,
        log_jacobian: float,
        counts: np.ndarray | None = None,
    ) -> State:
        """Return the state in units in which the data are ``scale * X + shift``."""
        return replace(
            self,
            mixture=self.mixture.affine(scale, shift),
            log_likelihood=self.log_likelihood - log_jacobian,
            statistics=self.statistics and self.statistics.affine(scale, shift, counts),
        )

    def permuted(self, order: np.ndarray) -> State:
        """Return the state with its components listed in `order`."""
        place = np.argsort(order)
        return replace(
            self,
            mixture=self.mixture.permuted(order),
            floored=tuple(sorted(int(place[component]) for component in self.floored)),
            statistics=self.statistics and self.statistics.permuted(order),
        )


@dataclass(frozen=True, eq=False)
class Run:
    """The history of a fit: its states from the start to the end.

    Parameters
    ----------
    states : tuple of State
        All of them, or where memory was to be saved those at its two ends; see ``is_complete``.
    converged : bool
    stop_reason : {"converged", "max_iter", "collapsed"}
        "collapsed" where the next M-step has none, and what was given to start from is kept.
    weight : float
        Total weight of the rows; their number where no sample weights are given.
    climb : tuple of float, optional
        Log-likelihoods of all states, in nats, where not all states are kept.
    collapse : DegenerateComponentError, optional
        Why the M-step after the last state has no mixture; its component is one of theirs.
    """

    states: tuple[State, ...]
    converged: bool
    stop_reason: StopReason
    weight: float
    climb: tuple[float, ...] | None = None
    collapse: DegenerateComponentError | None = None

    def __repr__(self) -> str:
        """One line: what it holds would fill a screen."""
        return (
            f"<Run: {counted(self.n_iter, 'iteration')}, {self.stop_reason}, log-likelihood "
            f"{self.log_likelihood:.6f}, {counted(len(self.states), 'state')} kept>"
        )

    @property
    def n_iter(self) -> int:
        """Number of iterations taken."""
        return self.states[-1].iteration - self.states[0].iteration

    @property
    def mixture(self) -> Mixture:
        """The last mixture."""
        return self.states[-1].mixture

    @property
    def log_likelihood(self) -> float:
        """Log-likelihood of the last mixture, in nats."""
        return self.states[-1].log_likelihood

    @property
    def log_posterior(self) -> float:
        """What EM raises, at the last mixture, in nats, up to a constant."""
        return self.states[-1].log_posterior

    @property
    def log_likelihoods(self) -> np.ndarray:
        """Log-likelihood of every state, kept or not, in nats, shape (n_iter + 1,)."""
        if self.climb is not None:
            return np.array(self.climb)
        return np.array([state.log_likelihood for state in self.states])

    @property
    def has_prior(self) -> bool:
        """Whether what rises is the log-posterior, and not the log-likelihood alone."""
        return any(state.log_prior for state in self.states)

    @property
    def log_posteriors(self) -> np.ndarray:
        """What never falls, of the states that are kept, in nats, up to a constant."""
        return np.array([state.log_posterior for state in self.states])

    @property
    def is_complete(self) -> bool:
        """Whether all states are kept."""
        return len(self.states) == self.n_iter + 1

    def check_complete(self) -> None:
        """Return nothing if all states are kept.

        Raises
        ------
        DataError
            When the states between the ends are not kept, so that no steps can be shown.
        """
        if not self.is_complete:
            raise DataError(
                f"Of this run {counted(len(self.states), 'state')} of {self.n_iter + 1} are kept, "
                'so its steps cannot be told. Run EM with keep="all".'
            )

    @property
    def ends(self) -> Run:
        """The run with its first and last state alone, without their statistics."""
        states = (self.states[0].bare, self.states[-1].bare)
        climb = tuple(self.log_likelihoods.tolist())
        return replace(self, states=states[: len(self.states)], climb=climb)

    @property
    def mean_log_likelihoods(self) -> np.ndarray:
        """Log-likelihood of every state, in nats a row, shape (n_iter + 1,)."""
        return self.log_likelihoods / self.weight

    def affine(self, scale: np.ndarray, shift: np.ndarray, counts: np.ndarray | None = None) -> Run:
        """Return the run of the data ``scale * X + shift``, log-likelihoods with it.

        log L(a X + b) = log L(X) - n sum(log a).

        Parameters
        ----------
        scale, shift : ndarray of shape (n_features,)
        counts : ndarray of shape (n_features,), optional
            Weight of the rows that have a value of each feature, where some have gaps.

        Returns
        -------
        Run
        """
        each = np.log(scale)
        log_jacobian = self.weight * float(each.sum()) if counts is None else float(counts @ each)
        states = tuple(state.affine(scale, shift, log_jacobian, counts) for state in self.states)
        climb = self.climb and tuple(value - log_jacobian for value in self.climb)
        return replace(self, states=states, climb=climb)

    @as_annotated
    def with_log_jacobian(self, log_jacobian: float) -> Run:
        """Return the run with log-likelihoods in the units before a change of them.

        log L(x) = log L(y) + sum log |dy/dx|, where the run is of y; its mixtures stay as they are.

        Parameters
        ----------
        log_jacobian : float
            The sum, in nats.

        Returns
        -------
        Run

        Examples
        --------
        >>> from gmm_core import Mixture, run
        >>> fit = run([[0.0], [1.0]], Mixture([1.0], [[0.0]], [[[1.0]]]))
        >>> round(fit.with_log_jacobian(-1.0).log_likelihood - fit.log_likelihood, 9)
        -1.0
        """
        if log_jacobian == 0.0:
            return self
        states = tuple(
            replace(state, log_likelihood=state.log_likelihood + log_jacobian)
            for state in self.states
        )
        climb = self.climb and tuple(value + log_jacobian for value in self.climb)
        return replace(self, states=states, climb=climb)

    def permuted(self, order: Sequence[int] | np.ndarray) -> Run:
        """Return the run with the components of all its states listed in `order`.

        Parameters
        ----------
        order : sequence of int
            Components, counted from 0, in the order wanted.

        Returns
        -------
        Run

        Raises
        ------
        DataError
            When `order` does not name every component once.

        Examples
        --------
        >>> from gmm_core import Mixture, run
        >>> start = Mixture([0.5, 0.5], [[9.0], [1.0]], [[[1.0]], [[1.0]]])
        >>> fit = run([[0.0], [1.0], [10.0], [11.0]], start)
        >>> fit.permuted([1, 0]).states[0].mixture.means.ravel().tolist()
        [1.0, 9.0]
        """
        checked = _checked_order(order, self.mixture.n_components)
        states = tuple(state.permuted(checked) for state in self.states)
        collapse = self.collapse and self.collapse.permuted(checked.tolist())
        return replace(self, states=states, collapse=collapse)

    def in_view_order(self) -> Run:
        """Return the run with its components listed by the means of its last mixture.

        Returns
        -------
        Run

        Examples
        --------
        >>> from gmm_core import Mixture, run
        >>> start = Mixture([0.5, 0.5], [[9.0], [1.0]], [[[1.0]], [[1.0]]])
        >>> fit = run([[0.0], [1.0], [10.0], [11.0]], start)
        >>> fit.in_view_order().states[0].mixture.means.ravel().tolist()
        [1.0, 9.0]
        """
        return self.permuted(self.mixture.view_order())


def _checked_order(order: Sequence[int] | np.ndarray, n_components: int) -> np.ndarray:
    checked = as_positions("The order's components", order)
    if sorted(checked.tolist()) != list(range(n_components)):
        listed = ", ".join(str(j + 1) for j in checked)
        raise DataError(
            f"The order {listed or 'that is empty'} does not name each of the "
            f"{counted(n_components, 'component')} once. Name every one of them once."
        )
    return checked
