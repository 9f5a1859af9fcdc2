"""What is this table?

`columns.describe` tells what each column is, `complete_rows` which rows can be fitted, and
`findings` what a person should know before that.
"""

from gmm_core.table import amounts, columns
from gmm_core.table.described_columns import describe, is_numeric
from gmm_core.table.finding import Finding
from gmm_core.table.marked_rows import MarkedRows, from_fitted, within_polygon
from gmm_core.table.rows import Rows, complete_rows, finite_rows
from gmm_core.table.table_findings import findings

__all__ = [
    "Finding",
    "MarkedRows",
    "Rows",
    "amounts",
    "columns",
    "complete_rows",
    "describe",
    "findings",
    "finite_rows",
    "from_fitted",
    "is_numeric",
    "within_polygon",
]
