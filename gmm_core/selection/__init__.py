"""Which structure, and how many components?

`select_model` fits all that are asked for, so that none is worse than one nested in it;
`cross_validated` and `bootstrap_lrt` ask rows that were held out, and resampled ones.

Examples
--------
>>> select_model([[0.0], [1.0], [10.0], [11.0]], [1], ["E"]).best("bic").n_components
1
"""

from gmm_core.selection import criteria
from gmm_core.selection.bootstrap import LikelihoodRatioTest, bootstrap_lrt
from gmm_core.selection.criteria import n_parameters
from gmm_core.selection.cross_validation import HeldOut, cross_validated
from gmm_core.selection.judging import CLARITY, CRITERIA
from gmm_core.selection.proposal import propose
from gmm_core.selection.select import select_model
from gmm_core.selection.table import Cell, Selection

__all__ = [
    "CLARITY",
    "CRITERIA",
    "Cell",
    "HeldOut",
    "LikelihoodRatioTest",
    "Selection",
    "bootstrap_lrt",
    "criteria",
    "cross_validated",
    "n_parameters",
    "propose",
    "select_model",
]
