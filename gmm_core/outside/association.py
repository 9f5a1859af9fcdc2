"""How one column differs between clusters whose rows are taken as certainly theirs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm_core.written_numbers import number, p_value

#: Under a smaller expected count the chi-squared distribution is a poor guide; Cochran (1954).
LEAST_EXPECTED = 5.0


@dataclass(frozen=True, eq=False)
class Association:
    """A column against clusters, as if each row's cluster were certain.

    Parameters
    ----------
    column : str
    levels : tuple of str
        Of a column of categories; empty for numbers.
    table : ndarray of shape (n_clusters, m)
        Of categories: rows of each level (m levels). Of numbers: mean and standard deviation
        (m = 2, divisor n - 1); NaN where a cluster has too few rows.
    sizes : ndarray of shape (n_clusters,)
        Rows of each cluster that have a value, by their weights.
    n_rows : int
        Rows that have a value.
    test : {"chi-squared", "F", "Kruskal-Wallis"}
    statistic : float
        NaN where there is no test, as `status` says.
    degrees : tuple of int
        One number of degrees of freedom, or two of F.
    p_value, adjusted : float
        As it is, and raised for how many columns were tried.
    effect : float
        From 0 to 1: Cramer's V of categories, eta of numbers, the root of the share of the
        variance that lies between clusters, which with ranks is that of the ranks.
    status : str
        What the numbers rest on, or why some are missing.
    """

    column: str
    levels: tuple[str, ...]
    table: np.ndarray
    sizes: np.ndarray
    n_rows: int
    test: str
    statistic: float
    degrees: tuple[int, ...]
    p_value: float
    effect: float
    status: str
    adjusted: float = float("nan")

    @property
    def shares(self) -> np.ndarray:
        """Share of each level among the rows of each cluster, (n_clusters, n_levels)."""
        sizes = self.sizes[:, None]
        empty = np.full(self.table.shape, np.nan)
        return np.divide(self.table, sizes, out=empty, where=sizes > 0)

    @property
    def effect_name(self) -> str:
        """What the effect is called."""
        if self.levels:
            return "V"
        return "η" if self.test == "F" else "η of ranks"

    @property
    def test_in_words(self) -> str:
        """The test as papers write it, with the p-value before it was raised."""
        if not self.degrees:
            return "none"
        name = {"chi-squared": "χ²", "F": "F", "Kruskal-Wallis": "H"}[self.test]
        degrees = ", ".join(f"{each:,}" for each in self.degrees)
        p = p_value(self.p_value)
        return f"{name}({degrees}) = {number(self.statistic)}, p {p if p[0] == '<' else f'= {p}'}"
