"""How sure is a fit of its rows, one by one, class by class, and on the whole?

Everything here is a function of the responsibilities alone. A class is, as in latent profile
analysis, the rows that are assigned to one component: each row to its most probable.

Examples
--------
>>> from gmm_core.certainty import class_table
>>> class_table([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]])["rows"].tolist()
[1, 2]
"""

from gmm_core.certainty.class_sizes import (
    class_table,
    say_classes,
    say_smallest,
    written_class_table,
)
from gmm_core.certainty.classification import classification_table, entropy, relative_entropy
from gmm_core.certainty.combining import Combined, combined
from gmm_core.certainty.noise_rows import noise_line
from gmm_core.certainty.rows import most_uncertain, uncertainty

__all__ = [
    "Combined",
    "class_table",
    "classification_table",
    "combined",
    "entropy",
    "most_uncertain",
    "noise_line",
    "relative_entropy",
    "say_classes",
    "say_smallest",
    "uncertainty",
    "written_class_table",
]
