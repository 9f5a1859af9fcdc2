"""The evidence lower bound that an M-step raises, from the sufficient statistics alone.

Whatever responsibilities r the rows are given, the log-likelihood of a mixture is at least
sum r log(weight x density) - sum r log r (Neal and Hinton 1998, "A view of the EM algorithm that
justifies incremental, sparse, and other variants", in Learning in Graphical Models). The E-step
raises this bound until it touches the log-likelihood; the M-step raises it again with r held, and
the log-likelihood rises at least as far.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from gmm_core.em import Run, State
from gmm_core.expectation import Statistics, form_of
from gmm_core.mixture import Mixture


def expected_log_joint(statistics: Statistics, mixture: Mixture) -> float:
    """Return the expected complete-data log-likelihood of the rows under `mixture`, in nats.

    sum r log(weight x density), over rows and components; Q of Dempster, Laird and Rubin (1977).
    NaN where the scatter that is meant does not tell it: the total scatter wants covariances that
    are all equal, and diagonals want covariances without tilt.
    """
    if not _tells(statistics, mixture):
        return float("nan")
    held = statistics.resp_sum
    gaps = mixture.whitener.of_gaps(statistics.resp_means - mixture.means)
    about_own_mean = mixture.whitener.traces(statistics.matrices)
    squares = about_own_mean + held * np.einsum("kj,kj->k", gaps, gaps)
    some = held > 0  # a component of weight zero that holds no rows adds nothing
    of_noise = max(statistics.weight - float(held.sum()), 0.0) if mixture.noise else 0.0
    rest = of_noise * mixture.noise.log_product if mixture.noise and of_noise > 0 else 0.0
    return float(held[some] @ mixture.log_scales[some] - 0.5 * squares.sum()) + rest


def lower_bounds(run: Run) -> np.ndarray:
    """Return the evidence lower bound after the M-step that gave each state of a run, in nats.

    Returns
    -------
    ndarray of shape (n_iter + 1,)
        Entry t is that of the mixture of state t with the responsibilities of the state before,
        between the log-likelihoods of the two as long as no floor acts. Entry 0 is NaN, as there
        are no responsibilities yet. So is an entry after a state without statistics, and entry 1
        of a run whose start is not of the covariance structure that is fitted, where the scatter
        that was computed does not tell it; see `expected_log_joint`.

    Notes
    -----
    Where there is a prior its logarithm is added to both, as to the log-likelihood: the bound is
    then one of the log-posterior.

    The E-step leaves no gap between bound and log-likelihood (Neal and Hinton 1998), so the bound
    after the M-step is the log-likelihood before it and what Q has gained. The entropy of the
    responsibilities, which the statistics do not hold, is the same on both sides.

    Examples
    --------
    >>> from gmm_core import run
    >>> start = Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> found = run([[0.0], [0.5], [4.0], [5.0]], start, max_iter=2)
    >>> lower_bounds(found).round(2).tolist(), found.log_likelihoods.round(2).tolist()
    ([nan, -8.22, -6.54], [-17.87, -7.75, -6.14])
    """
    bounds = np.full(len(run.states), np.nan)
    bounds[1:] = [_bound_between(before, after) for before, after in pairwise(run.states)]
    return bounds


def _bound_between(before: State, after: State) -> float:
    if before.statistics is None:
        return float("nan")
    old, new = (expected_log_joint(before.statistics, each.mixture) for each in (before, after))
    return before.log_posterior + (new - old) + (after.log_prior - before.log_prior)


def _tells(statistics: Statistics, mixture: Mixture) -> bool:
    """Whether the scatter that is meant holds all that the densities of the mixture read."""
    if statistics.moments == "full":
        return True
    of_one = form_of(mixture) == "total" or "total" not in statistics.moments
    along_axes = not mixture.matrices.tilted or "diagonal" not in statistics.moments
    return of_one and along_axes
