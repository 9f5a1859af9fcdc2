"""M-steps of many mixtures of several structures, in as few calls as structures let them share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.maximisation.orientation import with_common_axes
from gmm_core.maximisation.structures import CovarianceStructure
from gmm_core.maximisation.volumes import with_one_shape

# Two structures whose inner iterations go abreast, and what says which of them a mixture has.
_TOGETHER = {
    frozenset(("EVE", "VVE")): (with_common_axes, "EVE"),
    frozenset(("VEI", "VEV")): (with_one_shape, "VEV"),
}


def stacked_m_steps(
    structures: Sequence[CovarianceStructure],
    kinds: np.ndarray,
    scatter: np.ndarray,
    resp_sum: np.ndarray,
    previous: np.ndarray,
) -> np.ndarray:
    """Return the covariances of mixtures of any structures, from their scatter matrices.

    Parameters
    ----------
    structures : sequence of CovarianceStructure
    kinds : ndarray of int, shape (m,)
        Which of them each mixture has.
    scatter : ndarray of shape (m, n_components, n_features, n_features)
    resp_sum : ndarray of shape (m, n_components)
    previous : ndarray of shape (m, n_components, n_features, n_features)
        Covariances of the mixtures before.

    Returns
    -------
    ndarray of shape (m, n_components, n_features, n_features)

    Examples
    --------
    >>> from gmm_core.maximisation import COVARIANCE_STRUCTURES
    >>> both = [COVARIANCE_STRUCTURES[name] for name in ("EII", "full")]
    >>> scatter = np.array([[[[2.0, 1.0], [1.0, 4.0]]]] * 2)
    >>> stacked_m_steps(both, np.array([0, 1]), scatter, np.ones((2, 1)), scatter)[:, 0, 0]
    array([[3., 0.],
           [2., 1.]])
    """
    letters = [structure.letters for structure in structures]
    found, left = np.empty_like(scatter), set(np.unique(kinds).tolist())
    for names, (m_steps, marked) in _TOGETHER.items():
        some = [kind for kind in left if letters[kind] in names]
        if len(some) > 1:
            left.difference_update(some)
            chosen = np.flatnonzero(np.isin(kinds, some))
            is_marked = kinds[chosen] == letters.index(marked)
            found[chosen] = m_steps(scatter[chosen], resp_sum[chosen], previous[chosen], is_marked)
    for kind in left:
        chosen = np.flatnonzero(kinds == kind)
        found[chosen] = structures[kind].m_steps(
            scatter[chosen], resp_sum[chosen], previous[chosen]
        )
    return found
