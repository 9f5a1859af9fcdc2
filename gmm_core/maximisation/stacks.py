"""M-steps of many mixtures of several structures, in as few calls as structures let them share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.maximisation.orientation import with_common_axes
from gmm_core.maximisation.structures import CovarianceStructure
from gmm_core.maximisation.volumes import with_one_shape

# Two structures whose inner iterations go abreast, where it is told which mixtures have the first.
_TOGETHER = {("EVE", "VVE"): with_common_axes, ("VEV", "VEI"): with_one_shape}


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
        Each of them once.
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
    if (kinds[1:] < kinds[:-1]).any():
        order = np.argsort(kinds, kind="stable")
        found = np.empty_like(scatter)
        found[order] = stacked_m_steps(
            structures, kinds[order], scatter[order], resp_sum[order], previous[order]
        )
        return found
    found, spans = np.empty_like(scatter), _spans(structures, kinds)
    for (one, other), m_steps in _TOGETHER.items():
        if one in spans and other in spans:
            first, second = spans.pop(one), spans.pop(other)
            chosen = np.r_[first, second]
            is_one = np.arange(len(chosen)) < first.stop - first.start
            found[chosen] = m_steps(scatter[chosen], resp_sum[chosen], previous[chosen], is_one)
    of_letters = {structure.letters: structure for structure in structures}
    for letters, span in spans.items():  # a span is seen, and not copied
        found[span] = of_letters[letters].m_steps(scatter[span], resp_sum[span], previous[span])
    return found


def _spans(structures: Sequence[CovarianceStructure], kinds: np.ndarray) -> dict[str, slice]:
    """Where the mixtures of each structure stand, by its letters, if there are any."""
    edges = np.searchsorted(kinds, np.arange(len(structures) + 1)).tolist()
    spans = zip(structures, edges[:-1], edges[1:], strict=True)
    return {each.letters: slice(begin, end) for each, begin, end in spans if end > begin}
