"""What goes into a paper: the comparison of models as a table, and the paragraph on the method."""

from gmm_core.exporting.papers.comparison_table import (
    comparison,
    comparison_html,
    comparison_latex,
)
from gmm_core.exporting.papers.paragraphs import Fitting, method_paragraph

__all__ = [
    "Fitting",
    "comparison",
    "comparison_html",
    "comparison_latex",
    "method_paragraph",
]
