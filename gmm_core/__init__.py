"""Gaussian mixtures by EM, as two pure functions joined by sufficient statistics."""

from gmm_core.bootstrap import LikelihoodRatioTest, bootstrap_lrt
from gmm_core.cells import Cell, Selection
from gmm_core.comparison import Comparison, compare, compared
from gmm_core.covariance import (
    COVARIANCE_STRUCTURES,
    CovarianceStructure,
    covariance_structure,
    is_nested,
)
from gmm_core.data import Data
from gmm_core.density import log_density, responsibilities
from gmm_core.em import e_step, iterate, m_step, run
from gmm_core.errors import DataError, DegenerateComponentError, GMMError
from gmm_core.estimator import GaussianMixture
from gmm_core.hierarchical import merge_tree
from gmm_core.initialization import INITIALIZERS, initialize
from gmm_core.mixture import Mixture
from gmm_core.new_rows import predicted
from gmm_core.outliers import low_density
from gmm_core.sampling import sample
from gmm_core.selection import select_model
from gmm_core.spurious import Suspicion, spurious
from gmm_core.states import Run, State
from gmm_core.statistics import Statistics
from gmm_core.trials import Model
from gmm_core.validation import HeldOut, cross_validated

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
