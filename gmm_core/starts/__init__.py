"""Where does EM begin?

`initialize` makes the statistics of a first M-step, in one of the ways of `INITIALIZERS`;
`merge_tree` is the hierarchical clustering that some of them cut.

Examples
--------
>>> initialize([[0.0], [1.0], [10.0], [11.0]], 2, random_state=0).resp_sum
array([2., 2.])
"""

from gmm_core.starts.from_parameters import given_parameters
from gmm_core.starts.hierarchy import MergeTree, QuantileBins, merge_tree
from gmm_core.starts.noise_free_rows import without_noise
from gmm_core.starts.starts import INITIALIZERS, from_labels, from_means, initialize, trial_starts
from gmm_core.starts.trials import best_start

__all__ = [
    "INITIALIZERS",
    "MergeTree",
    "QuantileBins",
    "best_start",
    "from_labels",
    "from_means",
    "given_parameters",
    "initialize",
    "merge_tree",
    "trial_starts",
    "without_noise",
]
