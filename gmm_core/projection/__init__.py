"""What is seen of a mixture along one or two axes?

A `Projection` takes features to axes and back; `regions` says which component a place on the plane
belongs to, and how dense the mixture is there; `draws` makes rows of it that move as it moves.
"""

from gmm_core.projection.density_regions import Regions, check_plane, levels, regions
from gmm_core.projection.leading import leading_features
from gmm_core.projection.projection import Projection, onto_features, onto_principal_components
from gmm_core.projection.synthetic_rows import Draws, draws

__all__ = [
    "Draws",
    "Projection",
    "Regions",
    "check_plane",
    "draws",
    "leading_features",
    "levels",
    "onto_features",
    "onto_principal_components",
    "regions",
]
