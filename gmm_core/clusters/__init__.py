"""What is each cluster, and why is a row in it?

`profiles` describes components by their features, `marked_profile` some rows, and `row_ledger` why
a row is whose it is.
"""

from gmm_core.clusters.feature_profiles import (
    Profiles,
    correlation_table,
    describe,
    marked_profile,
    parameter_table,
    profiles,
    size_table,
)
from gmm_core.clusters.profile_names import names_in_words
from gmm_core.clusters.row_ledgers import row_ledger, verdicts
from gmm_core.clusters.written_ledger import ledger_table

__all__ = [
    "Profiles",
    "correlation_table",
    "describe",
    "ledger_table",
    "marked_profile",
    "names_in_words",
    "parameter_table",
    "profiles",
    "row_ledger",
    "size_table",
    "verdicts",
]
