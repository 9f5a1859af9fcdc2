"""M-steps of the structures that share their axes and not their shapes: EVE and VVE."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import numpy as np

from gmm_core.maximisation.closed_form import CLOSED_FORM
from gmm_core.maximisation.descents import descent, descents_abreast
from gmm_core.maximisation.turned_axes import (
    EitherVolume,
    Objective,
    best_variances,
    one_volume,
    own_volumes,
    seen,
)
from gmm_core.maximisation.volumes import OWN_VOLUMES
from gmm_core.scatter import MStep, along, relative_eigenvalues, variances

_MOST_OWN = 2  # a third leads lower in two of a hundred partitions, for a third more work


def common_orientation(
    scatter: np.ndarray,
    resp_sum: np.ndarray,
    objective: Callable[[np.ndarray, np.ndarray, int], Objective],
    starts: Iterable[np.ndarray],
) -> np.ndarray:
    """Return the covariances of common axes at the lowest minimum of `objective` from the `starts`.

    There may be several minima, so that one start may not do. What is found is no higher than any
    of the starts, which are orthogonal axes (d, d).
    """
    ends = (descent(scatter, resp_sum, objective, axes) for axes in starts)
    lowest = min(ends, key=lambda view: view.objective.value)
    return along(lowest.axes, best_variances(lowest))


def _axes_of(covariances: np.ndarray) -> np.ndarray:
    """Common axes of `covariances`: those of a sum, in which no two eigenvalues meet by chance."""
    *fits, k, d, _ = covariances.shape
    factors = np.sqrt(np.arange(2.0, k + 2.0)) / variances(covariances).sum(axis=-1)
    summed = factors[..., None, :] @ covariances.reshape(*fits, k, d * d)
    return np.linalg.eigh(summed.reshape(*fits, d, d))[1]


def _own_axes(scatter, resp_sum):
    """Axes of each component that has a volume; of a flat one, the likelihood has no bound."""
    has_volume = (relative_eigenvalues(scatter, resp_sum) > 0).all(axis=1)
    return np.linalg.eigh(scatter[has_volume])[1]


def _starts(scatter, resp_sum, objective, nested):
    """The lowest of the axes that all share, and the lowest few of those of one component.

    No axes of a nested structure are then better, and the work does not grow with components.
    """

    def height(axes):
        return seen(scatter, resp_sum, objective, axes).objective.value

    shared = [np.eye(scatter.shape[1]), *(_axes_of(m_step(scatter, resp_sum)) for m_step in nested)]
    own = sorted(_own_axes(scatter, resp_sum), key=height)
    return [min(shared, key=height), *own[:_MOST_OWN]]


def _m_step(scatter, resp_sum, previous, objective, nested):
    """The M-step of one mixture, or of a stack whose mixtures before are known."""
    if scatter.ndim > 3:
        return with_common_axes(
            scatter, resp_sum, previous, np.full(len(scatter), objective is one_volume)
        )
    if len(scatter) == 1 or not (variances(scatter).sum(axis=-1) > 0).all():
        return scatter / resp_sum[:, None, None]
    if previous is None:
        starts = _starts(scatter, resp_sum, objective, nested)
    else:
        starts = [_axes_of(previous)]
    return common_orientation(scatter, resp_sum, objective, starts)


def with_common_axes(
    scatter: np.ndarray, resp_sum: np.ndarray, previous: np.ndarray, has_one_volume: np.ndarray
) -> np.ndarray:
    """Return the M-steps of a stack, of EVE where there is one volume and of VVE elsewhere.

    Scatter over its rows where a component has no spread, or is alone.
    """
    bounded = (variances(scatter).sum(axis=-1) > 0).all(axis=-1)
    if scatter.shape[1] == 1 or not bounded.all():
        made = scatter / resp_sum[..., None, None]
        if scatter.shape[1] > 1 and bounded.any():
            some = (values[bounded] for values in (scatter, resp_sum, previous, has_one_volume))
            made[bounded] = with_common_axes(*some)
        return made
    objective = EitherVolume(has_one_volume)
    axes, spread = descents_abreast(scatter, resp_sum, objective, _axes_of(previous))
    return along(axes[:, None], spread)


def _eve(scatter, resp_sum, previous=None):
    """One volume, shapes of their own, one orientation."""
    return _m_step(scatter, resp_sum, previous, one_volume, (CLOSED_FORM["EEE"],))


def _vve(scatter, resp_sum, previous=None):
    """Volumes and shapes of their own, one orientation."""
    nested = (CLOSED_FORM["EEE"], OWN_VOLUMES["VEE"], _eve)
    return _m_step(scatter, resp_sum, previous, own_volumes, nested)


COMMON_ORIENTATION: Mapping[str, MStep] = MappingProxyType({"EVE": _eve, "VVE": _vve})
