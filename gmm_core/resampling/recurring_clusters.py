"""Which clusters come back when the rows are drawn anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, check_whole
from gmm_core.em import Model, Stop
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.resampling.fits import Progress, fits_to, resampling_of
from gmm_core.resampling.samples import drawn_with_replacement
from gmm_core.row_weights import Counting, WeightKind
from gmm_core.seeds import Seed, seeded
from gmm_core.wording import counted

# Hennig's rule of thumb for mean Jaccard values, and how the cluster is called there.
READINGS = (
    (0.85, "comes back almost unchanged: it is highly stable"),
    (0.75, "comes back: it is stable"),
    (0.6, "comes back in part: there is a pattern, but which rows belong to it is doubtful"),
    (0.0, "does not come back: it should not be relied on"),
)

ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Stability:
    """How well each cluster of a fit is found again.

    Parameters
    ----------
    jaccard : ndarray of shape (n_samples_used, k)
        Of each sample and cluster: the rows that the cluster and the most similar cluster of the
        sample share, divided by the rows of either.
    together : ndarray of shape (n_samples_used, k)
        The share of pairs of rows of the cluster that are in one cluster there, too; NaN where
        the cluster has fewer than two rows in the sample.
    n_collapsed : int
        Samples left out since a component collapsed on them.
    """

    jaccard: np.ndarray
    together: np.ndarray
    n_collapsed: int = 0

    @property
    def mean_jaccard(self) -> np.ndarray:
        """Mean Jaccard value of each cluster, (k,); NaN without rows of it, or without samples."""
        return _mean(self.jaccard)

    @property
    def mean_together(self) -> np.ndarray:
        """How often two rows of each cluster stay together, (k,); NaN as for `mean_jaccard`."""
        return _mean(self.together)

    def sentence(self, cluster: int, called: str) -> str:
        """What the value of a cluster means, after Hennig (2007)."""
        value = self.mean_jaccard[cluster]
        if np.isnan(value):
            why = "every sample collapsed" if not len(self.jaccard) else "no row is assigned to it"
            return f"{called}: no value, since {why}."
        reading = next(reading for least, reading in READINGS if value >= least)
        used = counted(len(self.jaccard), "sample")
        return f"{called} {reading} (mean Jaccard value {value:.2f} over {used})."


@as_annotated
def stability(
    X: ArrayLike | Data,
    mixture: Mixture,
    model: Model | str = "full",
    *,
    kind: WeightKind = "frequency",
    n_samples: int = 100,
    random_state: Seed = None,
    tol: float = 1e-6,
    max_iter: int = 1000,
    on_sample: Progress | None = None,
) -> Stability:
    """Return how well the clusters of a fit are found again in rows drawn with replacement.

    Each cluster of the fit is compared with the most similar cluster of each sample's fit, by the
    rows that were drawn. Hennig (2007), Computational Statistics and Data Analysis 52.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
        Data have weights, by which shares are counted.
    mixture : Mixture
        The fit to `X`, from which EM begins on each sample.
    model : Model or str
        How it was fitted; or the name of its covariance structure.
    kind : {"frequency", "sampling"}
        What weights of the rows say, where `X` is `Data` that has them: how many equal rows a row
        stands for, or how many of a population.
    n_samples : int
    random_state : int, RandomState, Generator or None
    tol : float
        As in `run`, in nats a row.
    max_iter : int
    on_sample : callable, optional
        Called with the number of samples done and their total; an exception in it ends the work.

    Returns
    -------
    Stability

    Raises
    ------
    DataError
        When the rows have other features than the mixture, or an argument is not one of those
        above.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(60, 1)) + np.repeat([[0.0], [20.0]], 30, axis=0)
    >>> fit = Mixture([0.5, 0.5], [[0.0], [20.0]], [[[1.0]], [[1.0]]])
    >>> stability(X, fit, "full", n_samples=20, random_state=0).mean_jaccard.tolist()
    [1.0, 1.0]
    """
    stop, (data, fitted) = Stop(tol, max_iter), resampling_of(X, mixture, model, kind)
    check_whole("n_samples", n_samples, 1)
    labels = data.responsibilities(mixture).argmax(axis=1)
    k = mixture.n_components
    shared = []
    samples = drawn_with_replacement(data, kind, seeded(random_state))
    for sample, fit in fits_to(samples, data.X.size, n_samples, mixture, fitted, stop, on_sample):
        if fit is not None:
            counting = _of_drawn(data, np.asarray(sample.weights), kind)
            found = data.responsibilities(fit).argmax(axis=1)
            shared.append(_shared(labels * k + found, k, counting))
    return Stability(
        np.array([_jaccard(counts) for counts, _ in shared]).reshape(-1, k),
        np.array([_together(*each) for each in shared]).reshape(-1, k),
        int(n_samples) - len(shared),
    )


def _of_drawn(data: Data, drawn: np.ndarray, kind: WeightKind) -> Counting:
    """How much the rows count of which some were drawn; others count nothing.

    Of f equal rows from which one was drawn m times, f (1 - (1 - 1/f)^m) are there on average.
    """
    there = drawn > 0.0
    if data.weights is None:
        return Counting(there * 1.0, there * 1.0)
    if kind == "sampling":
        return Counting(there * data.weights, there * data.weights**2)
    missed = np.divide(1.0, data.weights, out=np.ones(len(drawn)), where=data.weights > 1.0)
    rows = np.where(there, data.weights * (1.0 - (1.0 - missed) ** drawn), 0.0)
    return Counting(rows, rows)


def _shared(pairs: np.ndarray, k: int, counting: Counting) -> tuple[np.ndarray, np.ndarray]:
    """How many rows each two clusters share, (k, k), and of pairs of rows those with themselves."""
    sums, selves = (
        np.bincount(pairs, counts, minlength=k * k).reshape(k, k)
        for counts in (counting.in_sums, counting.in_spreads)
    )
    return sums, selves


def _jaccard(shared: np.ndarray) -> np.ndarray:
    """The Jaccard value of each cluster with the most similar one; NaN where it has no rows."""
    either = shared.sum(axis=1)[:, None] + shared.sum(axis=0) - shared
    values = np.divide(shared, either, out=np.zeros(shared.shape), where=either > 0)
    return np.where(shared.sum(axis=1) > 0, values.max(axis=1), np.nan)


def _together(shared: np.ndarray, selves: np.ndarray) -> np.ndarray:
    sizes, alone = shared.sum(axis=1), selves.sum(axis=1)
    pairs = sizes**2 - alone
    kept = (shared**2).sum(axis=1) - alone
    some = pairs > ROUNDING * sizes**2  # not of one row with itself
    return np.divide(kept, pairs, out=np.full(len(sizes), np.nan), where=some)


def _mean(values: np.ndarray) -> np.ndarray:
    """Means over samples, of those that have a value."""
    known = ~np.isnan(values)
    counts = known.sum(axis=0)
    sums = np.where(known, values, 0.0).sum(axis=0)
    return np.divide(sums, counts, out=np.full(values.shape[1], np.nan), where=counts > 0)
