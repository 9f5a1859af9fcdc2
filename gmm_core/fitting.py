"""From rows and settings to a run, as a person asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gmm_core.checks import check_fit
from gmm_core.collapse import collapse_at
from gmm_core.data import Data
from gmm_core.em import run
from gmm_core.initialization import initialize
from gmm_core.scaling import standardising
from gmm_core.states import Run, State
from gmm_core.trials import Model


@dataclass(frozen=True)
class Settings:
    """All that a fit depends on beside the rows.

    Parameters
    ----------
    n_components : int
    covariance_type : str
    init : str
        A name of the registry of starts.
    seed : int
        Of the start's random numbers.
    floor : float
        Covariance floor: least variance in any direction, as a share of the variance of all the
        data, from 0 (off) to below 1.
    standardise : bool
        Fit with every feature scaled to standard deviation 1. The result is in the units of
        the data all the same.
    tol : float
        Converged when all iterations to come are estimated to gain less, in nats a row.
    max_iter : int
    """

    n_components: int
    covariance_type: str = "full"
    init: str = "auto"
    seed: int = 0
    floor: float = 0.0
    standardise: bool = False
    tol: float = 1e-6
    max_iter: int = 1000


def fit_run(
    X: np.ndarray,
    settings: Settings,
    *,
    names: Sequence[str] | None = None,
    on_state: Callable[[State], None] | None = None,
) -> Run:
    """Return the run that `settings` ask for, its components in the order people see them.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    settings : Settings
    names : sequence of str, optional
        Names of the features, for messages.
    on_state : callable, optional
        Called with every state as it is reached; for progress.

    Returns
    -------
    Run
        In the units of `X`.

    Raises
    ------
    DataError
        When the rows cannot be fitted as asked.
    DegenerateComponentError
        When a component collapses on the way.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> fit_run(X, Settings(2)).mixture.means.round(3).ravel().tolist()
    [0.5, 10.5]
    """
    kind, floor = settings.covariance_type, settings.floor
    check_fit(X, settings.n_components, kind, names=names, floor=floor)
    scaling = standardising(X) if settings.standardise else None
    rows = scaling.apply(X) if scaling else X
    data, model = Data(rows), Model(kind, floor=floor)
    statistics = initialize(
        rows, settings.n_components, settings.init, random_state=settings.seed, model=model
    )
    with collapse_at(0):
        start = model.m_step(statistics)
    found = run(
        data,
        start,
        covariance_type=kind,
        tol=settings.tol,
        max_iter=settings.max_iter,
        floor=floor,
        on_state=on_state,
    )
    return in_view_order(scaling.undo(found) if scaling else found)


def in_view_order(run: Run) -> Run:
    """Return `run` with the components of all states listed in the order of its last mixture.

    Parameters
    ----------
    run : Run

    Returns
    -------
    Run

    Examples
    --------
    >>> from gmm_core import Mixture
    >>> start = Mixture([0.5, 0.5], [[9.0], [1.0]], [[[1.0]], [[1.0]]])
    >>> fit = run([[0.0], [1.0], [10.0], [11.0]], start)
    >>> in_view_order(fit).states[0].mixture.means.ravel().tolist()
    [1.0, 9.0]
    """
    order = run.mixture.view_order()
    place = np.argsort(order)

    def ordered(state: State) -> State:
        floored = tuple(sorted(int(place[component]) for component in state.floored))
        return replace(state, mixture=state.mixture.permuted(order), floored=floored)

    return replace(run, states=tuple(map(ordered, run.states)))
