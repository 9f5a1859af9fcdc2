"""How the distances of normal rows spread about a component that was fitted to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betainccinv

from gmm_core.blocks import sum_over_blocks
from gmm_core.mixture import Mixture

# Rows from which on the distances are those from a known component: to as many digits, and to two
# ten-thousandths, far less than chance makes of so many.
_AS_KNOWN, _ENOUGH = 1e12, 1e5


@dataclass(frozen=True)
class DistanceLaw:
    """Squared Mahalanobis distances of normal rows from a component that was fitted to them.

    From the mean and the covariance (divisor m) of the rows themselves, m of them (`support`;
    infinite where the covariance was known beforehand) lie at m - 1 times a beta variable with
    parameters d/2 and (m - d - 1)/2 (Gnanadesikan and Kettenring 1972, Biometrics 28). Its mean is
    d, as that of chi-squared, which it tends to; but no distance exceeds m - 1, and they vary less.
    """

    n_features: int
    support: float

    def share_within(self, distances: np.ndarray) -> np.ndarray:
        """Return the share of the rows that lie no farther than each squared distance."""
        most, a, b = self._beta
        return betainc(a, b, np.minimum(distances / most, 1.0))

    def exceeded_by(self, shares: np.ndarray) -> np.ndarray:
        """Return the squared distances that these shares of the rows exceed."""
        most, a, b = self._beta
        return most * betainccinv(a, b, shares)

    @property
    def second_moment(self) -> float:
        """Mean of the squares of the squared distances: the expected kurtosis of Mardia."""
        d, m = self.n_features, self._rows
        return d * (d + 2) * (m - 1) / (m + 1)

    def kurtosis_variance(self, n_rows: float) -> float:
        """Return the variance of the mean of the squares over `n_rows` rows; Mardia (1974)."""
        d, m = self.n_features, self._rows
        variance = 8 * d * (d + 2) * ((m - 3) / (m + 3)) * ((m - d - 1) / (m + 1))
        return variance * ((m - d + 1) / (m + 1)) * (m / (m + 5)) / n_rows

    @property
    def _rows(self) -> float:
        # Fewer rows than two above the features have no such distribution.
        return min(max(self.support, self.n_features + 2.0), _AS_KNOWN)

    @property
    def _beta(self) -> tuple[float, float, float]:
        d, m = self.n_features, self._rows
        return m - 1, d / 2, (m - d - 1) / 2


def distance_laws(
    X: np.ndarray, mixture: Mixture, resp: np.ndarray, sizes: np.ndarray
) -> list[DistanceLaw]:
    """Return for each component how the distances of its rows spread, if it is normal.

    No one has to say which covariance structure was fitted: rows that have a covariance of their
    own look spherical in its units. In these, the scatter S of n rows about a *known* covariance
    misses the identity by a squared Frobenius norm of d(d + 1)/n on average. What it misses less by
    is the share of the covariance that was fitted to these rows: all of it where each component has
    its own full covariance, about 1/k where k components share one, about 2/(d + 1) where features
    are independent, nothing where it was known or does not fit. The rows, counted as in
    `effective_sizes` (`sizes`) and divided by that share, are those on which the covariance rests.
    So many rows that it makes no difference are not asked.
    """
    d = mixture.n_features
    if (sizes >= _ENOUGH).all():
        return [DistanceLaw(d, np.inf) for _ in sizes]
    chance = d * (d + 1) / np.where(sizes > 0, sizes, np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        fitted = np.fmax(1 - _misses(X, mixture, resp) / chance, 0.0)
        supports = np.where(sizes > 0, sizes / fitted, 0.0)
    return [DistanceLaw(d, float(support)) for support in supports]


def effective_sizes(resp: np.ndarray) -> np.ndarray:
    """Return how many rows tell as much of each component as its shares of all rows do, (k,).

    sum(r)² / sum(r²); Kish (1965), Survey Sampling. 0 without any row.
    """
    squares = np.einsum("nk,nk->k", resp, resp)
    return resp.sum(axis=0) ** 2 / np.where(squares > 0, squares, 1.0)


def _misses(X: np.ndarray, mixture: Mixture, resp: np.ndarray) -> np.ndarray:
    """Squared Frobenius norms of (scatter in the component's units - identity), (k,)."""
    means = mixture.means[:, :, None]

    def kernel(block: slice) -> list[np.ndarray]:
        centred = np.ascontiguousarray(X[block].T) - means
        shares = np.ascontiguousarray(resp[block].T)
        weighted = centred * shares[:, None]
        return [shares.sum(axis=1), weighted @ centred.transpose(0, 2, 1)]

    held, scatter = sum_over_blocks(kernel, len(X), 3 * mixture.means.size)
    units = mixture.whitening
    scatter = units.transpose(0, 2, 1) @ scatter @ units
    scatter /= np.where(held > 0, held, 1.0)[:, None, None]
    return ((scatter - np.eye(mixture.n_features)) ** 2).sum(axis=(1, 2))
