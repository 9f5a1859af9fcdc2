"""The plane under a mixture of two features: density, whose region a place is, and borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gmm_core.checked import as_annotated, as_real, check_whole
from gmm_core.errors import DataError
from gmm_core.extras import require
from gmm_core.logarithms import Logarithm
from gmm_core.mixture import Mixture, log_density, log_joint, normalize, sample
from gmm_core.wording import shown

Range = tuple[float, float]

# Places on the x and the y axis.
SHAPE = (240, 180)
# Components narrower than so many steps of the grid have places of their own, so many standard
# deviations to either side: all together at most as many again as the grid has.
NARROW, REACH, LEAST_NEAR, MOST_NEAR = 2.0, 3.5, 7, 29
FEW_PLACES = 30  # fewer are asked for one by one
# Rows drawn from the mixture to find the levels: the share inside is then right to 0.2 %
# (one standard error at one half).
DRAWS = 60_000
# Stands for infinity where lines are interpolated; contourpy would leave such places out.
HUGE = 1e300


@dataclass(frozen=True, eq=False)
class Regions:
    """A mixture of two features on a grid of places.

    Parameters
    ----------
    x : ndarray of shape (n_x,)
        Ascending, in the unit of the first feature.
    y : ndarray of shape (n_y,)
    log_joint : ndarray of shape (n_components, n_y, n_x)
        log(weight x density) at each place, in nats.
    """

    x: np.ndarray
    y: np.ndarray
    log_joint: np.ndarray

    @cached_property
    def log_density(self) -> np.ndarray:
        """Log-density of the mixture at each place, in nats, shape (n_y, n_x)."""
        k, n_y, n_x = self.log_joint.shape
        return normalize(self.log_joint.reshape(k, -1))[1].reshape(n_y, n_x)

    @cached_property
    def component(self) -> np.ndarray:
        """Component with the largest responsibility at each place, from 0, shape (n_y, n_x)."""
        return self.log_joint.argmax(axis=0)

    def lead(self, component: int) -> np.ndarray:
        """Return by how much a component is ahead of the best of the others.

        Parameters
        ----------
        component : int

        Returns
        -------
        ndarray of shape (n_y, n_x)
            log of the ratio of its weighted density to the largest other one: positive in its
            region, zero on its border. Infinite where there is no other component.

        Examples
        --------
        >>> mixture = Mixture([0.5, 0.5], [[0.0, 0.0], [2.0, 0.0]], [np.eye(2)] * 2)
        >>> regions(mixture, (0.0, 2.0), (0.0, 1.0), (3, 2)).lead(0)[0]
        array([ 2.,  0., -2.])
        """
        others = np.delete(self.log_joint, component, axis=0)
        return self.log_joint[component] - others.max(axis=0, initial=-np.inf)

    def contour(self, level: float) -> np.ndarray:
        """Return the lines along which the log-density equals `level`, as one broken line.

        Parameters
        ----------
        level : float
            In nats; such as those of `levels`.

        Returns
        -------
        ndarray of shape (n_points, 2)
            A row of NaN stands after each line.

        Examples
        --------
        >>> normal = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
        >>> plane = regions(normal, (-3.0, 3.0), (-3.0, 3.0))
        >>> np.nanmax(plane.contour(-np.log(2 * np.pi) - 0.5), axis=0).round(2)  # one sd
        array([1., 1.])
        """
        return self._lines(self.log_density, level)

    def borders(self) -> np.ndarray:
        """Return the borders between the regions of the components, as one broken line.

        Returns
        -------
        ndarray of shape (n_points, 2)
            Where the two largest of weight x density are equal; a row of NaN stands after each
            line.

        Examples
        --------
        >>> mixture = Mixture([0.5, 0.5], [[-1.0, 0.0], [1.0, 0.0]], [np.eye(2)] * 2)
        >>> border = regions(mixture, (-3.0, 3.0), (-2.0, 2.0)).borders()
        >>> np.nanmax(abs(border[:, 0])) < 1e-12  # half-way between the means
        np.True_
        """
        # Every border of the first component is one of another component, too.
        around = (self._lines(self.lead(j), 0.0) for j in range(1, len(self.log_joint)))
        return np.concatenate([*around, np.empty((0, 2))])

    def _lines(self, z: np.ndarray, level: float) -> np.ndarray:
        """Return where a function on the grid equals `level`; a row of NaN ends each line."""
        require("contourpy", "Drawing a contour")
        from contourpy import LineType, contour_generator

        finite = np.nan_to_num(z, nan=-HUGE, posinf=HUGE, neginf=-HUGE)
        plane = contour_generator(self.x, self.y, finite, line_type=LineType.ChunkCombinedNan)
        (points, *_), *_ = plane.lines(level)
        if points is None:
            return np.empty((0, 2))
        return np.concatenate([points, np.full((1, 2), np.nan)])


@as_annotated
def regions(
    mixture: Mixture,
    x_range: Range,
    y_range: Range,
    shape: tuple[int, int] = SHAPE,
    *,
    logarithms: tuple[Logarithm | None, Logarithm | None] = (None, None),
) -> Regions:
    """Return what a mixture of two features says of each place of a rectangle.

    The regions of a projected mixture (`Mixture.marginal`, `Projection.mixture`) are those that the
    two axes alone would give. A row's own responsibilities follow from all features, so that a row
    may lie in the region of another component than its own.

    Parameters
    ----------
    mixture : Mixture
        Of two features.
    x_range, y_range : (low, high)
        The grid reaches from edge to edge.
    shape : tuple of int
        Places on x and on y, evenly; more where a component is so narrow that it would fall between
        them.
    logarithms : tuple of two (Logarithm or None)
        Of the values on an axis, whose places are even in them.

    Returns
    -------
    Regions

    Raises
    ------
    DataError
        When the mixture has not two features.
    DegenerateComponentError
        When a covariance is not positive definite.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0, 0.0], [2.0, 0.0]], [np.eye(2)] * 2)
    >>> regions(mixture, (0.0, 2.0), (0.0, 1.0), (3, 2)).component
    array([[0, 0, 1],
           [0, 0, 1]])
    """
    check_plane(mixture)
    for count in shape:
        check_whole("The number of places on an axis", count, 1)
    x, y = (
        _places(mixture.marginal([j]), span, count, logarithms[j])
        for j, (span, count) in enumerate(zip((x_range, y_range), shape, strict=True))
    )
    places = np.column_stack([np.tile(x, len(y)), np.repeat(y, len(x))])
    joint = log_joint(places, mixture).T.reshape(-1, len(y), len(x))
    return Regions(x, y, joint)


def _places(alone: Mixture, span: Range, count: int, logarithm: Logarithm | None) -> np.ndarray:
    """Even places from edge to edge, and some about each mean that would fall between them."""
    if logarithm is None:
        even = np.linspace(*span, count)
    else:
        low, high = logarithm.forward(span)
        even = logarithm.inverse(np.linspace(low, high, count))
    if count < FEW_PLACES:
        return even
    means, deviations = alone.means[:, 0], alone.standard_deviations[:, 0]
    after = np.clip(np.searchsorted(even, means), 1, count - 1)
    narrow = deviations < NARROW * (even[after] - even[after - 1])
    if not narrow.any():
        return even
    each = int(np.clip(count // narrow.sum(), LEAST_NEAR, MOST_NEAR))
    near = np.linspace(-REACH, REACH, each)
    more = (means[narrow, None] + deviations[narrow, None] * near).ravel()
    return np.unique(np.append(even, more[(more > span[0]) & (more < span[1])]))


@as_annotated
def check_plane(mixture: Mixture) -> None:
    """Return nothing if `mixture` has two features.

    Parameters
    ----------
    mixture : Mixture

    Raises
    ------
    DataError

    Examples
    --------
    >>> check_plane(Mixture([1.0], [[0.0, 0.0]], [np.eye(2)]))
    """
    if mixture.n_features != 2:
        raise DataError(
            f"A density in the plane is of two features and the mixture has {mixture.n_features}. "
            "Choose two of them with mixture.marginal([first, second])."
        )


@as_annotated
def levels(mixture: Mixture, shares: Sequence[float], draws: int = DRAWS) -> np.ndarray:
    """Return the log-densities above which given shares of a mixture lie.

    Parameters
    ----------
    mixture : Mixture
    shares : sequence of float
        Between 0 and 1.
    draws : int
        Rows drawn from the mixture, always the same ones.

    Returns
    -------
    ndarray of shape (n_shares,)
        In nats. The places with a larger log-density are the smallest set that holds the share,
        the highest-density region; its level is the quantile of the log-densities of rows drawn
        from the mixture (Hyndman 1996, "Computing and graphing highest density regions").

    Examples
    --------
    >>> normal = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    >>> peak = -np.log(2 * np.pi)
    >>> (peak - levels(normal, [0.5])).round(2), np.log(2).round(2)  # -log(1 - share), exactly
    (array([0.69]), np.float64(0.69))
    """
    above = 1.0 - as_real("The shares", shares)
    if not len(above) or not ((above >= 0) & (above <= 1)).all():
        raise DataError(f"The shares are {shown(shares)}. Give at least one, from 0 to 1.")
    rows, _ = sample(mixture, draws, random_state=0)
    return np.quantile(log_density(rows, mixture), above)
