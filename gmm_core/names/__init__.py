"""What may columns and components be called?

`free_names` finds names for columns that are added to a person's table, and `component_names`
checks what a person calls the components.

Examples
--------
>>> free_names(["row"], ["row", "length"])
['row_gmm']
"""

from gmm_core.names.columns import beside, free_names, unique_names
from gmm_core.names.components import LONGEST, check_one_each, component_names, component_titles

__all__ = [
    "LONGEST",
    "beside",
    "check_one_each",
    "component_names",
    "component_titles",
    "free_names",
    "unique_names",
]
