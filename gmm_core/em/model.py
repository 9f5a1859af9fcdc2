"""What is fitted: the structure of the covariances and what keeps them from collapsing."""

from __future__ import annotations

from dataclasses import dataclass

from gmm_core.em.algorithm import m_step
from gmm_core.expectation import Statistics
from gmm_core.mixture import Mixture


@dataclass(frozen=True)
class Model:
    """The M-step of a fit to come, for starts that try it.

    Parameters
    ----------
    covariance_type : str
    reg_covar : float
        Added to every variance, in squared units of the features.
    floor : float
        Least variance in any direction, as a share of the variance of all the data.
    """

    covariance_type: str = "full"
    reg_covar: float = 0.0
    floor: float = 0.0

    def m_step(self, statistics: Statistics, previous: Mixture | None = None) -> Mixture:
        """Return the mixture of highest expected log-likelihood; see `gmm_core.m_step`."""
        return m_step(
            statistics,
            self.covariance_type,
            reg_covar=self.reg_covar,
            floor=self.floor,
            previous=previous,
        )
