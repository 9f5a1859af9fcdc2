"""The parameters of one fit as a paper prints them: features down, clusters across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.exporting.papers.apa import share
from gmm_core.mixture import Mixture
from gmm_core.names import beside, component_titles
from gmm_core.written_columns import plus_minus_column
from gmm_core.written_numbers import fixed

MOST_ACROSS = 7  # clusters, on paper
MOST_CORRELATED = 12  # features, whose correlations a page is wide enough for
_SAME = 1e-9  # correlations that differ by rounding alone


@as_annotated
def parameters_by_cluster(
    mixture: Mixture, features: Sequence[str], names: Sequence[str] | None = None
) -> list[pd.DataFrame]:
    """Return mean ± standard deviation of each feature in each cluster, as text.

    Parameters
    ----------
    mixture : Mixture
    features : sequence of str
        What is fitted, with units.
    names : sequence of str, optional
        What a person calls the clusters.

    Returns
    -------
    list of DataFrame
        Rows are "weight" and the features, columns the clusters, at most seven a table.

    Examples
    --------
    >>> mixture = Mixture([0.25, 0.75], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    >>> parameters_by_cluster(mixture, ["a"])[0].loc["weight"].tolist()
    ['.25', '.75']
    """
    titles = component_titles(mixture.n_components, names, "Cluster")
    means, deviations = mixture.means, mixture.standard_deviations
    cells = [plus_minus_column(means[:, j], deviations[:, j]) for j in range(len(features))]
    weights = [share(weight) for weight in mixture.weights.tolist()]
    whole = pd.DataFrame([weights, *cells], columns=pd.Index(titles))
    whole.index = pd.Index(["weight", *beside(features, ["weight"])], name="feature")
    return for_a_page(whole)


@as_annotated
def for_a_page(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Return a table with a column for each cluster as tables of at most seven.

    Parameters
    ----------
    table : DataFrame

    Returns
    -------
    list of DataFrame
        Of about one width, in the order of the columns.

    Examples
    --------
    >>> table = pd.DataFrame([range(9)])
    >>> [part.shape[1] for part in for_a_page(table)]
    [5, 4]
    """
    n = table.shape[1]
    across = -(-n // max(1, -(-n // MOST_ACROSS)))  # so that all are of one width
    return [table.iloc[:, at : at + across] for at in range(0, n, max(1, across))]


@as_annotated
def correlations_by_cluster(
    mixture: Mixture, features: Sequence[str], names: Sequence[str] | None = None
) -> list[tuple[str, pd.DataFrame]]:
    """Return the correlations of the features within clusters, each matrix once.

    Parameters
    ----------
    mixture : Mixture
    features : sequence of str
    names : sequence of str, optional

    Returns
    -------
    list of (str, DataFrame)
        Of which clusters, and the lower triangle as text; nothing where features are uncorrelated
        within all clusters, or there are more than twelve.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0, 0], [9, 9]], [[[1, 0.5], [0.5, 1]]] * 2)
    >>> ((whose, table),) = correlations_by_cluster(mixture, ["a", "b"])
    >>> whose, table.loc["b"].tolist()
    ('all clusters', ['.50'])
    """
    if not 1 < len(features) <= MOST_CORRELATED:
        return []
    titles = component_titles(mixture.n_components, names, "Cluster")
    deviations = mixture.standard_deviations
    found = mixture.covariances / (deviations[:, :, None] * deviations[:, None, :])
    if np.abs(found - np.eye(len(features))).max() <= _SAME:
        return []
    if np.ptp(found, axis=0).max() <= _SAME:
        return [("all clusters" if len(titles) > 1 else titles[0], _triangle(found[0], features))]
    return [(title, _triangle(each, features)) for title, each in zip(titles, found, strict=True)]


def _triangle(correlations: np.ndarray, features: Sequence[str]) -> pd.DataFrame:
    rows = [list(_row(correlations, i)) for i in range(1, len(features))]
    return pd.DataFrame(
        rows, index=pd.Index(features[1:], name="feature"), columns=pd.Index(features[:-1])
    )


def _row(correlations: np.ndarray, i: int) -> Iterator[str]:
    for j in range(len(correlations) - 1):
        yield _correlation(float(correlations[i, j])) if j < i else ""


def _correlation(value: float) -> str:
    written = fixed(value, 2)
    return written.replace("0.", ".", 1) if abs(value) < 0.995 else written
