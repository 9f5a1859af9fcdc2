"""What may columns and components be called?

`free_names` finds names for columns that are added to a person's table, and `component_names`
checks what a person calls the components.

Examples
--------
>>> free_names(["row"], ["row", "length"])
['row_gmm']
"""

from gmm_core.names.columns import beside, free_names, unique_names
from gmm_core.names.components import component_names

__all__ = ["beside", "component_names", "free_names", "unique_names"]
