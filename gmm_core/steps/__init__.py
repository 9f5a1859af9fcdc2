"""What does a person see of a run?

A `Film` holds the half-steps of a run with all that is shown of them, `narrate` tells one in a
sentence, and `mean_ledger` shows how an M-step came to a mean.
"""

from gmm_core.steps.collapses import why_collapsed
from gmm_core.steps.films import Film, film
from gmm_core.steps.half_steps import Frame, frame, last_half_step
from gmm_core.steps.mean_ledgers import mean_ledger
from gmm_core.steps.mean_narration import narrate_mean
from gmm_core.steps.narration import narrate, why_stopped
from gmm_core.steps.other_starts import from_here, other_ends

__all__ = [
    "Film",
    "Frame",
    "film",
    "frame",
    "from_here",
    "last_half_step",
    "mean_ledger",
    "narrate",
    "narrate_mean",
    "other_ends",
    "why_collapsed",
    "why_stopped",
]
