"""Scatter -> covariances: which are the most likely, in each of 14 structures?

`covariance_structure` finds a structure by its name or letters, `raised_to_floor` keeps directions
from collapsing. Nothing here has seen a row of the data.

Examples
--------
>>> covariance_structure("tied").letters
'EEE'
"""

from gmm_core.maximisation.floor import check_floor, raised_to_floor
from gmm_core.maximisation.stacks import stacked_m_steps
from gmm_core.maximisation.structures import (
    COVARIANCE_STRUCTURES,
    CovarianceStructure,
    covariance_structure,
    is_nested,
)

__all__ = [
    "COVARIANCE_STRUCTURES",
    "CovarianceStructure",
    "check_floor",
    "covariance_structure",
    "is_nested",
    "raised_to_floor",
    "stacked_m_steps",
]
