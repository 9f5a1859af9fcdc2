"""How do many fits of the same rows compare?"""

from gmm_core.plots.choosing.bootstrap_histogram import bootstrap_histogram
from gmm_core.plots.choosing.criterion_lines import criterion_lines

__all__ = ["bootstrap_histogram", "criterion_lines"]
