"""Parameters of a mixture that a caller gives as a start, checked."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.compact_parameters import dense, shaped
from gmm_core.errors import DataError
from gmm_core.maximisation import CovarianceStructure


def given_parameters(
    shape: tuple[int, int],
    structure: CovarianceStructure,
    *,
    weights: ArrayLike | None = None,
    means: ArrayLike | None = None,
    precisions: ArrayLike | None = None,
) -> dict[str, np.ndarray]:
    """Return those of weights, means and covariances that are given, by name.

    Parameters
    ----------
    shape : tuple of int
        (n_components, n_features).
    structure : CovarianceStructure
    weights : array_like of shape (n_components,), optional
    means : array_like of shape (n_components, n_features), optional
    precisions : array_like, optional
        In scikit-learn's shape for `structure`.

    Returns
    -------
    dict of str to ndarray
        Keys are fields of `Mixture`; covariances are dense.

    Raises
    ------
    DataError
        When what is given has another shape, is not finite, or is no weight or precision.

    Examples
    --------
    >>> from gmm_core.maximisation import COVARIANCE_STRUCTURES
    >>> given_parameters((2, 1), COVARIANCE_STRUCTURES["full"], means=[[0.0], [1.0]])
    {'means': array([[0.],
           [1.]])}
    """
    k, d = shape
    parameters: dict[str, np.ndarray] = {}
    if weights is not None:
        parameters["weights"] = shaped("weights_init", weights, (k,))
        if not np.isclose(parameters["weights"].sum(), 1.0) or (parameters["weights"] < 0).any():
            raise DataError("weights_init must be at least 0 and sum to 1.")
    if means is not None:
        parameters["means"] = shaped("means_init", means, (k, d))
    if precisions is not None:
        matrices = dense("precisions_init", precisions, shape, structure)
        parameters["covariances"] = _inverse(matrices)
    return parameters


def _inverse(precisions: np.ndarray) -> np.ndarray:
    try:
        np.linalg.cholesky(precisions)  # reads the lower triangle only, so symmetry is asked too
    except np.linalg.LinAlgError:
        definite = False
    else:
        definite = np.allclose(precisions, precisions.transpose(0, 2, 1))
    if not definite:
        raise DataError("precisions_init must be symmetric, positive definite.")
    return np.linalg.inv(precisions)
