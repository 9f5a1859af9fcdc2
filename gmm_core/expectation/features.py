"""Quadratic features, in which the log-density of a Gaussian is linear.

With phi(x) = [1, x_i, x_i², x_i x_j (i < j)], x counted from an origin, log(weight x density) of
component j is one inner product theta_j · phi(x), and the sums of responsibility x phi(x) are all
that an M-step needs. A shorter phi is a prefix of the longer: three levels.

    total     [1, x]                components of one shared covariance
    diagonal  [1, x, x²]            components without tilt
    full      [1, x, x², x_i x_j]   any
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from gmm_core.matrices import Matrices
from gmm_core.mixture import Mixture
from gmm_core.scatter import Form


@dataclass(frozen=True, eq=False)
class Places:
    """Where each feature stands in phi.

    `position` (d, d) says where x_i x_j stands; `pairs` where the d (d - 1) / 2 pairs i < j stand
    in a flat (d, d) matrix.
    """

    n_features: int
    pairs: np.ndarray
    position: np.ndarray

    def size(self, level: Form) -> int:
        """Return the length of phi at a level."""
        d = self.n_features
        return {"total": 1 + d, "diagonal": 1 + 2 * d, "full": 1 + d + d * (d + 1) // 2}[level]


@cache
def places(n_features: int) -> Places:
    """Return where features stand in phi, for rows of `n_features` features.

    Examples
    --------
    >>> places(2).position
    array([[3, 5],
           [5, 4]])
    """
    first, second = np.triu_indices(n_features, 1)
    position = np.diag(np.arange(n_features) + 1 + n_features)
    position[first, second] = position[second, first] = 1 + 2 * n_features + np.arange(len(first))
    return Places(n_features, first * n_features + second, position)


def fill(phi: np.ndarray, n_features: int) -> None:
    """Complete phi (size, n_rows) in place from its linear part.

    Rows 1 to d hold x; as many of the rows after them as there are are filled.

    Examples
    --------
    >>> phi = np.array([[1.0], [2.0], [3.0], [0.0], [0.0], [0.0]])
    >>> fill(phi, 2)
    >>> phi.ravel()
    array([1., 2., 3., 4., 9., 6.])
    """
    d, size = n_features, len(phi)
    x = phi[1 : d + 1]
    if size > 1 + d:
        np.square(x, out=phi[1 + d : 1 + 2 * d])
    if size > 1 + 2 * d:
        begin = 1 + 2 * d
        for i in range(d - 1):
            end = begin + d - 1 - i
            np.multiply(x[i + 1 :], x[i], out=phi[begin:end])
            begin = end


def natural_parameters(
    mixture: Mixture, origin: np.ndarray, form: Form
) -> tuple[np.ndarray, Matrices]:
    """Return theta in the features of a form, (k, size), and the inverse covariances P.

    log(weight x density) of a row is theta · phi(row - origin), in nats, where the form has all of
    phi that the mixture needs. For each component log w - (d log 2π + log |Σ| + mᵀPm) / 2, Pm, and
    P itself, with m = μ - origin and P = Σ⁻¹: the exponential family form of Wainwright and Jordan
    (2008), example 3.4. A covariance that is not positive definite is a DegenerateComponentError.
    """
    k, d = mixture.means.shape
    plan = places(d)
    precisions = mixture.whitener.precisions()
    gaps = mixture.means - origin
    linear = precisions.applied(gaps)
    theta = np.empty((k, plan.size(form)))
    theta[:, 0] = mixture.log_scales - 0.5 * np.einsum("ki,ki->k", linear, gaps)
    theta[:, 1 : 1 + d] = linear
    if form != "total":
        np.multiply(precisions.diagonals, -0.5, out=theta[:, 1 + d : 1 + 2 * d])
    if form == "full":
        flat = precisions.dense.reshape(k, d * d)
        np.negative(flat.take(plan.pairs, axis=1), out=theta[:, 1 + 2 * d :])
    return theta, precisions
