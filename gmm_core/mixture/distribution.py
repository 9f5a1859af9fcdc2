"""The distribution function of a mixture of one feature, and its inverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from gmm_core.checked import as_real
from gmm_core.errors import DataError
from gmm_core.wording import counted

if TYPE_CHECKING:
    from gmm_core.mixture.mixture import Mixture

_HALVINGS = 200  # from the widest bracket in double precision; most end after 60


def cdf(mixture: Mixture, x: ArrayLike) -> np.ndarray:
    """Return the probability of a value of at most `x`, of the same shape."""
    values = as_real("x", x)
    if np.isnan(values).any():
        raise DataError("x is missing in places. Give a number in every place.")
    return _below(values, *_one_feature(mixture))


def quantiles(mixture: Mixture, q: ArrayLike) -> np.ndarray:
    """Return the values below which a share `q` of the distribution lies, of the same shape."""
    shares = as_real("q", q)
    if not ((shares >= 0) & (shares <= 1)).all():
        raise DataError("A share is not between 0 and 1. Give probabilities from 0 to 1.")
    weights, means, sds = _one_feature(mixture)
    of_components = means + sds * ndtri(shares)[..., None]
    low, high = of_components.min(axis=-1), of_components.max(axis=-1)
    for _ in range(_HALVINGS):
        middle = 0.5 * low + 0.5 * high
        if not ((low < middle) & (middle < high)).any():
            break
        short = _is_short(middle, shares, weights, means, sds)
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return high


def _one_feature(mixture: Mixture) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights, means and standard deviations of the components that there are."""
    if mixture.n_features != 1:
        raise DataError(
            f"The mixture has {counted(mixture.n_features, 'feature')}, and a distribution "
            "function is that of one. Take the marginal of one feature first."
        )
    if mixture.noise is not None:
        raise DataError("The mixture has noise. Take its components alone: with_noise(None).")
    mixture.check()
    held = mixture.weights > 0
    deviations = mixture.factors[held, 0, 0]
    return mixture.weights[held], mixture.means[held, 0], deviations


def _below(
    values: np.ndarray, weights: np.ndarray, means: np.ndarray, sds: np.ndarray
) -> np.ndarray:
    return ndtr((values[..., None] - means) / sds) @ weights


def _is_short(
    values: np.ndarray, shares: np.ndarray, weights: np.ndarray, means: np.ndarray, sds: np.ndarray
) -> np.ndarray:
    """Whether less than the share lies below; in the upper half by what lies above, for digits."""
    above = _below(-values, weights, -means, sds)
    return np.where(
        shares > 0.5, above > 1.0 - shares, _below(values, weights, means, sds) < shares
    )
