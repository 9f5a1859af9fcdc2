"""Whether a mixture in a file can be one of its structure that EM has ended in."""

from __future__ import annotations

import numpy as np

from gmm_core.errors import DegenerateComponentError
from gmm_core.exporting.checked_json import Fields
from gmm_core.exporting.written_covariances import of_few_numbers, shape_in_file
from gmm_core.exporting.written_noise import noise_read
from gmm_core.matrices import LOG_2_PI, Diagonal, Shared
from gmm_core.maximisation import CovarianceStructure
from gmm_core.mixture import Mixture, Noise, Scaling

_SAME = 1e-8  # relative: what a change of units and back may do to numbers that are equal


def mixture_read(found: Fields, structure: CovarianceStructure, k: int, d: int) -> Mixture:
    """Return the mixture in a file, whose covariances have an inverse each."""
    weights, means = found.array("weights", k), found.array("means", k, d)
    shape = shape_in_file(found.depth("covariances"), structure, k, d)
    values = found.array("covariances", *shape)
    covariances = of_few_numbers(values, structure, k, d)
    mixture = Mixture(weights, means, covariances, noise_read(found, d))
    if (mixture.variances <= 0).any():
        found.refuse("has a variance that is not above 0")
    mixture.check()
    try:
        factors = mixture.whitener.factors
    except DegenerateComponentError as error:
        found.refuse(_not_positive_definite(error.component))
    lost = ~np.isfinite(factors).reshape(1 if factors.shape == (d, d) else k, -1).all(axis=1)
    if lost.any():
        found.refuse(_not_positive_definite(int(lost.argmax())))
    return mixture


def check_structure(
    found: Fields, mixture: Mixture, structure: CovarianceStructure, scaling: Scaling | None
) -> None:
    """Refuse covariances with what their structure has not: a tilt, two spreads, two of them."""
    contradicted = (
        (structure.letters[2] == "I" and _tilted(mixture))
        or (structure.letters[1] == "I" and _uneven(mixture, scaling))
        or (structure.moments.startswith("total") and _unlike(mixture))
    )
    if contradicted:
        found.refuse(f'has "covariances" that are not of its structure, {structure.name}')


def _tilted(mixture: Mixture) -> bool:
    if isinstance(mixture.matrices, Diagonal):
        return False
    beside = ~np.eye(mixture.n_features, dtype=bool)
    return bool((np.abs(mixture.covariances) * beside > _of_size(mixture)).any())


def _uneven(mixture: Mixture, scaling: Scaling | None) -> bool:
    """Whether features spread unequally within a component, in the units of the fit."""
    sd = mixture.standard_deviations
    with np.errstate(over="ignore", invalid="ignore"):  # a scale in a file may be anything above 0
        spread = sd if scaling is None else sd / scaling.scale
        return bool((np.abs(spread - spread[:, :1]) > _SAME * spread[:, :1]).any())


def _unlike(mixture: Mixture) -> bool:
    if isinstance(mixture.matrices, Shared):
        return False
    values = mixture.matrices.values
    return bool((np.abs(values - values[0]) > _of_size(mixture)).any())


def _of_size(mixture: Mixture) -> np.ndarray:
    """What may differ by rounding, of the numbers that are kept."""
    sd = mixture.standard_deviations
    if isinstance(mixture.matrices, Diagonal):
        return _SAME * sd * sd
    return _SAME * sd[:, :, None] * sd[:, None, :]


def log_likelihood_read(
    found: Fields, mixture: Mixture, n: float, log_jacobian: float, gaps: bool
) -> float:
    """Return the log-likelihood, if a mixture that EM has ended in can have it.

    No density is above the sum of the components' highest, each times its weight. And after an
    M-step the rows are on average d from their components, as squared Mahalanobis distances go
    (less above a floor), which leaves the lower bound of EM. Another d a row is for rounding.
    """
    value, d = found.number("log_likelihood"), mixture.n_features
    low, high = _log_heights(mixture, gaps)
    weights = mixture.shares
    if mixture.noise is not None:
        least, most = _of_noise(mixture.noise, gaps)
        low, high = np.append(low, least), np.append(high, most)
        weights = np.append(weights, mixture.noise.share)
    most = np.logaddexp.reduce(high) + d
    least = float(weights[weights > 0] @ low[weights > 0]) - 1.5 * d
    if not least <= (value - log_jacobian) / n <= most:
        found.refuse(f'has {value:g} as "log_likelihood", which {n:,.10g} rows cannot have')
    return value


def _of_noise(noise: Noise, gaps: bool) -> tuple[float, float]:
    """Between what log(share x density) of noise is, whatever is missing."""
    whole = noise.log_product
    if not gaps or noise.share <= 0:
        return whole, whole
    sides = np.log(np.maximum(np.diagonal(np.abs(noise.edges)), np.finfo(float).tiny))
    log_share = float(np.log(noise.share))
    most = max(whole, log_share - float(np.minimum(sides, 0.0).sum()))
    return min(whole, log_share - float(np.maximum(sides, 0.0).sum())), most


def _log_heights(mixture: Mixture, gaps: bool) -> tuple[np.ndarray, np.ndarray]:
    """Between what log(weight x density) at each component's mean is, (k,), whatever is missing.

    A feature alone varies most, and least given all others; one that is missing has no density.
    """
    whole = mixture.log_scales
    if not gaps:
        return whole, whole
    log_weights = whole - mixture.whitener.half_log_det + 0.5 * mixture.n_features * LOG_2_PI
    alone = -0.5 * (LOG_2_PI + np.log(mixture.variances))
    given_others = 0.5 * (np.log(mixture.whitener.precision_diagonals) - LOG_2_PI)
    return (
        log_weights + np.minimum(alone, 0.0).sum(axis=1),
        log_weights + np.maximum(given_others, 0.0).sum(axis=1),
    )


def _not_positive_definite(component: int) -> str:
    return f"has a covariance that is not positive definite, that of component {component + 1}"
