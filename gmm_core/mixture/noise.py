"""Rows that belong to no component: noise, of one density over a box.

Banfield and Raftery (1993), Biometrics 49, 803-821.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gmm_core.checked import read_only


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
        low, high = X.min(axis=0), X.max(axis=0)
        plain = cls(share, read_only(low), read_only(np.diag(high - low)))
        if len(X) <= X.shape[1]:  # in a plane
            return replace(plain, edges=read_only(np.zeros_like(plain.edges)))
        middle = np.average(X, axis=0, weights=weights)
        counted = X - middle if weights is None else (X - middle) * np.sqrt(weights)[:, None]
        axes = np.linalg.svd(counted, full_matrices=False)[2]
        along = (X - middle) @ axes.T
        starts, lengths = along.min(axis=0), np.ptp(along, axis=0)
        aslant = cls(share, read_only(middle + starts @ axes), read_only(lengths[:, None] * axes))
        return min((plain, aslant), key=lambda noise: noise.log_volume)

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
