"""Plotly figures as pure functions of data and a mixture."""

from gmm_core.plots.ascent import ascent
from gmm_core.plots.contingency import contingency
from gmm_core.plots.ellipse import ellipse
from gmm_core.plots.histogram import histogram
from gmm_core.plots.log_likelihood import log_likelihood
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
from gmm_core.plots.responsibilities import responsibilities
from gmm_core.plots.sampling import drawn_rows
from gmm_core.plots.scatter import data_ranges, scatter
from gmm_core.plots.stage import stage
from gmm_core.plots.style import INKS, parts
from gmm_core.plots.text import text

__all__ = [
    "FROM_CONES",
    "FROM_LAB",
    "INKS",
    "Theme",
    "ascent",
    "colours",
    "component_labels",
    "contingency",
    "data_ranges",
    "drawn_rows",
    "ellipse",
    "glyphs",
    "histogram",
    "log_likelihood",
    "mix",
    "mixture_figure",
    "parts",
    "responsibilities",
    "scatter",
    "stage",
    "symbol_sizes",
    "symbols",
    "text",
    "to_oklab",
]
