"""What is each cluster, and how sure are its rows?

`profiles` describes components by their features, `marked_profile` some rows, `row_ledger` why a
row is whose it is, and `most_uncertain` lists the rows between clusters.
"""

from gmm_core.clusters.certainty import ledger_table, most_uncertain, uncertainty
from gmm_core.clusters.feature_profiles import (
    Profiles,
    correlation_table,
    describe,
    marked_profile,
    parameter_table,
    profiles,
    size_table,
)
from gmm_core.clusters.row_ledgers import row_ledger, verdicts

__all__ = [
    "Profiles",
    "correlation_table",
    "describe",
    "ledger_table",
    "marked_profile",
    "most_uncertain",
    "parameter_table",
    "profiles",
    "row_ledger",
    "size_table",
    "uncertainty",
    "verdicts",
]
