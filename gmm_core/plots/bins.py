"""The bins of a histogram."""

from __future__ import annotations

import numpy as np

from gmm_core.plots.style import padded

MOST_BINS = 80

# Values nearer to one another than this share of the range are no steps of rounded data.
FINEST = 1e-6


def bin_edges(x: np.ndarray) -> np.ndarray:
    """Return the edges of the bins of a histogram of `x`.

    Parameters
    ----------
    x : ndarray of shape (n_samples,)

    Returns
    -------
    ndarray of shape (n_bins + 1,)
        Half as wide as in Freedman and Diaconis (1981), whose width suits a single bump; or,
        where half of the rows are alike, as in Sturges (1926). A whole number of steps of
        rounded data, so that no bin holds one value more than its neighbour; at most 81 bins.

    Examples
    --------
    >>> bin_edges(np.array([1.0, 2.0, 2.0, 3.0]))
    array([0.5, 1.5, 2.5, 3.5])
    """
    low, high = float(x.min()), float(x.max())
    if low == high:
        return np.array(padded(x))
    half_width = float(np.subtract(*np.percentile(x, [75, 25]))) / np.cbrt(len(x))
    sturges = (high - low) / (np.log2(len(x)) + 1)
    nearest = float(np.diff(np.unique(x)).min())
    step = max(nearest, FINEST * (high - low))
    fewest_steps = np.ceil((high - low) / (MOST_BINS * step))
    width = step * max(np.floor((half_width or sturges) / step), fewest_steps)
    edges = low - 0.5 * step + width * np.arange(np.floor((high - low) / width) + 2)
    edges[-1] = max(edges[-1], high)  # rounding must not lose the largest value
    return edges
