"""Responsibilities as a caller gives them, turned into numbers or refused."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.errors import DataError


def checked_shares(resp: ArrayLike, n_samples: int, n_components: int) -> np.ndarray:
    """Return responsibilities as an array, if there is one for each row and component.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    n_samples, n_components : int

    Returns
    -------
    ndarray of float64

    Raises
    ------
    DataError
        When they have another shape.

    Examples
    --------
    >>> checked_shares([[1, 0]], 1, 2)
    array([[1., 0.]])
    """
    shares = np.asarray(resp, dtype=np.float64)
    if shares.shape != (n_samples, n_components):
        raise DataError(
            f"The responsibilities have shape {shares.shape}. Give one for each row and component: "
            f"shape ({n_samples}, {n_components})."
        )
    return shares
