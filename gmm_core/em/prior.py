"""A conjugate prior for means and covariances, so that no component can collapse.

Fraley and Raftery (2007), Journal of Classification 24, 155-181: a normal prior for each mean, and
an inverse Wishart, or inverse gamma, one for what each structure has of covariances. An M-step then
takes the mode of the posterior: as if each component had seen a few rows more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from gmm_core.em.aiming import Given, Targets
from gmm_core.errors import DataError
from gmm_core.expectation import Data, Gapped, Statistics
from gmm_core.gaps import imputed
from gmm_core.matrices import Diagonal, Matrices, Shared
from gmm_core.maximisation import CovarianceStructure
from gmm_core.mixture import Mixture
from gmm_core.sources import Source

# Rows that count for the prior of each mean.
SHRINKAGE = 0.01

Counts = Callable[[int, int, int], float]

# By how many rows each covariance gains: (d, k, degrees of freedom nu) -> a number. Where all
# components share the volume it is one prior for all of them.
_COUNTS: Mapping[str, Counts] = MappingProxyType(
    {
        "EII": lambda d, k, nu: 1 + (nu + 2) / (d * k),
        "VII": lambda d, k, nu: 1 + (nu + 2) / d,
        "EEI": lambda d, k, nu: 1 + (nu + 2) / k,
        "VEI": lambda d, k, nu: (nu + 3) / d,
        "EVI": lambda d, k, nu: 1 + (nu + 2) / k,
        "VVI": lambda d, k, nu: nu + 3,
        "EEE": lambda d, k, nu: 1 + (nu + d + 1) / k,
        "EEV": lambda d, k, nu: 1 + (nu + 2) / k,
        "VEV": lambda d, k, nu: nu + d + 2,
        "VVV": lambda d, k, nu: nu + d + 2,
    }
)
_ONE_SCALE = ("EII", "EEI", "EEE")  # one scale, shared out among the components


def has_prior(structure: CovarianceStructure) -> bool:
    """Whether there is a conjugate prior for a structure."""
    return structure.letters in _COUNTS


@dataclass(frozen=True, eq=False)
class Prior:
    """What is known of means and covariances before the rows are seen.

    Parameters
    ----------
    shrinkage : float
        Rows that count for the prior of each mean.
    mean : ndarray of shape (n_features,)
    counts : float
        Rows by which each covariance gains.
    scale : ndarray of shape (n_features, n_features)
        Scatter of these rows.
    """

    shrinkage: float
    mean: np.ndarray
    counts: float
    scale: np.ndarray

    @classmethod
    def of(cls, data: Data | Source, n_components: int, structure: CovarianceStructure) -> Prior:
        """Return the prior of mclust's default, with mean and variance of the rows.

        Of rows with gaps these are filled first, as for a start.
        """
        letters = structure.letters
        if letters not in _COUNTS:
            raise DataError(
                f"There is no conjugate prior for the covariance structure {structure.name}. "
                f"Choose one of {', '.join(_COUNTS)}, or fit without a prior."
            )
        k, d = n_components, data.n_features
        mean, variance = _of_source(data) if isinstance(data, Source) else _of_rows(data)
        scale = variance * k ** (-2.0 / d)
        if letters[2] == "I":
            share = 1.0 / d if letters[1] == "I" else 1.0
            scale = np.eye(d) * (share * np.trace(scale) / d)
        counts = _COUNTS[letters](d, k, d + 2)
        return cls(SHRINKAGE, mean, counts, scale / k if letters in _ONE_SCALE else scale)

    def added(self, statistics: Statistics) -> Statistics:
        """Return the statistics with the rows that the prior stands for."""
        n = statistics.resp_sum
        held, means, more = self._beside(n, statistics.resp_means)
        return Statistics(
            statistics.weight,
            held,
            means,
            _with_more(statistics.matrices, more, n),
            statistics.log_likelihood,
            statistics.moments,
        )

    def added_to_each(self, given: Given) -> Given:
        """Return what M-steps of many mixtures read, with the same rows."""
        held, means, more = self._beside(given.resp_sum, given.means)
        return Given(held, means, given.scatter + more)

    def log_density(self, mixture: Mixture) -> float:
        """Return its logarithm at a mixture, up to what does not depend on it."""
        traces = mixture.whitener.traces(Matrices(self._spread(mixture.means)))
        log_det = -2.0 * mixture.whitener.half_log_det
        return float(-0.5 * (self.counts * log_det + traces).sum())

    def log_densities(self, mixtures: Targets) -> np.ndarray:
        """Return the same at each of many mixtures, (m,)."""
        roots, spread = mixtures.roots, self._spread(mixtures.centres)
        traces = ((roots @ spread) * roots).sum(axis=(2, 3))
        return -0.5 * (traces - 2.0 * self.counts * mixtures.log_det).sum(axis=1)

    def _beside(
        self, n: np.ndarray, means: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Counts (..., k) and means (..., k, d) with its rows, and the scatter that these add."""
        kappa, gaps = self.shrinkage, means - self.mean
        pulled = n * kappa / (n + kappa)
        more = self.scale + pulled[..., None, None] * _squares(gaps)
        return n + self.counts, self.mean + gaps * (n / (n + kappa))[..., None], more

    def _spread(self, means: np.ndarray) -> np.ndarray:
        """The scatter of its rows about means (..., k, d)."""
        return self.scale + self.shrinkage * _squares(means - self.mean)


def _squares(gaps: np.ndarray) -> np.ndarray:
    return gaps[..., :, None] * gaps[..., None, :]


def _of_rows(data: Data) -> tuple[np.ndarray, np.ndarray]:
    X = data.complete.X
    weights = np.ones(len(X)) if data.weights is None else data.weights
    mean = weights @ X / weights.sum()
    centred = X - mean
    return mean, (centred * weights[:, None]).T @ centred / _freedom(weights.sum())


def _of_source(source: Source) -> tuple[np.ndarray, np.ndarray]:
    """The same of rows in pieces; gaps of many rows are filled by what their sample tells."""
    found = source.summary
    if found.is_whole:
        return _of_rows(found.sample())
    moments = found.moments
    if moments is None:
        filling = Gapped(found.drawn.rows, found.drawn.weights).filling
        (moments,) = source.total(_filled_moments, filling)
    return moments.resp_means[0], moments.scatter[0] / _freedom(moments.weight)


def _filled_moments(piece: Data, filling: Mixture) -> list[Statistics]:
    filled = Data(imputed(piece.X, filling), piece.weights)
    return [Statistics.from_responsibilities(filled, np.ones((len(filled.X), 1)))]


def _freedom(weight: float) -> float:
    """Degrees of freedom of a variance; of rows that count less than two, half their weight."""
    return max(weight - 1.0, 0.5 * weight)


def _with_more(scatter: Matrices, more: np.ndarray, resp_sum: np.ndarray) -> Matrices:
    """Scatter and more of it, kept as it is."""
    if isinstance(scatter, Diagonal):
        return Diagonal(scatter.diagonals + np.einsum("kii->ki", more))
    if isinstance(scatter, Shared):
        return Shared(scatter.total + more.sum(axis=0), resp_sum / resp_sum.sum())
    return Matrices(scatter.dense + more)
