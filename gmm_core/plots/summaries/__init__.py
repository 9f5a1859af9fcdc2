"""What are the clusters? Figures of profiles, sizes, shares and the target."""

from gmm_core.plots.summaries.contingency_map import Show, contingency
from gmm_core.plots.summaries.profile_plot import profile_dots
from gmm_core.plots.summaries.quantile_panels import quantiles
from gmm_core.plots.summaries.responsibility_bars import responsibilities
from gmm_core.plots.summaries.size_bars import sizes
from gmm_core.plots.summaries.triangle import LIMIT, ternary

__all__ = [
    "LIMIT",
    "Show",
    "contingency",
    "profile_dots",
    "quantiles",
    "responsibilities",
    "sizes",
    "ternary",
]
