"""Which component each row is of, by its responsibilities; rows of noise are of none."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, checked_shares

NOISE = -1
"""The component of a row that is most probably noise."""

NOISE_GLYPH = "✕"
"""As which figures and tables show such rows."""

ROUNDING = 1e-9  # by which the responsibilities of a row may fall short of one


@as_annotated
def assigned(resp: ArrayLike) -> np.ndarray:
    """Return the most probable component of each row, or -1 where noise is more probable.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
        Responsibilities of the components; what they leave of a row is noise.

    Returns
    -------
    ndarray of int, shape (n_samples,)

    Examples
    --------
    >>> assigned([[0.9, 0.1], [0.2, 0.8], [0.3, 0.0]])
    array([ 0,  1, -1])
    """
    found = with_noise(resp).argmax(axis=1)
    found[found == np.shape(resp)[1]] = NOISE
    return found


@as_annotated
def noise_shares(resp: ArrayLike) -> np.ndarray:
    """Return the probability that each row is noise: 0 everywhere without noise.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)

    Returns
    -------
    ndarray of shape (n_samples,)

    Examples
    --------
    >>> noise_shares([[0.75, 0.25], [0.25, 0.25]])
    array([0. , 0.5])
    """
    return _rest(checked_shares(resp))


@as_annotated
def with_noise(resp: ArrayLike) -> np.ndarray:
    """Return the probability of each component, and of noise in one column more where there is any.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)

    Returns
    -------
    ndarray of shape (n_samples, n_components), or (n_samples, n_components + 1)

    Examples
    --------
    >>> with_noise([[0.75, 0.25], [0.25, 0.25]])
    array([[0.75, 0.25, 0.  ],
           [0.25, 0.25, 0.5 ]])
    """
    shares = checked_shares(resp)
    rest = _rest(shares)
    return np.column_stack([shares, rest]) if rest.any() else shares


def _rest(shares: np.ndarray) -> np.ndarray:
    rest = 1.0 - shares.sum(axis=1)
    return np.where(rest > ROUNDING, rest, 0.0)
