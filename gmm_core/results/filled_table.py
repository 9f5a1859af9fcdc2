"""A person's table with the gaps of the fitted rows filled by the mixture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.gaps import imputed
from gmm_core.logarithms import taken
from gmm_core.mixture import Mixture
from gmm_core.names import free_names
from gmm_core.seeds import Seed
from gmm_core.table import Rows


@as_annotated
def filled(
    frame: pd.DataFrame,
    rows: Rows,
    features: Sequence[str],
    mixture: Mixture,
    *,
    drawn: bool = False,
    random_state: Seed = None,
) -> pd.DataFrame:
    """Return a copy of a table whose gaps are filled: with conditional means, or with draws.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        The table; it is not changed.
    rows : Rows
        Those of it that were fitted, with gaps.
    features : sequence of str
        Columns of ``rows.X``.
    mixture : Mixture
    drawn : bool
        See `gmm_core.gaps.imputed`.
    random_state : int, RandomState, Generator or None
        Of the draws.

    Returns
    -------
    pandas.DataFrame of shape (n_rows, n_columns + 1)
        Numbers in the units of the table; of a feature whose logarithm is fitted the conditional
        mean of that, taken back. The last column, ``values_filled``, counts what was filled in
        each row. Rows that were left out are as they came.

    Raises
    ------
    DataError
        When the rows do not have the mixture's features, or are not of the table.

    Notes
    -----
    Values are taken to be missing at random. Means are the best guess of each value and vary less
    than the values would; draws vary as they do, under the mixture as if it were known: several
    such tables are not multiple imputations in the sense of Rubin (1987).

    Examples
    --------
    >>> from gmm_core.table import complete_rows
    >>> frame = pd.DataFrame({"x": [2.0, None], "y": [1.0, 3.0], "g": ["a", "b"]})
    >>> mixture = Mixture([1.0], [[0.0, 1.0]], [[[1.0, 0.5], [0.5, 1.0]]])
    >>> filled(frame, complete_rows(frame, ["x", "y"], missing="ml"), ["x", "y"], mixture)
         x    y  g  values_filled
    0  2.0  1.0  a              0
    1  1.0  3.0  b              1
    """
    if len(rows.kept) != len(frame):
        raise DataError(
            f"The table has {len(frame):,} rows, and the fit was made of one of "
            f"{len(rows.kept):,}. Give the table of the fit."
        )
    gaps = np.isnan(rows.X)
    X = imputed(rows.X, mixture, drawn=drawn, random_state=random_state)
    values = taken(X, features, rows.logarithms, back=True)
    table, place = frame.copy(), np.flatnonzero(rows.kept)
    for j, feature in enumerate(features):
        if gaps[:, j].any():
            column = table[feature].to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
            column[place[gaps[:, j]]] = values[gaps[:, j], j]
            table[feature] = column
    counts = np.zeros(len(frame), dtype=np.int64)
    counts[place] = gaps.sum(axis=1)
    (name,) = free_names(["values_filled"], frame.columns)
    return table.assign(**{name: counts})
