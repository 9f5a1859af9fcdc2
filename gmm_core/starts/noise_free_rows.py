"""The rows that a start is made of where some are noise: those with others near them.

In the spirit of Byers and Raftery (1998), JASA 93, 577-584, who tell noise by the distance to the
k-th nearest neighbour.
"""

from __future__ import annotations

import numpy as np
from sklearn.neighbors import NearestNeighbors

from gmm_core.blocks import one_thread
from gmm_core.expectation import Data, PartlyKnown
from gmm_core.mixture import standardising
from gmm_core.subsets import evenly_spaced

NEIGHBOUR = 10
MOST_ROWS = 20_000

# Tukey's fence: so many interquartile ranges above the upper quartile of log-distances.
FENCE = 1.0


def without_noise(data: Data, least: int) -> Data:
    """Return the rows that have others near them; all of them where these are fewer than `least`.

    Of a large table they are of a sample.
    """
    rows = np.arange(len(data.X))[evenly_spaced(len(data.X), MOST_ROWS)]
    X = data.complete.X[rows]
    if len(X) <= NEIGHBOUR:
        return data
    with one_thread():
        near = NearestNeighbors(n_neighbors=NEIGHBOUR + 1).fit(standardising(X).apply(X))
        farthest = near.kneighbors()[0][:, -1]
    distances = np.log(np.maximum(farthest, np.finfo(float).tiny))
    lower, upper = np.quantile(distances, [0.25, 0.75])
    kept = distances <= upper + FENCE * (upper - lower)
    if isinstance(data, PartlyKnown):
        kept |= data.components[rows] >= 0
    return data.taken(rows[kept]) if kept.sum() >= least else data
