"""Where EM starts: each way gives the Statistics that the first M-step needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike
from sklearn.cluster import KMeans, kmeans_plusplus
from sklearn.metrics import pairwise_distances_argmin

from gmm_core.blocks import one_thread
from gmm_core.checked import as_annotated, as_positions, as_real, check_whole
from gmm_core.em import Model
from gmm_core.errors import DataError
from gmm_core.expectation import Data, PartlyKnown, Statistics
from gmm_core.matrices import Diagonal, Shared
from gmm_core.scatter import Moments
from gmm_core.seeds import Seed, seeded
from gmm_core.sources import Source
from gmm_core.starts.hierarchy import MergeTree, QuantileBins, merge_tree
from gmm_core.starts.known_classes import known_partition
from gmm_core.starts.trials import best_start
from gmm_core.subsets import distinct_rows
from gmm_core.wording import counted, plural

Start = Callable[[Data, int, np.random.RandomState, Model], Statistics]

# The trials of "auto": k-means and the hierarchical partition once each, and so many of each kind
# that is drawn at random.
N_DRAWN = 6

# A start of more rows than these is made of a sample of them; EM itself runs on all rows. Trials
# of "auto" take fewer, and their tree fewer still.
START_ROWS = 20_000
TRIAL_ROWS = 5000
TREE_ROWS = 500


@dataclass(frozen=True)
class Initializer:
    """One way to start EM.

    Parameters
    ----------
    name : str
        scikit-learn's name.
    title : str
        What a person reads in a list.
    sentence : str
        What it does, in plain words.
    statistics : callable
        (data, n_components, random_state, model) -> Statistics. `model` is the M-step of the fit
        to come, for a start that tries it.
    """

    name: str
    title: str
    sentence: str
    statistics: Start


@as_annotated
def from_labels(
    X: ArrayLike | Data,
    labels: np.ndarray,
    n_components: int,
    sample_weight: ArrayLike | None = None,
    *,
    moments: Moments = "full",
) -> Statistics:
    """Return the statistics of a partition of the rows.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
    labels : ndarray of int, shape (n_samples,)
        From 0 to ``n_components - 1``.
    n_components : int
    sample_weight : array_like of shape (n_samples,), optional
    moments : {"full", "diagonal", "total", "total_diagonal"}
        As much of the scatter as the M-step to come will read; more may be computed.

    Returns
    -------
    Statistics

    Examples
    --------
    >>> from_labels(np.array([[0.0], [2.0]]), np.array([0, 0]), 1).resp_means
    array([[1.]])
    """
    check_whole("The number of components", n_components, 1)
    resp = np.eye(n_components)[as_positions("The labels", labels, n_components)]
    return Statistics.from_responsibilities(X, resp, sample_weight, moments=moments)


@as_annotated
def from_means(
    X: ArrayLike | Data,
    means: ArrayLike,
    sample_weight: ArrayLike | None = None,
    *,
    moments: Moments = "full",
) -> Statistics:
    """Return the statistics whose M-step has exactly these means, equal weights, one covariance.

    The covariance is that of the rows about the mean nearest to each, pooled.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
    means : array_like of shape (n_components, n_features)
    sample_weight : array_like of shape (n_samples,), optional
    moments : {"full", "diagonal", "total", "total_diagonal"}
        As much of the scatter as the M-step to come will read.

    Returns
    -------
    Statistics

    Raises
    ------
    DataError
        When the means do not have the features of `X`.

    Examples
    --------
    >>> from_means(np.array([[0.0], [2.0], [5.0]]), [[1.0], [5.0]]).scatter.round(6)
    array([[[1.]],
           [[1.]]])
    """
    data = Data.of(X, sample_weight).complete
    rows = data.X
    centres = as_real("The means", means)
    if centres.ndim != 2 or not len(centres) or centres.shape[1] != rows.shape[1]:
        raise DataError(
            f"The means have shape {centres.shape}, the data have "
            f"{counted(rows.shape[1], 'feature')}. Give an array of shape "
            f"(n_components, {rows.shape[1]})."
        )
    if not np.isfinite(centres).all():
        raise DataError("The means hold missing or infinite values. Give finite ones.")
    k = len(centres)
    weights = np.ones(len(rows)) if data.weights is None else data.weights
    residuals = rows - centres[_nearest(rows, centres)]
    held = np.full(k, weights.sum() / k)
    if "diagonal" in moments:
        along_axes = weights @ np.square(residuals, out=residuals)
        spread = Diagonal(np.repeat(along_axes[None] / k, k, axis=0))
        return Statistics(weights.sum(), held, centres, spread, moments="diagonal")
    pooled = Shared((weights[:, None] * residuals).T @ residuals, np.full(k, 1.0 / k))
    return Statistics(weights.sum(), held, centres, pooled)


def _k_means(data, n_components, random_state, model) -> Statistics:
    """With one thread: of so few rows several wait for one another, and for busy cores the longer.

    Nor does a pool of OpenMP that has run survive a fork.
    """
    k_means = KMeans(n_components, n_init=1, random_state=random_state)  # pyright: ignore
    with one_thread():
        labels = k_means.fit_predict(data.X, sample_weight=data.weights)
    return from_labels(data, labels, n_components, moments=model.structure.moments)


def _k_means_plus_plus(data, n_components, random_state, model) -> Statistics:
    X = data.X
    _, chosen = kmeans_plusplus(
        X - X.mean(axis=0), n_components, sample_weight=data.weights, random_state=random_state
    )
    nearest = _nearest(X, X[chosen])
    return from_labels(data, nearest, n_components, moments=model.structure.moments)


def _nearest(X: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Index of the nearest centre; about the mean, as squares of large numbers lose digits.

    With one thread, since a pool of OpenMP that has run does not survive a fork.
    """
    origin = X.mean(axis=0)
    with one_thread():
        return pairwise_distances_argmin(X - origin, centres - origin)


