"""What does EM do, step by step, and what does a structure allow?"""

from gmm_core.plots.teaching.animated_run import animation
from gmm_core.plots.teaching.ascent_curves import ascent
from gmm_core.plots.teaching.log_likelihood_curve import log_likelihood
from gmm_core.plots.teaching.player_stage import stage
from gmm_core.plots.teaching.structures import structure_description, structure_picture

__all__ = [
    "animation",
    "ascent",
    "log_likelihood",
    "stage",
    "structure_description",
    "structure_picture",
]
