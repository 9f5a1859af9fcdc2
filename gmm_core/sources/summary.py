"""What one pass over the pieces finds before EM begins, with a sample to begin from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gmm_core.expectation import Data, Statistics
from gmm_core.subsets import lowest

# As many rows as a start looks at in memory, and numbers in them at most: 32 MB.
SAMPLE_ROWS = 20_000
SAMPLE_NUMBERS = 4_000_000
LEAST_SAMPLE = 1000

# Of more features the products of two are not summed: they would fill the memory.
MANY_PRODUCTS = 1000


@dataclass(frozen=True, eq=False)
class Summary:
    """Of some rows their number, weight, range, moments, and a sample; those of pieces are added.

    A row is in the sample if its random number is among the lowest: so the sample of all is made of
    those of the pieces, in one pass. Vitter (1985) calls it a reservoir.
    """

    rows: int
    weight: float
    low: np.ndarray
    high: np.ndarray
    moments: Statistics
    drawn: np.ndarray
    sampled: np.ndarray
    sampled_weights: np.ndarray | None

    @property
    def mean(self) -> np.ndarray:
        """Mean of the rows, (d,)."""
        return self.moments.resp_means[0]

    @property
    def variances(self) -> np.ndarray:
        """Variance of each feature, (d,)."""
        return self.moments.matrices.diagonals[0] / self.weight

    @property
    def covariance(self) -> np.ndarray | None:
        """Covariance of the rows, (d, d); None of so many features that it was not summed."""
        if self.moments.moments != "full":
            return None
        return self.moments.scatter[0] / self.weight

    @cached_property
    def sample(self) -> Data:
        """The sample, with the weights of its rows."""
        return Data(self.sampled, self.sampled_weights)

    @property
    def is_whole(self) -> bool:
        """Whether the sample has all rows."""
        return len(self.sampled) == self.rows

    def __add__(self, other: Summary) -> Summary:
        """Return the summary of both."""
        drawn = np.concatenate([self.drawn, other.drawn])
        sampled = np.concatenate([self.sampled, other.sampled])
        weights = None
        if self.sampled_weights is not None and other.sampled_weights is not None:
            weights = np.concatenate([self.sampled_weights, other.sampled_weights])
        return Summary(
            self.rows + other.rows,
            self.weight + other.weight,
            np.minimum(self.low, other.low),
            np.maximum(self.high, other.high),
            self.moments + other.moments,
            *_lowest(drawn, sampled, weights),
        )


def summary_of(piece: Data) -> list[Summary]:
    """Return the summary of a piece, whose random numbers depend on its place alone."""
    X, weights = piece.X, piece.weights
    drawn = np.random.default_rng([0, getattr(piece, "place", 0)]).random(len(X))
    level = "full" if X.shape[1] <= MANY_PRODUCTS else "diagonal"
    ones = np.ones((len(X), 1))
    return [
        Summary(
            len(X),
            piece.weight,
            X.min(axis=0),
            X.max(axis=0),
            Statistics.from_responsibilities(piece, ones, moments=level),
            *_lowest(drawn, X, weights),
        )
    ]


def _lowest(
    drawn: np.ndarray, rows: np.ndarray, weights: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """The rows whose numbers are lowest, in their order."""
    most = min(SAMPLE_ROWS, max(SAMPLE_NUMBERS // rows.shape[1], LEAST_SAMPLE))
    if len(drawn) <= most:
        return drawn, rows, weights
    kept = lowest(drawn, most)
    return drawn[kept], rows[kept], None if weights is None else weights[kept]
