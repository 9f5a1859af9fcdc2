"""The order of components, the same for every fit that has reached one optimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gmm_core.errors import DataError
from gmm_core.scatter import variances
from gmm_core.wording import shown

if TYPE_CHECKING:
    from gmm_core.mixture.mixture import Mixture

_TIE = 1e-3  # of a standard deviation or a weight: two fits of one optimum differ by less
_EQUAL = 1e-6  # of a standard deviation: a likelihood goes with its square, which is rounding


def ordering(mixture: Mixture, by: str) -> np.ndarray:
    """Return the order of the components by mean, first feature first, or the heaviest first.

    What differs by no more than two fits of one optimum may goes by the next feature.
    """
    if not isinstance(by, str) or by not in ("mean", "weight"):
        raise DataError(f'order is {shown(by)}. Choose "mean", "weight" or None.')
    gaps = mixture.means - mixture.weights @ mixture.means
    total = mixture.weights @ (variances(mixture.covariances) + gaps**2)
    keys = [*map(_ranks, mixture.means.T, _TIE * np.sqrt(total)), *mixture.means.T]
    heaviest = [_ranks(-mixture.weights, _TIE)] if by == "weight" else []
    return np.lexsort([*heaviest, *keys][::-1])


def _ranks(values: np.ndarray, tie: float) -> np.ndarray:
    """The rank of each value, where values closer than `tie` to the next share one."""
    order = np.argsort(values, kind="stable")
    ranks = np.empty(len(values), dtype=int)
    ranks[order] = np.concatenate([[0], np.cumsum(np.diff(values[order]) > tie)])
    return ranks


def equal_pair(mixture: Mixture) -> tuple[int, int] | None:
    """Return two components that are equal up to rounding, from 0; EM never parts such a pair."""
    scales = mixture.standard_deviations
    in_one_feature = mixture.means[:, :1]
    near = np.abs(in_one_feature - in_one_feature.T) <= _EQUAL * scales[:, :1]
    for first, second in np.argwhere(np.triu(near, 1)).tolist():
        gaps = np.abs(mixture.means[first] - mixture.means[second])
        if not (gaps <= _EQUAL * scales[first]).all():
            continue
        other = np.abs(mixture.matrices.one(first) - mixture.matrices.one(second))
        if (other <= _EQUAL * np.outer(scales[first], scales[first])).all():
            return first, second
    return None
