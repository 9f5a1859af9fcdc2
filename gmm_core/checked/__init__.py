"""What a caller gives, turned into numbers or refused in a sentence.

`tables` are rows, `arrays` weights and shares, `values` single numbers and objects, and
`as_annotated` holds the callers of a function to what it says of its arguments.

Examples
--------
>>> as_table([[1, "2.5"]])
array([[1. , 2.5]])
"""

from gmm_core.checked.annotations import as_annotated
from gmm_core.checked.arrays import (
    LARGEST,
    as_positions,
    as_real,
    check_weights,
    checked_shares,
    read_only,
)
from gmm_core.checked.tables import as_table, check_features, hides_what_it_is
from gmm_core.checked.values import check_whole, is_number

__all__ = [
    "LARGEST",
    "as_annotated",
    "as_positions",
    "as_real",
    "as_table",
    "check_features",
    "check_weights",
    "check_whole",
    "checked_shares",
    "hides_what_it_is",
    "is_number",
    "read_only",
]
