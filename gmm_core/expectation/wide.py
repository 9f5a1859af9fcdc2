"""Sums of the fused pass over tables of many features, where no component has a tilt of its own.

The features [1, x, x²] of a row are not put side by side there: x is counted from the origin once
for all passes, and x² is made of a block for both of its products. Of balls one number a row is
multiplied in their place, |x|².
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.blocks import sum_over_blocks
from gmm_core.expectation.data import Data
from gmm_core.expectation.ratios import product, shared_out
from gmm_core.scatter import Moments

# Numbers of a row at work at once, by feature: x, x² and what a product packs of each. With blocks
# of 64 rows 500 and 1,000 features stay in the cache.
AT_WORK, LEAST = 4, 64

# Sums are as wide as the table, so that few of them may wait for others.
PIECES = 8


def sums_of_wide(
    data: Data, differences: np.ndarray, level: Moments, is_rest: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return summed logs of the total ratios (s,), and sums of ratio x [1, x, what is read of x²].

    `differences` (s, m, size) are those of theta from the reference's, in [1, x] or [1, x, x²];
    `is_rest` says that the reference is left out.
    """
    n_mixtures, n_others, _ = differences.shape
    d, flat = data.n_features, differences.reshape(n_mixtures * n_others, -1)
    constant, linear = flat[:, :1], np.ascontiguousarray(flat[:, 1 : 1 + d])
    square = np.ascontiguousarray(flat[:, 1 + d :])
    are_balls = bool((square == square[:, :1]).all())
    reads_squares, reads_norms = level == "diagonal", level == "traces"
    has_norms = are_balls and square.size > 0
    norms = data.norms if reads_norms or has_norms else np.empty(0)
    _ = data.kept_from_origin  # made here, not by each thread

    def of_block(rows: slice) -> Sequence[np.ndarray]:
        x = data.from_origin(rows)
        squares = np.square(x) if reads_squares or not are_balls else x  # which is not read then
        ratios = product(linear, x.T)
        ratios += constant
        if not are_balls:
            ratios += product(square, squares.T)
        elif has_norms:
            ratios += square[:, :1] * norms[rows]
        weights = None if data.weights is None else data.weights[rows]
        logs = shared_out(ratios.reshape(n_mixtures, n_others, -1), weights, is_rest)
        sums = [logs, np.add.reduce(ratios, axis=1), product(ratios, x)]
        if reads_squares:
            sums.append(product(ratios, squares))
        elif reads_norms:
            sums.append(ratios @ norms[rows])
        return sums

    gains, resp_sum, *others = sum_over_blocks(
        of_block, len(data.X), AT_WORK * d, least=LEAST, pieces=PIECES
    )
    found = np.column_stack([resp_sum, *others])
    return gains, found.reshape(n_mixtures, n_others, -1)
