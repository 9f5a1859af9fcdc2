"""Rows of which some have gaps, made ready once for all the passes over them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, as_table, check_features, check_weights
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation.data import Data
from gmm_core.gaps import Patterns, Stack, imputed, normalized_of
from gmm_core.matrices import Diagonal, Matrices
from gmm_core.mixture import Mixture
from gmm_core.subsets import evenly_spaced

# The one normal distribution under which gaps are filled is fitted to so many rows at most, in so
# many iterations, or until its log-likelihood rises by less than so much a row.
ONE_ROWS = 5000
ONE_STEPS = 30
ONE_TOL = 1e-3

# ... unless an iteration takes more multiplications than these, or there are no more rows than
# features: gaps are then filled by the means of the features.
ONE_WORK = 1e9


# Rows x features x components of a pattern from which its observed features are passed over as a
# table of their own; of fewer numbers the calls that takes would cost more than the work.
MANY_NUMBERS = 20_000


class Gapped(Data):
    """Rows that take part with what is there of them: the likelihood is that of what is observed.

    Values are taken to be missing at random: which of them are missing may depend on what is there
    of a row, and not on the missing values themselves. Rows without any value are left out.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        NaN where a value is missing.
    sample_weight : array_like of shape (n_samples,), optional
    names : sequence of str, optional
        Names of the features, for messages; by default those of a DataFrame.

    Attributes
    ----------
    X : ndarray of shape (n_taking_part, n_features)
    kept : ndarray of bool, shape (n_samples,)
        Which rows take part: those with a value.
    zeros : ndarray of shape (n_taking_part, n_features)
        The same rows with 0 where a value is missing.

    Raises
    ------
    DataError
        When `X` is no table, or holds infinite values.

    Examples
    --------
    >>> data = Gapped([[1.0, np.nan], [np.nan, np.nan], [3.0, 4.0]])
    >>> data.weight, data.kept.tolist()
    (2.0, [True, False, True])
    """

    @as_annotated
    def __init__(
        self,
        X: ArrayLike,
        sample_weight: ArrayLike | None = None,
        names: Sequence[str] | None = None,
    ):
        table = as_table(X, names, gaps=True)
        there = ~np.isnan(table)
        self.kept = there.any(axis=1)
        weights = None if sample_weight is None else check_weights(sample_weight, len(table))
        self.zeros = np.where(there, table, 0.0)[self.kept]
        super().__init__(self.zeros, None if weights is None else weights[self.kept])
        self.X = table[self.kept]
        self.patterns = Patterns.of(self.X)
        self._tables: dict[int, Data] = {}
        self._stacks: dict[int, tuple[list[int], list[Stack]]] = {}
        self.origin = _moments(self.X)[0]

    @property
    def complete(self) -> Data:
        """The rows with each gap filled by its conditional mean under one normal distribution."""
        return self._complete

    @property
    def total_is_fixed(self) -> bool:
        """False: what is missing is expected otherwise by each mixture."""
        return False

    @cached_property
    def _complete(self) -> Data:
        return Data(imputed(self.X, self.filling), self.weights)

    @cached_property
    def filling(self) -> Mixture:
        """The one normal distribution under which gaps are filled."""
        return _one_normal(self.taken(np.arange(len(self.X))[evenly_spaced(len(self.X), ONE_ROWS)]))

    def with_known(self, components: ArrayLike) -> Data:
        """As of `Data`; components may be those of all rows, or of those that take part."""
        given = np.asarray(components)
        return super().with_known(given[self.kept] if given.shape == self.kept.shape else given)

    def taken(self, rows: np.ndarray) -> Data:
        """Return some of the rows, by their positions or by a mask, with their weights."""
        return Data.of(
            self.X[rows], None if self.weights is None else self.weights[rows], missing="ml"
        )

    def stacks(self, n_components: int) -> tuple[list[int], list[Stack]]:
        """Return the patterns of many rows, which are tables of their own, and stacks of others.

        They are made ready once.
        """
        if n_components not in self._stacks:
            sizes = np.diff(self.patterns.edges) * n_components * self.X.shape[1]
            few = np.flatnonzero(sizes <= MANY_NUMBERS).tolist()
            stacks = self.patterns.stacks(n_components, few)
            self._stacks = {n_components: (np.flatnonzero(sizes > MANY_NUMBERS).tolist(), stacks)}
        return self._stacks[n_components]

    def table(self, pattern: int) -> Data:
        """Return the rows of a pattern with the features that they have, made ready once."""
        if pattern not in self._tables:
            rows, there = self.patterns.rows(pattern), self.patterns.observed[pattern]
            weights = None if self.weights is None else self.weights[rows]
            self._tables[pattern] = Data(self.X[np.ix_(rows, np.flatnonzero(there))], weights)
        return self._tables[pattern]

    def with_rows(self, X: np.ndarray, weights: np.ndarray | None = None) -> Data:
        """Return as many other rows, with gaps where these have them.

        Where these are counted by frequencies, there may be as many as these add up to.
        """
        there = self._there
        if len(X) != len(there) and self.weights is not None:
            there = np.repeat(there, self.weights.astype(np.intp), axis=0)
        return Gapped(np.where(there, X, np.nan), weights)

    def weighted(self, weights: np.ndarray) -> Data:
        """Return the rows with other weights."""
        return Gapped(self.X, weights)

    @property
    def counts(self) -> np.ndarray:
        """Weight of the rows that have a value of each feature, (d,)."""
        return (np.ones(len(self.X)) if self.weights is None else self.weights) @ self._there

    @cached_property
    def _there(self) -> np.ndarray:
        return ~np.isnan(self.X)

    @property
    def squares(self) -> np.ndarray:
        """Weighted sum of the squares of each feature, counted from the origin, (d,).

        What is missing counts as the mean of what is there of the feature.
        """
        weights = np.ones(len(self.X)) if self.weights is None else self.weights
        sums = weights @ np.where(self._there, np.square(self.X - self.origin), 0.0)
        return sums * (self.weight / np.maximum(self.counts, np.finfo(float).tiny))

    def _normalized(self, mixture: Mixture) -> tuple[np.ndarray, np.ndarray]:
        check_features(self.X, mixture.n_features)
        return normalized_of(self.X, mixture)


def _moments(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of what is there of each feature; 1 where there is no spread."""
    there = ~np.isnan(X)
    counts = np.maximum(there.sum(axis=0), 1)
    mean = np.where(there, X, 0.0).sum(axis=0) / counts
    variance = np.where(there, np.square(X - mean), 0.0).sum(axis=0) / counts
    return mean, np.where(variance > 0, variance, 1.0)


def _is_quick(data: Gapped) -> bool:
    """Whether one covariance of all features can be fitted in a moment."""
    n, d = data.X.shape
    return n > d and len(data.patterns) * d**3 <= ONE_WORK


def _one_normal(data: Data) -> Mixture:
    """One normal distribution fitted by EM; what it was before a collapse, if there is one."""
    from gmm_core.expectation.passes import statistics_of  # whose Statistics are made of Data

    middle, variance = _moments(data.X)
    found, before = Mixture([1.0], middle[None], Diagonal(variance[None])), -np.inf
    for _ in range(ONE_STEPS if isinstance(data, Gapped) and _is_quick(data) else 0):
        try:
            (sums,) = statistics_of(data, [found], "full")
            if not sums.log_likelihood > before + ONE_TOL * data.weight:
                break
            following = Mixture([1.0], sums.resp_means, Matrices(sums.scatter / sums.weight))
            _ = following.whitener
        except DegenerateComponentError:
            break
        found, before = following, sums.log_likelihood
    return found
