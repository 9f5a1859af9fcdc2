"""From rows and settings to a run, as a person asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.em import History, Model, Run, State, Stop, check_fit, run_until
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, Statistics
from gmm_core.fitting.placed_means import placed_means
from gmm_core.fitting.settings import Settings
from gmm_core.fitting.table_of_fits import fitted_grid, taken_from
from gmm_core.mixture import Mixture, Scaling, standardising
from gmm_core.sources import Source
from gmm_core.starts import from_means, initialize, without_noise

if TYPE_CHECKING:  # a fit does not need pandas
    from gmm_core.table import Rows


@as_annotated
def data_of(rows: Rows) -> Data:
    """Return the rows of a table as EM takes them: with weights, gaps and known classes, if any.

    Examples
    --------
    >>> from pandas import DataFrame
    >>> from gmm_core.table import complete_rows
    >>> frame = DataFrame({"x": [1.0, 2.0, None], "y": [None, 3.0, None]})
    >>> type(data_of(complete_rows(frame, ["x", "y"], missing="ml"))).__name__
    'Gapped'
    """
    data = Data.of(rows.X, rows.weights, missing="ml" if rows.gaps else "refuse")
    return data if rows.components is None else data.with_known(rows.components)


@as_annotated
def fit_run(
    X: np.ndarray | Data | Source,
    settings: Settings,
    *,
    names: Sequence[str] | None = None,
    on_state: Callable[[State], None] | None = None,
    up_to_collapse: bool = False,
    log_jacobian: float = 0.0,
) -> Run:
    """Return the run that `settings` ask for, its components in the order people see them.

    Where a person has placed the means, that is the order in which they were placed; where the
    component of some rows is known, it is the one that these say.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features), Data or Source
        Data and sources may have weights; see `source_of`.
    settings : Settings
    names : sequence of str, optional
        Names of the features, for messages.
    on_state : callable, optional
        Called with every state as it is reached; for progress.
    up_to_collapse : bool
        Return the states before a collapse, where there are any, in place of an error.
    log_jacobian : float
        Sum of log |dy/dx| over the rows, in nats, where `X` is made of other values, such as
        their logarithms: log-likelihoods are then given in the units of those.

    Returns
    -------
    Run
        In the units of `X`; its ``collapse`` is the error that ended it, if one did.

    Raises
    ------
    DataError
        When the rows cannot be fitted as asked, or means that are placed do not fit them.
    DegenerateComponentError
        When a component collapses on the way.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> fit_run(X, Settings(2)).mixture.means.round(3).ravel().tolist()
    [0.5, 10.5]
    """
    ask = {"names": names, "missing": settings.missing}
    data = check_fit(X, settings.n_components, settings.model, **ask)
    if settings.grid is not None:
        table = fitted_grid(data, settings, names=names, log_jacobian=log_jacobian)
        return taken_from(table, data, settings)
    placed = placed_means(data.n_features, settings, names)
    data, scaling = _scaled(data) if settings.standardise else (data, None)
    model = settings.model_of(data)
    means = scaling.apply(placed) if scaling and placed is not None else placed
    start = model.start(_begun(data, settings, model, means)).with_noise(model.noise)
    found = _run(data, start, model, settings.stop, on_state)
    found = found.affine(scaling.scale, scaling.shift, data.counts) if scaling else found
    are_named = placed is not None or data.is_labelled
    found = found if are_named else found.in_view_order()
    found = found.with_log_jacobian(log_jacobian)
    if found.collapse is not None and not up_to_collapse:
        raise found.collapse
    return found


def _scaled(data: Data | Source) -> tuple[Data, Scaling]:
    """The rows with every feature scaled to standard deviation 1, and how they were."""
    if isinstance(data, Source):
        raise DataError("Rows in pieces are not standardised. Switch it off, or scale them.")
    scaling = standardising(data.X, data.weights)
    return data.with_rows(scaling.apply(data.X), data.weights), scaling


def _begun(
    data: Data | Source, settings: Settings, model: Model, means: np.ndarray | None
) -> Statistics:
    """The statistics of the first M-step: of means that are given, or of the start by its name."""
    if means is not None:
        return from_means(data.sample, means, moments=model.structure.moments)
    k = settings.n_components
    begun = data if model.noise is None else without_noise(data.sample, k)
    return initialize(begun, k, settings.init, random_state=settings.seed, model=model)


def _run(
    data: Data | Source,
    start: Mixture,
    model: Model,
    stop: Stop,
    on_state: Callable[[State], None] | None,
) -> Run:
    """The run from a start to its end, or up to a collapse."""
    history = History("all")
    try:
        return run_until(data, start, model, stop, on_state, history)
    except DegenerateComponentError as collapse:
        if not history.states:
            raise
        return history.run("collapsed", data.weight, collapse)
