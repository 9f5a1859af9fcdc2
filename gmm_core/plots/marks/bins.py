"""The bins of a histogram, and what its bars look like."""

from __future__ import annotations

from typing import Any

import numpy as np

from gmm_core.plots.marks.axes import Range, padded
from gmm_core.plots.marks.colours import Theme
from gmm_core.plots.marks.style import INKS
from gmm_core.subsets import drawn_rows

MOST_BINS = 80

# Values nearer to one another than this share of the range are no steps of rounded data.
FINEST = 1e-6

# Of more rows, bins suit a sample: they need its values in order.
SORTED = 20_000

# Rows at a time: what is computed on the way stays in the cache.
BLOCK = 65_536


def bin_edges(x: np.ndarray) -> np.ndarray:
    """Return the edges (n_bins + 1,) of the bins of a histogram of `x`.

    Half as wide as in Freedman and Diaconis (1981), whose width suits a single bump; or, where half
    of the rows are alike, as in Sturges (1926). A whole number of steps of rounded data, so that no
    bin holds one value more than its neighbour; at most 81 bins. Of more than 20,000 rows, those
    that suit a fixed sample of them.

    Examples
    --------
    >>> bin_edges(np.array([1.0, 2.0, 2.0, 3.0]))
    array([0.5, 1.5, 2.5, 3.5])
    """
    low, high = float(x.min()), float(x.max())
    if len(x) > SORTED:
        x = np.append(x[drawn_rows(len(x), SORTED)], [low, high])
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


def bar_marks(theme: Theme) -> dict[str, Any]:
    """Return plotly's ``marker`` of the bars: pale, so that curves read over them, with an edge.

    Examples
    --------
    >>> bar_marks("light")
    {'color': 'rgba(134, 142, 155, 0.4)', 'line': {'width': 1, 'color': '#868E9B'}}
    """
    edge = INKS[theme].neutral
    channels = ", ".join(str(channel) for channel in bytes.fromhex(edge[1:]))
    return {"color": f"rgba({channels}, 0.4)", "line": {"width": 1, "color": edge}}


def bin_counts(x: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return how many values fall into each bin, (n_bins,); no value may lie outside."""
    n_bins = len(edges) - 1
    span = (float(edges[0]), float(edges[0] + n_bins * (edges[1] - edges[0])))
    counts = np.zeros(n_bins + 2, dtype=np.int64)
    for begin in range(0, len(x), BLOCK):
        counts += np.bincount(cells(x[begin : begin + BLOCK], span, n_bins), minlength=n_bins + 2)
    # Rounding may put a value that is an end of the range a hair beyond it.
    counts[1] += counts[0]
    counts[-2] += counts[-1]
    return counts[1:-1]


def cells(values: np.ndarray, span: Range, n_cells: int) -> np.ndarray:
    """Return the cell of each value, from 1; 0 and ``n_cells + 1`` are outside.

    Each of the equal cells of `span` has its lower end; the last has both.

    Examples
    --------
    >>> cells(np.array([-0.1, 0.0, 0.5, 1.0, 1.1]), (0.0, 1.0), 2)
    array([0, 1, 2, 2, 3])
    """
    low, high = span
    at = (values - low) / (high - low) * n_cells
    at[values == high] = n_cells - 0.5
    np.clip(at, -1.0, n_cells, out=at)
    np.floor(at, out=at)
    return at.astype(np.intp) + 1
