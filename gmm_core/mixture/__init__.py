"""A Gaussian mixture as a value, and what follows from it alone.

`Mixture` holds weights, means and covariances; `responsibilities` says whose a row is, and `sample`
draws rows.

Examples
--------
>>> two = Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]], [[1.0]]])
>>> responsibilities([[0.2], [8.7]], two).round(6).tolist()
[[1.0, 0.0], [0.0, 1.0]]
"""

from gmm_core.mixture.density import (
    LogJoint,
    as_rows,
    log_density,
    log_joint,
    normalize,
    responsibilities,
    squared_distances,
)
from gmm_core.mixture.mixture import Mixture
from gmm_core.mixture.noise import Noise
from gmm_core.mixture.sampling import sample
from gmm_core.mixture.scaling import Scaling, standardising

__all__ = [
    "LogJoint",
    "Mixture",
    "Noise",
    "Scaling",
    "as_rows",
    "log_density",
    "log_joint",
    "normalize",
    "responsibilities",
    "sample",
    "squared_distances",
    "standardising",
]
