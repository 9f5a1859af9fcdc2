"""How unsure a fit is of each row, and the account of one row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.clusters.row_ledgers import row_ledger
from gmm_core.errors import DataError
from gmm_core.mixture import Mixture
from gmm_core.wording import component_titles
from gmm_core.written_numbers import from_log, number


def uncertainty(resp: ArrayLike) -> np.ndarray:
    """Return how unsure it is that each row belongs to its most probable component.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)

    Returns
    -------
    ndarray of shape (n_samples,)
        1 - the largest responsibility: the probability that the row belongs elsewhere. It is at
        most 1 - 1/k with k components.

    Examples
    --------
    >>> uncertainty([[0.75, 0.25], [0.0, 1.0]])
    array([0.25, 0.  ])
    """
    return 1.0 - np.max(np.asarray(resp, dtype=np.float64), axis=1)


def most_uncertain(resp: ArrayLike, count: int) -> np.ndarray:
    """Return the rows of which a fit is least sure.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    count : int
        Rows wanted; all where there are fewer.

    Returns
    -------
    ndarray of int, shape (min(n_samples, count),)
        Row indices, the most uncertain first; of equals, the first in the table.

    Raises
    ------
    DataError
        When `count` is negative.

    Examples
    --------
    >>> most_uncertain([[0.75, 0.25], [0.0, 1.0], [0.5, 0.5]], 2)
    array([2, 0])
    """
    if count < 0:
        raise DataError(f"{count} rows were asked for. Ask for 0 or more.")
    unsure = uncertainty(resp)
    count = min(count, len(unsure))
    if count == 0:
        return np.empty(0, dtype=np.intp)
    # Sorting all of a million rows takes ten times as long as finding the least that is listed.
    least = np.partition(unsure, len(unsure) - count)[len(unsure) - count]
    found = np.flatnonzero(unsure >= least)
    return found[np.argsort(-unsure[found], kind="stable")][:count]


def ledger_table(
    x: ArrayLike, mixture: Mixture, components: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return where the responsibilities of one row come from, as people read it.

    Parameters
    ----------
    x : array_like of shape (n_features,)
    mixture : Mixture
    components : sequence of str, optional
        What a person calls each component.

    Returns
    -------
    DataFrame of shape (n_components + 1, 5)
        Text: columns "squared distance", "weight", "density", "weight × density" and
        "responsibility", which is the one before divided by its sum. The last row is the sum.

    Raises
    ------
    DataError
        When `x` is no row of the mixture's features.

    See Also
    --------
    gmm_core.clusters.row_ledgers.verdict : why the row belongs to its component, in a sentence.

    Examples
    --------
    >>> mixture = Mixture([0.1, 0.9], [[-1.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> ledger_table([0.0], mixture)[["weight", "density", "weight × density", "responsibility"]]
                 weight density weight × density responsibility
    component
    Component 1  0.1000  0.2420          0.02420         0.1000
    Component 2  0.9000  0.2420           0.2178         0.9000
    Sum           1.000                   0.2420          1.000
    """
    ledger = row_ledger(x, [mixture])
    table = pd.DataFrame(
        {
            "squared distance": [*map(number, ledger.distances[0]), ""],
            "weight": [*map(number, ledger.weights[0]), number(1.0)],
            "density": [*map(from_log, ledger.log_densities[0]), ""],
            "weight × density": [
                *map(from_log, ledger.log_products[0]),
                from_log(ledger.log_sums[0]),
            ],
            "responsibility": [
                *map(from_log, ledger.log_products[0] - ledger.log_sums[0]),
                number(1.0),
            ],
        }
    )
    titles = [*component_titles(mixture.n_components, components), "Sum"]
    return table.set_index(pd.Index(titles, name="component"))
