"""Parameter counts and information criteria; lower is better, as in scikit-learn."""

from __future__ import annotations

import math

from gmm_core.covariance import covariance_structure


def n_parameters(n_components: int, n_features: int, covariance_type: str) -> int:
    """Return the number of free parameters of a mixture.

    Parameters
    ----------
    n_components, n_features : int
    covariance_type : str

    Returns
    -------
    int
        Weights (k - 1), means (k d) and covariances together.

    Examples
    --------
    >>> n_parameters(3, 4, "full")
    44
    """
    covariances = covariance_structure(covariance_type).n_parameters(n_components, n_features)
    return covariances + n_components * n_features + n_components - 1


def bic(log_likelihood: float, parameters: int, n_samples: float) -> float:
    """Return the Bayesian information criterion, -2 log L + p log n: lower is better.

    mclust reports the negative of it. Schwarz (1978).

    Parameters
    ----------
    log_likelihood : float
        Total, in nats.
    parameters : int
    n_samples : float

    Returns
    -------
    float

    Examples
    --------
    >>> round(bic(-180.185477, 44, 150), 3)
    580.839
    """
    return -2.0 * log_likelihood + parameters * math.log(n_samples)


def aic(log_likelihood: float, parameters: int) -> float:
    """Return Akaike's information criterion, -2 log L + 2 p: lower is better. Akaike (1974).

    Parameters
    ----------
    log_likelihood : float
        Total, in nats.
    parameters : int

    Returns
    -------
    float

    Examples
    --------
    >>> aic(-10.0, 3)
    26.0
    """
    return -2.0 * log_likelihood + 2.0 * parameters
