"""A table at the size of a thumb: rows of its two leading features, or the histogram of one."""

import numpy as np

from gmm_core.datasets import Dataset
from gmm_core.projection import leading_features
from gmm_core.subsets import drawn_rows
from gmm_core.table import complete_rows

WIDTH, HEIGHT, MARGIN = 96, 60, 5  # of the picture, in its own units
MOST_DOTS = 90
N_BARS = 24


def picture(table: Dataset) -> str:
    """Return the path of an SVG of 96 by 60: strokes of no length with round ends are dots.

    Examples
    --------
    >>> from gmm_core.datasets import load
    >>> picture(load("faithful"))[:16]
    'M54 23h0M10 50h0'
    """
    X = complete_rows(table.frame, table.features).X
    if X.shape[1] == 1:
        return _bars(X[:, 0])
    rows = X[drawn_rows(len(X), MOST_DOTS)][:, leading_features(X, 2)]
    low, high = rows.min(axis=0), rows.max(axis=0)
    places = (rows - low) / np.where(high > low, high - low, 1.0)
    x = MARGIN + (WIDTH - 2 * MARGIN) * places[:, 0]
    y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * places[:, 1]
    return "".join(f"M{left:.0f} {top:.0f}h0" for left, top in zip(x, y, strict=True))


def _bars(x: np.ndarray) -> str:
    counts, _ = np.histogram(x, N_BARS)
    lefts = np.linspace(MARGIN, WIDTH - MARGIN, N_BARS)
    heights = (HEIGHT - 2 * MARGIN) * counts / counts.max()
    floor = HEIGHT - MARGIN
    return "".join(
        f"M{left:.0f} {floor}V{floor - height:.0f}"
        for left, height in zip(lefts, heights, strict=True)
    )
