"""Mixtures of parameters in scikit-learn's shapes, as a person may set them by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.errors import DataError
from gmm_core.inputs import read_only
from gmm_core.maximisation import CovarianceStructure
from gmm_core.mixture import Mixture


def from_covariances(
    weights: ArrayLike, means: ArrayLike, covariances: ArrayLike, structure: CovarianceStructure
) -> Mixture:
    """Return the mixture of covariances in the shape that scikit-learn has for a structure.

    Parameters
    ----------
    weights : array_like of shape (n_components,)
    means : array_like of shape (n_components, n_features)
    covariances : array_like
        (d, d) for tied, (k, d) for diag, (k,) for spherical, and (k, d, d) for all others.
    structure : CovarianceStructure

    Returns
    -------
    Mixture

    Raises
    ------
    DataError
        When the parameters do not belong together, or are those of no mixture.

    Examples
    --------
    >>> from gmm_core.maximisation import covariance_structure
    >>> from_covariances([1.0], [[0.0]], [4.0], covariance_structure("spherical")).covariances
    array([[[4.]]])
    """
    dense = _dense("covariances_", covariances, means, structure)
    mixture = Mixture(np.asarray(weights), np.asarray(means), dense)
    mixture.check()
    return mixture


def from_precisions_cholesky(
    weights: ArrayLike, means: ArrayLike, factors: ArrayLike, structure: CovarianceStructure
) -> Mixture:
    """Return the mixture of factors W in scikit-learn's shape; W Wᵀ is the inverse covariance.

    Parameters
    ----------
    weights : array_like of shape (n_components,)
    means : array_like of shape (n_components, n_features)
    factors : array_like
        In the shape of `covariances` in `from_covariances`.
    structure : CovarianceStructure

    Returns
    -------
    Mixture

    Raises
    ------
    DataError
        When the parameters do not belong together, or a factor cannot be inverted.

    Examples
    --------
    >>> from gmm_core.maximisation import covariance_structure
    >>> of = covariance_structure("spherical")
    >>> from_precisions_cholesky([1.0], [[0.0]], [0.5], of).covariances
    array([[[4.]]])
    """
    dense = _dense("precisions_cholesky_", factors, means, structure)
    try:
        inverse = np.linalg.inv(dense)
    except np.linalg.LinAlgError:
        raise DataError(
            "precisions_cholesky_ holds a factor that cannot be inverted. Set it to factors of "
            "positive definite precisions."
        ) from None
    mixture = Mixture(np.asarray(weights), np.asarray(means), inverse.transpose(0, 2, 1) @ inverse)
    mixture.check()
    return mixture


def _dense(
    name: str, compact: ArrayLike, means: ArrayLike, structure: CovarianceStructure
) -> np.ndarray:
    centres, values = read_only(means), read_only(compact)
    if centres.ndim != 2:
        raise DataError(f"means_ has shape {centres.shape}. Give shape (k, d).")
    k, d = centres.shape
    shape = structure.compact(np.empty((k, d, d))).shape
    if values.shape != shape:
        raise DataError(
            f"{name} has shape {values.shape}; for {k} x {d} means_ and {structure.name} "
            f"covariances it has shape {shape}. Set it together with means_."
        )
    return np.array(structure.expand(values, k, d))