def _random_responsibilities(data, n_components, random_state, model) -> Statistics:
    resp = random_state.uniform(size=(len(data.X), n_components))
    resp /= resp.sum(axis=1, keepdims=True)
    return Statistics.from_responsibilities(data, resp, moments=model.structure.moments)


def _random_points(data, n_components, random_state, model) -> Statistics:
    shuffled = data.X[random_state.permutation(len(data.X))]
    first = np.unique(shuffled, axis=0, return_index=True)[1]
    means = shuffled[np.sort(first)[:n_components]]
    return from_means(data, means, moments=model.structure.moments)


def _hierarchical(data, n_components, random_state, model) -> Statistics:
    tree = merge_tree(data, random_state=random_state)
    labels = tree.labels(n_components)
    return from_labels(data, labels, n_components, moments=model.structure.moments)


def _auto(data, n_components, random_state, model) -> Statistics:
    return best_start(*trial_starts(data, n_components, random_state, model=model), model)


@as_annotated
def trial_starts(
    data: Data,
    n_components: int,
    random_state: Seed,
    tree: MergeTree | QuantileBins | None = None,
    *,
    model: Model | None = None,
) -> tuple[Data, list[Statistics]]:
    """Return the rows on which "auto" tries its starts, and these, the same for every model.

    `tree` is that of all rows, where it is at hand. Where `model` is given the starts hold no more
    than its M-step reads.
    """
    check_whole("The number of components", n_components, 1)
    generator = seeded(random_state)
    sampled = _sampled(data.complete, n_components, TRIAL_ROWS, generator)
    known = tree if len(sampled.X) <= TREE_ROWS else None
    with one_thread():
        return sampled, _several(sampled, n_components, generator, known, model or Model())


def _several(data, n_components, random_state, tree, model) -> list[Statistics]:
    starts = [_k_means(data, n_components, random_state, model)]
    with suppress(DataError):  # a sample of rows, most of them alike, has no such tree
        tree = tree or merge_tree(data, max_rows=TREE_ROWS, random_state=random_state)
        labels = tree.labels(n_components)
        starts.append(from_labels(data, labels, n_components, moments=model.structure.moments))
    drawn = (_k_means_plus_plus, _random_points, _random_responsibilities)
    for draw in drawn if n_components > 1 else ():
        starts += [draw(data, n_components, random_state, model) for _ in range(N_DRAWN)]
    return starts


