"""The centred pass of many mixtures at once, to small tables: a call of numpy serves them all.

Of so few rows a call takes longer than the work in it. Arrays of m mixtures of k components have
the mixture as their first axis; a mixture whose numbers are not what they should be gets NaN, and
none stops the others.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gmm_core.scatter import symmetric

LOG_2_PI = float(np.log(2.0 * np.pi))


class Sums(NamedTuple):
    """What the passes leave: log_likelihood (m,), resp_sum (m, k), and about each mean the rest.

    `first` (m, k, d) and `second` (m, k, d, d) are counted from the means of the mixtures.
    """

    log_likelihood: np.ndarray
    resp_sum: np.ndarray
    first: np.ndarray
    second: np.ndarray

    @property
    def offset(self) -> np.ndarray:
        """From the means of the mixtures to those of the rows, (m, k, d)."""
        return self.first / self.resp_sum[..., None]

    @property
    def scatter(self) -> np.ndarray:
        """About the means of the rows, (m, k, d, d)."""
        return symmetric(self.second - self.offset[..., None] * self.first[..., None, :])


class Roots(NamedTuple):
    """Lower triangular R with Rᵀ R = inverse covariance, and log |R|: NaN where there is none."""

    factors: np.ndarray
    half_log_det: np.ndarray


def inverse_roots(covariances: np.ndarray) -> Roots:
    """Return R of covariances (..., d, d), by elimination in all of them at once."""
    shape, d = covariances.shape, covariances.shape[-1]
    rows = np.empty((d, 2 * d, covariances.size // (d * d)))
    rows[:, :d] = covariances.reshape(-1, d, d).transpose(1, 2, 0)
    rows[:, d:] = np.eye(d)[:, :, None]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for j in range(d - 1):
            rows[j + 1 :] -= (rows[j + 1 :, j] / rows[j, j])[:, None] * rows[j]
        pivots = rows[np.arange(d), np.arange(d)]
        scale = 1.0 / np.sqrt(pivots)
        factors = (rows[:, d:] * scale[:, None]).transpose(2, 0, 1).reshape(shape)
        return Roots(factors, np.log(scale).sum(axis=0).reshape(shape[:-2]))


def passes_abreast(
    columns: np.ndarray,
    weights: np.ndarray,
    means: np.ndarray,
    roots: Roots,
    row_weights: np.ndarray | None = None,
) -> Sums:
    """Return the sums of mixtures over their rows.

    `columns` (m, d, n) are the rows of each mixture, or (1, d, n) those of all; `weights` (m, k)
    and `means` (m, k, d) those of the mixtures, whose covariances have the `roots`. Rows may have
    weights of their own, `row_weights` (m, n).
    """
    centred = columns[:, None] - means[..., None]
    whitened = roots.factors @ centred
    resp = np.einsum("mkdn,mkdn->mkn", whitened, whitened)
    resp *= -0.5
    resp += (np.log(weights) + roots.half_log_det - 0.5 * means.shape[2] * LOG_2_PI)[..., None]
    largest = resp.max(axis=1)
    resp -= largest[:, None]
    np.exp(resp, out=resp)
    total = resp.sum(axis=1)
    resp /= total[:, None]
    log_density = largest + np.log(total)
    if row_weights is not None:
        resp *= row_weights[:, None]
        log_density *= row_weights
    first = (centred @ resp[..., None])[..., 0]
    second = np.multiply(centred, resp[:, :, None], out=whitened) @ centred.swapaxes(2, 3)
    return Sums(log_density.sum(axis=1), resp.sum(axis=2), first, second)
