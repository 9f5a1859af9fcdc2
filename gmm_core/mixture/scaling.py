"""Standardised coordinates: fit in them, and see the result in the units of the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm_core.checked import as_annotated, as_table, check_weights
from gmm_core.errors import DataError


@dataclass(frozen=True, eq=False)
class Scaling:
    """The affine map x -> (x - shift) / scale, feature by feature.

    Parameters
    ----------
    shift : ndarray of shape (n_features,)
        In the units of the features.
    scale : ndarray of shape (n_features,)
        Positive, in the units of the features.

    Examples
    --------
    >>> X = np.array([[0.0], [4.0]])
    >>> standardising(X).apply(X)
    array([[-1.],
           [ 1.]])
    """

    shift: np.ndarray
    scale: np.ndarray

    def apply(self, X: np.ndarray) -> np.ndarray:
        """Return `X` in scaled coordinates, shape (n_samples, n_features)."""
        return (X - self.shift) / self.scale


@as_annotated
def standardising(X: np.ndarray, weights: np.ndarray | None = None) -> Scaling:
    """Return the scaling that gives every feature mean 0 and standard deviation 1.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    Scaling
        A feature without spread keeps its scale. What is missing is left out.

    Examples
    --------
    >>> standardising(np.array([[0.0], [4.0]])).scale
    array([2.])
    """
    X = as_table(X, gaps=True)
    if not len(X):
        raise DataError("There are no rows to scale. Give at least one.")
    if np.isnan(X).any():
        return _of_what_is_there(X, weights)
    constant = np.ptp(X, axis=0) == 0  # exact, where a standard deviation rounds
    if weights is None:
        return Scaling(X.mean(axis=0), np.where(constant, 1.0, X.std(axis=0)))
    weights = check_weights(weights, len(X), "weights")
    mean = np.average(X, axis=0, weights=weights)
    variance = np.average(np.square(X - mean), axis=0, weights=weights)
    return Scaling(mean, np.where(constant, 1.0, np.sqrt(variance)))


def _of_what_is_there(X: np.ndarray, weights: np.ndarray | None) -> Scaling:
    """Feature by feature, since each has other rows."""
    weights = np.ones(len(X)) if weights is None else check_weights(weights, len(X), "weights")
    found = [
        standardising(column[there][:, None], weights[there])
        for column, there in zip(X.T, ~np.isnan(X).T, strict=True)
        if weights[there].any()
    ]
    if len(found) < X.shape[1]:
        raise DataError("A feature has no value in any row. Leave it out.")
    return Scaling(
        np.concatenate([each.shift for each in found]),
        np.concatenate([each.scale for each in found]),
    )
