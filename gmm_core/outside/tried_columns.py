"""Every column that was not fitted against the clusters, the strongest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from pandas.api.types import is_bool_dtype, is_numeric_dtype
from scipy.special import chdtrc, fdtrc

from gmm_core.checked import LARGEST, as_annotated, as_positions, check_weights, check_whole
from gmm_core.errors import DataError
from gmm_core.outside.adjusting import ADJUSTMENTS, adjusted
from gmm_core.outside.association import LEAST_EXPECTED, Association
from gmm_core.target import class_codes, cross_count
from gmm_core.wording import counted, plural, shown

NONE = (float("nan"), (), float("nan"), float("nan"))  # statistic, degrees, p and effect


@as_annotated
def associations(
    columns: Mapping[str, ArrayLike],
    clusters: ArrayLike,
    n_clusters: int,
    *,
    weights: np.ndarray | None = None,
    ranks: bool = False,
    adjustment: str = "Holm",
) -> tuple[Association, ...]:
    """Return how each column differs between clusters, as if each row's cluster were certain.

    Categories are counted: Pearson's chi-squared and Cramer's V. Of numbers, the means are compared
    by the F of one-way analysis of variance, or the ranks by Kruskal and Wallis (1952), which asks
    for no normal distribution; their effect is eta, which like V is 0 where clusters are alike and
    1 where the cluster says all. Rows are not surely of their clusters, which draws clusters
    together: `means_by_class` and `shares_by_class` undo that.

    Parameters
    ----------
    columns : mapping of str to array_like of shape (n_samples,)
        Numbers, or else categories; missing values are left out.
    clusters : array_like of int, shape (n_samples,)
        Of each row, from 0.
    n_clusters : int
    weights : ndarray of shape (n_samples,), optional
        By which rows count, above 0: frequencies, or sampling weights of mean 1.
    ranks : bool
        Whether numbers are compared by their ranks.
    adjustment : {"Holm", "Benjamini-Hochberg"}
        By what p-values are raised for how many columns were tried.

    Returns
    -------
    tuple of Association
        The largest effect first; those without one come last, and say why.

    Raises
    ------
    DataError
        When a column has not one value for each row, or a cluster is none of `n_clusters`.

    Examples
    --------
    >>> found = associations(
    ...     {"age": [20.0, 22.0, 40.0, 43.0], "town": ["a", "b", "a", "b"]}, [0, 0, 1, 1], 2
    ... )
    >>> [(each.column, each.test_in_words, round(each.effect, 3)) for each in found]
    [('age', 'F(1, 2) = 129.3, p = .008', 0.992), ('town', 'χ²(1) = 0, p = 1.000', 0.0)]
    """
    if adjustment not in ADJUSTMENTS:
        raise DataError(
            f"There is no adjustment {shown(adjustment)}. Choose one of {', '.join(ADJUSTMENTS)}."
        )
    check_whole("The number of clusters", n_clusters, 1)
    of_rows = as_positions("The clusters", clusters, n_clusters)
    if weights is not None:
        weights = check_weights(weights, len(of_rows), "weights")
    found = [
        _of_column(name, values, of_rows, n_clusters, weights, ranks)
        for name, values in columns.items()
    ]
    raised = adjusted(np.array([each.p_value for each in found]), adjustment)
    made = [replace(each, adjusted=p) for each, p in zip(found, raised.tolist(), strict=True)]
    return tuple(sorted(made, key=lambda each: (np.isnan(each.effect), -each.effect)))


def _of_column(
    name: str,
    values: ArrayLike,
    clusters: np.ndarray,
    k: int,
    weights: np.ndarray | None,
    ranks: bool,
) -> Association:
    column = pd.Series(values).reset_index(drop=True)
    if len(column) != len(clusters):
        raise DataError(
            f'The column "{name}" has {counted(len(column), "value")} for '
            f"{counted(len(clusters), 'row')}. Give one for each row."
        )
    try:
        if is_numeric_dtype(column) and not is_bool_dtype(column):
            numbers = column.to_numpy(dtype=float, na_value=np.nan)
            return _of_numbers(name, numbers, clusters, k, weights, ranks)
        return _of_categories(name, *class_codes(column, what="column"), clusters, k, weights)
    except DataError as error:
        present = column.notna().to_numpy()
        sizes = np.bincount(clusters[present], None if weights is None else weights[present], k)
        none = (int(present.sum()), "F", *NONE, str(error))
        return Association(name, (), np.full((k, 2), np.nan), sizes, *none)


def _of_categories(
    name: str,
    codes: np.ndarray,
    levels: tuple[str, ...],
    clusters: np.ndarray,
    k: int,
    weights: np.ndarray | None,
) -> Association:
    n_rows = int((codes >= 0).sum())
    _check_any(n_rows)
    counts = cross_count(codes, clusters, len(levels), k, weights).T
    sizes = counts.sum(axis=1)
    held = counts[sizes > 0]
    statistic, degrees, p, effect = NONE
    said = [f"{counted(n_rows, 'row')} with a value"]
    if min(held.shape) > 1:
        expected = held.sum(axis=1, keepdims=True) * held.sum(axis=0) / held.sum()
        statistic = float(((held - expected) ** 2 / expected).sum())
        degrees = ((held.shape[0] - 1) * (held.shape[1] - 1),)
        p = float(chdtrc(degrees[0], statistic))
        effect = float(np.sqrt(statistic / held.sum() / (min(held.shape) - 1)))
        said += _few_expected(expected)
    else:
        said.append("no test: there is one level, or one cluster, with rows")
    test = ("chi-squared", statistic, degrees, p, min(effect, 1.0), "; ".join(said))
    return Association(name, levels, counts, sizes, n_rows, *test)


def _few_expected(expected: np.ndarray) -> list[str]:
    few = int((expected < LEAST_EXPECTED).sum())
    if not few:
        return []
    expects = plural(few, "expects", "expect")
    return [f"{few} of {expected.size} cells {expects} fewer than 5 rows, p is rough"]


def _of_numbers(
    name: str,
    numbers: np.ndarray,
    clusters: np.ndarray,
    k: int,
    weights: np.ndarray | None,
    ranks: bool,
) -> Association:
    present = np.isfinite(numbers)
    _check_any(int(present.sum()))
    numbers, clusters = numbers[present], clusters[present]
    if np.abs(numbers).max() > LARGEST:
        raise DataError(f"The column has numbers beyond {LARGEST:g}. Give it in a larger unit.")
    w = np.ones(len(numbers)) if weights is None else weights[present]
    # Squares of numbers as they come may be beyond all numbers, or nothing.
    middle = float(np.average(numbers, weights=w))
    scale = float(np.abs(numbers - middle).max()) or 1.0
    scaled = (numbers - middle) / scale
    sizes, means, squares = _moments(scaled, clusters, k, w)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviations = np.sqrt(np.where(sizes > 1.0, squares / (sizes - 1.0), np.nan))
    test = "Kruskal-Wallis" if ranks else "F"
    compared = _ranked(numbers, w) if ranks else scaled
    statistic, degrees, p, effect = _compared(compared, clusters, k, w, ranks)
    said = [f"{counted(len(numbers), 'row')} with a value"]
    if not degrees:
        said.append("no test: values do not differ, or too few clusters have rows")
    table = np.column_stack([middle + scale * means, scale * deviations])
    numbers_of = (len(numbers), test, statistic, degrees, p, effect, "; ".join(said))
    return Association(name, (), table, sizes, *numbers_of)


def _check_any(n_rows: int) -> None:
    if not n_rows:
        raise DataError("No row has a value of the column. Choose one that has.")


def _moments(
    numbers: np.ndarray, clusters: np.ndarray, k: int, w: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights, means and sums of squares about them, of each cluster."""
    sizes, middle = np.bincount(clusters, w, k), float(np.average(numbers, weights=w))
    sums = np.bincount(clusters, w * (numbers - middle), k)  # sums of large numbers lose digits
    off = np.divide(sums, sizes, out=np.full(k, np.nan), where=sizes > 0)
    squares = np.bincount(clusters, w * (numbers - middle - off[clusters]) ** 2, k)
    return sizes, middle + off, squares


