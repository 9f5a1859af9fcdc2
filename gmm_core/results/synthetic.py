"""A table of rows drawn from a mixture, as if measured."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

import pandas as pd

from gmm_core.errors import DataError
from gmm_core.mixture import Mixture, sample
from gmm_core.names import free_names
from gmm_core.seeds import seeded
from gmm_core.wording import counted, plural

MOST_ROWS = 1_000_000


def synthetic_rows(
    mixture: Mixture,
    names: Sequence[str],
    count: int,
    seed: int = 0,
    *,
    components: Sequence[str] | None = None,
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
        The same seed gives the same rows.
    components : sequence of str, optional
        What a person calls each component.

    Returns
    -------
    pandas.DataFrame of shape (count, n_features + 1 or 2)
        The features, in their units; ``component``, counted from 1, and ``component_name``
        where the components have names. If a feature has one of these names, both end in
        ``_gmm`` instead.

    Raises
    ------
    DataError
        When `count` is no whole number in its range, or there is not one name for each feature
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
    _check_names(names, mixture.n_features, "feature")
    rng = seeded(seed)
    X, drawn = sample(mixture, _checked_count(count), rng)
    order = rng.permutation(len(X))
    X, drawn = X[order], drawn[order]
    origin: dict[str, Any] = {"component": drawn + 1}
    if components is not None:
        _check_names(components, mixture.n_components, "component")
        origin["component_name"] = pd.array(list(components), dtype="string").take(drawn)
    table = pd.DataFrame(X, columns=list(names))
    new = free_names(list(origin), names)
    return table.assign(**dict(zip(new, origin.values(), strict=True)))


def _checked_count(count: int) -> int:
    try:
        rows = operator.index(count)
    except TypeError:
        raise DataError(
            f"The number of rows to draw is {count}, which is no whole number. "
            f"Give one from 1 to {MOST_ROWS:,}."
        ) from None
    if not 1 <= rows <= MOST_ROWS:
        raise DataError(
            f"{rows:,} {plural(rows, 'row was', 'rows were')} asked for. "
            f"Ask for at least 1 and at most {MOST_ROWS:,}."
        )
    return rows


def _check_names(names: Sequence[str], n: int, noun: str) -> None:
    if len(names) != n:
        raise DataError(
            f"The mixture has {counted(n, noun)}, and {counted(len(names), 'name')} "
            f"{plural(len(names), 'is', 'are')} given for them. Give one name for each."
        )
