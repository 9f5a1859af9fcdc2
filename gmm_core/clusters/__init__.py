"""What is each cluster, and why is a row in it?

`profiles` describes components by their features, `marked_profile` some rows, and `row_ledger` why
a row is whose it is.
"""

from gmm_core.clusters.clusters_in_words import describe
from gmm_core.clusters.feature_profiles import Bars, Profiles, marked_profile, profiles
from gmm_core.clusters.profile_names import names_in_words
from gmm_core.clusters.profile_tables import correlation_table, parameter_table, size_table
from gmm_core.clusters.row_ledgers import row_ledger, verdicts
from gmm_core.clusters.written_ledger import ledger_table

__all__ = [
    "Bars",
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
