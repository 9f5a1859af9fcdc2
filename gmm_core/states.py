"""What a run leaves behind: its states, from the start to the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from gmm_core.mixture import Mixture
from gmm_core.statistics import Statistics

StopReason = Literal["converged", "max_iter"]


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
    """

    iteration: int
    mixture: Mixture
    log_likelihood: float
    floored: tuple[int, ...] = ()
    statistics: Statistics | None = None


@dataclass(frozen=True, eq=False)
class Run:
    """The history of a fit: its states from the start to the end.

    Parameters
    ----------
    states : tuple of State
    converged : bool
    stop_reason : {"converged", "max_iter"}
    weight : float
        Total weight of the rows; their number where no sample weights are given.
    """

    states: tuple[State, ...]
    converged: bool
    stop_reason: StopReason
    weight: float

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
    def log_likelihoods(self) -> np.ndarray:
        """Log-likelihood of every state, in nats, shape (n_iter + 1,)."""
        return np.array([state.log_likelihood for state in self.states])

    @property
    def mean_log_likelihoods(self) -> np.ndarray:
        """Log-likelihood of every state, in nats a row, shape (n_iter + 1,)."""
        return self.log_likelihoods / self.weight
