"""What does a mixture say of a row of which only a part is there?

A missing value is NaN. Everything here takes values to be missing at random: which of them are
missing may depend on what is there of a row, and not on the missing values themselves.

Examples
--------
>>> import numpy as np
>>> from gmm_core.mixture import Mixture
>>> two = Mixture([0.5, 0.5], [[-9.0, 0.0], [9.0, 0.0]], [np.eye(2)] * 2)
>>> shares_of([[9.0, np.nan]], two).round(6)
array([[0., 1.]])
"""

from gmm_core.gaps.conditioned import Conditioned
from gmm_core.gaps.density import (
    density_of,
    distances_of,
    joint_along_axes,
    normalized_of,
    shares_of,
)
from gmm_core.gaps.expected import expected_of
from gmm_core.gaps.imputation import imputed
from gmm_core.gaps.patterns import Missing, Patterns, Stack, allows_gaps

__all__ = [
    "Conditioned",
    "Missing",
    "Patterns",
    "Stack",
    "allows_gaps",
    "density_of",
    "distances_of",
    "expected_of",
    "imputed",
    "joint_along_axes",
    "normalized_of",
    "shares_of",
]
