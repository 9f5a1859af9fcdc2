"""Where are the rows of a fit?

`source_of` makes a source of rows in memory, batches, paths and Dask collections: what is asked of
it are sums over pieces of the rows, such as the statistics of a mixture.

Examples
--------
>>> import numpy as np
>>> from gmm_core.expectation import statistics_of
>>> from gmm_core.mixture import Mixture
>>> mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
>>> batches = source_of([np.array([[0.0], [1.0]]), np.array([[2.0]])])
>>> batches.total(statistics_of, [mixture], "full")[0].resp_means
array([[1.]])
"""

from gmm_core.sources.asking import has_names, in_pieces, pieces_of, source_of
from gmm_core.sources.batches import Batches
from gmm_core.sources.noise_box import noise_around
from gmm_core.sources.source import OfRows, Source
from gmm_core.sources.summary import Summary
from gmm_core.sources.tables import StoredTable

__all__ = [
    "Batches",
    "OfRows",
    "Source",
    "StoredTable",
    "Summary",
    "has_names",
    "in_pieces",
    "noise_around",
    "pieces_of",
    "source_of",
]
