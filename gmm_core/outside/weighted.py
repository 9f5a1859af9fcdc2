"""Weighted means and shares, class by class, with the sandwich covariance of what was estimated.

The estimates solve sum_i w_ij (z_i - estimate_j) = 0, each row being a witness of its own; Vermunt
(2010), section 3. Where a sum of weights is not positive there is no estimate but NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from gmm_core.blocks import sum_over_blocks
from gmm_core.row_weights import Counting

Weights = Callable[[slice], np.ndarray]
"""Of some rows, the weight of each in each class; how much the rows count comes on top."""


def weighted_means(
    z: np.ndarray, weights: Weights, counting: Counting
) -> tuple[np.ndarray, np.ndarray]:
    """Means (k,) of a number (n,), and their covariance (k, k)."""
    k = weights(slice(0, 1)).shape[1]

    def sums(rows: slice) -> list[np.ndarray]:
        of_rows = weights(rows) * counting.in_sums[rows, None]
        return [of_rows.sum(axis=0), z[rows] @ of_rows]

    totals, first = sum_over_blocks(sums, len(z), 2 * k)
    totals = np.where(totals > 0.0, totals, np.nan)
    means = first / totals

    def squares(rows: slice) -> list[np.ndarray]:
        influence = weights(rows) / totals * (z[rows][:, None] - means)
        return [(influence * counting.in_spreads[rows, None]).T @ influence]

    (covariance,) = sum_over_blocks(squares, len(z), 3 * k)
    return means, covariance


def weighted_shares(
    codes: np.ndarray, n_levels: int, weights: Weights, counting: Counting
) -> tuple[np.ndarray, np.ndarray, Callable[[np.ndarray], np.ndarray]]:
    """Shares (k, m) of levels (n,), in all classes (m,), and their covariance about (k, m)."""
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(n_levels + 1))
    found = [_of_level(order[a:b], weights, counting) for a, b in pairwise(edges)]
    sums, products = (np.array(each) for each in zip(*found, strict=True))
    totals = sums.sum(axis=0)
    totals = np.where(totals > 0.0, totals, np.nan)
    products = products / np.outer(totals, totals)

    def covariance(centres: np.ndarray) -> np.ndarray:
        away = np.eye(n_levels)[:, None, :] - centres
        return np.einsum("lcd,lca,ldb->cadb", products, away, away)

    return (sums / totals).T, sums.sum(axis=1) / sums.sum(), covariance


def _of_level(
    rows: np.ndarray, weights: Callable[..., np.ndarray], counting: Counting
) -> list[np.ndarray]:
    """Sums of the weights of rows (k,), and of their products (k, k)."""
    k = weights(slice(0, 1)).shape[1]

    def kernel(some: slice) -> list[np.ndarray]:
        of_rows, counts = weights(rows[some]), counting.among(rows[some])
        squares = (of_rows * counts.in_spreads[:, None]).T @ of_rows
        return [counts.in_sums @ of_rows, squares]

    return sum_over_blocks(kernel, len(rows), 2 * k)
