"""When EM has converged: what it still has to gain, from its last three log-likelihoods."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from gmm_core.checked import check_whole, is_number
from gmm_core.errors import DataError
from gmm_core.wording import shown

# Rounding of a log-likelihood, relative to its size. Its terms are each right to a few units in the
# last place, and are added in blocks; another order of the rows was seen to change it by 3 units.
NOISE = 8 * sys.float_info.epsilon


# Nats a row by which no step of EM lowers the log-likelihood, whatever its tolerance.
LEAST_FALL = 1e-8

# A run that short fits carry on has ended, too, when as many of its steps in a row have gained less
# than the tolerance each. Where steps shrink to 0.96 of the one before or faster, the estimate of
# all steps to come is the first to say so.
PATIENCE = 100


@dataclass(frozen=True)
class Stop:
    """When a run ends; checked once.

    Parameters
    ----------
    tol : float
        The run has converged when the log-likelihood is estimated to rise by less than `tol`
        nats a row in all iterations to come; see `remaining_gain`. 0 takes all iterations.
    max_iter : int
        Most iterations to take. Where a run is carried on by fits of fewer than a hundred, one
        after another, it has also converged when a hundred steps in a row gained less than `tol`
        each, and the last no more than the first: who asks for so few at a time asks whether the
        next are worth it, and a slow run has ever more to gain in all. See `gains_little`.

    Raises
    ------
    DataError
        When `tol` is no finite number from 0 on, or `max_iter` no whole number from 1 on.

    Examples
    --------
    >>> Stop(max_iter=0)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: max_iter is 0. Give a whole number of at least 1.
    """

    tol: float = 1e-6
    max_iter: int = 1000

    # Log-likelihoods, at most, that tell whether a run has converged.
    read_back: ClassVar[int] = PATIENCE + 1

    def __post_init__(self):
        if not is_number(self.tol) or not 0 <= self.tol < float("inf"):
            raise DataError(f"tol is {shown(self.tol)}. Give a number of nats a row, not below 0.")
        check_whole("max_iter", self.max_iter, 1)

    @property
    def largest_fall(self) -> float:
        """How far, in nats a row, rounding may lower a log-likelihood that else never falls.

        Beyond it a covariance is so flat that its density is made of rounding.
        """
        return max(self.tol, LEAST_FALL)

    @property
    def is_short(self) -> bool:
        """Whether fewer iterations are taken than a run that is carried on is watched for."""
        return self.max_iter < PATIENCE

    def is_near(self, log_likelihoods: Sequence[float]) -> bool:
        """Return whether little is left to gain, by log-likelihoods in nats a row."""
        return has_converged(log_likelihoods, self.tol)


def remaining_gain(log_likelihoods: Sequence[float]) -> float:
    """Return the log-likelihood, in nats, that EM is estimated to gain after the last one.

    Parameters
    ----------
    log_likelihoods : sequence of float
        One for each state so far, in nats; only the last three are read.

    Returns
    -------
    float
        Infinite while that cannot be told: with fewer than three log-likelihoods, and while the
        changes still grow, as on a plateau that EM is leaving. Zero where the last change is
        within the rounding of the log-likelihood. Never less than the last change otherwise.

    Notes
    -----
    Aitken's acceleration: EM converges linearly, so changes c, ca, ca², ... follow the last change
    c, and ca / (1 - a) remains; a is the ratio of the last two changes. Böhning et al. (1994),
    Ann. Inst. Statist. Math. 46, 373-388; Lindsay (1995), Mixture Models: Theory, Geometry and
    Applications; McNicholas et al. (2010), Comput. Statist. Data Anal. 54, 711-723. Different
    from them:

    - a is at least 1/2. A first step takes off so much that any second one looks like the end.
    - Rounding is granted to both changes, against us: near 1, 1 - a is made of it otherwise.
    - A log-likelihood may fall, where a covariance floor makes it or where covariances are all but
      singular and rounding is larger than usual. It settles as a rising one does; one that rises
      and falls in turn moves about its end, by its last change.

    Changes that fade more slowly than any geometric sequence, c / t², are judged at half of what
    remains.

    Examples
    --------
    >>> round(remaining_gain([-14.0, -12.0, -11.0]), 9)
    1.0
    >>> remaining_gain([-12.0, -11.5, -10.0])
    inf
    """
    if len(log_likelihoods) < 3:
        return float("inf")
    first, second, third = log_likelihoods[-3], log_likelihoods[-2], log_likelihoods[-1]
    noise = NOISE * max(abs(third), 1.0)  # a sum near zero is one of terms that cancel
    before, change = second - first, third - second
    if abs(change) <= noise:
        return 0.0
    if change * before < 0:
        return abs(change)
    ratio = max((abs(change) + noise) / max(abs(before) - noise, noise), 0.5)
    return abs(change) * ratio / (1.0 - ratio) if ratio < 1.0 else float("inf")


def remaining_gains(log_likelihoods: np.ndarray) -> np.ndarray:
    """Return `remaining_gain` of many runs at once, (m,), from their last three (m, 3).

    Examples
    --------
    >>> remaining_gains(np.array([[-14.0, -12.0, -11.0], [-12.0, -11.5, -10.0]])).round(9)
    array([ 1., inf])
    """
    first, second, third = log_likelihoods.T
    noise = NOISE * np.maximum(np.abs(third), 1.0)
    before, change = second - first, third - second
    size = np.abs(change)
    ratio = np.maximum((size + noise) / np.maximum(np.abs(before) - noise, noise), 0.5)
    left = np.where(ratio < 1.0, size * ratio / (1.0 - ratio), np.inf)
    left = np.where(change * before < 0.0, size, left)
    return np.where(size <= noise, 0.0, left)


def has_converged(log_likelihoods: Sequence[float], tol: float) -> bool:
    """Return whether EM is estimated to gain less than `tol` nats from here on.

    Parameters
    ----------
    log_likelihoods : sequence of float
        One for each state so far, in nats; only the last three are read.
    tol : float
        In nats, of all rows together. 0 is never reached, so that all iterations are run.

    Returns
    -------
    bool

    Examples
    --------
    >>> has_converged([-14.0, -12.0, -11.0], 0.5), has_converged([-11.2, -11.1, -11.05], 0.5)
    (False, True)
    """
    return remaining_gain(log_likelihoods) < tol


def gains_little(log_likelihoods: Sequence[float], tol: float) -> bool:
    """Return whether each of the last hundred steps gained less than `tol`, and they do not grow.

    Growing ones are those of a plateau that EM is leaving.

    Parameters
    ----------
    log_likelihoods : sequence of float
        One for each state so far, in nats; only the last 101 are read.
    tol : float
        In nats, of all rows together.

    Returns
    -------
    bool

    Examples
    --------
    >>> gains_little([-1.0 / t for t in range(30, 131)], 1e-3)
    False
    >>> gains_little([-1.0 / t for t in range(40, 141)], 1e-3)
    True
    """
    if len(log_likelihoods) <= PATIENCE:
        return False
    changes = np.abs(np.diff(log_likelihoods[-PATIENCE - 1 :]))
    return bool((changes < tol).all() and changes[-1] <= changes[0])


def is_taken_up(earlier: Sequence[float], first: float) -> bool:
    """Whether a run that starts at `first` goes on where log-likelihoods have ended: same rows."""
    return bool(len(earlier)) and abs(earlier[-1] - first) <= NOISE * max(abs(first), 1.0)
