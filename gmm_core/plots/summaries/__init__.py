"""What are the clusters? Figures of profiles, sizes, shares and the target."""

from gmm_core.plots.summaries.contingency_map import contingency
from gmm_core.plots.summaries.profile_map import MOST_AS_LINES, profile_map
from gmm_core.plots.summaries.profile_plot import profile_lines
from gmm_core.plots.summaries.quantile_panels import quantiles
from gmm_core.plots.summaries.responsibility_bars import MOST_BARS, responsibilities
from gmm_core.plots.summaries.size_bars import sizes
from gmm_core.plots.summaries.triangle import MOST_ROWS_IN_TRIANGLE, ternary

__all__ = [
    "MOST_AS_LINES",
    "MOST_BARS",
    "MOST_ROWS_IN_TRIANGLE",
    "contingency",
    "profile_lines",
    "profile_map",
    "quantiles",
    "responsibilities",
    "sizes",
    "ternary",
]
