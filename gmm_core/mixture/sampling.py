"""Rows drawn from a mixture."""

from __future__ import annotations

import numpy as np

from gmm_core.checked import as_annotated, check_whole
from gmm_core.matrices import Diagonal
from gmm_core.mixture.mixture import Mixture
from gmm_core.seeds import Seed, seeded

NOISE = -1  # the component of a row that is of none


@as_annotated
def sample(
    mixture: Mixture, n_samples: int, random_state: Seed = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return rows drawn from `mixture`, sorted by component, and the component of each.

    Parameters
    ----------
    mixture : Mixture
    n_samples : int
        At least 1.
    random_state : int, RandomState, Generator or None

    Returns
    -------
    X : ndarray of shape (n_samples, n_features)
    components : ndarray of int, shape (n_samples,)
        From 0; -1 of noise.

    Raises
    ------
    DataError
        When no whole number of rows is asked for, or the parameters are those of no mixture.
    DegenerateComponentError
        When a covariance is not positive definite.

    Examples
    --------
    >>> X, components = sample(Mixture([1.0], [[5.0]], [[[1e-12]]]), 3, random_state=0)
    >>> X.round(3).ravel().tolist(), components.tolist()
    ([5.0, 5.0, 5.0], [0, 0, 0])
    """
    check_whole("n_samples", n_samples, 1)
    mixture.check()
    rng = seeded(random_state)
    n_noise = 0 if mixture.noise is None else rng.binomial(int(n_samples), mixture.noise.share)
    counts = rng.multinomial(int(n_samples) - n_noise, mixture.weights)
    components = np.repeat(np.arange(mixture.n_components), counts)
    X = rng.standard_normal((len(components), mixture.n_features))
    # By component: a factor for each row would take d times the memory of the rows.
    factors = _roots(mixture)
    for mean, factor, end, size in zip(
        mixture.means, factors, np.cumsum(counts), counts, strict=True
    ):
        rows = slice(end - size, end)
        X[rows] = mean + _stretched(factor, X[rows])
    if mixture.noise is None:
        return X, components
    drawn = mixture.noise.sample(n_noise, rng)
    return np.vstack([X, drawn]), np.append(components, np.full(n_noise, NOISE))


def _roots(mixture: Mixture) -> np.ndarray:
    """Lower triangular factors (k, d, d), or standard deviations (k, d) where there is no tilt."""
    if not isinstance(mixture.matrices, Diagonal):
        return mixture.factors
    _ = mixture.whitener  # a variance of 0 is no normal distribution
    return mixture.standard_deviations


def _stretched(factor: np.ndarray, rows: np.ndarray) -> np.ndarray:
    return factor * rows if factor.ndim == 1 else np.einsum("ij,nj->ni", factor, rows)
