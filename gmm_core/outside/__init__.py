"""What of columns that were not fitted, class by class?

`means_by_class` compares numbers and `shares_by_class` categories. Rows are not surely of the class
they are assigned to, which draws classes together; "BCH" and "ML" undo that. `compared_table` makes
a table of what was found. `associations` tries every column as if each row's cluster were certain,
and `association_table` and `association_rows` write that for people.

Examples
--------
>>> resp = [[0.9, 0.1], [0.8, 0.2], [0.2, 0.8], [0.1, 0.9]]
>>> means_by_class([1.0, 2.0, 8.0, 9.0], resp, correction="none").estimates.round(2).tolist()
[[2.5], [7.5]]
>>> means_by_class([1.0, 2.0, 8.0, 9.0], resp, correction="BCH").estimates.round(2).tolist()
[[-0.0], [10.0]]
"""

from gmm_core.outside.adjusting import ADJUSTMENTS
from gmm_core.outside.association import Association
from gmm_core.outside.by_class import ByClass
from gmm_core.outside.compared_rows import compared_table
from gmm_core.outside.comparing import CORRECTIONS, means_by_class, shares_by_class
from gmm_core.outside.tried_columns import associations
from gmm_core.outside.written_associations import association_rows, association_table

__all__ = [
    "ADJUSTMENTS",
    "CORRECTIONS",
    "Association",
    "ByClass",
    "association_rows",
    "association_table",
    "associations",
    "compared_table",
    "means_by_class",
    "shares_by_class",
]
