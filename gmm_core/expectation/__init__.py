"""(X, Mixture) -> Statistics: what must be known of the rows to fit again?

`Data` are rows made ready once, `statistics_of` passes over them, and `Statistics` are its sums,
which add up over pieces of the data. Nothing here knows how a mixture is made of them.

Examples
--------
>>> Statistics.from_responsibilities([[0.0], [2.0]], [[1.0], [1.0]]).resp_means
array([[1.]])
"""

from gmm_core.expectation.abreast import (
    Mixtures,
    Roots,
    Sums,
    inverse_roots,
    passes_abreast,
    passes_over,
)
from gmm_core.expectation.data import Data
from gmm_core.expectation.fused import form_of
from gmm_core.expectation.gapped import Gapped
from gmm_core.expectation.partly_known import PartlyKnown
from gmm_core.expectation.passes import statistics_of
from gmm_core.expectation.statistics import Statistics

__all__ = [
    "Data",
    "Gapped",
    "Mixtures",
    "PartlyKnown",
    "Roots",
    "Statistics",
    "Sums",
    "form_of",
    "inverse_roots",
    "passes_abreast",
    "passes_over",
    "statistics_of",
]
