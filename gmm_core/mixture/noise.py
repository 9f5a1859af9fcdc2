"""Rows that belong to no component: noise, of one density over a box.

Banfield and Raftery (1993), Biometrics 49, 803-821.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gmm_core.checked import read_only
from gmm_core.errors import DataError

_ROUNDING = 1e-9  # of a side, by which a row of the fit may lie beyond it


@dataclass(frozen=True, eq=False)
class Noise:
    """A uniform distribution over a box, which may lie aslant, and its share of the rows.

    Its density is that of the box everywhere, as in mclust, so that a row outside it is not taken
    for one of a component.

    Parameters
    ----------
    share : float
        Of all rows, from 0 to below 1.
    corner : ndarray of shape (n_features,)
    edges : ndarray of shape (n_features, n_features)
        From the corner on, one a row.

    Examples
    --------
    >>> box = Noise(0.1, np.zeros(2), np.diag([1.0, 4.0]))
    >>> round(box.volume, 9)
    4.0
    """

    share: float
    corner: np.ndarray
    edges: np.ndarray

    @classmethod
    def around(cls, X: np.ndarray, share: float, weights: np.ndarray | None = None) -> Noise:
        """Return that over the smaller of two boxes about rows: along features, or principal axes.

        These turn with the weights of the rows, all above 0; the box has all rows in it.
        Of rows that do not spread in every direction it has no volume.
        """
        plain = cls.along_features(X.min(axis=0), X.max(axis=0), share)
        if len(X) <= X.shape[1]:  # in a plane
            return replace(plain, edges=read_only(np.zeros_like(plain.edges)))
        middle = np.average(X, axis=0, weights=weights)
        counted = X - middle if weights is None else (X - middle) * np.sqrt(weights)[:, None]
        axes = np.linalg.svd(counted, full_matrices=False)[2]
        along = (X - middle) @ axes.T
        reach = along.min(axis=0), along.max(axis=0)
        return cls.smaller(plain, cls.aslant(middle, axes, *reach, share))

    @classmethod
    def along_features(cls, low: np.ndarray, high: np.ndarray, share: float) -> Noise:
        """Return that between the lowest and the highest values, (d,) each."""
        return cls(share, read_only(low), read_only(np.diag(high - low)))

    @classmethod
    def aslant(
        cls, middle: np.ndarray, axes: np.ndarray, low: np.ndarray, high: np.ndarray, share: float
    ) -> Noise:
        """Return that from `low` to `high` along axes, one a row, counted from `middle`."""
        edges = (high - low)[:, None] * axes
        return cls(share, read_only(middle + low @ axes), read_only(edges))

    @staticmethod
    def smaller(one: Noise, other: Noise) -> Noise:
        """Return the one over the smaller box."""
        return min((one, other), key=lambda noise: noise.log_volume)

    @cached_property
    def log_volume(self) -> float:
        """Logarithm of the volume of the box."""
        return float(np.linalg.slogdet(self.edges)[1])

    @property
    def volume(self) -> float:
        """Volume of the box, in the product of the features' units."""
        return float(np.exp(self.log_volume))

    @property
    def log_product(self) -> float:
        """log(share x density), in nats."""
        return float(np.log(self.share)) - self.log_volume if self.share > 0 else -np.inf

    def log_products(self, observed: np.ndarray) -> np.ndarray | float:
        """Return log(share x density) of what is there of rows, from ``observed`` (..., d).

        A part of a box along the features is uniform over its sides. One that lies aslant has no
        such part.
        """
        if observed.all():
            return self.log_product
        if not self.is_along_features:
            raise DataError(
                "Noise is spread over a box along principal axes, which has no density for a part "
                "of a row, and some rows have gaps. Leave these rows out, or fit with them."
            )
        if self.share <= 0:
            return -np.inf
        return float(np.log(self.share)) - observed @ np.log(np.diagonal(self.edges))

    def marginal(self, features: np.ndarray) -> Noise:
        """Return that of some features alone, of a box along them."""
        return Noise(self.share, self.corner[features], self.edges[np.ix_(features, features)])

    def holds(self, X: np.ndarray) -> np.ndarray:
        """Return which rows lie within the box, (n,), by what is there of them."""
        if self.is_along_features:
            places = (X - self.corner) / np.diagonal(self.edges)
        else:
            places = np.linalg.solve(self.edges.T, (X - self.corner).T).T
        beyond = (places < -_ROUNDING) | (places > 1.0 + _ROUNDING)
        return np.logical_not(beyond.any(axis=1))

    @property
    def mean(self) -> np.ndarray:
        """Middle of the box, (n_features,)."""
        return self.corner + 0.5 * self.edges.sum(axis=0)

    @property
    def is_along_features(self) -> bool:
        """Whether no edge of the box is aslant."""
        return not (self.edges - np.diag(np.diagonal(self.edges))).any()

    def of_share(self, share: float) -> Noise:
        """Return noise over the same box."""
        return replace(self, share=share)

    def affine(self, scale: np.ndarray, shift: np.ndarray) -> Noise:
        """Return the noise of rows ``scale * x + shift``."""
        return Noise(
            self.share, read_only(self.corner * scale + shift), read_only(self.edges * scale)
        )

    def sample(self, n_samples: int, rng: np.random.RandomState) -> np.ndarray:
        """Return rows drawn from the box, (n_samples, n_features)."""
        return self.corner + rng.uniform(size=(n_samples, len(self.corner))) @ self.edges
