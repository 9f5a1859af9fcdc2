"""Where else might EM have ended, how often does it, and what is it the limit of?

`ends_of` runs many starts of each kind to their ends, `optima` groups these, `reached` says how
many come to the best one known, and `order_beside` has two fits looked at side by side.
`k_means_steps` and `steps_of_spread` are k-means and what turns into it; `likelihood_surface` is
what EM climbs where two means are all that is unknown.
"""

from gmm_core.landscape.distinct_optima import Optimum, optima, reached
from gmm_core.landscape.limits import best_k_means, k_means_steps, nearest_means, steps_of_spread
from gmm_core.landscape.side_by_side import order_beside
from gmm_core.landscape.starts_of_each_kind import RANDOM_KINDS, ends_of
from gmm_core.landscape.surface import Surface, likelihood_surface

__all__ = [
    "RANDOM_KINDS",
    "Optimum",
    "Surface",
    "best_k_means",
    "ends_of",
    "k_means_steps",
    "likelihood_surface",
    "nearest_means",
    "optima",
    "order_beside",
    "reached",
    "steps_of_spread",
]
