"""How sure are the parameters and the clusters of a fit?

`resampled` fits the same model to other rows that might as well have been seen; from its parameters
come standard errors and intervals. `stability` says which clusters come back.

Examples
--------
>>> import numpy as np
>>> from gmm_core.em import Model
>>> from gmm_core.mixture import Mixture
>>> X = [[-1.0], [0.0], [1.0]]
>>> found = resampled(X, Mixture([1.0], [[0.0]], [[[2 / 3]]]), "full", method="jackknife")
>>> found.standard_errors.means.round(4).tolist()  # as the formula for a mean: sd / √n
[[0.5774]]
"""

from gmm_core.resampling.columns_anew import compared_anew
from gmm_core.resampling.error_rows import error_table
from gmm_core.resampling.foretold_classes import HeldOutClasses, held_out_classes
from gmm_core.resampling.parameter_errors import (
    METHODS,
    Intervals,
    Parameters,
    Resampled,
    resampled,
)
from gmm_core.resampling.recurring_clusters import Stability, stability

__all__ = [
    "METHODS",
    "HeldOutClasses",
    "Intervals",
    "Parameters",
    "Resampled",
    "Stability",
    "compared_anew",
    "error_table",
    "held_out_classes",
    "resampled",
    "stability",
]
