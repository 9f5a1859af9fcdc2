"""How matrices that come from elsewhere are kept."""

from __future__ import annotations

from numpy.typing import ArrayLike

from gmm_core.matrices.dense import Matrices
from gmm_core.matrices.diagonal import Diagonal
from gmm_core.matrices.shared import Shared, ones


def kept_as(matrices: ArrayLike | Matrices) -> Matrices:
    """Return matrices as they are kept; an array (k, d, d) may be anything."""
    return matrices if isinstance(matrices, Matrices) else Matrices(matrices)


def compacted(matrices: Matrices) -> Matrices:
    """Return the same matrices in the fewest numbers that hold them.

    Examples
    --------
    >>> type(compacted(Matrices([[[1.0, 0.0], [0.0, 2.0]]]))).__name__
    'Diagonal'
    """
    if not matrices.tilted:
        return Diagonal(matrices.diagonals)
    if type(matrices) is Matrices and matrices.alike:
        return Shared(matrices.values[0], ones(len(matrices.values)))
    return matrices
