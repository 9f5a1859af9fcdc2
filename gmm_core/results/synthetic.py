"""A table of rows drawn from a mixture, as if measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated, check_whole
from gmm_core.errors import DataError
from gmm_core.logarithms import Logarithm, taken
from gmm_core.mixture import Mixture, sample
from gmm_core.names import check_one_each, free_names
from gmm_core.seeds import seeded
from gmm_core.wording import counted, plural

MOST_ROWS = 1_000_000
MOST_VALUES = 50_000_000
"""Rows times features: 400 MB."""


@as_annotated
def synthetic_rows(
    mixture: Mixture,
    names: Sequence[str],
    count: int,
    seed: int = 0,
    *,
    components: Sequence[str] | None = None,
    logarithms: Sequence[Logarithm] = (),
) -> pd.DataFrame:
    """Return rows drawn from a mixture, in random order, with the component of each.

    Parameters
    ----------
    mixture : Mixture
    names : sequence of str, of length n_features
        Of the features.
    count : int
        Rows to draw, from 1 to 1,000,000.
    seed : int
        The same seed and count give the same rows. Above `piece_rows`, fewer are the first of more.
    components : sequence of str, optional
        What a person calls each component.
    logarithms : sequence of Logarithm
        Of which features the mixture is one of log(x + c); the rows are in the units of x.

    Returns
    -------
    pandas.DataFrame of shape (count, n_features + 1 or 2)
        The features, in their units; ``component``, counted from 1, and ``component_name``
        where the components have names. If a feature has one of these names, both end in
        ``_gmm`` instead.

    Raises
    ------
    DataError
        When `count` is no whole number in its range, rows times features are more than 50,000,000,
        or there is not one name for each feature
        and component.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]], [[1.0]]])
    >>> synthetic_rows(mixture, ["x"], 3, seed=2, components=["low", "high"]).round(2)
          x  component component_name
    0  0.05          1            low
    1  8.57          2           high
    2  7.05          2           high
    """
    _check_count(count, mixture.n_features)
    check_one_each(names, mixture.n_features, "feature")
    rng = seeded(seed)
    X, drawn = _drawn(mixture, count, rng)
    origin: dict[str, Any] = {"component": drawn + 1}
    if components is not None:
        check_one_each(components, mixture.n_components, "component")
        origin["component_name"] = pd.array(list(components), dtype="string").take(drawn)
    table = pd.DataFrame(taken(X, names, logarithms, back=True), columns=list(names))
    new = free_names(list(origin), names)
    return table.assign(**dict(zip(new, origin.values(), strict=True)))


def _drawn(
    mixture: Mixture, count: int, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Rows (count, n_features) and their components; many in pieces that do not depend on count."""
    size = piece_rows(mixture.n_features)
    if count <= size:  # as version 0.1 drew any number of them
        X, drawn = sample(mixture, count, rng)
        order = rng.permutation(count)
        return X[order], drawn[order]
    X, drawn = np.empty((count, mixture.n_features)), np.empty(count, dtype=np.intp)
    for first in range(0, count, size):
        rows, components = sample(mixture, size, rng)
        order = rng.permutation(size)[: count - first]
        X[first : first + size], drawn[first : first + size] = rows[order], components[order]
    return X, drawn


def piece_rows(n_features: int) -> int:
    """Return how many rows are drawn at a time: few of many features.

    Examples
    --------
    >>> piece_rows(2), piece_rows(500), piece_rows(2_000)
    (10000, 1000, 250)
    """
    check_whole("n_features", n_features, 1)
    return min(10_000, max(100, 500_000 // n_features))


def _check_count(rows: int, n_features: int) -> None:
    if not 1 <= rows <= MOST_ROWS:
        raise DataError(
            f"{rows:,} {plural(rows, 'row was', 'rows were')} asked for. "
            f"Ask for at least 1 and at most {MOST_ROWS:,}."
        )
    if rows * n_features > MOST_VALUES:
        raise DataError(
            f"{counted(rows, 'row')} of {counted(n_features, 'feature')} were asked for, and at "
            f"most {MOST_VALUES:,} values are drawn. "
            f"Ask for at most {MOST_VALUES // n_features:,} rows."
        )
