"""The mixture of some features where the values of the others are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import solve_triangular

from gmm_core.blocks import one_thread
from gmm_core.checked import LARGEST, as_real
from gmm_core.errors import DataError
from gmm_core.matrices import Matrices
from gmm_core.wording import counted

if TYPE_CHECKING:
    from gmm_core.mixture.mixture import Mixture


def conditional(mixture: Mixture, given: Mapping[int, float]) -> Mixture:
    """Return the mixture of the features that are not given; Bishop (2006), eqs. 2.81 and 2.82."""
    values = _values(given, mixture.n_features)
    if not values.size:
        return mixture
    marginal = mixture.marginal(list(given))
    known = np.array(list(given)).astype(np.intp)  # which may be written 1.0
    rest = np.setdiff1d(np.arange(mixture.n_features), known)
    means = np.empty((mixture.n_components, len(rest)))
    covariances = np.empty((mixture.n_components, len(rest), len(rest)))
    distances = np.empty(mixture.n_components)
    # BLAS solves a system of one unknown in all its threads; of values that are refused below
    # neither overflow nor what comes of it is a warning.
    with one_thread(), np.errstate(over="ignore", invalid="ignore"):
        for j, factor in enumerate(marginal.factors):
            gap = solve_triangular(factor, values - marginal.means[j], lower=True)
            across = solve_triangular(
                factor, mixture.covariances[j][np.ix_(known, rest)], lower=True
            )
            means[j] = mixture.means[j, rest] + gap @ across
            covariances[j] = mixture.covariances[j][np.ix_(rest, rest)] - across.T @ across
            distances[j] = gap @ gap
    log_weights = marginal.log_scales - 0.5 * distances
    if not np.isfinite(log_weights.max()):
        raise DataError(
            "The given values are too far from every component to have a density in double "
            "precision. Give values in the units of the mixture."
        )
    weights = np.exp(log_weights - log_weights.max())
    return type(mixture)(weights / weights.sum(), means, Matrices(covariances))


def _values(given: Mapping[int, float], n_features: int) -> np.ndarray:
    if not isinstance(given, Mapping):
        raise DataError(
            f"The features given are {given!r}. Give a dict from the index of a feature, counted "
            "from 0, to its value."
        )
    values = as_real("A given value", list(given.values()))
    if values.ndim != 1 or not (np.abs(values) <= LARGEST).all():
        raise DataError("A given value is no number from −1e150 to 1e150. Give one a feature.")
    if values.size >= n_features:
        raise DataError(
            f"{counted(values.size, 'feature')} of {n_features} are given, so that none is left. "
            "Give the values of fewer."
        )
    return values
