"""How large each class is, by assignment and by posterior, and how sure its rows are of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.assigned import NOISE_GLYPH, assigned, noise_shares
from gmm_core.certainty.classification import classification_table, relative_entropy
from gmm_core.checked import as_annotated, check_weights, checked_shares
from gmm_core.errors import DataError
from gmm_core.names import check_one_each, component_titles
from gmm_core.row_weights import counts_of
from gmm_core.wording import listed, plural
from gmm_core.written_numbers import fixed, tally


@as_annotated
def class_table(
    resp: ArrayLike,
    weights: np.ndarray | None = None,
    *,
    names: Sequence[str] | None = None,
    symbols: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return how large each class is, by assignment and by posterior, and how sure its rows are.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    weights : ndarray of shape (n_samples,), optional
        By which rows count.
    names : sequence of str, optional
        What a person calls each class; they become the index.
    symbols : sequence of str, optional
        As which figures draw each class; they become a first column, "symbol".

    Returns
    -------
    DataFrame of shape (n_components, 5)
        Columns "rows" assigned and their "share", "posterior rows" (the sum of the
        responsibilities) and their "posterior share", and "average posterior" of the rows
        assigned, NaN where there is none.

    Examples
    --------
    >>> class_table([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]]).round(3)
       rows  share  posterior rows  posterior share  average posterior
    0     1  0.333             1.4            0.467               0.90
    1     2  0.667             1.6            0.533               0.75
    """
    shares = checked_shares(resp)
    n_samples, k = shares.shape
    if weights is not None:
        weights = check_weights(weights, n_samples, "weights")
    counts = counts_of(assigned(shares), k, weights)
    n = n_samples if weights is None else float(weights.sum())
    sums = shares.sum(axis=0) if weights is None else weights @ shares
    table = pd.DataFrame(
        {
            "rows": counts,
            "share": counts / n,
            "posterior rows": sums,
            "posterior share": sums / n,
            "average posterior": np.diag(classification_table(shares, weights)),
        }
    )
    if symbols is not None:
        check_one_each(symbols, k, "component")
        table.insert(0, "symbol", list(symbols))
    if names is not None:
        table.index = pd.Index(component_titles(k, names, "Cluster"), name="cluster")
    return table


