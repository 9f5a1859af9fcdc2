"""Larger models from the fits nested in them: what contains what, and how to start there."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gmm_core.em import e_step, m_step
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Statistics
from gmm_core.maximisation import covariance_structure, is_nested
from gmm_core.mixture import Mixture, responsibilities


def nested_types(covariance_type: str, among: Iterable[str]) -> tuple[str, ...]:
    """Return the covariance structures that `covariance_type` contains, itself left out.

    Parameters
    ----------
    covariance_type : str
    among : iterable of str
        Names of the covariance registry.

    Returns
    -------
    tuple of str
        In the order of `among`.

    Examples
    --------
    >>> nested_types("diag", ["spherical", "full", "diag"])
    ('spherical',)
    """
    outer = covariance_structure(covariance_type).name
    return tuple(
        inner
        for inner in among
        if covariance_structure(inner).name != outer and is_nested(inner, outer)
    )


def duplicated(mixture: Mixture) -> Mixture:
    """Return the same density with one component more: the heaviest stands there in two halves.

    It has the log-likelihood of `mixture` on any data and keeps every covariance structure, so a
    mixture of k + 1 components never has to fit worse than one of k.

    Parameters
    ----------
    mixture : Mixture

    Returns
    -------
    Mixture

    Examples
    --------
    >>> duplicated(Mixture([1.0], [[3.0]], [[[1.0]]])).weights
    array([0.5, 0.5])
    """
    heaviest = int(np.argmax(mixture.weights))
    twice = mixture.permuted([*range(mixture.n_components), heaviest])
    weights = twice.weights.copy()
    weights[[heaviest, -1]] /= 2.0
    return Mixture(weights, twice.means, twice.covariances)


def split(X: np.ndarray, mixture: Mixture, covariance_type: str) -> Mixture | None:
    """Return a mixture of one component more, with a component of `mixture` split in two.

    Each component is cut through its mean, across the direction in which its rows spread most
    in units of the features' standard deviations; the cut is kept whose M-step has the highest
    expected log-likelihood. Ueda, Nakano, Ghahramani and Hinton (2000) split by another measure.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    mixture : Mixture
    covariance_type : str
        The structure of the mixture that comes back.

    Returns
    -------
    Mixture or None
        None when no component can be split without a collapse.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> one = Mixture([1.0], [[5.5]], [[[25.0]]])
    >>> np.sort(split(X, one, "tied").means.ravel())
    array([ 0.5, 10.5])
    """
    whole = e_step(X, mixture)
    halves = _halves(X, mixture, whole)
    starts = [
        _m_step_or_none(_with_halves_of(j, whole, halves), covariance_type)
        for j in range(mixture.n_components)
    ]
    return max(filter(None, starts), key=_expected_log_likelihood, default=None)


def _halves(X: np.ndarray, mixture: Mixture, whole: Statistics) -> Statistics:
    """Statistics of 2 k components: the lower half of each, then the upper half of each."""
    scale = np.std(X, axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    longest = np.linalg.eigh(whole.scatter / np.outer(scale, scale))[1][:, :, -1]
    position = (X / scale) @ longest.T
    middle = np.einsum("kd,kd->k", whole.resp_means / scale, longest)
    lower = position < middle
    resp = responsibilities(X, mixture)
    return Statistics.from_responsibilities(X, np.hstack([resp * lower, resp * ~lower]))


def _with_halves_of(component: int, whole: Statistics, halves: Statistics) -> Statistics:
    """Statistics of k + 1 components: the two halves instead of the component."""
    k = len(whole.resp_sum)

    def exchanged(name: str) -> np.ndarray:
        kept = np.delete(getattr(whole, name), component, axis=0)
        return np.concatenate([kept, getattr(halves, name)[[component, k + component]]])

    return Statistics(
        whole.weight, exchanged("resp_sum"), exchanged("resp_means"), exchanged("scatter")
    )


def _m_step_or_none(statistics: Statistics, covariance_type: str) -> Mixture | None:
    try:
        return m_step(statistics, covariance_type)
    except DegenerateComponentError:
        return None


def _expected_log_likelihood(mixture: Mixture) -> float:
    """Per row, up to a constant: after an M-step the quadratic terms add up to d in every one."""
    half_log_det = 0.5 * np.linalg.slogdet(mixture.covariances)[1]
    return float(mixture.weights @ (np.log(mixture.weights) - half_log_det))
