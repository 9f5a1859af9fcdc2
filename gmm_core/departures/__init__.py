"""What is not as the mixture would have it?

`low_density` finds rows that no component expects, `fit_checks` components that are not normal, and
`spurious` those that are likely an accident of few rows.
"""

from gmm_core.departures.low_density_rows import ALPHA, LowDensity, low_density, say_low_density
from gmm_core.departures.normality import FitCheck, fit_checks
from gmm_core.departures.normality_sentences import fit_verdicts
from gmm_core.departures.spurious_components import (
    ADVICE,
    LEAST_HELD,
    Suspicion,
    held_by_few,
    spurious,
)

__all__ = [
    "ADVICE",
    "ALPHA",
    "LEAST_HELD",
    "FitCheck",
    "LowDensity",
    "Suspicion",
    "fit_checks",
    "fit_verdicts",
    "held_by_few",
    "low_density",
    "say_low_density",
    "spurious",
]
