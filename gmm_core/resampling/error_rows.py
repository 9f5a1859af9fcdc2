"""Estimates with their standard errors and intervals, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.names import check_one_each, component_titles
from gmm_core.resampling.parameter_errors import Parameters, Resampled, parameters_of

COLUMNS = ("component", "parameter", "feature", "estimate", "standard error", "lower", "upper")


@as_annotated
def error_table(
    found: Resampled,
    features: Sequence[str],
    components: Sequence[str] | None = None,
    *,
    level: float = 0.95,
) -> pd.DataFrame:
    """Return a row for each weight, mean and variance.

    Parameters
    ----------
    found : Resampled
    features : sequence of str
    components : sequence of str, optional
        What a person calls each component; numbers from 1 without it.
    level : float
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        Columns component, parameter ("weight", "mean" or "variance"), feature ("" of a weight),
        estimate, standard error, lower and upper.

    Examples
    --------
    >>> from gmm_core.mixture import Mixture
    >>> from gmm_core.resampling import resampled
    >>> fit = Mixture([1.0], [[0.0]], [[[2 / 3]]])
    >>> found = resampled([[-1.0], [0.0], [1.0]], fit, method="jackknife")
    >>> error_table(found, ["x"]).round(3)[["parameter", "estimate", "standard error"]]
      parameter  estimate  standard error
    0    weight     1.000           0.000
    1      mean     0.000           0.577
    2  variance     0.667           0.500
    """
    check_one_each(features, found.mixture.n_features, "feature")
    titles = component_titles(found.mixture.n_components, components)
    spans = found.intervals(level)
    columns = (parameters_of(found.mixture), found.standard_errors, spans.lower, spans.upper)
    rows = [
        (title, *row)
        for j, title in enumerate(titles)
        for row in _of_component(j, columns, [str(name) for name in features])
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_component(
    j: int, columns: Sequence[Parameters], features: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    yield ("weight", "", *(float(values.weights[j]) for values in columns))
    for name, of in (("mean", "means"), ("variance", "variances")):
        for i, feature in enumerate(features):
            yield (name, feature, *(float(getattr(values, of)[j, i]) for values in columns))
