"""Values for what is missing: expected given all that is there, or drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, as_table
from gmm_core.gaps.conditioned import Conditioned
from gmm_core.gaps.density import shares_of
from gmm_core.gaps.patterns import Patterns
from gmm_core.matrices import Diagonal
from gmm_core.mixture import Mixture
from gmm_core.seeds import Seed, seeded


@as_annotated
def imputed(
    X: ArrayLike, mixture: Mixture, *, drawn: bool = False, random_state: Seed = None
) -> np.ndarray:
    """Return rows whose gaps are filled: with conditional means, or with draws.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        NaN where a value is missing.
    mixture : Mixture
    drawn : bool
        Draw each gap from the mixture given what is there of its row: a component, or noise, by
        its responsibility, and the values from it. Means are the best guess of each value, but vary
        less than the values would; draws vary as they do.
    random_state : int, RandomState, Generator or None
        Of the draws.

    Returns
    -------
    ndarray of shape (n_samples, n_features)

    Raises
    ------
    DataError
        When `X` does not have the mixture's features.

    Notes
    -----
    Values are taken to be missing at random: what is missing may depend on what is there of a row,
    and not on the missing values themselves. No data can tell whether that is so.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0, 1.0]], [[[1.0, 0.5], [0.5, 1.0]]])
    >>> imputed([[2.0, np.nan]], mixture)
    array([[2., 2.]])
    """
    rows = as_table(X, gaps=True).copy()
    shares = shares_of(rows, mixture)
    gaps = np.isnan(rows)
    if not gaps.any():
        return rows
    k, rng = mixture.n_components, seeded(random_state)
    if mixture.noise is not None:
        shares = np.column_stack([shares, np.maximum(1.0 - shares.sum(axis=1), 0.0)])
    if drawn:
        shares = np.eye(shares.shape[1])[_drawn(shares, rng)]
    normal = rng.standard_normal(rows.shape) if drawn else None
    if isinstance(mixture.matrices, Diagonal):
        filled = shares[:, :k] @ mixture.means
        if normal is not None:
            filled += normal * (shares[:, :k] @ mixture.standard_deviations)
    else:
        filled = _filled(rows, mixture, shares[:, :k], normal)
    if mixture.noise is not None:
        even = mixture.noise.sample(len(rows), rng) if drawn else mixture.noise.mean
        filled += shares[:, k:] * even
    rows[gaps] = filled[gaps]
    return rows


def _drawn(shares: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
    """A component for each row, by its responsibilities."""
    steps = np.cumsum(shares, axis=1)
    return (steps < rng.uniform(size=(len(shares), 1)) * steps[:, -1:]).sum(axis=1)


def _filled(
    X: np.ndarray, mixture: Mixture, shares: np.ndarray, normal: np.ndarray | None
) -> np.ndarray:
    """All values, expected or drawn, of components with a tilt."""
    filled = np.empty(X.shape)
    for stack in Patterns.of(X).stacks(mixture.n_components):
        given = Conditioned(mixture, stack.observed)
        values = given.regressions @ stack.centred(X, mixture.means)
        values += mixture.means[:, :, None]
        if normal is not None:
            values += _factors(given) @ normal[stack.rows].swapaxes(1, 2)[:, None]
        expected = np.einsum("pnk,pkdn->pnd", shares[stack.rows], values)
        filled[stack.rows[stack.live]] = expected[stack.live]
    return filled


def _factors(given: Conditioned) -> np.ndarray:
    """Roots of the conditional covariances; where rounding hides that one is positive, of its axes.

    What is there has none.
    """
    values, axes = np.linalg.eigh(given.covariances)
    return axes * np.sqrt(np.maximum(values, 0.0))[..., None, :]
