"""Parameters of a mixture that a caller gives as a start, checked."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated
from gmm_core.compact_parameters import kept, shaped
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.matrices import Matrices
from gmm_core.maximisation import CovarianceStructure
from gmm_core.mixture import Mixture


@as_annotated
def given_parameters(
    shape: tuple[int, int],
    structure: CovarianceStructure,
    *,
    weights: ArrayLike | None = None,
    means: ArrayLike | None = None,
    precisions: ArrayLike | None = None,
) -> dict[str, Any]:
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
    dict of str to ndarray, or Matrices
        Keys are what a `Mixture` is made of; covariances are Matrices.

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
    parameters: dict[str, Any] = {}
    if weights is not None:
        parameters["weights"] = shaped("weights_init", weights, (k,))
        if not np.isclose(parameters["weights"].sum(), 1.0) or (parameters["weights"] < 0).any():
            raise DataError("weights_init must be at least 0 and sum to 1.")
    if means is not None:
        parameters["means"] = shaped("means_init", means, (k, d))
    if precisions is not None:
        parameters["covariances"] = _inverse(kept("precisions_init", precisions, shape, structure))
    return parameters


def _inverse(precisions: Matrices) -> Matrices:
    k, d, _ = precisions.shape
    refused = DataError("precisions_init must be symmetric, positive definite.")
    if (np.abs(precisions.asymmetry) > 1e-8 + 1e-5 * np.abs(precisions.values).max()).any():
        raise refused  # a Cholesky factor reads the lower triangle only
    try:
        return Mixture(np.ones(k), np.zeros((k, d)), precisions).whitener.precisions()
    except DegenerateComponentError:
        raise refused from None
