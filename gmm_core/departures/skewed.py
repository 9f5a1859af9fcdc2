"""Skewness and kurtosis of a component's rows: of each feature, and Mardia's of all together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, ndtri

from gmm_core.blocks import sum_over_blocks
from gmm_core.logarithms import is_positive, logarithm_of
from gmm_core.mixture import Mixture

#: Chance that a normal component is said to be skewed, for either of the two ways to be found.
CHANCE = 0.005

#: Rows a feature from which on the distribution of Mardia's skewness is chi-squared enough.
LEAST_TOGETHER = 8

#: Most features of which Mardia's skewness is worked out: its moments grow as their cube.
MOST_TOGETHER = 30

#: Of twice as many rows or more a part is judged: no fewer, and evenly through the table.
JUDGED = 50_000

#: Shares of a row below which it counts for nothing in any of the sums.
NEGLIGIBLE = 1e-9

#: A logarithm is offered where what it leaves of the skewness is at most this share, either way.
STRAIGHTENED = 0.5


@dataclass(frozen=True, eq=False)
class Skewness:
    """How the rows of one component lean, weighted by their responsibilities.

    Parameters
    ----------
    of_features, kurtosis : ndarray of shape (n_features,)
        Third standardised moment of each feature, and the fourth less 3; 0 of a normal one.
    mardia, mardia_kurtosis : float
        Of all features together: 0 and d(d + 2) of a normal component; NaN above
        `MOST_TOGETHER` features, of less than eight rows a feature, and where the rows lie in fewer
        dimensions.
    chi_squared, p_value : float
        Of Mardia's skewness, with so many `degrees` of freedom.
    degrees : int
    skewed : tuple of int
        Features that lean more than 0.5 % of all tables of normal ones would show, the most first.
    straightened : tuple of int
        Those of them whose logarithm leans at most half as much within the component.
    leans_together : bool
        Whether Mardia's skewness is beyond chance.
    one_in : int
        One row in so many was judged.
    """

    of_features: np.ndarray
    kurtosis: np.ndarray
    mardia: float
    mardia_kurtosis: float
    chi_squared: float
    degrees: int
    p_value: float
    skewed: tuple[int, ...]
    straightened: tuple[int, ...]
    leans_together: bool
    one_in: int

    @property
    def is_skewed(self) -> bool:
        """Whether a feature leans, or all together do."""
        return bool(self.skewed) or self.leans_together


def skewness_of_each(
    X: np.ndarray, mixture: Mixture, resp: np.ndarray, sizes: np.ndarray
) -> list[Skewness]:
    """Return how the rows of each component lean; `sizes` are as `effective_sizes` has them.

    Mardia (1970), Biometrika 57, with his correction for few rows (1974, Sankhya B 36). A feature's
    is judged by the standard error that it has of so many normal rows, divided among the features.
    """
    one_in = max(1, len(X) // JUDGED)
    X, resp, sizes = X[::one_in], resp[::one_in], sizes / one_in
    d = mixture.n_features
    found = []
    for j, n in enumerate(sizes.tolist()):
        held = np.flatnonzero(resp[:, j] > NEGLIGIBLE)
        own, shares = X[held], resp[held, j]
        third, fourth = _of_features(own, mixture, shares, j)
        asked = d <= MOST_TOGETHER and n >= LEAST_TOGETHER * d
        mardia = _mardia(own, mixture, shares, j) if asked else (np.nan, np.nan)
        skewed, judged = _leaning(third, n), _judged(mardia[0], n, d)
        found.append(
            Skewness(
                *(third, fourth, *mardia, *judged, skewed),
                straightened=_straightened(X, held, shares, third, skewed),
                leans_together=judged[2] < CHANCE,
                one_in=one_in,
            )
        )
    return found


def _of_features(
    X: np.ndarray, mixture: Mixture, shares: np.ndarray, j: int
) -> tuple[np.ndarray, np.ndarray]:
    """Skewness and excess kurtosis of each feature in one component, (d,)."""
    mean, scale = mixture.means[j], mixture.standard_deviations[j]

    def kernel(block: slice) -> list[np.ndarray]:
        z = (X[block] - mean) / scale
        square = z * z
        own = shares[block]
        return [own.sum()[None], own @ np.hstack([z, square, square * z, square * square])]

    held, sums = sum_over_blocks(kernel, len(X), 6 * mixture.n_features)
    with np.errstate(divide="ignore", invalid="ignore"):
        m1, m2, m3, m4 = np.split(sums / held, 4)
        variance = m2 - m1**2
        third = m3 - 3 * m1 * m2 + 2 * m1**3
        fourth = m4 - 4 * m1 * m3 + 6 * m1**2 * m2 - 3 * m1**4
        return third / variance**1.5, fourth / variance**2 - 3.0


def _mardia(X: np.ndarray, mixture: Mixture, shares: np.ndarray, j: int) -> tuple[float, float]:
    """Mardia's skewness and kurtosis of one component's rows about their own mean and scatter."""
    d, mean, units = mixture.n_features, mixture.means[j], mixture.whitening[j]
    first, second = np.triu_indices(d)

    def moments(block: slice) -> list[np.ndarray]:
        y = (X[block] - mean) @ units
        weighted = y * shares[block, None]
        return [shares[block].sum()[None], weighted.sum(axis=0), weighted.T @ y]

    held, sums, squares = sum_over_blocks(moments, len(X), 3 * d)
    if not held[0] > 0:
        return np.nan, np.nan
    centre = sums / held[0]
    scatter = squares / held[0] - np.outer(centre, centre)
    values, axes = np.linalg.eigh(scatter)
    if values[0] <= d * np.finfo(float).eps * values[-1]:
        return np.nan, np.nan
    units = units @ (axes / np.sqrt(values))
    centre = centre @ (axes / np.sqrt(values))

    def thirds(block: slice) -> list[np.ndarray]:
        y = (X[block] - mean) @ units - centre
        products = y[:, first] * y[:, second]
        distances = np.einsum("nd,nd->n", y, y)
        own = shares[block]
        return [(products * own[:, None]).T @ y, (own @ distances**2)[None]]

    third, fourth = sum_over_blocks(thirds, len(X), len(first) + 3 * d)
    times = np.where(first == second, 1.0, 2.0)  # the other half is as large
    return float(times @ (third / held[0]) ** 2 @ np.ones(d)), float(fourth[0] / held[0])


def _judged(mardia: float, n: float, d: int) -> tuple[float, int, float]:
    """Chi-squared of Mardia's skewness, its degrees of freedom, and p."""
    degrees = d * (d + 1) * (d + 2) // 6
    if not np.isfinite(mardia):
        return np.nan, degrees, np.nan
    few = (d + 1) * (n + 1) * (n + 3) / (n * ((n + 1) * (d + 1) - 6))
    chi_squared = n * few * mardia / 6
    return float(chi_squared), degrees, float(chdtrc(degrees, chi_squared))


