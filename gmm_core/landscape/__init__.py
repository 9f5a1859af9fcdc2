"""Where else might EM have ended, and how often does it?

`ends_of` runs many starts of each kind to their ends, `optima` groups these, `reached` says how
many come to the best one known, and `order_beside` has two fits looked at side by side.
"""

from gmm_core.landscape.distinct_optima import Optimum, optima, reached
from gmm_core.landscape.side_by_side import order_beside
from gmm_core.landscape.starts_of_each_kind import RANDOM_KINDS, ends_of

__all__ = ["RANDOM_KINDS", "Optimum", "ends_of", "optima", "order_beside", "reached"]