def _compared(
    numbers: np.ndarray, clusters: np.ndarray, k: int, w: np.ndarray, ranks: bool
) -> tuple[float, tuple[int, ...], float, float]:
    """F of means, or H of ranks, with its degrees of freedom, p and eta."""
    sizes, means, squares = _moments(numbers, clusters, k, w)
    held, n, inside = sizes > 0, float(sizes.sum()), float(squares.sum())
    groups, middle = int(held.sum()), float(np.average(numbers, weights=w))
    between = float(sizes[held] @ (means[held] - middle) ** 2)
    total, left = between + inside, round(n) - groups
    if groups < 2 or left < 1 or numbers.min() == numbers.max():
        return NONE
    effect = float(np.sqrt(between / total))
    if ranks:
        h = (n - 1.0) * between / total
        return h, (groups - 1,), float(chdtrc(groups - 1, h)), effect
    with np.errstate(divide="ignore"):
        f = float(np.divide(between / (groups - 1), inside / left))
    return f, (groups - 1, left), float(fdtrc(groups - 1, left, f)), effect


def _ranked(numbers: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The rank of each value among as many rows as its weight says, ties in their middle."""
    values, places = np.unique(numbers, return_inverse=True)
    held = np.bincount(places, w, len(values))
    return (np.cumsum(held) - (held - 1.0) / 2.0)[places]