def _leaning(skewness: np.ndarray, n: float) -> tuple[int, ...]:
    """Features whose skewness is beyond what chance gives so many normal rows, the most first."""
    if n <= 3:
        return ()
    error = np.sqrt(6 * (n - 2) / ((n + 1) * (n + 3)))
    beyond = -ndtri(CHANCE / (2 * len(skewness)))
    order = np.argsort(-np.abs(np.nan_to_num(skewness)), kind="stable").tolist()
    return tuple(j for j in order if abs(skewness[j]) > beyond * error)


def _straightened(
    X: np.ndarray,
    held: np.ndarray,
    shares: np.ndarray,
    skewness: np.ndarray,
    skewed: tuple[int, ...],
) -> tuple[int, ...]:
    """Features whose logarithm leans at most half as much among the rows of a component."""
    found = []
    for j in skewed:
        values = X[:, j]
        if skewness[j] > 0 and is_positive(values):
            logs = logarithm_of("", values).forward(values[held])
            if abs(_weighted_skewness(logs, shares)) <= STRAIGHTENED * skewness[j]:
                found.append(j)
    return tuple(found)


def _weighted_skewness(values: np.ndarray, shares: np.ndarray) -> float:
    weights = shares / shares.sum()
    centred = values - weights @ values
    return float(weights @ centred**3 / (weights @ centred**2) ** 1.5)
