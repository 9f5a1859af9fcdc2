"""Weighted means and shares, class by class, with the sandwich covariance of what was estimated.

The estimates solve sum_i w_ij (z_i - estimate_j) = 0, each row being a witness of its own; Vermunt
(2010), section 3. Where a sum of weights is not positive there is no estimate but NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of m levels in k classes, and in all rows; and what their covariance is made of.

    `products` are (m, k, k): of the rows of a level, sums of products of their weights.
    """

    of_classes: np.ndarray
    of_all: np.ndarray
    products: np.ndarray

    @property
    def covariance(self) -> np.ndarray:
        """The sandwich, (k, m, k, m): each row a witness of its own."""
        return self._about(self.of_classes)

    def covariance_of_equal(self, *, robust: bool) -> np.ndarray:
        """The same if all classes have the shares of all rows.

        By the witness of each row, or by the spread that such shares have: with that the test is
        Pearson's chi-squared where rows are surely of their classes, and there is one although no
        row of some class is of some level.
        """
        if robust:
            return self._about(np.tile(self.of_all, (len(self.of_classes), 1)))
        spread = np.diag(self.of_all) - np.outer(self.of_all, self.of_all)
        return np.einsum("cd,ab->cadb", self.products.sum(axis=0), spread)

    def _about(self, centres: np.ndarray) -> np.ndarray:
        away = np.eye(len(self.of_all))[:, None, :] - centres
        return np.einsum("lcd,lca,ldb->cadb", self.products, away, away)


def weighted_shares(
    codes: np.ndarray, n_levels: int, weights: Weights, counting: Counting
) -> Shares:
    """Shares of so many levels (n,) in the classes."""
    order = np.argsort(codes, kind="stable")
    edges = np.searchsorted(codes[order], np.arange(n_levels + 1))
    found = [_of_level(order[a:b], weights, counting) for a, b in pairwise(edges)]
    sums, products = (np.array(each) for each in zip(*found, strict=True))
    totals = sums.sum(axis=0)
    totals = np.where(totals > 0.0, totals, np.nan)
    products = products / np.outer(totals, totals)
    return Shares((sums / totals).T, sums.sum(axis=1) / sums.sum(), products)


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
