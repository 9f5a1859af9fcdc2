"""k-means step by step, and mixtures of one given spread, which turn into it as that shrinks.

With one spherical covariance s² I for all components the log-ratio of two responsibilities of a row
is the difference of its squared distances over 2 s², so that for s to 0 each row belongs wholly to
the nearest mean: the steps of EM become those of Lloyd (1982). Bishop (2006), section 9.3.2.
"""

from __future__ import annotations

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import pairwise_distances_argmin

from gmm_core.blocks import one_thread
from gmm_core.checked import as_annotated, as_table, check_weights, check_whole
from gmm_core.errors import DataError
from gmm_core.matrices import Diagonal
from gmm_core.mixture import Mixture, responsibilities

MOST_STEPS = 300
AT_REST = 1e-7  # of the spread of the data: means that move less have come to rest
SMALLEST = 1e-12  # weight that a component keeps, so that it stays a mixture


@as_annotated
def nearest_means(X: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Return the cluster of each row in k-means: the index of the mean nearest to it.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    means : ndarray of shape (n_clusters, n_features)

    Returns
    -------
    ndarray of int, shape (n_samples,)

    Examples
    --------
    >>> nearest_means(np.array([[0.0], [9.0]]), np.array([[1.0], [8.0]])).tolist()
    [0, 1]
    """
    rows, centres = _checked(X, means)
    origin = rows.mean(axis=0)  # squares of large numbers lose digits
    with one_thread():
        return np.asarray(pairwise_distances_argmin(rows - origin, centres - origin))


@as_annotated
def k_means_steps(
    X: np.ndarray,
    means: np.ndarray,
    max_iter: int = MOST_STEPS,
    *,
    weights: np.ndarray | None = None,
) -> tuple[np.ndarray, ...]:
    """Return the means of k-means (Lloyd 1982) from given ones on, step by step.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    means : ndarray of shape (n_clusters, n_features)
        The first ones. A cluster without rows keeps its mean.
    max_iter : int
    weights : ndarray of shape (n_samples,), optional
        How much each row counts; once without it.

    Returns
    -------
    tuple of ndarray of shape (n_clusters, n_features)
        `means`, then those after each step, up to those that another step would leave alone.

    Raises
    ------
    DataError
        When the means do not have the features of the rows.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> [step.ravel().tolist() for step in k_means_steps(X, np.array([[0.0], [1.0]]))]
    [[0.0, 1.0], [0.0, 7.333333333333333], [0.5, 10.5]]
    """
    check_whole("max_iter", max_iter, 1)
    rows, centres = _checked(X, means)
    counts = _counts(weights, rows)
    steps = [centres]
    for _ in range(max_iter):
        moved = _centred(rows, nearest_means(rows, steps[-1]), steps[-1], counts)
        if (moved == steps[-1]).all():
            break
        steps.append(moved)
    return tuple(steps)


def _counts(weights: np.ndarray | None, X: np.ndarray) -> np.ndarray | None:
    return None if weights is None else check_weights(weights, len(X), "weights")


def _centred(
    X: np.ndarray, clusters: np.ndarray, means: np.ndarray, counts: np.ndarray | None
) -> np.ndarray:
    found = means.copy()
    for j in np.unique(clusters):
        own = clusters == j
        if counts is None:
            found[j] = X[own].mean(axis=0)
        elif counts[own].any():
            found[j] = np.average(X[own], axis=0, weights=counts[own])
    return found


@as_annotated
def best_k_means(
    X: np.ndarray, n_clusters: int, n_starts: int = 10, *, weights: np.ndarray | None = None
) -> np.ndarray:
    """Return the means of the best of several runs of k-means: of least squared distances.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    n_clusters : int
    n_starts : int
        Starts by k-means++, always the same ones.
    weights : ndarray of shape (n_samples,), optional
        How much each row counts; once without it.

    Returns
    -------
    ndarray of shape (n_clusters, n_features)

    Examples
    --------
    >>> best_k_means(np.array([[0.0], [1.0], [10.0], [11.0]]), 2).ravel().round(6).tolist()
    [0.5, 10.5]
    """
    check_whole("The number of clusters", n_clusters, 1)
    check_whole("The number of starts", n_starts, 1)
    rows = as_table(X)
    if len(rows) < n_clusters:
        raise DataError(f"{len(rows)} rows make no {n_clusters} clusters. Ask for fewer.")
    with one_thread():
        judge = KMeans(n_clusters, n_init=n_starts, random_state=0)  # pyright: ignore
        found = judge.fit(rows, sample_weight=_counts(weights, rows))
    means = found.cluster_centers_
    return means[np.lexsort(means.T[::-1])]


@as_annotated
def steps_of_spread(
    X: np.ndarray,
    means: np.ndarray,
    spread: float,
    max_iter: int = MOST_STEPS,
    *,
    weights: np.ndarray | None = None,
) -> tuple[Mixture, ...]:
    """Return EM from given means on, of components with one given standard deviation.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    means : ndarray of shape (n_components, n_features)
        The first ones; the first weights are equal.
    spread : float
        Standard deviation of every component in every direction, above 0.
    max_iter : int
    weights : ndarray of shape (n_samples,), optional
        How much each row counts; once without it.

    Returns
    -------
    tuple of Mixture
        The start, then the mixture after each step, until the means are at rest.

    Raises
    ------
    DataError
        When the means do not have the features of the rows, or the spread is not above 0.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> steps_of_spread(X, np.array([[0.0], [9.0]]), 0.01)[-1].means.ravel().tolist()
    [0.5, 10.5]
    """
    check_whole("max_iter", max_iter, 1)
    rows, centres = _checked(X, means)
    if not 0.0 < spread < np.inf:
        raise DataError(f"The spread is {spread:g}. Give a standard deviation above 0.")
    k = len(centres)
    variances = np.full_like(centres, spread**2)
    steps = [Mixture(np.full(k, 1.0 / k), centres, Diagonal(variances))]
    counts = _counts(weights, rows)
    small = AT_REST * np.ptp(rows, axis=0).max()
    for _ in range(max_iter):
        steps.append(_next(rows, steps[-1], variances, counts))
        if np.abs(steps[-1].means - steps[-2].means).max() <= small:
            break
    return tuple(steps)


def _next(
    X: np.ndarray, mixture: Mixture, variances: np.ndarray, counts: np.ndarray | None
) -> Mixture:
    resp = responsibilities(X, mixture)
    resp = resp if counts is None else resp * counts[:, None]
    held, total = resp.sum(axis=0), len(X) if counts is None else counts.sum()
    empty = held <= SMALLEST * total
    means = (resp.T @ X) / np.where(empty, 1.0, held)[:, None]
    means[empty] = mixture.means[empty]
    weights = np.maximum(held / total, SMALLEST)
    return Mixture(weights / weights.sum(), means, Diagonal(variances))


def _checked(X: np.ndarray, means: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    rows, centres = as_table(X), as_table(means)
    if not len(rows) or not len(centres):
        raise DataError("There is no row, or no mean. Give at least one of each.")
    if rows.shape[1] != centres.shape[1]:
        raise DataError(
            f"The rows have {rows.shape[1]} features and the means {centres.shape[1]}. "
            "Give means of the same features."
        )
    return rows, np.array(centres, dtype=np.float64)
