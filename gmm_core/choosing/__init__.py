"""What do fits of many sizes and structures say, in the words of a field?

`MIXTURE` and `PROFILES` are the two fields' words; `best_in_words` and `disagreement` read a table
of fits to a person.

Examples
--------
>>> MIXTURE.counted(3), PROFILES.counted(3), PROFILES.structure("VVV")
('3 components', '3 profiles', 'model 6 (VVV)')
"""

from gmm_core.choosing.agreement import agreements
from gmm_core.choosing.compared_without import with_and_without
from gmm_core.choosing.foretelling import held_out_in_words
from gmm_core.choosing.ratio_tests import said_of_test
from gmm_core.choosing.sentences import (
    best_in_words,
    classes_unseen,
    disagreement,
    failures,
    ranked,
)
from gmm_core.choosing.vocabulary import MIXTURE, PROFILES, Vocabulary

__all__ = [
    "MIXTURE",
    "PROFILES",
    "Vocabulary",
    "agreements",
    "best_in_words",
    "classes_unseen",
    "disagreement",
    "failures",
    "held_out_in_words",
    "ranked",
    "said_of_test",
    "with_and_without",
]
