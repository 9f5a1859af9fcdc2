"""What one pass over the pieces finds before EM begins, with a sample to begin from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm_core.expectation import Data, Gapped, Statistics
from gmm_core.sources.known_classes import KnownClasses
from gmm_core.subsets import lowest

# As many rows as a start looks at in memory, and numbers in them at most: 32 MB.
SAMPLE_ROWS = 20_000
SAMPLE_NUMBERS = 4_000_000
LEAST_SAMPLE = 1000

# ... and of each known class, which may be rare.
LEAST_OF_CLASS = 200

# Of more features the products of two are not summed: they would fill the memory.
MANY_PRODUCTS = 1000


@dataclass(frozen=True, eq=False)
class Columns:
    """Of each feature the weight of the rows that have it, their mean and their squares about it.

    Those of pieces are added, by the formula of Chan, Golub and LeVeque.
    """

    counts: np.ndarray
    means: np.ndarray
    squares: np.ndarray

    @classmethod
    def of(cls, X: np.ndarray, weights: np.ndarray | None) -> Columns:
        """Return them of rows (n, d) with gaps."""
        there = ~np.isnan(X)
        counts = (np.ones(len(X)) if weights is None else weights) @ there
        held = np.where(counts > 0, counts, 1.0)
        each = there * (1.0 if weights is None else weights[:, None])
        means = np.where(there, each * X, 0.0).sum(axis=0) / held
        return cls(counts, means, np.where(there, each * (X - means) ** 2, 0.0).sum(axis=0))

    def __add__(self, other: Columns) -> Columns:
        """Return those of both."""
        counts = self.counts + other.counts
        share = other.counts / np.where(counts > 0, counts, 1.0)
        apart = other.means - self.means
        squares = self.squares + other.squares + apart**2 * self.counts * share
        return Columns(counts, self.means + apart * share, squares)


@dataclass(frozen=True, eq=False)
class Sample:
    """Rows of which each has drawn a number, with weights and known classes, if there are any.

    A row is kept if its number is among the lowest, of all or of its class: so the sample of all
    rows is made of those of the pieces, in one pass. Vitter (1985) calls it a reservoir.
    """

    drawn: np.ndarray
    rows: np.ndarray
    weights: np.ndarray | None = None
    classes: np.ndarray | None = None

    def __add__(self, other: Sample) -> Sample:
        """Return that of both."""
        return Sample(
            np.concatenate([self.drawn, other.drawn]),
            np.concatenate([self.rows, other.rows]),
            _joined(self.weights, other.weights),
            _joined(self.classes, other.classes),
        ).lowest

    @property
    def lowest(self) -> Sample:
        """The rows whose numbers are lowest, in their order."""
        most = min(SAMPLE_ROWS, max(SAMPLE_NUMBERS // self.rows.shape[1], LEAST_SAMPLE))
        if len(self.drawn) <= most:
            return self
        kept = lowest(self.drawn, most)
        if self.classes is not None:
            kept = np.union1d(kept, self._of_each_class(self.classes))
        weights = None if self.weights is None else self.weights[kept]
        classes = None if self.classes is None else self.classes[kept]
        return Sample(self.drawn[kept], self.rows[kept], weights, classes)

    def _of_each_class(self, classes: np.ndarray) -> np.ndarray:
        """Positions of some rows of each known class."""
        by_number = np.lexsort((self.drawn, classes))
        ordered = classes[by_number]
        place = np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
        return by_number[(place < LEAST_OF_CLASS) & (ordered >= 0)]


def _joined(first: np.ndarray | None, second: np.ndarray | None) -> np.ndarray | None:
    return None if first is None or second is None else np.concatenate([first, second])


@dataclass(frozen=True, eq=False)
class Summary:
    """Of some rows their number, weight, range, moments, and a sample; those of pieces are added.

    Parameters
    ----------
    rows : int
        Those that take part.
    weight : float
    low, high : ndarray of shape (n_features,)
    columns : Columns
    moments : Statistics or None
        None where there are gaps.
    drawn : Sample
    gaps, left_out : int
        Rows with gaps, and rows without any value.
    """

    rows: int
    weight: float
    low: np.ndarray
    high: np.ndarray
    columns: Columns
    moments: Statistics | None
    drawn: Sample
    gaps: int = 0
    left_out: int = 0

    @property
    def mean(self) -> np.ndarray:
        """Mean of what is there of each feature, (d,)."""
        return self.columns.means if self.moments is None else self.moments.resp_means[0]

    @property
    def variances(self) -> np.ndarray:
        """Variance of what is there of each feature, (d,)."""
        if self.moments is None:
            return self.columns.squares / np.maximum(self.columns.counts, np.finfo(float).tiny)
        return self.moments.matrices.diagonals[0] / self.weight

    @property
    def covariance(self) -> np.ndarray | None:
        """Covariance of the rows, (d, d); None of gaps, or where it was not summed."""
        if self.moments is None or self.moments.moments != "full":
            return None
        return self.moments.scatter[0] / self.weight

    @property
    def has_gaps(self) -> bool:
        """Whether a value is missing in a row, or all of them."""
        return self.moments is None

    @property
    def sampled(self) -> np.ndarray:
        """Rows of the sample, (m, d)."""
        return self.drawn.rows

    def sample(self, known: KnownClasses | None = None) -> Data:
        """Return the sample with the weights of its rows, and the components of known ones."""
        found = Data.of(
            self.drawn.rows, self.drawn.weights, missing="ml" if self.has_gaps else "refuse"
        )
        classes = self.drawn.classes
        if known is None or classes is None or not (classes >= 0).any():
            return found
        return found.with_known(np.where(classes >= 0, np.searchsorted(known.classes, classes), -1))

    @property
    def is_whole(self) -> bool:
        """Whether the sample has all rows."""
        return len(self.sampled) == self.rows

    def __add__(self, other: Summary) -> Summary:
        """Return the summary of both."""
        moments = None
        if self.moments is not None and other.moments is not None:
            moments = self.moments + other.moments
        return Summary(
            self.rows + other.rows,
            self.weight + other.weight,
            np.fmin(self.low, other.low),
            np.fmax(self.high, other.high),
            self.columns + other.columns,
            moments,
            self.drawn + other.drawn,
            self.gaps + other.gaps,
            self.left_out + other.left_out,
        )


def summary_of(piece: Data) -> list[Summary]:
    """Return the summary of a piece, whose random numbers depend on its place alone."""
    X, weights = piece.X, piece.weights
    drawn = np.random.default_rng([0, getattr(piece, "place", 0)]).random(len(X))
    sample = Sample(drawn, X, weights, getattr(piece, "classes", None)).lowest
    gaps, left_out, moments = 0, 0, None
    if isinstance(piece, Gapped):
        columns = Columns.of(X, weights)
        gaps, left_out = int(np.isnan(X).any(axis=1).sum()), int((~piece.kept).sum())
    else:
        level = "full" if X.shape[1] <= MANY_PRODUCTS else "diagonal"
        moments = Statistics.from_responsibilities(piece, np.ones((len(X), 1)), moments=level)
        counts = np.full(X.shape[1], piece.weight)
        columns = Columns(counts, moments.resp_means[0], moments.matrices.diagonals[0])
    low, high = _range_of(X)
    found = len(X), piece.weight, low, high, columns, moments, sample, gaps, left_out
    return [Summary(*found)]


def _range_of(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least and largest value of each feature; NaN where there is none."""
    nothing = np.full((1, X.shape[1]), np.nan)
    rows = X if len(X) else nothing
    return np.fmin.reduce(rows, axis=0), np.fmax.reduce(rows, axis=0)
