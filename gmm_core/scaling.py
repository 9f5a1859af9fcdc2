"""Standardised coordinates: fit in them, and see the result in the units of the data."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gmm_core.states import Run, State


@dataclass(frozen=True, eq=False)
class Scaling:
    """The affine map x -> (x - shift) / scale, feature by feature.

    Parameters
    ----------
    shift : ndarray of shape (n_features,)
        In the units of the features.
    scale : ndarray of shape (n_features,)
        Positive, in the units of the features.

    Examples
    --------
    >>> X = np.array([[0.0], [4.0]])
    >>> standardising(X).apply(X)
    array([[-1.],
           [ 1.]])
    """

    shift: np.ndarray
    scale: np.ndarray

    def apply(self, X: np.ndarray) -> np.ndarray:
        """Return `X` in scaled coordinates, shape (n_samples, n_features)."""
        return (X - self.shift) / self.scale

    def undo(self, run: Run) -> Run:
        """Return `run` in the units of the data; log-likelihoods become densities in them.

        log L(X) = log L((X - b) / a) - n sum(log a).
        """
        log_jacobian = run.weight * float(np.log(self.scale).sum())

        def in_units(state: State) -> State:
            kept = state.statistics
            return replace(
                state,
                mixture=state.mixture.affine(self.scale, self.shift),
                log_likelihood=state.log_likelihood - log_jacobian,
                statistics=kept and kept.affine(self.scale, self.shift),
            )

        return replace(run, states=tuple(map(in_units, run.states)))


def standardising(X: np.ndarray) -> Scaling:
    """Return the scaling that gives every feature mean 0 and standard deviation 1.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)

    Returns
    -------
    Scaling
        A feature without spread keeps its scale.

    Examples
    --------
    >>> standardising(np.array([[0.0], [4.0]])).scale
    array([2.])
    """
    constant = np.ptp(X, axis=0) == 0  # exact, where a standard deviation rounds
    return Scaling(X.mean(axis=0), np.where(constant, 1.0, X.std(axis=0)))
