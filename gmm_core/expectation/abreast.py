"""The centred pass of many mixtures at once, to small tables: a call of numpy serves them all.

Of so few rows a call takes longer than the work in it. Arrays of m mixtures of k components have
the mixture as their first axis; a mixture whose numbers are not what they should be gets NaN, and
none stops the others.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gmm_core.expectation.data import Data
from gmm_core.expectation.digits import CENTRED_SHIFT, FUSED_SHIFT, LARGEST_TERM
from gmm_core.matrices import LOG_2_PI
from gmm_core.scatter import symmetric, variances


class Sums(NamedTuple):
    """What passes leave: log_likelihood (m,), resp_sum (m, k), and means and scatter of the rows.

    `offset` (m, k, d) leads from the means of the mixtures to those of the rows, about which
    `scatter` (m, k, d, d) is.
    """

    log_likelihood: np.ndarray
    resp_sum: np.ndarray
    offset: np.ndarray
    scatter: np.ndarray


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
            # What is left of the matrices, and of the identity what is not zero beside them.
            others = slice(j + 1, d + j + 1)
            rows[j + 1 :, others] -= (rows[j + 1 :, j] / rows[j, j])[:, None] * rows[j, others]
        pivots = rows[np.arange(d), np.arange(d)]
        scale = 1.0 / np.sqrt(pivots)
        factors = (rows[:, d:] * scale[:, None]).transpose(2, 0, 1).reshape(shape)
        return Roots(factors, np.log(scale).sum(axis=0).reshape(shape[:-2]))


class Mixtures(NamedTuple):
    """Weights (m, k), means (m, k, d) and variances (m, k, d) of m mixtures, and their roots."""

    weights: np.ndarray
    means: np.ndarray
    variances: np.ndarray
    roots: Roots

    @property
    def log_scales(self) -> np.ndarray:
        """log(weight x density) at each mean, (m, k)."""
        constant = 0.5 * self.means.shape[2] * LOG_2_PI
        return np.log(self.weights) + self.roots.half_log_det - constant

    def at(self, fits: np.ndarray) -> Mixtures:
        """Some of them."""
        roots = Roots(*(values[fits] for values in self.roots))
        return Mixtures(self.weights[fits], self.means[fits], self.variances[fits], roots)

    def cut(
        self,
        columns: np.ndarray,
        scales: np.ndarray,
        n_axes: int,
        row_weights: np.ndarray | None = None,
    ) -> list[Sums]:
        """Return the sums of components, and for each axis those of their two halves.

        Rows are given as to `passes_abreast`. A component is cut through the mean of its rows,
        across the `n_axes` directions in which they spread most where the features are divided by
        `scales` (m, d) or (1, d). Halves have 2 k components: all lower ones, then all upper ones.
        """
        return _cut(columns, self, scales, n_axes, row_weights)


def passes_over(data: Data, mixtures: Mixtures) -> Sums:
    """Return the sums of mixtures over the same rows.

    In products of theirs with the features of the rows, and centred where that would lose digits;
    see `fused_pass`.
    """
    gaps = mixtures.means - data.origin
    precisions = mixtures.roots.factors.swapaxes(-1, -2) @ mixtures.roots.factors
    reach = np.maximum(np.abs(gaps) + np.sqrt(mixtures.variances), data.spread)
    terms = (np.sqrt(variances(precisions)) * reach).sum(axis=2).max(axis=1)
    sums = _fused(data, mixtures, gaps, precisions)
    shifts = gaps + sums.offset
    largest = FUSED_SHIFT * variances(sums.scatter)
    shifted = (sums.resp_sum[..., None] * shifts * shifts > largest).any(axis=(1, 2))
    unsafe = ~(terms < LARGEST_TERM) | shifted
    if unsafe.any():
        some, rows = mixtures.at(unsafe), data.X.T[None]
        weights = None if data.weights is None else data.weights[None]
        again = passes_abreast(rows, some.weights, some.means, some.roots, weights)
        for values, anew in zip(sums, again, strict=True):
            values[unsafe] = anew
    return sums


def _fused(data: Data, mixtures: Mixtures, gaps: np.ndarray, precisions: np.ndarray) -> Sums:
    """The sums in features that are counted from the origin of the rows, `gaps` from the means."""
    (m, k, d), places, phi = gaps.shape, data.places, data.features
    linear = (precisions @ gaps[..., None])[..., 0]
    theta = np.empty((m, k, len(phi)))
    theta[..., 0] = mixtures.log_scales - 0.5 * np.einsum("mki,mki->mk", linear, gaps)
    theta[..., 1 : 1 + d] = linear
    np.multiply(variances(precisions), -0.5, out=theta[..., 1 + d : 1 + 2 * d])
    flat = precisions.reshape(m, k, d * d)
    np.negative(flat.take(places.pairs, axis=2), out=theta[..., 1 + 2 * d :])
    resp = theta @ phi  # of each mixture by itself, so that company changes no bit of it
    log_density = _shared_out(resp)
    if data.weights is not None:
        resp *= data.weights
        log_density *= data.weights
    found = resp @ phi.T
    resp_sum, about_origin = found[..., 0], found[..., 1 : 1 + d]
    held = resp_sum[..., None]
    first = about_origin - held * gaps
    second = found.take(places.position, axis=2)
    second -= gaps[..., None] * about_origin[..., None, :] + first[..., None] * gaps[..., None, :]
    return Sums(log_density.sum(axis=1), resp_sum.copy(), *_about_means(held, first, second))


def _about_means(
    held: np.ndarray, first: np.ndarray, second: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Means (m, k, d) and the scatter about them, counted from where sums are counted from."""
    offset = first / held
    return offset, symmetric(second - offset[..., None] * first[..., None, :])


