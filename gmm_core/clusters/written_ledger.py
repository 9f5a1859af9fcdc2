"""The account of one row, as people read it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated
from gmm_core.clusters.row_ledgers import row_ledger
from gmm_core.mixture import Mixture
from gmm_core.names import component_titles
from gmm_core.written_columns import column, column_from_logs


@as_annotated
def ledger_table(
    x: ArrayLike,
    mixture: Mixture,
    components: Sequence[str] | None = None,
    features: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return where the responsibilities of one row come from, as people read it.

    Parameters
    ----------
    x : array_like of shape (n_features,)
        NaN where a value is missing.
    mixture : Mixture
    components : sequence of str, optional
        What a person calls each component.
    features : sequence of str, optional
        Names of the features; of those that are missing it is then said what is expected.

    Returns
    -------
    DataFrame of shape (n_components + 1, 5), or with noise one row more
        Text: columns "squared distance", "weight", "density", "weight × density" and
        "responsibility", which is the one before divided by its sum. The last row is the sum.
        Before them stands what is expected of a missing feature, such as "expected width".

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
    Component 1   0.100  0.2420           0.0242          0.100
    Component 2   0.900  0.2420           0.2178          0.900
    Sum           1.000                   0.2420          1.000
    """
    ledger = row_ledger(x, [mixture])
    share, log_density = ledger.noise[0]
    noise = [share] if ledger.has_noise else []
    beside = [ledger.log_noise[0]] if noise else []
    products = np.array([*ledger.log_products[0], *beside, ledger.log_sums[0]])
    densities = [*ledger.log_densities[0], *([log_density] if noise else [])]
    missing = [] if features is None else [features[j] for j in ledger.missing.tolist()]
    table = pd.DataFrame(
        {
            **{
                f"expected {name}": [
                    *column(ledger.expected[0, :, place]),
                    *[""] * (len(noise) + 1),
                ]
                for place, name in enumerate(missing)
            },
            "squared distance": [*column(ledger.distances[0]), *[""] * len(noise), ""],
            "weight": column([*ledger.weights[0], *noise, 1.0]),
            "density": [*column_from_logs(np.array(densities)), ""],
            "weight × density": column_from_logs(products),
            "responsibility": column_from_logs(products - ledger.log_sums[0]),
        }
    )
    titles = component_titles(mixture.n_components, components)
    titles = [*titles, *["Noise"] * len(noise), "Sum"]
    return table.set_index(pd.Index(titles, name="component"))
