"""Rows drawn from a mixture."""

from __future__ import annotations

import numpy as np

from gmm_core.errors import DataError
from gmm_core.mixture.mixture import Mixture


def sample(
    mixture: Mixture, n_samples: int, random_state: int | np.random.RandomState | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return rows drawn from `mixture`, sorted by component, and the component of each.

    Parameters
    ----------
    mixture : Mixture
    n_samples : int
        At least 1.
    random_state : int, RandomState or None

    Returns
    -------
    X : ndarray of shape (n_samples, n_features)
    components : ndarray of int, shape (n_samples,)
        From 0.

    Raises
    ------
    DataError
        When fewer than one row is asked for.

    Examples
    --------
    >>> X, components = sample(Mixture([1.0], [[5.0]], [[[1e-12]]]), 3, random_state=0)
    >>> X.round(3).ravel().tolist(), components.tolist()
    ([5.0, 5.0, 5.0], [0, 0, 0])
    """
    from sklearn.utils import check_random_state  # loaded at need: EM itself is without it

    if n_samples < 1:
        raise DataError(f"{n_samples} rows were asked for. Ask for at least one.")
    rng = check_random_state(random_state)
    counts = rng.multinomial(n_samples, mixture.weights)
    components = np.repeat(np.arange(mixture.n_components), counts)
    X = rng.standard_normal((n_samples, mixture.n_features))
    factors = np.linalg.cholesky(mixture.covariances)
    # By component: a factor for each row would take d times the memory of the rows.
    for mean, factor, end, size in zip(
        mixture.means, factors, np.cumsum(counts), counts, strict=True
    ):
        rows = slice(end - size, end)
        X[rows] = mean + np.einsum("ij,nj->ni", factor, X[rows])
    return X, components
