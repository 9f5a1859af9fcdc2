"""The rows of a fit, made ready once for all the passes over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.blocks import BLOCK_SIZE, sum_over_blocks
from gmm_core.bounded import bounded
from gmm_core.checked import as_annotated, as_table, check_features, check_weights
from gmm_core.errors import DataError
from gmm_core.expectation.features import fill, places
from gmm_core.gaps import Missing, allows_gaps
from gmm_core.mixture import LogJoint, Mixture, normalize, sample
from gmm_core.scatter import Form
from gmm_core.wording import counted

# Rows from whose mean all others are counted; any point amid the data will do.
N_ORIGIN = 4096

# From so many features on there are too many pairs of them to be features of their own.
MANY_FEATURES = 48

# Numbers of a table of many features up to which the rows are kept a second time, counted from the
# origin: 16 MB. To count them in every pass takes a quarter of its time.
KEPT_NUMBERS = 2_000_000

T = TypeVar("T")
PhiKernel = Callable[[np.ndarray, np.ndarray | None], Sequence[np.ndarray]]


class Data:
    """Rows and their weights, an origin amid them, and the sums that no mixture changes.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    sample_weight : array_like of shape (n_samples,), optional
    names : sequence of str, optional
        Names of the features, for messages; by default those of a DataFrame.

    Raises
    ------
    DataError
        When `X` is no table of finite numbers, or a weight is negative or missing.

    Examples
    --------
    >>> Data([[1.0], [3.0]]).sums("full")
    array([2., 0., 2.])
    """

    @as_annotated
    def __init__(
        self,
        X: ArrayLike,
        sample_weight: ArrayLike | None = None,
        names: Sequence[str] | None = None,
    ):
        self.X = as_table(X, names)
        n, d = self.X.shape
        self.weights = None if sample_weight is None else check_weights(sample_weight, n)
        self.weight = float(n if self.weights is None else self.weights.sum())
        self.places = places(d)
        sampled = self.X[:: max(n // N_ORIGIN, 1)]
        some, exponent = bounded(sampled)
        self.origin = np.ldexp(some.mean(axis=0), exponent) if n else np.zeros(d)
        self._sums: dict[Form, np.ndarray] = {}
        self.fits_a_block = n * self.places.size("full") <= BLOCK_SIZE

    def __repr__(self) -> str:
        """One line, without the rows."""
        n, d = self.X.shape
        weights = "" if self.weights is None else f", weights of {self.weight:g} in all"
        return f"<{type(self).__name__}: {counted(n, 'row')}, {counted(d, 'feature')}{weights}>"

    @classmethod
    def of(
        cls,
        X: ArrayLike | Data,
        sample_weight: ArrayLike | None = None,
        names: Sequence[str] | None = None,
        missing: Missing = "refuse",
    ) -> Data:
        """Return `X` made ready, or as it is where it already is, with the weights it has.

        With ``missing="ml"`` values may be missing, and rows with gaps take part; see `Gapped`.
        """
        if not isinstance(X, Data):
            if allows_gaps(missing):
                from gmm_core.expectation.gapped import Gapped  # which is made of this class

                if np.isnan(as_table(X, names, gaps=True)).any():
                    return Gapped(X, sample_weight, names)
            return cls(X, sample_weight, names)
        if sample_weight is not None:
            raise DataError("Data have their weights already. Give sample_weight to Data instead.")
        return X

    @property
    def complete(self) -> Data:
        """The rows without gaps, for what cannot do with them; here the rows themselves."""
        return self

    @property
    def total_is_fixed(self) -> bool:
        """Whether the scatter of all rows about their mean is the same whatever the mixture."""
        return True

    @property
    def is_labelled(self) -> bool:
        """Whether the component of some rows is known."""
        return False

    def with_known(self, components: ArrayLike) -> Data:
        """Return the rows with the component of some of them, from 0, and -1 of the others."""
        from gmm_core.expectation.partly_known import PartlyKnown  # which is made of this class

        return PartlyKnown(self, components)

    def taken(self, rows: np.ndarray) -> Data:
        """Return some of the rows, by their positions or by a mask, with their weights."""
        return Data(self.X[rows], None if self.weights is None else self.weights[rows])

    def with_rows(self, X: np.ndarray, weights: np.ndarray | None = None) -> Data:
        """Return as many other rows, with gaps where these have them."""
        return Data(X, weights)

    def drawn(self, mixture: Mixture, n: int, rng: np.random.RandomState) -> Data:
        """Return rows drawn from a mixture, with gaps and known classes where these have them.

        They are `n`, or where these are counted by frequencies what those add up to.
        """
        return self.with_rows(sample(mixture, n, rng)[0])

    def weighted(self, weights: np.ndarray) -> Data:
        """Return the rows with other weights."""
        return Data(self.X, weights)

    @property
    def counts(self) -> np.ndarray | None:
        """Weight of the rows that have a value of each feature, (d,); None where all have."""
        return None

    @property
    def n_features(self) -> int:
        """Number of columns."""
        return self.X.shape[1]

    @property
    def sample(self) -> Data:
        """The rows that a start looks at: of rows in memory all of them."""
        return self

    def total(self, function: Callable[..., list[T]], *arguments: Any) -> list[T]:
        """Return ``function(self, ...)``: the sums over all rows, which are in one piece."""
        return function(self, *arguments)

    def responsibilities(self, mixture: Mixture) -> np.ndarray:
        """Return the probability that each row came from each component, (n, k)."""
        return np.ascontiguousarray(self._normalized(mixture)[0].T)

    def log_density(self, mixture: Mixture) -> np.ndarray:
        """Return the log-density of every row under the whole mixture, (n,), in nats."""
        return self._normalized(mixture)[1]

    def _normalized(self, mixture: Mixture) -> tuple[np.ndarray, np.ndarray]:
        check_features(self.X, mixture.n_features)
        return normalize(LogJoint(mixture).of_rows(self.X).T, mixture.noise)

    @property
    def is_wide(self) -> bool:
        """Whether there are too many features for their pairs to be features of their own."""
        return self.n_features >= MANY_FEATURES

    def sums(self, level: Form) -> np.ndarray:
        """Return the weighted sum of the features of all rows; it belongs to no mixture."""
        if level == "total":
            return self.sums(self._at_hand)[: self.places.size("total")]
        if level not in self._sums:
            size = self.places.size(level)
            (self._sums[level],) = self.sum_over_blocks(_sum_of_block, size)
        return self._sums[level]

    @property
    def spread(self) -> np.ndarray:
        """Root mean square distance of the rows from the origin, feature by feature, (d,)."""
        return np.sqrt(self.squares / max(self.weight, np.finfo(float).tiny))

    @property
    def squares(self) -> np.ndarray:
        """Weighted sum of the squares of each feature, counted from the origin, (d,)."""
        d = self.X.shape[1]
        return self.sums(self._at_hand)[1 + d : 1 + 2 * d]

    @cached_property
    def products(self) -> np.ndarray:
        """Weighted sums of the products of two features, counted from the origin, (d, d)."""
        d = self.X.shape[1]
        if not self.is_wide:
            return self.sums("full").take(self.places.position)

        def of_block(rows: slice) -> Sequence[np.ndarray]:
            centred = self.from_origin(rows)
            weighted = centred if self.weights is None else centred * self.weights[rows, None]
            return (weighted.T @ centred,)

        return sum_over_blocks(of_block, len(self.X), d)[0]

    @property
    def _at_hand(self) -> Form:
        """Sums from which those of [1, x, x²] can be read, without another pass if possible."""
        return "full" if "full" in self._sums else "diagonal"

    def sum_over_blocks(self, kernel: PhiKernel, size: int) -> list[np.ndarray]:
        """Return the sums over blocks of m rows of ``kernel(phi (size, m), weights (m,))``."""
        if self.fits_a_block:
            return list(kernel(self.features[:size], self.weights))

        def of_block(rows: slice, space: np.ndarray) -> Sequence[np.ndarray]:
            phi = space[:, : rows.stop - rows.start]
            self._fill(phi, rows)
            return kernel(phi, None if self.weights is None else self.weights[rows])

        return sum_over_blocks(of_block, len(self.X), size, scratch=True, by_row=self.is_wide)

    def from_origin(self, rows: slice) -> np.ndarray:
        """Return some rows counted from the origin, (m, d)."""
        kept = self.kept_from_origin
        return self.X[rows] - self.origin if kept is None else kept[rows]

    @cached_property
    def kept_from_origin(self) -> np.ndarray | None:
        """All rows counted from the origin, (n, d); None where the table is too large to keep them.

        Where threads are to read them, ask once before.
        """
        if self.X.size > KEPT_NUMBERS:
            return None
        return np.subtract(self.X, self.origin, order="C")

    @cached_property
    def norms(self) -> np.ndarray:
        """Squared distance of each row from the origin, (n,); kept."""
        norms, _ = np.empty(len(self.X)), self.kept_from_origin

        def fill(rows: slice) -> Sequence[np.ndarray]:
            x = self.from_origin(rows)
            np.einsum("ij,ij->i", x, x, out=norms[rows])
            return ()

        sum_over_blocks(fill, len(norms), 2 * self.n_features)
        return norms

    @cached_property
    def features(self) -> np.ndarray:
        """The features of all rows, (size, n), kept; for tables that fit a block."""
        phi = np.ones((self.places.size("full"), len(self.X)))
        self._fill(phi, slice(None))
        return phi

    def columns(self, rows: slice) -> np.ndarray:
        """Return the features of some rows one after another, (d, m); kept of a small table."""
        if self.fits_a_block and rows.stop - rows.start == len(self.X):
            return self._all_columns
        return np.ascontiguousarray(self.X[rows].T)

    @cached_property
    def _all_columns(self) -> np.ndarray:
        return np.ascontiguousarray(self.X.T)

    def _fill(self, phi: np.ndarray, rows: slice) -> None:
        d = self.X.shape[1]
        np.subtract(self.X[rows].T, self.origin[:, None], out=phi[1 : d + 1])
        fill(phi, d)


def _sum_of_block(phi: np.ndarray, weights: np.ndarray | None) -> Sequence[np.ndarray]:
    return (phi.sum(axis=1) if weights is None else phi @ weights,)
