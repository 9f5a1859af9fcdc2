"""Gaussian mixtures by EM, as two pure functions joined by sufficient statistics."""

from gmm_core.departures import Suspicion, low_density, spurious
from gmm_core.em import Model, Run, State, e_step, iterate, m_step, run
from gmm_core.errors import DataError, DegenerateComponentError, GMMError
from gmm_core.estimator import GaussianMixture
from gmm_core.expectation import Data, Statistics
from gmm_core.former_paths import keep_former_paths
from gmm_core.maximisation import (
    COVARIANCE_STRUCTURES,
    CovarianceStructure,
    covariance_structure,
    is_nested,
)
from gmm_core.mixture import Mixture, log_density, responsibilities, sample
from gmm_core.results import predicted
from gmm_core.selection import (
    Cell,
    HeldOut,
    LikelihoodRatioTest,
    Selection,
    bootstrap_lrt,
    criteria,
    cross_validated,
    select_model,
)
from gmm_core.starts import INITIALIZERS, initialize, merge_tree
from gmm_core.target import Comparison, compare, compared

__all__ = [
    "COVARIANCE_STRUCTURES",
    "INITIALIZERS",
    "Cell",
    "Comparison",
    "CovarianceStructure",
    "Data",
    "DataError",
    "DegenerateComponentError",
    "GMMError",
    "GaussianMixture",
    "HeldOut",
    "LikelihoodRatioTest",
    "Mixture",
    "Model",
    "Run",
    "Selection",
    "State",
    "Statistics",
    "Suspicion",
    "bootstrap_lrt",
    "compare",
    "compared",
    "covariance_structure",
    "criteria",
    "cross_validated",
    "e_step",
    "initialize",
    "is_nested",
    "iterate",
    "log_density",
    "low_density",
    "m_step",
    "merge_tree",
    "predicted",
    "responsibilities",
    "run",
    "sample",
    "select_model",
    "spurious",
]

keep_former_paths()
