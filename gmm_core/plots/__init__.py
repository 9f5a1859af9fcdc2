"""Plotly figures as pure functions of data and a mixture."""

from gmm_core.plots.animation import animation
from gmm_core.plots.ascent import ascent
from gmm_core.plots.contingency import contingency
from gmm_core.plots.density import density
from gmm_core.plots.ellipse import ellipse
from gmm_core.plots.histogram import histogram
from gmm_core.plots.log_likelihood import log_likelihood
from gmm_core.plots.matrix import matrix
from gmm_core.plots.mixture_figure import mixture_figure
from gmm_core.plots.oklab import FROM_CONES, FROM_LAB, to_oklab
from gmm_core.plots.palette import (
    Theme,
    colours,
    component_labels,
    glyphs,
    mix,
    symbol_sizes,
    symbols,
)
from gmm_core.plots.parallel import parallel
from gmm_core.plots.profiles import profile_dots
from gmm_core.plots.quantiles import quantiles
from gmm_core.plots.responsibilities import responsibilities
from gmm_core.plots.sampling import drawn_rows
from gmm_core.plots.scatter import data_ranges, scatter
from gmm_core.plots.sizes import sizes
from gmm_core.plots.space import space
from gmm_core.plots.stage import stage
from gmm_core.plots.style import INKS, parts
from gmm_core.plots.ternary import ternary
from gmm_core.plots.text import text

__all__ = [
    "FROM_CONES",
    "FROM_LAB",
    "INKS",
    "Theme",
    "animation",
    "ascent",
    "colours",
    "component_labels",
    "contingency",
    "data_ranges",
    "density",
    "drawn_rows",
    "ellipse",
    "glyphs",
    "histogram",
    "log_likelihood",
    "matrix",
    "mix",
    "mixture_figure",
    "parallel",
    "parts",
    "profile_dots",
    "quantiles",
    "responsibilities",
    "scatter",
    "sizes",
    "space",
    "stage",
    "symbol_sizes",
    "symbols",
    "ternary",
    "text",
    "to_oklab",
]
