"""How are k symmetric matrices kept: dense, as diagonals, or as multiples of one?

Covariances of components without tilt are k x d numbers and not k x d x d, one covariance that all
components share is d x d, and so are the scatter matrices from which they are made. `Matrices` are
dense, `Diagonal` and `Shared` are kept in fewer numbers and answer the same questions.

Examples
--------
>>> compacted(Matrices([[[4.0, 0.0], [0.0, 9.0]]])).values
array([[4., 9.]])
"""

from gmm_core.matrices.dense import LOG_2_PI, Matrices
from gmm_core.matrices.diagonal import Diagonal, balls, of_traces
from gmm_core.matrices.keeping import compacted, kept_as
from gmm_core.matrices.shared import Shared, ones

__all__ = [
    "LOG_2_PI",
    "Diagonal",
    "Matrices",
    "Shared",
    "balls",
    "compacted",
    "kept_as",
    "of_traces",
    "ones",
]
