"""What one component expects of the values that are missing, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gmm_core.blocks import BLOCK_SIZE
from gmm_core.checked import as_annotated, as_positions, as_table, check_features
from gmm_core.gaps.conditioned import Conditioned
from gmm_core.gaps.imputation import imputed
from gmm_core.gaps.patterns import Patterns
from gmm_core.matrices import Diagonal, Matrices
from gmm_core.mixture import Mixture


@dataclass(frozen=True, eq=False)
class Expected:
    """Rows as an M-step counts them for one component.

    Parameters
    ----------
    values : ndarray of shape (n_samples, n_features)
        What is there, and the conditional mean of what is missing.
    spreads : ndarray of shape (n_samples, n_pairs)
        Conditional covariance of two features given what is there of the row: 0 where one of them
        is there.
    """

    values: np.ndarray
    spreads: np.ndarray


@as_annotated
def expected_of(
    X: np.ndarray,
    mixture: Mixture,
    component: int,
    pairs: Sequence[tuple[int, int]] = (),
) -> Expected:
    """Return the rows as one component completes them.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        NaN where a value is missing.
    mixture : Mixture
    component : int
        Counted from 0.
    pairs : sequence of pairs of int
        Features whose conditional covariances are asked for.

    Returns
    -------
    Expected
        Ghahramani and Jordan (1994), "Supervised learning from incomplete data via an EM
        approach", NIPS 6, section 3.

    Raises
    ------
    DataError
        When `X` does not have the mixture's features, or there is no such component or feature.

    Examples
    --------
    >>> mixture = Mixture([1.0], [[0.0, 1.0]], [[[1.0, 0.5], [0.5, 1.0]]])
    >>> found = expected_of(np.array([[2.0, np.nan], [2.0, 3.0]]), mixture, 0, [(1, 1)])
    >>> found.values[:, 1], found.spreads[:, 0]
    (array([2., 3.]), array([0.75, 0.  ]))
    """
    rows = as_table(X, gaps=True)
    check_features(rows, mixture.n_features)
    as_positions("Components", [component], mixture.n_components)
    as_positions("Features of pairs", np.ravel(pairs), mixture.n_features)
    own = (
        Matrices(mixture.matrices.one(component)[None])
        if mixture.matrices.tilted
        else Diagonal(mixture.variances[[component]])
    )
    alone = Mixture([1.0], mixture.means[[component]], own)
    return Expected(imputed(rows, alone), _spreads(rows, alone, pairs))


def _spreads(X: np.ndarray, alone: Mixture, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    found = np.zeros((len(X), len(pairs)))
    if not pairs or not np.isnan(X).any():
        return found
    one, other = np.array(pairs, dtype=np.intp).T
    if isinstance(alone.matrices, Diagonal):
        return np.isnan(X[:, one]) * np.where(one == other, alone.variances[0, one], 0.0)
    patterns = Patterns.of(X)
    of_row = np.repeat(np.arange(len(patterns)), np.diff(patterns.edges))
    of_pattern = np.empty((len(patterns), len(pairs)))
    size = max(BLOCK_SIZE // alone.n_features**2, 1)
    for begin in range(0, len(patterns), size):
        some = slice(begin, begin + size)
        given = Conditioned(alone, patterns.observed[some])
        of_pattern[some] = given.covariances[:, 0, one, other]
    found[patterns.order] = of_pattern[of_row]
    return found
