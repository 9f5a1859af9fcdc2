"""Which features need a logarithm, and what does it change?

A mixture of normal distributions of y = log(x + c) is one of log-normal distributions of x. The
density of x is that of y times |dy/dx| = 1 / (x + c), so that log L in the units of x is log L of y
plus the sum of log |dy/dx|, here called the log-Jacobian. With it, fits with and without a
logarithm can be compared, where they are of the same rows and features. Box and Cox (1964).
"""

from gmm_core.logarithms.logarithm import Logarithm, is_positive, logarithm_of
from gmm_core.logarithms.of_features import (
    check_of_features,
    each_of,
    log_jacobians,
    named_so,
    said,
    taken,
)
from gmm_core.logarithms.skewed import needs_logarithm, skewness

__all__ = [
    "Logarithm",
    "check_of_features",
    "each_of",
    "is_positive",
    "log_jacobians",
    "logarithm_of",
    "named_so",
    "needs_logarithm",
    "said",
    "skewness",
    "taken",
]