_INITIALIZERS = (
    Initializer(
        "auto",
        "best of several",
        "k-means, hierarchical clusters, k-means++ seeds, random points and random "
        "responsibilities are each run a little way; of the one that leads highest, components are "
        "joined and cut as long as that leads higher.",
        _auto,
    ),
    Initializer(
        "kmeans",
        "k-means",
        "Each row starts in the cluster that k-means gives it.",
        _k_means,
    ),
    Initializer(
        "k-means++",
        "k-means++ seeds",
        "Rows far apart are drawn as seeds; each row starts with the nearest one.",
        _k_means_plus_plus,
    ),
    Initializer(
        "hierarchical",
        "hierarchical clusters",
        "Rows are merged two clusters at a time, so that the likelihood falls least; nothing is "
        "drawn at random, and rows count alike whatever their weight.",
        _hierarchical,
    ),
    Initializer(
        "random",
        "random responsibilities",
        "Each row is shared out at random, so all components start near the overall mean.",
        _random_responsibilities,
    ),
    Initializer(
        "random_from_data",
        "random points",
        "Rows drawn at random are the first means; all components start with one pooled spread.",
        _random_points,
    ),
)

INITIALIZERS: Mapping[str, Initializer] = MappingProxyType(
    {initializer.name: initializer for initializer in _INITIALIZERS}
)


@as_annotated
def initialize(
    X: ArrayLike | Data | Source,
    n_components: int,
    init: str | ArrayLike = "kmeans",
    *,
    random_state: Seed = None,
    sample_weight: ArrayLike | None = None,
    model: Model | None = None,
) -> Statistics:
    """Return the statistics from which the first M-step makes the start of a run.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), Data or Source
    n_components : int
    init : str or array_like of shape (n_components, n_features)
        A name of the registry ``INITIALIZERS``, or the means to start from. Where the class of some
        rows is known, all begin from them instead; see `Data.with_known`.
    random_state : int, RandomState, Generator or None
    sample_weight : array_like of shape (n_samples,), optional
    model : Model, optional
        The M-step of the fit to come, with which "auto" tries its starts; full by default.

    Returns
    -------
    Statistics
        Of a sample of the rows where there are more than 20,000 (5,000 for "auto"). Of a source
        it is drawn in the first pass over the rows. Of rows with gaps these are filled first, by
        their conditional means under one normal distribution.

    Raises
    ------
    DataError
        When `X` is no table of finite numbers, there is no such start, there are fewer rows than
        components, or the means do not fit the data.

    Examples
    --------
    >>> X = [[0.0], [1.0], [10.0], [11.0]]
    >>> sorted(initialize(X, 2, "kmeans", random_state=0).resp_means.ravel().tolist())
    [0.5, 10.5]
    """
    data = X.sample if isinstance(X, Source) else Data.of(X, sample_weight)
    if isinstance(data, PartlyKnown):
        labels = known_partition(data, n_components, seeded(random_state))
        moments = (model or Model()).structure.moments
        return from_labels(data, labels, n_components, moments=moments)
    data = data.complete
    if isinstance(init, str) and not 1 <= n_components <= len(data.X):
        raise DataError(
            f"{counted(len(data.X), 'row')} cannot be shared out among {n_components} "
            f"{plural(n_components, 'component')}. "
            "Give at least one component, and no more than there are rows."
        )
    if not isinstance(init, str):
        return from_means(data, init, moments=(model or Model()).structure.moments)
    if init not in INITIALIZERS:
        raise DataError(
            f"There is no start named {init!r}. Choose one of {', '.join(INITIALIZERS)}, "
            "or give the means to start from."
        )
    if data.weights is not None and not data.weights.all():
        data = data.taken(data.weights > 0)
    generator = seeded(random_state)
    data = _sampled(data, n_components, START_ROWS, generator)
    return INITIALIZERS[init].statistics(data, n_components, generator, model or Model())


def _sampled(data: Data, n_components: int, most: int, random_state: np.random.RandomState) -> Data:
    """At most so many of the rows, drawn by their weights; all where few of them differ."""
    X, weights = data.X, data.weights
    if len(X) <= most:
        return data
    if weights is None:
        sample = X[distinct_rows(len(X), most, random_state)]
    else:
        sample = X[random_state.choice(len(X), most, p=weights / weights.sum())]
    return data if len(np.unique(sample, axis=0)) < n_components else Data(sample)
