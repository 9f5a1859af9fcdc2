"""Where do the rows lie? A figure of rows for one, two, three and more features."""

from gmm_core.plots.pictures.density_plane import density
from gmm_core.plots.pictures.first_picture import mixture_figure
from gmm_core.plots.pictures.histograms import histogram
from gmm_core.plots.pictures.parallel_lines import MOST_LINES, parallel
from gmm_core.plots.pictures.scatter_matrix import (
    MOST_ROWS_IN_MATRIX,
    SAMPLED_IN_MATRIX,
    matrix,
)
from gmm_core.plots.pictures.scatter_plot import outline_ranges, scatter
from gmm_core.plots.pictures.space_plot import MOST_ROWS_IN_SPACE, space

__all__ = [
    "MOST_LINES",
    "MOST_ROWS_IN_MATRIX",
    "MOST_ROWS_IN_SPACE",
    "SAMPLED_IN_MATRIX",
    "density",
    "histogram",
    "matrix",
    "mixture_figure",
    "outline_ranges",
    "parallel",
    "scatter",
    "space",
]
