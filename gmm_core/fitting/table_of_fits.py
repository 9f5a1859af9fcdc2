"""A table of fits, and one of its fits as it stands there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.em import Run, State
from gmm_core.errors import DataError
from gmm_core.expectation import Data, statistics_of
from gmm_core.fitting.settings import Grid, Settings
from gmm_core.maximisation import covariance_structure
from gmm_core.selection import CLARITY, CRITERIA, Cell, Selection, select_model
from gmm_core.sources import Source, source_of
from gmm_core.wording import counted, plural


@as_annotated
def fitted_grid(
    X: np.ndarray | Data | Source, settings: Settings, *, log_jacobian: float = 0.0, **select: Any
) -> Selection:
    """Return the table of fits that `settings` name; `select` are further arguments of it.

    With a log-Jacobian as in `fit_run`.

    Raises
    ------
    DataError
        When the rows can be fitted with none of the structures.
    """
    grid = settings.grid or Grid(1, ())
    data = source_of(X, missing=settings.missing)
    found = select_model(
        data,
        range(1, grid.most + 1),
        grid.structures,
        [*CRITERIA, *CLARITY],
        tol=settings.tol,
        max_iter=settings.max_iter,
        thorough=grid.thorough,
        random_state=settings.seed,
        prior=settings.prior,
        noise=settings.noise,
        **select,
    )
    return found.with_log_jacobian(log_jacobian, data.weight)


@as_annotated
def taken_from(selection: Selection, data: Data | Source, settings: Settings) -> Run:
    """Return a fit of a table as a run: of one state, since it is at its end.

    Raises
    ------
    DataError
        When the table has no such fit, or knows nothing of a setting.
    """
    cell = _cell(selection, settings)
    assert cell.ascent is not None
    mixture = cell.ascent.mixture
    (statistics,) = data.total(statistics_of, [mixture], settings.model.structure.moments)
    log_prior = replace(settings, noise=False).model_of(data).log_prior(mixture)
    state = State(0, mixture, cell.log_likelihood, (), statistics, log_prior)
    converged = cell.ascent.converged
    run = Run((state,), converged, "converged" if converged else "max_iter", data.weight)
    return run if data.is_labelled else run.in_view_order()


def _cell(selection: Selection, settings: Settings) -> Cell:
    """The cell that is asked for, if a fit stands there."""
    if settings.standardise or settings.floor:
        raise DataError(
            "The fits of a table are made in the units of the data, without a covariance floor. "
            "Switch these off, or choose another start."
        )
    structure, k = covariance_structure(settings.covariance_type), settings.n_components
    what = f"{counted(k, 'component')} with {structure.name} {plural(k, 'covariance')}"
    known = (structure.letters, structure.letters[0])  # of one feature only the first
    found = (cell for cell in selection.cells.values() if cell.letters in known)
    cell = next((cell for cell in found if cell.n_components == k), None)
    if cell is None:
        raise DataError(
            f"The table of fits has none of {what}. Extend it, or choose another start."
        )
    if cell.ascent is None:
        raise DataError(
            f"In the table of fits there is none of {what}: {cell.status}. Choose another cell."
        )
    return cell
