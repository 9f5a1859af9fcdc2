"""When a component has collapsed: no rows are left to it, or they are flat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from gmm_core.errors import DegenerateComponentError, numbered_feature
from gmm_core.expectation import Statistics
from gmm_core.mixture import Mixture

EPS = float(np.finfo(float).eps)
FLAT = 4 * EPS  # least eigenvalue, times features, at the scale of all data
TURNED = 128 * FLAT  # where rotation upon rotation has led to the axes, and each has rounded
TRACE = 10 * EPS  # rows that an empty component counts as; as many as in scikit-learn


@contextmanager
def collapse_at(iteration: int) -> Iterator[None]:
    """Let a collapse inside say in which iteration it happened; 0 is the start."""
    try:
        yield
    except DegenerateComponentError as error:
        raise error.at(iteration) from None


def refuse_empty(statistics: Statistics) -> None:
    """Raise for the component that holds least, where that is nothing but rounding."""
    held = float(np.minimum.reduce(statistics.resp_sum))
    if held <= EPS * statistics.weight:
        raise DegenerateComponentError(int(statistics.resp_sum.argmin()), held)


def with_empty_kept(statistics: Statistics, previous: Mixture | None) -> Statistics:
    """Let a component without rows keep a trace of weight, where it was or amid all rows."""
    least = EPS * statistics.weight
    if not float(np.minimum.reduce(statistics.resp_sum)) <= least:
        return statistics
    empty = statistics.resp_sum <= least
    middle = statistics.resp_sum @ statistics.resp_means / statistics.resp_sum.sum()
    means = middle if previous is None else previous.means
    return Statistics(
        statistics.weight,
        np.maximum(statistics.resp_sum, TRACE),
        np.where(empty[:, None], means, statistics.resp_means),
        statistics.matrices.times(np.where(empty, 0.0, 1.0)),
        statistics.log_likelihood,
        statistics.moments,
    )


def refuse_flat(mixture: Mixture, statistics: Statistics, rounding: float = FLAT) -> None:
    """Raise for the first covariance that is singular, to rounding at the scale of all data."""
    limit = mixture.n_features * rounding
    if _clearly_spread(mixture, limit):
        return
    total = total_variances(statistics)
    deviations = np.sqrt(np.where(total > 0, total, 1.0))
    flat = mixture.matrices.scaled(1.0 / deviations).eigenvalues()[:, 0] < limit
    if flat.any():
        component = int(np.argmax(flat))
        held = float(statistics.resp_sum[component])
        still = mixture.variances[component] <= limit * total
        flat_in = [] if still.all() else np.flatnonzero(still).tolist()
        raise DegenerateComponentError(component, held, constant=[*map(numbered_feature, flat_in)])


def total_variances(statistics: Statistics) -> np.ndarray:
    """Return the variances of all rows, (d,), whichever component holds them; 0 without spread."""
    share = statistics.resp_sum / statistics.resp_sum.sum()
    gaps = statistics.resp_means - statistics.resp_means[0]
    mean = share @ gaps
    within = statistics.matrices.diagonals.sum(axis=0) / statistics.resp_sum.sum()
    total = within + share @ (gaps * gaps) - mean * mean
    return np.maximum(total, 0.0)


def _clearly_spread(mixture: Mixture, limit: float) -> bool:
    """Whether no eigenvalue can be below `limit` of the scale; what is not clear is looked at.

    The smallest eigenvalue is at least 1 / trace of the inverse, all of which add up to the rows of
    the whitening squared; a feature varies by no more than it does about the first mean.
    """
    gaps = mixture.means - mixture.means[0]
    most = mixture.weights @ (mixture.variances + gaps * gaps)
    try:
        return bool(np.vdot(mixture.whitener.row_squares, most) * limit < 1.0)
    except DegenerateComponentError:
        return False