def _shared_out(joint: np.ndarray) -> np.ndarray:
    """Turn log-joint densities (m, k, n) into responsibilities in place; log-totals (m, n)."""
    largest = joint.max(axis=1)
    joint -= largest[:, None]
    np.exp(joint, out=joint)
    total = joint.sum(axis=1)
    joint /= total[:, None]
    return largest + np.log(total)


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
    centred, whitened, resp, log_density = _looked_at(columns, weights, means, roots)
    if row_weights is not None:
        resp *= row_weights[:, None]
        log_density *= row_weights
    held, log_likelihood = resp.sum(axis=2), log_density.sum(axis=1)
    first, second = _sums_of(centred, resp, whitened)
    offset, scatter = _about_means(held[..., None], first, second)
    far = (offset * first > CENTRED_SHIFT * variances(scatter)).any(axis=(1, 2))
    if far.any():  # again about the means of the rows, since what is left has lost digits
        origin, rows = means[far] + offset[far], columns if len(columns) == 1 else columns[far]
        anew = rows[:, None] - origin[..., None]
        rest, scatter[far] = _about_means(
            held[far][..., None], *_sums_of(anew, resp[far], np.empty_like(anew))
        )
        offset[far] += rest
    return Sums(log_likelihood, held, offset, scatter)


def _looked_at(
    columns: np.ndarray, weights: np.ndarray, means: np.ndarray, roots: Roots
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Centred and whitened rows (m, k, d, n), responsibilities (m, k, n) and log-densities."""
    centred = columns[:, None] - means[..., None]
    whitened = roots.factors @ centred
    resp = np.einsum("mkdn,mkdn->mkn", whitened, whitened)
    resp *= -0.5
    resp += (np.log(weights) + roots.half_log_det - 0.5 * means.shape[2] * LOG_2_PI)[..., None]
    return centred, whitened, resp, _shared_out(resp)


def _cut(
    columns: np.ndarray,
    mixtures: Mixtures,
    scales: np.ndarray,
    n_axes: int,
    row_weights: np.ndarray | None,
) -> list[Sums]:
    weights, means, _, roots = mixtures
    centred, space, resp, log_density = _looked_at(columns, weights, means, roots)
    if row_weights is not None:
        resp *= row_weights[:, None]
        log_density *= row_weights

    def sums(some: np.ndarray) -> Sums:
        held = some.sum(axis=2)
        about = _about_means(held[..., None], *_sums_of(centred, some, space))
        return Sums(log_density.sum(axis=1), held, *about)

    whole = sums(resp)
    scatter = whole.scatter / (scales[:, None, :, None] * scales[:, None, None, :])
    axes = np.linalg.eigh(np.where(np.isfinite(scatter), scatter, 0.0))[1]
    found = [whole]
    for longest in range(1, 1 + n_axes):
        axis = axes[..., -longest] / scales[:, None]
        middle = np.einsum("mkd,mkd->mk", whole.offset, axis)
        lower = (axis[..., None, :] @ centred)[..., 0, :] < middle[..., None]
        halves = sums(resp * lower), sums(resp * ~lower)
        found.append(Sums(whole.log_likelihood, *map(_side_by_side, *(h[1:] for h in halves))))
    return found


def _side_by_side(lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    return np.concatenate([lower, upper], axis=1)


def _sums_of(
    centred: np.ndarray, resp: np.ndarray, space: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Sums of rows (m, k, d, n), and of their products, times responsibilities (m, k, n)."""
    first = (centred @ resp[..., None])[..., 0]
    return first, np.multiply(centred, resp[:, :, None], out=space) @ centred.swapaxes(2, 3)
