"""Where EM ends from other starts, for a person who has placed the means by hand."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from gmm_core.checked import as_annotated
from gmm_core.em import Run
from gmm_core.errors import GMMError
from gmm_core.expectation import Data
from gmm_core.fitting import Settings, fit_run
from gmm_core.starts import INITIALIZERS
from gmm_core.wording import counted
from gmm_core.written_numbers import number

COMPARED = ("auto", "kmeans")
OF_SCIKIT_LEARN = ("full", "tied", "diag", "spherical")


@as_annotated
def from_here(run: Run) -> str:
    """Return where EM ends from means that were placed.

    Parameters
    ----------
    run : Run
        From those means.

    Returns
    -------
    str
        With the log-likelihood, in nats.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> from_here(fit_run(X, Settings(2, means=((1.0,), (9.0,)))))
    'From these means EM ends at −5.676 after 2 iterations.'
    """
    end, iterations = number(run.log_likelihood), counted(run.n_iter, "iteration")
    return f"From these means EM ends at {end} after {iterations}."


@as_annotated
def other_ends(X: np.ndarray | Data, settings: Settings, log_jacobian: float = 0.0) -> str:
    """Return where EM ends from other starts.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features), or Data
        Of rows with weights, which scikit-learn does not take, its end is not said.
    settings : Settings
        Whatever start they name.
    log_jacobian : float
        As in `fit_run`.

    Returns
    -------
    str
        Log-likelihoods in nats. scikit-learn's is at its defaults: one start from k-means, and a
        tolerance that may stop on a plateau.

    Examples
    --------
    >>> other_ends(np.array([[0.0], [1.0], [10.0], [11.0]]), Settings(2))
    'From other starts it ends at: best of several, −5.676 after 2; k-means, −5.676 after 2;
    scikit-learn at its defaults, −5.676 after 2.'
    """
    data = Data.of(X)
    ends = [
        f"{INITIALIZERS[init].title}, {_end(data, settings, init, log_jacobian)}"
        for init in COMPARED
    ]
    comparable = settings.covariance_type in OF_SCIKIT_LEARN and not (
        settings.standardise or settings.prior or settings.noise or data.counts is not None
    )
    if comparable and data.weights is None:
        peer = _end_of_scikit_learn(data.X, settings, log_jacobian)
        ends.append(f"scikit-learn at its defaults, {peer}")
    return f"From other starts it ends at: {'; '.join(ends)}."


def _end(data: Data, settings: Settings, init: str, log_jacobian: float) -> str:
    try:
        asked = replace(settings, init=init, means=None)
        run = fit_run(data, asked, log_jacobian=log_jacobian)
    except GMMError:
        return "nowhere, a component collapses"
    return f"{number(run.log_likelihood)} after {run.n_iter}"


def _end_of_scikit_learn(X: np.ndarray, settings: Settings, log_jacobian: float) -> str:
    peer = GaussianMixture(
        settings.n_components,
        covariance_type=settings.covariance_type,  # pyright: ignore[reportArgumentType]
        random_state=settings.seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        try:
            peer.fit(X)
        except ValueError:
            return "nowhere, a component collapses"
    end = len(X) * float(peer.score(X)) + log_jacobian
    return f"{number(end)} after {peer.n_iter_}"
