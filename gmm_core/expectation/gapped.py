"""Rows of which some have gaps, made ready once for all the passes over them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, as_table, check_features, check_weights
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation.data import Data
from gmm_core.expectation.gapped_fused import Bundle
from gmm_core.gaps import Patterns, Stack, imputed, normalized_of
from gmm_core.matrices import Diagonal, Matrices
from gmm_core.mixture import Mixture, sample
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
# table of their own where the fused pass is not taken; of fewer numbers the calls that takes would
# cost more than the work.
MANY_NUMBERS = 20_000


class Ways(NamedTuple):
    """Patterns that are tables of their own, bundles of fused ones, and stacks of the others."""

    tables: list[int]
    bundles: list[Bundle]
    stacks: list[Stack]


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
        zeros = np.where(there, table, 0.0)[self.kept]  # for what is made of complete rows alone
        super().__init__(zeros, None if weights is None else weights[self.kept])
        self.X = table[self.kept]
        self.patterns = Patterns.of(self.X)
        self._tables: dict[int, Data] = {}
        self._ways: dict[tuple[int, bool], Ways] = {}
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

    def ways(self, n_components: int, are_fused: bool) -> Ways:
        """Return which way the rows of each pattern go through a pass, made ready once."""
        if (n_components, are_fused) not in self._ways:
            d, counts = self.X.shape[1], np.diff(self.patterns.edges)
            many = counts > d if are_fused else counts * d * n_components > MANY_NUMBERS
            stacks = self.patterns.stacks(n_components, np.flatnonzero(~many).tolist())
            chosen = np.flatnonzero(many)
            made = (
                Ways([], Bundle.of(self, self.patterns, n_components, chosen), stacks)
                if are_fused
                else Ways(chosen.tolist(), [], stacks)
            )
            kept = {key: ways for key, ways in self._ways.items() if key[0] == n_components}
            self._ways = {**kept, (n_components, are_fused): made}
        return self._ways[n_components, are_fused]

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

    def drawn(self, mixture: Mixture, n: int, rng: np.random.RandomState) -> Data:
        """As of `Data`; in no order, as else each component would have gaps of its own."""
        return self.with_rows(rng.permutation(sample(mixture, n, rng)[0]))

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
        return self._squares

    @cached_property
    def _squares(self) -> np.ndarray:
        weights = np.ones(len(self.X)) if self.weights is None else self.weights
        sums = weights @ np.where(self._there, np.square(self.X - self.origin), 0.0)
        counts = self.counts  # 0 of a feature that rows of no weight alone have
        return np.divide(sums * self.weight, counts, out=np.zeros_like(sums), where=counts > 0)

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
