"""Parameters in scikit-learn's shapes, as a person may give or set them."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_real
from gmm_core.errors import DataError
from gmm_core.matrices import Diagonal, Matrices
from gmm_core.maximisation import CovarianceStructure
from gmm_core.mixture import Mixture

Scatter = Literal["covariances_", "precisions_cholesky_"]


def from_compact(
    weights: ArrayLike,
    means: ArrayLike,
    values: ArrayLike,
    structure: CovarianceStructure,
    *,
    scatter: Scatter,
) -> Mixture:
    """Return the mixture of the fitted attributes that scikit-learn has for a structure.

    Parameters
    ----------
    weights : array_like of shape (n_components,)
    means : array_like of shape (n_components, n_features)
    values : array_like
        (d, d) for tied, (k, d) for diag, (k,) for spherical, and (k, d, d) for all others.
    structure : CovarianceStructure
    scatter : {"covariances_", "precisions_cholesky_"}
        What the values are; of the second W, W Wᵀ is the inverse covariance.

    Returns
    -------
    Mixture

    Raises
    ------
    DataError
        When the parameters do not belong together, are those of no mixture, or cannot be inverted.

    Examples
    --------
    >>> from gmm_core.maximisation import covariance_structure
    >>> spherical = covariance_structure("spherical")
    >>> from_compact([1.0], [[0.0]], [0.5], spherical, scatter="precisions_cholesky_").covariances
    array([[[4.]]])
    """
    centres = as_real("means_", means)
    if centres.ndim != 2:
        raise DataError(f"means_ has shape {centres.shape}. Give shape (k, d).")
    covariances = kept(scatter, values, centres.shape, structure)
    if scatter == "precisions_cholesky_":
        covariances = _covariances(covariances)
    mixture = Mixture(as_real("weights_", weights), centres, covariances)
    mixture.check()
    return mixture


def to_compact(mixture: Mixture, structure: CovarianceStructure) -> dict[str, np.ndarray]:
    """Return the fitted attributes of a mixture's covariances, in scikit-learn's shapes.

    Parameters
    ----------
    mixture : Mixture
        Of the structure.
    structure : CovarianceStructure

    Returns
    -------
    dict of str to ndarray
        `covariances_`, `precisions_cholesky_` and `precisions_`.

    Examples
    --------
    >>> from gmm_core.maximisation import covariance_structure
    >>> ball = Mixture([1.0], [[0.0]], [[[4.0]]])
    >>> to_compact(ball, covariance_structure("spherical"))["precisions_"]
    array([0.25])
    """
    whitener = mixture.whitener
    return {
        "covariances_": structure.compact(mixture.matrices),
        "precisions_cholesky_": structure.compact(mixture.matrices.with_values(whitener.factors)),
        "precisions_": structure.compact(whitener.precisions()),
    }


def kept(
    name: str, values: ArrayLike, shape: tuple[int, ...], structure: CovarianceStructure
) -> Matrices:
    """Return matrices that are given in scikit-learn's shape for a structure.

    Parameters
    ----------
    name : str
        What they are, for messages.
    values : array_like
        As in `from_compact`.
    shape : tuple of int
        (n_components, n_features).
    structure : CovarianceStructure

    Returns
    -------
    Matrices

    Raises
    ------
    DataError
        When they have another shape, or are not finite numbers.
    """
    k, d = shape
    shapes = {"tied": (d, d), "diag": (k, d), "spherical": (k,)}
    return structure.kept(shaped(name, values, shapes.get(structure.name, (k, d, d))), k, d)


def shaped(name: str, values: ArrayLike, shape: tuple[int, ...]) -> np.ndarray:
    """Return a parameter as finite numbers of this shape.

    Raises
    ------
    DataError
        When it is something else.

    Examples
    --------
    >>> shaped("means_init", [[1, 2]], (1, 2))
    array([[1., 2.]])
    """
    array = as_real(name, values)
    if array.shape != shape:
        raise DataError(f"{name} has shape {array.shape}. Give shape {shape}.")
    if not np.isfinite(array).all():
        raise DataError(f"{name} holds values that are not finite. Give finite numbers.")
    return array


def _covariances(factors: Matrices) -> Matrices:
    """Inverses of W Wᵀ, in as few numbers as the W."""
    try:
        with np.errstate(divide="raise"):
            if isinstance(factors, Diagonal):
                return Diagonal(1.0 / factors.values**2)
            inverse = np.linalg.inv(factors.values)
    except (np.linalg.LinAlgError, FloatingPointError):
        raise DataError(
            "precisions_cholesky_ holds a factor that cannot be inverted. Set it to factors of "
            "positive definite precisions."
        ) from None
    return factors.with_values(inverse.swapaxes(-1, -2) @ inverse)
