"""The log-likelihood of two normal distributions of one known spread, over their two means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from gmm_core.checked import as_annotated, as_real, check_weights, check_whole
from gmm_core.errors import DataError
from gmm_core.matrices import LOG_2_PI

PLACES = 61  # on either axis
MOST_ROWS = 5_000
MARGIN = 0.08  # of the range of the data, on either side
MOST_STEPS = 1_000
AT_REST = 1e-6  # of the spread: means that move less have come to rest


@dataclass(frozen=True, eq=False)
class Surface:
    """A log-likelihood over two means; both components have weight 1/2 and the same spread.

    Parameters
    ----------
    x : ndarray of shape (n_samples,)
    spread : float
        Standard deviation of both components.
    means : ndarray of shape (n_places,)
        Of either component, ascending, in the unit of the data.
    heights : ndarray of shape (n_places, n_places)
        In nats; a row is a mean of the second component. It is its own mirror image.
    log_jacobian : float
        What is added to all heights, so that they are in the units before a logarithm.
    weights : ndarray of shape (n_samples,), optional
        How much each row counts; once without it.
    """

    x: np.ndarray
    spread: float
    means: np.ndarray
    heights: np.ndarray
    log_jacobian: float = 0.0
    weights: np.ndarray | None = None

    @property
    def has_two_tops(self) -> bool:
        """Whether the surface rises to both sides of its line of equal means: of one top it falls.

        So it is where the rows spread more than a component does: across that line, at the mean of
        all rows, the curvature is their variance less that of a component, over its square.
        """
        mean = np.average(self.x, weights=self.weights)
        return bool(np.average((self.x - mean) ** 2, weights=self.weights) > self.spread**2)

    def path(self, first: float, second: float) -> np.ndarray:
        """Return the way that EM takes over the surface.

        Parameters
        ----------
        first, second : float
            The means from which it starts.

        Returns
        -------
        ndarray of shape (n_steps + 1, 2)
            The means from the start until they rest. Two equal means stay equal: EM cannot leave
            the line between the two halves of the surface.

        Raises
        ------
        DataError
            When the start is not finite.

        Examples
        --------
        >>> surface = likelihood_surface(np.array([0.0, 1.0, 9.0, 10.0]), 1.0)
        >>> surface.path(4.0, 5.0)[-1].round(3).tolist()
        [0.5, 9.5]
        """
        way = [np.array([first, second], dtype=np.float64)]
        if not np.isfinite(way[0]).all():
            raise DataError(f"The start is at {first} and {second}. Give two finite means.")
        for _ in range(MOST_STEPS):
            way.append(_next(self.x, self._counts, way[-1], self.spread))
            if np.abs(way[-1] - way[-2]).max() <= AT_REST * self.spread:
                break
        return np.array(way)

    def log_likelihood(self, first: float, second: float) -> float:
        """Return the height at two means, in nats.

        Parameters
        ----------
        first, second : float

        Returns
        -------
        float

        Examples
        --------
        >>> round(likelihood_surface(np.array([0.0, 2.0]), 1.0).log_likelihood(1.0, 1.0), 3)
        -2.838
        """
        logs = [-0.5 * ((self.x - mean) / self.spread) ** 2 for mean in (first, second)]
        constant = self._counts.sum() * _constant(self.spread)
        return float(np.logaddexp(*logs) @ self._counts - constant + self.log_jacobian)

    @property
    def _counts(self) -> np.ndarray:
        return np.ones(len(self.x)) if self.weights is None else self.weights


@as_annotated
def likelihood_surface(
    x: np.ndarray,
    spread: float,
    places: int = PLACES,
    *,
    log_jacobian: float = 0.0,
    weights: np.ndarray | None = None,
) -> Surface:
    """Return the log-likelihood of two components of a known spread, over their means.

    Parameters
    ----------
    x : ndarray of shape (n_samples,)
        At most 5,000 values.
    spread : float
        Standard deviation of both components, above 0.
    places : int
        On either axis, over the range of the data and a little more.
    log_jacobian : float
        That of the logarithm which `x` is of, summed over the rows; see
        `gmm_core.logarithms.log_jacobians`.
    weights : ndarray of shape (n_samples,), optional
        How much each row counts; once without it.

    Returns
    -------
    Surface

    Raises
    ------
    DataError
        When there are too many values, or all are equal.

    Examples
    --------
    >>> surface = likelihood_surface(np.array([0.0, 1.0, 9.0, 10.0]), 1.0, 21)
    >>> second, first = np.unravel_index(surface.heights.argmax(), surface.heights.shape)
    >>> sorted(surface.means[[first, second]].round(1).tolist())
    [0.4, 9.6]
    """
    values = _checked(x, spread)
    counts = np.ones(len(values))
    if weights is not None:
        counts = check_weights(weights, len(values), "weights")
    check_whole("The number of places", places, 2)
    margin = MARGIN * np.ptp(values)
    means = np.linspace(values.min() - margin, values.max() + margin, places)
    logs = -0.5 * ((values - means[:, None]) / spread) ** 2
    heights = np.array([np.logaddexp(logs, one) @ counts for one in logs])
    added = float(log_jacobian)
    heights += added - counts.sum() * _constant(spread)
    return Surface(values, spread, means, heights, added, None if weights is None else counts)


def _constant(spread: float) -> float:
    return float(np.log(2.0 * spread)) + 0.5 * LOG_2_PI


def _next(x: np.ndarray, counts: np.ndarray, means: np.ndarray, spread: float) -> np.ndarray:
    """An E-step and an M-step; a component without rows stays where it is."""
    first, second = means
    of_first = expit((first - second) * (x - 0.5 * (first + second)) / spread**2)
    held = np.array([of_first, 1.0 - of_first]) * counts
    sums = held.sum(axis=1)
    return np.where(sums > 0.0, held @ x / np.where(sums > 0.0, sums, 1.0), means)


def _checked(x: np.ndarray, spread: float) -> np.ndarray:
    values = as_real("The values", x)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise DataError("The values are no list of finite numbers. Give one column without gaps.")
    if len(values) > MOST_ROWS:
        raise DataError(
            f"The surface is drawn of up to {MOST_ROWS:,} rows, and there are {len(values):,}. "
            "Choose a smaller table."
        )
    if not np.ptp(values) > 0:
        raise DataError("All values are equal, so there is no surface. Choose another feature.")
    if not 0.0 < spread < np.inf:
        raise DataError(f"The spread is {spread:g}. Give a standard deviation above 0.")
    return values
