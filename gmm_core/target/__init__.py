"""How do known classes and clusters agree?

`compared` holds a column of a table against responsibilities, cutting a measurement into intervals;
`SCORES` are the numbers that say how well they agree.
"""

from gmm_core.target.classes import class_codes, cross_count, is_measurement, matched_classes
from gmm_core.target.comparison import Comparison, compare, compared, rows_of
from gmm_core.target.intervals import binned
from gmm_core.target.matched_rows import agreement
from gmm_core.target.scores import SCORES, reading_of

__all__ = [
    "SCORES",
    "Comparison",
    "agreement",
    "binned",
    "class_codes",
    "compare",
    "compared",
    "cross_count",
    "is_measurement",
    "matched_classes",
    "reading_of",
    "rows_of",
]