@as_annotated
def written_class_table(
    table: pd.DataFrame, noun: str = "cluster", noise: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return a table of classes as text, the smallest marked, as a page and a paper show it.

    Parameters
    ----------
    table : DataFrame
        As `class_table` returns it.
    noun : str
        What a class is called.
    noise : DataFrame, optional
        As `noise_line` returns it; a last line of its own.

    Returns
    -------
    DataFrame
        The first column has the name of each class, and its symbol where there is one; then n and
        per cent by assignment, n and per cent by posterior, and the average posterior.

    Raises
    ------
    DataError
        When the table is none of classes.

    Examples
    --------
    >>> table = class_table([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]], names=["low", "high"])
    >>> print(written_class_table(table).iloc[:, :4].to_string(index=False))
          cluster n    % posterior n
    low, smallest 1 33.3         1.4
             high 2 66.7         1.6
    """
    _check_classes(table)
    smallest = _smallest(table)
    symbols = [f" {each}" for each in table["symbol"]] if "symbol" in table else [""] * len(table)
    names = _names(table)
    if noise is not None:
        names = [*names, "noise"]
        symbols = [*symbols, f" {NOISE_GLYPH}" * ("symbol" in table)]
        table = pd.concat([table.loc[:, noise.columns], noise])
    is_smallest = [j in smallest for j in range(len(table))]
    called = zip(names, symbols, is_smallest, strict=True)
    percent = [[fixed(100.0 * share, 1) for share in table[each]] for each in _SHARES]
    return pd.DataFrame(
        {
            noun: [
                f"{name}{symbol}{', smallest' if small else ''}" for name, symbol, small in called
            ],
            "n": [tally(n) for n in table["rows"]],
            "%": percent[0],
            "posterior n": [f"{n:,.1f}" for n in table["posterior rows"]],
            "posterior %": percent[1],
            "average posterior": [_average(p) for p in table["average posterior"]],
        }
    )


_SHARES = ("share", "posterior share")


def _names(table: pd.DataFrame) -> list[str]:
    """Names of the classes; numbers from 1 where they have none."""
    numbered = table.index.name is None
    return [str(j + 1) if numbered else str(name) for j, name in enumerate(table.index)]


def _check_classes(table: pd.DataFrame) -> None:
    if not {"rows", "posterior rows", "average posterior", *_SHARES} <= {*table.columns}:
        raise DataError("The table is none of classes. Give one that class_table returned.")


def _smallest(table: pd.DataFrame) -> list[int]:
    """Places of the classes of fewest rows; none where all are of one size."""
    rows = table["rows"].to_numpy()
    found = np.flatnonzero(rows == rows.min()).tolist()
    return found if len(found) < len(rows) else []


def _average(posterior: float) -> str:
    return fixed(posterior, 3) if posterior == posterior else "no rows"


@as_annotated
def say_classes(
    resp: ArrayLike,
    weights: np.ndarray | None = None,
    *,
    names: Sequence[str] | None = None,
    noun: str = "cluster",
    component: str = "component",
    responsibilities: str = "responsibilities",
    entropy: str = "relative entropy",
) -> str:
    """Return what a table of classes rests on: the entropy of the whole, and the smallest class.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    weights : ndarray of shape (n_samples,), optional
        By which rows count.
    names : sequence of str, optional
        What a person calls each class.
    noun, component, responsibilities, entropy : str
        What a field calls a class, a component, the responsibilities and the relative entropy.

    Returns
    -------
    str

    Examples
    --------
    >>> print(say_classes([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]]))
    The smallest is Cluster 1, with 33.3 % of the rows. Rows are assigned to their most probable
    component; by posterior, each row counts in each cluster by its responsibilities. Relative
    entropy of the whole, 1 where every row is certain: 0.309.
    """
    table = class_table(resp, weights)
    titles = component_titles(len(table), names, noun.capitalize())
    said = say_smallest(table, titles, noun)
    or_noise = ", or to noise" * bool(noise_shares(resp).any())
    counted_by = "Rows count by their weights. " * (weights is not None)
    whole = fixed(relative_entropy(resp, weights), 3)
    return (
        f"{said}{' ' * bool(said)}{counted_by}Rows are assigned to their most probable "
        f"{component}{or_noise}; by posterior, each row counts in each {noun} by its "
        f"{responsibilities}. {entropy[:1].upper()}{entropy[1:]} of the whole, 1 where every row "
        f"is certain: {whole}."
    )


@as_annotated
def say_smallest(
    table: pd.DataFrame, names: Sequence[str] | None = None, noun: str = "cluster"
) -> str:
    """Return which classes have the fewest rows, or that all have as many; nothing of one class.

    Parameters
    ----------
    table : DataFrame
        As `class_table` returns it.
    names : sequence of str, optional
        What each class is called there.
    noun : str
        What a class is called.

    Returns
    -------
    str

    Examples
    --------
    >>> table = class_table([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]], names=["low", "high"])
    >>> say_smallest(table)
    'The smallest is low, with 33.3 % of the rows.'
    """
    _check_classes(table)
    titles, smallest = [*_names(table)] if names is None else names, _smallest(table)
    check_one_each(titles, len(table), noun)
    share = fixed(100.0 * float(table["share"].to_numpy().min()), 1)
    if not smallest:
        return f"Each {noun} has {share} % of the rows." if len(table) > 1 else ""
    are, each = plural(len(smallest), "is", "are"), " each" * (len(smallest) > 1)
    called = listed([titles[j] for j in smallest])
    return f"The smallest {are} {called}, with {share} % of the rows{each}."
