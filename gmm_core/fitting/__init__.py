"""What does a person ask for, and which run is that? Settings -> Run."""

from gmm_core.fitting.fit import data_of, fit_run
from gmm_core.fitting.run_together import ends_together
from gmm_core.fitting.settings import Grid, Settings
from gmm_core.fitting.table_of_fits import fitted_grid, taken_from

__all__ = [
    "Grid",
    "Settings",
    "data_of",
    "ends_together",
    "fit_run",
    "fitted_grid",
    "taken_from",
]
