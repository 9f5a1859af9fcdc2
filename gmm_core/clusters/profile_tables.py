"""Tables of what was fitted: sizes, parameters and correlations of the components."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.clusters.feature_profiles import Profiles, correlations
from gmm_core.logarithms import Logarithm
from gmm_core.mixture import Mixture
from gmm_core.names import check_one_each, component_titles


@as_annotated
def size_table(
    mixture: Mixture, found: Profiles, components: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the weight and the sizes of each component.

    Parameters
    ----------
    mixture : Mixture
    found : Profiles
    components : sequence of str, optional
        What a person calls each component.

    Returns
    -------
    DataFrame of shape (n_components, 3)
        Columns "weight", "soft size" and "hard size", in rows; the index is the component.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    >>> from gmm_core.clusters import profiles
    >>> found = profiles([[0.0], [7.0]], mixture, [[0.75, 0.25], [0.0, 1.0]])
    >>> size_table(mixture, found)
                 weight  soft size  hard size
    component
    Component 1     0.5       0.75          1
    Component 2     0.5       1.25          1
    """
    columns = {
        "weight": mixture.weights,
        "soft size": found.soft_sizes,
        "hard size": found.hard_sizes,
    }
    titles = component_titles(mixture.n_components, components)
    return pd.DataFrame(columns, index=pd.Index(titles, name="component"))


@as_annotated
def parameter_table(
    mixture: Mixture,
    found: Profiles,
    names: Sequence[str],
    components: Sequence[str] | None = None,
    logarithms: Sequence[Logarithm | None] = (),
) -> pd.DataFrame:
    """Return mean and standard deviation of every feature in every component.

    Parameters
    ----------
    mixture : Mixture
    found : Profiles
    names : sequence of str
        Of the features.
    components : sequence of str, optional
        What a person calls each component.
    logarithms : sequence of Logarithm or None
        That of each feature, where some are fitted.

    Returns
    -------
    DataFrame of shape (n_components * n_features, 4 or 5)
        Columns "weight", "mean" and "standard deviation" in the units of the feature, and
        "standardised mean"; the index is (component, feature). Where there are logarithms the mean
        is theirs, and a last column has it back in the units of the feature: "geometric mean", or
        where something was added before a logarithm "median"; NaN of other features.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[3.0]], [[[4.0]]])
    >>> from gmm_core.clusters import profiles
    >>> found = profiles([[1.0], [5.0]], mixture, [[1.0], [1.0]])
    >>> parameter_table(mixture, found, ["a"])
                         weight  mean  standard deviation  standardised mean
    component   feature
    Component 1 a           1.0   3.0                 2.0                0.0
    """
    check_one_each(names, mixture.n_features, "feature")
    columns = {
        "weight": np.repeat(mixture.weights, mixture.n_features),
        "mean": mixture.means.ravel(),
        "standard deviation": mixture.standard_deviations.ravel(),
        "standardised mean": found.means.ravel(),
    }
    if any(logarithms):
        title, values = _means_back(mixture.means, logarithms)
        columns[title] = values.ravel()
    return pd.DataFrame(columns, index=_each_feature(mixture, names, components))


def _means_back(
    means: np.ndarray, logarithms: Sequence[Logarithm | None]
) -> tuple[str, np.ndarray]:
    """Means of logarithms in the units of their features, and what these are called."""
    back = np.full_like(means, np.nan)
    for place, each in enumerate(logarithms):
        if each is not None:
            back[:, place] = each.inverse(means[:, place])
    called = {each.centre for each in logarithms if each is not None}
    return max(called), back  # "median" says no less of any of them


@as_annotated
def correlation_table(
    mixture: Mixture, names: Sequence[str], components: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the correlations of the features in each component, one matrix below the other.

    Parameters
    ----------
    mixture : Mixture
    names : sequence of str
        Of the features.
    components : sequence of str, optional
        What a person calls each component.

    Returns
    -------
    DataFrame of shape (n_components * n_features, n_features)
        The index is (component, feature).

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0, 0.0]], [[[4.0, 3.0], [3.0, 9.0]]])
    >>> correlation_table(mixture, ["a", "b"])
                           a    b
    component   feature
    Component 1 a        1.0  0.5
                b        0.5  1.0
    """
    check_one_each(names, mixture.n_features, "feature")
    values = correlations(mixture).reshape(-1, mixture.n_features)
    index = _each_feature(mixture, names, components)
    return pd.DataFrame(values, index=index, columns=list(names))


def _each_feature(
    mixture: Mixture, names: Sequence[str], components: Sequence[str] | None
) -> pd.MultiIndex:
    titles = component_titles(mixture.n_components, components)
    columns = [np.repeat(titles, mixture.n_features), list(names) * mixture.n_components]
    return pd.MultiIndex.from_arrays(columns, names=["component", "feature"])
