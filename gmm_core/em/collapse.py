"""When a component has collapsed: no rows are left to it, or they are flat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Statistics
from gmm_core.mixture import Mixture
from gmm_core.scatter import variances

EPS = float(np.finfo(float).eps)


@contextmanager
def collapse_at(iteration: int) -> Iterator[None]:
    """Let a collapse say in which iteration it happened.

    Parameters
    ----------
    iteration : int
        0 is the start.

    Raises
    ------
    DegenerateComponentError
        The one that was raised inside, with the iteration.
    """
    try:
        yield
    except DegenerateComponentError as error:
        raise error.at(iteration) from None


def refuse_empty(statistics: Statistics) -> None:
    """Raise when a component holds no rows.

    Parameters
    ----------
    statistics : Statistics

    Raises
    ------
    DegenerateComponentError
        For the component that holds least, where that is nothing but rounding.

    Examples
    --------
    >>> refuse_empty(Statistics.from_responsibilities([[0.0], [2.0]], [[1.0], [1.0]]))
    """
    emptiest = int(statistics.resp_sum.argmin())
    held = float(statistics.resp_sum[emptiest])
    if held <= EPS * statistics.weight:
        raise DegenerateComponentError(emptiest, held)


def refuse_flat(mixture: Mixture, statistics: Statistics) -> None:
    """Raise when a covariance is singular to within rounding, at the scale of all the data.

    Parameters
    ----------
    mixture : Mixture
    statistics : Statistics
        Those that gave the mixture.

    Raises
    ------
    DegenerateComponentError
        For the first component that does not spread in every direction.

    Examples
    --------
    >>> statistics = Statistics.from_responsibilities([[0.0], [2.0]], [[1.0, 0.0], [0.0, 1.0]])
    >>> refuse_flat(Mixture([0.5, 0.5], [[0.0], [2.0]], [[[1e-20]], [[1.0]]]), statistics)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DegenerateComponentError: Component 1 collapsed: the 1 row that it holds does
    not spread in every direction, so the likelihood has no bound. Use fewer components, a tied or
    spherical covariance, another start or seed, or a covariance floor above 0.
    """
    limit = 4 * mixture.n_features * EPS
    if _clearly_spread(mixture, limit):
        return
    total = total_variances(statistics)
    deviations = np.sqrt(np.where(total > 0, total, 1.0))
    relative = mixture.covariances / (deviations[:, None] * deviations)
    flat = np.linalg.eigvalsh(relative)[:, 0] < limit
    if flat.any():
        component = int(np.argmax(flat))
        raise DegenerateComponentError(component, float(statistics.resp_sum[component]))


def total_variances(statistics: Statistics) -> np.ndarray:
    """Return the variances of all rows, whichever component holds them.

    Parameters
    ----------
    statistics : Statistics

    Returns
    -------
    ndarray of shape (n_features,)
        In squared units of the features; 0 for a feature without spread.

    Examples
    --------
    >>> total_variances(Statistics.from_responsibilities([[0.0], [2.0]], [[1, 0], [0, 1]]))
    array([1.])
    """
    share = statistics.resp_sum / statistics.resp_sum.sum()
    gaps = statistics.resp_means - statistics.resp_means[0]
    mean = share @ gaps
    within = variances(statistics.scatter).sum(axis=0) / statistics.resp_sum.sum()
    total = within + share @ (gaps * gaps) - mean * mean
    return np.maximum(total, 0.0)


def _clearly_spread(mixture: Mixture, limit: float) -> bool:
    """Whether no eigenvalue can be below `limit` of the scale; what is not clear is looked at.

    The smallest eigenvalue is at least 1 / trace of the inverse, and a feature varies by less than
    its variances and its squared distances between means together.
    """
    gaps = mixture.means - mixture.means[0]
    most = np.einsum("ki->i", mixture.variances) + np.einsum("ki,ki->i", gaps, gaps)
    try:
        with np.errstate(over="ignore"):  # infinite is not clearly spread, and no accident
            return bool((mixture.precision_diagonals @ most).max() * limit < 1.0)
    except DegenerateComponentError:
        return False
