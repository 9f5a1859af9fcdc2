"""Rows that the mixture hardly expects: far even from the component that they belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from gmm_core.assigned import NOISE, assigned
from gmm_core.blocks import sum_over_blocks
from gmm_core.checked import as_annotated, as_table, check_features
from gmm_core.errors import DataError
from gmm_core.gaps import distances_of, normalized_of
from gmm_core.mixture import LogJoint, Mixture, normalize
from gmm_core.wording import counted, plural

#: Share of the rows of a mixture that is flagged by chance.
ALPHA = 0.001


@dataclass(frozen=True, eq=False)
class LowDensity:
    """How far each row lies from what the mixture expects.

    Parameters
    ----------
    components : ndarray of int, shape (n_samples,)
        The most probable component of each row, from 0; of noise that of the others.
    distance2 : ndarray of shape (n_samples,)
        Squared Mahalanobis distance from that component.
    p_value : ndarray of shape (n_samples,)
        Probability that a row of that component lies as far away or farther.
    log_density : ndarray of shape (n_samples,)
        Of the row under the whole mixture, in nats.
    flagged : ndarray of bool, shape (n_samples,)
        Whether the p-value is below `alpha`; a row that is most probably noise is of no component,
        and not flagged.
    alpha : float
    expected : float
        About as many rows are flagged by chance, where all come from the mixture: alpha x those
        that are not noise.
    is_noise : ndarray of bool, shape (n_samples,)
        Whether the row is most probably noise.
    """

    components: np.ndarray
    distance2: np.ndarray
    p_value: np.ndarray
    log_density: np.ndarray
    flagged: np.ndarray
    alpha: float
    expected: float
    is_noise: np.ndarray

    def of(self, rows: slice) -> LowDensity:
        """What is known of some of the rows; as many are expected to be flagged as of all."""
        of_rows = ("components", "distance2", "p_value", "log_density", "flagged", "is_noise")
        return replace(self, **{name: getattr(self, name)[rows] for name in of_rows})

    def with_log_jacobians(self, log_jacobians: np.ndarray | None) -> LowDensity:
        """The same with log-densities in the units before a change of them; see `Rows`."""
        if log_jacobians is None:
            return self
        return replace(self, log_density=self.log_density + log_jacobians)


@as_annotated
def low_density(X: ArrayLike, mixture: Mixture, alpha: float = ALPHA) -> LowDensity:
    """Return the distance, p-value and log-density of every row, and which rows lie too far out.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
        The rows that were fitted, or new ones; NaN where a value is missing, at random. A row with
        gaps is judged by what is there of it.
    mixture : Mixture
    alpha : float
        Rows with a smaller p-value are flagged; above 0 and below 1.

    Returns
    -------
    LowDensity

    Raises
    ------
    DataError
        When `X` does not have the mixture's features, a row is so far from all components that
        its density cannot be computed, or `alpha` is no level.
    DegenerateComponentError
        When a covariance is not positive definite.

    Notes
    -----
    The squared Mahalanobis distance of a row from the component that it came from has the
    chi-squared distribution with as many degrees of freedom as features (Mardia, Kent and Bibby
    1979, Multivariate Analysis, theorem 2.5.2). Two things make that an approximation here. The
    component is the most probable one, which where components overlap is also one that happens to
    be near: p-values are a little too large there. And the parameters were estimated, from the
    same rows where these are the ones fitted: an outlier has pulled its component towards itself,
    and in a component of n rows no squared distance can exceed n - 1. Both hide outliers rather
    than invent them. The reverse happens where one component lies inside another: rows of the wide
    one that fall beside the tight one may be most probable there, and then lie far out in it. So
    chance flags about as many normal rows as `expected` or fewer, and somewhat more where
    components are nested.

    The level is that of a single row. It is not divided by the number of rows (Bonferroni), which
    would hide all but the grossest outliers of a large table; `expected` says instead how many
    flagged rows are no news.

    Examples
    --------
    >>> found = low_density([[0.0], [1.96], [5.0]], Mixture([1.0], [[0.0]], [[[1.0]]]))
    >>> found.p_value.round(3), found.flagged
    (array([1.  , 0.05, 0.  ]), array([False, False,  True]))
    """
    if not 0.0 < alpha < 1.0:
        raise DataError(
            f"The level at which rows are flagged is {alpha:g}. Give one above 0 and below 1, such "
            f"as {ALPHA:g}."
        )
    rows = as_table(X, gaps=True)
    check_features(rows, mixture.n_features)
    if np.isnan(rows).any():
        return _of_what_is_there(rows, mixture, alpha)
    of_block = LogJoint(mixture).distances
    n, scales = len(rows), mixture.log_scales[:, None]
    components, distance2 = np.empty(n, dtype=np.intp), np.empty(n)
    p_value, log_density = np.empty(n), np.empty(n)
    is_noise = np.zeros(n, dtype=bool)

    def fill(block: slice) -> tuple[()]:
        distances, _ = of_block(rows[block].T)
        joint = scales - 0.5 * distances
        components[block] = joint.argmax(axis=0)
        distance2[block] = np.take_along_axis(distances, components[None, block], axis=0)[0]
        p_value[block] = chdtrc(mixture.n_features, distance2[block])
        resp, log_density[block] = normalize(joint, mixture.noise)
        if mixture.noise is not None:
            is_noise[block] = assigned(resp.T) == NOISE
        return ()

    with np.errstate(over="ignore", invalid="ignore"):  # the row is named below
        sum_over_blocks(fill, n, 2 * mixture.means.size)
    LogJoint.refuse_beyond(log_density[:, None])
    flagged = (p_value < alpha) & ~is_noise
    expected = alpha * int(np.count_nonzero(~is_noise))
    found = components, distance2, p_value, log_density, flagged
    return LowDensity(*found, alpha, expected, is_noise)


def _of_what_is_there(rows: np.ndarray, mixture: Mixture, alpha: float) -> LowDensity:
    """Of rows with gaps: distances in the features that they have, the degrees of freedom.

    A row without any value is no outlier.
    """
    resp, density = normalized_of(rows, mixture)
    of_components = normalized_of(rows, mixture.with_noise(None))[0] if mixture.noise else resp
    components = of_components.argmax(axis=0)
    distance2 = distances_of(rows, mixture)[np.arange(len(rows)), components]
    n_there = (~np.isnan(rows)).sum(axis=1)
    p_value = np.where(n_there > 0, chdtrc(np.maximum(n_there, 1), distance2), 1.0)
    is_noise = assigned(resp.T) == NOISE
    flagged = (p_value < alpha) & ~is_noise
    expected = alpha * int(np.count_nonzero((n_there > 0) & ~is_noise))
    return LowDensity(components, distance2, p_value, density, flagged, alpha, expected, is_noise)


@as_annotated
def say_low_density(found: LowDensity) -> str:
    """Return how many rows were flagged, and how many would be by chance.

    Parameters
    ----------
    found : LowDensity

    Returns
    -------
    str

    Examples
    --------
    >>> say_low_density(low_density([[0.0], [1.96], [5.0]], Mixture([1.0], [[0.0]], [[[1.0]]])))
    '1 of 3 rows lies farther from its component than all but 0.1 % of the rows of a normal
    distribution do (p < 0.001). By chance about 0.003 would.'
    """
    n_flagged, n_noise = int(found.flagged.sum()), int(found.is_noise.sum())
    n = len(found.flagged) - n_noise
    verb, whose = (
        plural(n_flagged, "lies", "lie"),
        plural(n_flagged, "its component", "their components"),
    )
    count = f"{n_flagged:,}" if n_flagged else "None"
    chance = f"{found.expected:,.0f}" if found.expected >= 10 else f"{found.expected:.2g}"
    return (
        f"{count} of {counted(n, 'row')} {verb} farther from {whose} than all but "
        f"{100 * found.alpha:g} % of the rows of a normal distribution do "
        f"(p < {found.alpha:g}). By chance about {chance} would.{_not_counted(n_noise)}"
    )


def _not_counted(n_noise: int) -> str:
    if not n_noise:
        return ""
    verb = plural(n_noise, "is of no component and is", "are of no component and are")
    return f" {counted(n_noise, 'row')} of noise {verb} not counted."
