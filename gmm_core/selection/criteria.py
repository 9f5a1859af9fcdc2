"""Parameter counts and information criteria; lower is better, as in scikit-learn."""

from __future__ import annotations

import math

import numpy as np

from gmm_core.assigned import with_noise
from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.maximisation import CovarianceStructure, covariance_structure

OF_NOISE = 2
"""Parameters of noise: its share, and the volume of its box."""


@as_annotated
def n_parameters(
    n_components: int, n_features: int, covariance_type: str, noise: bool = False
) -> int:
    """Return the number of free parameters of a mixture.

    Parameters
    ----------
    n_components, n_features : int
    covariance_type : str
    noise : bool
        Whether some rows are noise.

    Returns
    -------
    int
        Weights (k - 1), means (k d) and covariances together; of noise its share and the volume of
        its box.

    Examples
    --------
    >>> n_parameters(3, 4, "full")
    44
    """
    structure = covariance_structure(covariance_type)
    return free_parameters(n_components, n_features, structure) + OF_NOISE * noise


def free_parameters(n_components: int, n_features: int, structure: CovarianceStructure) -> int:
    """Return the number of free parameters of a mixture of a structure; see `n_parameters`."""
    covariances = structure.n_parameters(n_components, n_features)
    return covariances + n_components * n_features + n_components - 1


@as_annotated
def bic(log_likelihood: float, parameters: int, n_samples: float) -> float:
    """Return the Bayesian information criterion, -2 log L + p log n: lower is better.

    mclust reports the negative of it. Schwarz (1978).
    """
    if not n_samples > 0:
        raise DataError(f"The number of rows is {n_samples}. Give one above 0.")
    return -2.0 * log_likelihood + parameters * math.log(n_samples)


@as_annotated
def aic(log_likelihood: float, parameters: int) -> float:
    """Return Akaike's information criterion, -2 log L + 2 p: lower is better. Akaike (1974)."""
    return -2.0 * log_likelihood + 2.0 * parameters


def sabic(log_likelihood: float, parameters: int, n_samples: float) -> float:
    """Return the sample-size adjusted BIC, -2 log L + p log((n + 2) / 24): lower is better.

    Sclove (1987).
    """
    return -2.0 * log_likelihood + parameters * math.log((n_samples + 2.0) / 24.0)


def caic(log_likelihood: float, parameters: int, n_samples: float) -> float:
    """Return the consistent AIC, -2 log L + p (log n + 1): lower is better. Bozdogan (1987)."""
    return -2.0 * log_likelihood + parameters * (math.log(n_samples) + 1.0)


def clc(log_likelihood: float, entropy: float) -> float:
    """Return the classification likelihood criterion, -2 log L + 2 EN: lower is better.

    EN is the entropy of the responsibilities in nats. Biernacki and Govaert (1997).
    """
    return -2.0 * log_likelihood + 2.0 * entropy


def awe(log_likelihood: float, parameters: int, n_samples: float, entropy: float) -> float:
    """Return the approximate weight of evidence: lower is better.

    -2 (log L - EN) + 2 p (3/2 + log n), with EN the entropy of the responsibilities in nats.
    Banfield and Raftery (1993).
    """
    return clc(log_likelihood, entropy) + 2.0 * parameters * (1.5 + math.log(n_samples))


def icl(
    log_likelihood: float,
    parameters: int,
    resp: np.ndarray,
    weights: np.ndarray | None = None,
) -> float:
    """Return the integrated completed likelihood, BIC - 2 sum_i log max_j resp_ij: lower is better.

    BIC, and a price for every row that could belong to more than one component. mclust reports the
    negative of it. Biernacki, Celeux and Govaert (2000), section 3.
    """
    logs = np.log(with_noise(resp).max(axis=1))
    doubt = float(logs.sum() if weights is None else weights @ logs)
    n = len(resp) if weights is None else float(weights.sum())
    return bic(log_likelihood, parameters, n) - 2.0 * doubt


def soft_icl(log_likelihood: float, parameters: int, n_samples: float, entropy: float) -> float:
    """Return BIC + 2 EN, the integrated completed likelihood with soft classes: lower is better.

    EN is the entropy of the responsibilities in nats; it is never below `icl`. Biernacki, Celeux
    and Govaert (2000), section 2.
    """
    return bic(log_likelihood, parameters, n_samples) + 2.0 * entropy
