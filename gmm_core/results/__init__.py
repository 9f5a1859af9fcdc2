"""The table with its clusters, and tables of other rows.

`labelled` adds clusters to a table, `filled` fills its gaps, `predicted` finds clusters of another
one, and `synthetic_rows` has rows drawn from the mixture.
"""

from gmm_core.results.filled_table import filled
from gmm_core.results.labelled_table import labelled, row_measures
from gmm_core.results.new_rows import PredictedRows, matched_columns, predicted
from gmm_core.results.synthetic import piece_rows, synthetic_rows

__all__ = [
    "PredictedRows",
    "filled",
    "labelled",
    "matched_columns",
    "piece_rows",
    "predicted",
    "row_measures",
    "synthetic_rows",
]
