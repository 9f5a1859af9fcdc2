"""Gaussian mixtures by EM, as two pure functions joined by sufficient statistics.

What steps EM is here at once; the other names are loaded when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gmm_core.em import Model, Run, State, e_step, iterate, m_step, run
from gmm_core.errors import DataError, DegenerateComponentError, GMMError
from gmm_core.expectation import Data, Statistics
from gmm_core.former_paths import keep_former_paths
from gmm_core.maximisation import (
    COVARIANCE_STRUCTURES,
    CovarianceStructure,
    covariance_structure,
    is_nested,
)
from gmm_core.mixture import Mixture, log_density, responsibilities, sample
from gmm_core.sources import source_of
from gmm_core.version import VERSION

if TYPE_CHECKING:
    from gmm_core.departures import Suspicion, low_density, spurious
    from gmm_core.estimator import GaussianMixture
    from gmm_core.fitting import Settings, data_of, fit_run
    from gmm_core.logarithms import Logarithm
    from gmm_core.reading import Choices, read_table
    from gmm_core.results import labelled, predicted, row_measures
    from gmm_core.row_weights import Weighting
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
    from gmm_core.table import complete_rows
    from gmm_core.target import Comparison, compare, compared

__all__ = [
    "COVARIANCE_STRUCTURES",
    "INITIALIZERS",
    "VERSION",
    "Cell",
    "Choices",
    "Comparison",
    "CovarianceStructure",
    "Data",
    "DataError",
    "DegenerateComponentError",
    "GMMError",
    "GaussianMixture",
    "HeldOut",
    "LikelihoodRatioTest",
    "Logarithm",
    "Mixture",
    "Model",
    "Run",
    "Selection",
    "Settings",
    "State",
    "Statistics",
    "Suspicion",
    "Weighting",
    "bootstrap_lrt",
    "compare",
    "compared",
    "complete_rows",
    "covariance_structure",
    "criteria",
    "cross_validated",
    "data_of",
    "e_step",
    "fit_run",
    "initialize",
    "is_nested",
    "iterate",
    "labelled",
    "log_density",
    "low_density",
    "m_step",
    "merge_tree",
    "predicted",
    "read_table",
    "responsibilities",
    "row_measures",
    "run",
    "sample",
    "select_model",
    "source_of",
    "spurious",
]

_LATER = {
    "departures": ("Suspicion", "low_density", "spurious"),
    "estimator": ("GaussianMixture",),
    "fitting": ("Settings", "data_of", "fit_run"),
    "logarithms": ("Logarithm",),
    "reading": ("Choices", "read_table"),
    "results": ("labelled", "predicted", "row_measures"),
    "row_weights": ("Weighting",),
    "selection": (
        *("Cell", "HeldOut", "LikelihoodRatioTest", "Selection", "bootstrap_lrt", "criteria"),
        *("cross_validated", "select_model"),
    ),
    "starts": ("INITIALIZERS", "initialize", "merge_tree"),
    "table": ("complete_rows",),
    "target": ("Comparison", "compare", "compared"),
}
_ROOM_OF = {name: f"gmm_core.{room}" for room, names in _LATER.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load the room that a name is from, at its first use."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_ROOM_OF[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


__version__ = VERSION  # where programs look for it

keep_former_paths()
