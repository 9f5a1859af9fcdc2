"""Gaussian mixtures by EM, as two pure functions joined by sufficient statistics."""

from gmm_core.comparison import Comparison, compare
from gmm_core.covariance import COVARIANCE_STRUCTURES, CovarianceStructure, covariance_structure
from gmm_core.density import log_density, responsibilities
from gmm_core.em import e_step, iterate, m_step, run
from gmm_core.errors import DataError, DegenerateComponentError, GMMError
from gmm_core.estimator import GaussianMixture
from gmm_core.initialization import INITIALIZERS, initialize
from gmm_core.mixture import Mixture
from gmm_core.sampling import sample
from gmm_core.states import Run, State
from gmm_core.statistics import Statistics

__all__ = [
    "COVARIANCE_STRUCTURES",
    "INITIALIZERS",
    "Comparison",
    "CovarianceStructure",
    "DataError",
    "DegenerateComponentError",
    "GMMError",
    "GaussianMixture",
    "Mixture",
    "Run",
    "State",
    "Statistics",
    "compare",
    "covariance_structure",
    "e_step",
    "initialize",
    "iterate",
    "log_density",
    "m_step",
    "responsibilities",
    "run",
    "sample",
]
