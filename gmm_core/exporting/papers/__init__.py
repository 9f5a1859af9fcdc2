"""What goes into a paper: tables of fits and of one fit, and the paragraph on the method."""

from gmm_core.exporting.papers.comparison_table import (
    comparison,
    comparison_html,
    comparison_latex,
    comparison_printed,
)
from gmm_core.exporting.papers.fit_tables import (
    correlations_by_cluster,
    for_a_page,
    parameters_by_cluster,
)
from gmm_core.exporting.papers.latex import latex_table
from gmm_core.exporting.papers.one_fit import fit_paragraph
from gmm_core.exporting.papers.paragraphs import Fitting, method_paragraph

__all__ = [
    "Fitting",
    "comparison",
    "comparison_html",
    "comparison_latex",
    "comparison_printed",
    "correlations_by_cluster",
    "fit_paragraph",
    "for_a_page",
    "latex_table",
    "method_paragraph",
    "parameters_by_cluster",
]
