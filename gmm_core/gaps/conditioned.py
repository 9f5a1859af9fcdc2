"""The components of a mixture given the values that are there."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from gmm_core.errors import DegenerateComponentError
from gmm_core.matrices import LOG_2_PI, Shared
from gmm_core.mixture import Mixture


class Conditioned:
    """Each component of a mixture given the values that are there, for some patterns at once.

    Matrices have all features: rows and columns of those that are missing hold zeros. Of one
    covariance that all components share they are made once; ``n`` is then 1, and otherwise k.

    Parameters
    ----------
    mixture : Mixture
    observed : ndarray of bool, shape (p, n_features)

    Attributes
    ----------
    roots : ndarray of shape (p, n, d, d)
        R with Rᵀ R the inverse covariance of what is there: rows of unit covariance.
    log_scales : ndarray of shape (p, k)
        log(weight x density) at the mean of what is there, in nats.

    Notes
    -----
    Bishop (2006), eqs. 2.81 and 2.82. A missing feature gets variance 1 and no covariance, so that
    one stack of square matrices serves patterns of all sizes.
    """

    def __init__(self, mixture: Mixture, observed: np.ndarray):
        self.observed = observed
        shared = isinstance(mixture.matrices, Shared) and mixture.matrices.alike
        self._dense = mixture.covariances[:1] if shared else mixture.covariances
        both = observed[:, None, :, None] & observed[:, None, None, :]
        lower = _cholesky(np.where(both, self._dense, np.eye(mixture.n_features)))
        diagonal = np.einsum("pkii->pki", lower)
        half_log_det = np.log(diagonal).sum(axis=2)
        self.roots = _inverse_of_lower(lower) * observed[:, None, :, None]
        with np.errstate(divide="ignore"):
            log_weights = np.log(mixture.shares)
        self.log_scales = (
            log_weights - half_log_det - 0.5 * LOG_2_PI * observed.sum(axis=1)[:, None]
        )

    @cached_property
    def _whitened(self) -> np.ndarray:
        """A, (p, n, d, d): covariances of what is there, whitened, with each missing feature."""
        return (self.roots @ self._dense) * ~self.observed[:, None, None, :]

    @cached_property
    def regressions(self) -> np.ndarray:
        """B, (p, n, d, d): all features, less their means, expected from what is there."""
        same = np.eye(self._dense.shape[1]) * self.observed[:, None, :, None]
        return same + self._whitened.swapaxes(2, 3) @ self.roots

    @cached_property
    def covariances(self) -> np.ndarray:
        """Of what is missing, given what is there, (p, n, d, d)."""
        missing = ~self.observed
        both = missing[:, None, :, None] & missing[:, None, None, :]
        explained = self._whitened.swapaxes(2, 3) @ self._whitened
        return np.where(both, self._dense, 0.0) - explained

    def spread(self, held: np.ndarray) -> np.ndarray:
        """Return the covariances times the rows (k, p) held of each pattern, added up, (k, d, d).

        A sum of products over all patterns is one large product for each component.
        """
        d, missing = self.observed.shape[1], (~self.observed).astype(np.float64)
        found = ((missing.T * held[:, None]) @ missing) * self._dense
        n = self._whitened.shape[1]
        for j, root in enumerate(np.sqrt(held)):
            explained = (self._whitened[:, j % n] * root[:, None, None]).reshape(-1, d)
            found[j] -= explained.T @ explained
        return found

    def expected(self, whitened: np.ndarray) -> np.ndarray:
        """Return what is expected of what is missing of rows, less the means, (p, k, d, N)."""
        return self._whitened.swapaxes(2, 3) @ whitened

    def joint(self, whitened: np.ndarray) -> np.ndarray:
        """Return log(weight x density) (p, k, N) of rows that ``roots`` have whitened."""
        joint = np.einsum("pkdn,pkdn->pkn", whitened, whitened)
        joint *= -0.5
        joint += self.log_scales[:, :, None]
        return joint


def _inverse_of_lower(lower: np.ndarray) -> np.ndarray:
    """Inverses of lower triangular matrices, all row by row: calls of LAPACK cost twice as much."""
    d = lower.shape[-1]
    rows = np.ascontiguousarray(np.moveaxis(lower.reshape(-1, d, d), 0, -1))
    found = np.zeros_like(rows)
    for i in range(d):
        np.divide(1.0, rows[i, i], out=found[i, i])
        if i:
            found[i, :i] = np.einsum("jm,jcm->cm", rows[i, :i], found[:i, :i]) * -found[i, i]
    return np.moveaxis(found, -1, 0).reshape(lower.shape)


def _cholesky(stacked: np.ndarray) -> np.ndarray:
    try:
        return np.linalg.cholesky(stacked)
    except np.linalg.LinAlgError:
        raise DegenerateComponentError(_first_flat(stacked)) from None


def _first_flat(stacked: np.ndarray) -> int:
    """The first component that has no Cholesky factor in some pattern."""
    least = np.linalg.eigvalsh(stacked)[..., 0].min(axis=0)
    return int(least.argmin())
