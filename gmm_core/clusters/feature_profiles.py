"""What each component is: its size, and where it lies and spreads beside all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, as_positions, as_table, checked_shares
from gmm_core.logarithms import Logarithm
from gmm_core.mixture import Mixture, as_rows, standardising
from gmm_core.names import check_one_each, component_titles
from gmm_core.row_weights import counts_of
from gmm_core.written_numbers import signed

#: A mean nearer than this to that of all rows, in their standard deviations, sets nothing apart.
DISTINCT = 0.5

#: Most features that a sentence names.
MOST_NAMED = 3


@dataclass(frozen=True, eq=False)
class Profiles:
    """What sets the components of a fit apart.

    Parameters
    ----------
    means : ndarray of shape (n_components, n_features)
        From the mean of all rows, in standard deviations of all rows.
    deviations : ndarray of shape (n_components, n_features)
        Standard deviations of the components on the same scale.
    correlations : ndarray of shape (n_components, n_features, n_features)
    soft_sizes : ndarray of shape (n_components,)
        Sums of responsibilities, in rows.
    hard_sizes : ndarray of shape (n_components,)
        Rows whose largest responsibility is that of the component.
    """

    means: np.ndarray
    deviations: np.ndarray
    correlations: np.ndarray
    soft_sizes: np.ndarray
    hard_sizes: np.ndarray


@dataclass(frozen=True, eq=False)
class MarkedProfile:
    """Where some rows lie beside all rows.

    Parameters
    ----------
    means : ndarray of shape (n_features,) or None
        From the mean of all rows, in standard deviations of all rows; of no rows, or of weight 0,
        there is none.
    hard_sizes : ndarray of shape (n_components,)
        Rows whose largest responsibility is that of the component.
    """

    means: np.ndarray | None
    hard_sizes: np.ndarray


@as_annotated
def profiles(
    X: ArrayLike, mixture: Mixture, resp: ArrayLike, weights: np.ndarray | None = None
) -> Profiles:
    """Return the profile of every component.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        All rows that were fitted.
    mixture : Mixture
        In the units of `X`.
    resp : array_like of shape (n_samples, n_components)
        Responsibilities of the rows.
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    Profiles
        A feature without spread keeps its unit.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features, or `resp` not its components.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    >>> shares = [[1.0, 0.0], [0.9, 0.1], [0.1, 0.9], [0.0, 1.0]]
    >>> found = profiles([[0.0], [2.0], [3.0], [7.0]], mixture, shares)
    >>> found.means.round(2).ravel(), found.soft_sizes, found.hard_sizes
    (array([-0.78,  0.78]), array([2., 2.]), array([2, 2]))
    """
    rows = as_rows(X, mixture.n_features)
    shares = checked_shares(resp, len(rows), mixture.n_components)
    scaling = standardising(rows, weights)
    scaled = mixture.affine(1.0 / scaling.scale, -scaling.shift / scaling.scale)
    return Profiles(
        means=scaled.means,
        deviations=scaled.standard_deviations,
        correlations=correlations(mixture),
        soft_sizes=shares.sum(axis=0) if weights is None else weights @ shares,
        hard_sizes=counts_of(shares.argmax(axis=1), mixture.n_components, weights),
    )


@as_annotated
def marked_profile(
    X: ArrayLike, resp: ArrayLike, rows: ArrayLike, weights: np.ndarray | None = None
) -> MarkedProfile:
    """Return the means and the clusters of some rows, as `profiles` has them of all.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        All rows that were fitted.
    resp : array_like of shape (n_samples, n_components)
        Responsibilities of the rows.
    rows : array_like of int
        Which rows.
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    MarkedProfile
        A feature without spread keeps its unit.

    Raises
    ------
    DataError
        When `X` is no table of numbers, or `resp` has not as many rows.

    Examples
    --------
    >>> found = marked_profile([[0.0], [2.0], [6.0]], [[1.0, 0.0], [1.0, 0.0], [0.2, 0.8]], [2])
    >>> found.means.round(2), found.hard_sizes
    (array([1.34]), array([0, 1]))
    """
    data = as_table(X)
    some = as_positions("The rows", rows, len(data))
    shares = checked_shares(resp, len(data))
    scaling = standardising(data, weights)
    of_some = None if weights is None else weights[some]
    counted = len(some) if of_some is None else of_some.any()
    return MarkedProfile(
        means=scaling.apply(np.average(data[some], axis=0, weights=of_some)) if counted else None,
        hard_sizes=counts_of(shares[some].argmax(axis=1), shares.shape[1], of_some),
    )


def correlations(mixture: Mixture) -> np.ndarray:
    """Return the correlation matrix of each component, (k, d, d): exactly 1 on the diagonals."""
    spread = mixture.standard_deviations
    found = np.clip(mixture.covariances / spread[:, :, None] / spread[:, None, :], -1.0, 1.0)
    every = np.arange(mixture.n_features)
    found[:, every, every] = 1.0
    return found


def distinguishing(means: ArrayLike, *, most: int = MOST_NAMED) -> list[list[int]]:
    """Return the features that set each component apart, the most distinct first.

    From standardised means (k, d): those at least 0.5 standard deviations of all rows from that of
    all rows; none for a component like the average of all rows.
    """
    sizes = np.abs(np.asarray(means, dtype=np.float64))
    order = np.argsort(-sizes, axis=1, kind="stable")[:, :most]
    return [
        [j for j in some.tolist() if own[j] >= DISTINCT]
        for own, some in zip(sizes, order, strict=True)
    ]


@as_annotated
def describe(
    found: Profiles, names: Sequence[str], components: Sequence[str] | None = None
) -> list[str]:
    """Return one sentence on what sets each component apart.

    Parameters
    ----------
    found : Profiles
    names : sequence of str
        Of the features.
    components : sequence of str, optional
        What a person calls each component.

    Returns
    -------
    list of str
        "sd" is a standard deviation of all rows.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[1.0], [5.0]], [[[1.0]], [[4.0]]])
    >>> shares = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]
    >>> describe(profiles([[0.0], [2.0], [3.0], [7.0]], mixture, shares), ["petal length"])
    ['Component 1: low petal length (−0.78 sd).', 'Component 2: high petal length (+0.78 sd).']
    """
    check_one_each(names, found.means.shape[1], "feature")
    titles = component_titles(len(found.means), components)
    return [
        f"{title}: {_said(means, features, names)}."
        for title, means, features in zip(
            titles, found.means, distinguishing(found.means), strict=True
        )
    ]


def _said(means: np.ndarray, features: Sequence[int], names: Sequence[str]) -> str:
    if not features:
        return f"every mean is within {DISTINCT:g} sd of that of all rows"
    return ", ".join(
        f"{'high' if means[j] > 0 else 'low'} {names[j]} ({signed(means[j], 2)} sd)"
        for j in features
    )


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
