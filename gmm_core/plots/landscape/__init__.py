"""Where else might EM have ended? Figures of many starts and of what lies between them."""

from gmm_core.plots.landscape.bordered_rows import bordered_rows
from gmm_core.plots.landscape.clusters_as_one import clusters_as_one
from gmm_core.plots.landscape.combining_steps import entropy_curve, merge_tree
from gmm_core.plots.landscape.ends_strip import ends_strip
from gmm_core.plots.landscape.likelihood_map import likelihood_map

__all__ = [
    "bordered_rows",
    "clusters_as_one",
    "ends_strip",
    "entropy_curve",
    "likelihood_map",
    "merge_tree",
]
