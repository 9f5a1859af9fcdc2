"""From rows and settings to a run, as a person asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gmm_core.checked import LARGEST, as_annotated
from gmm_core.em import Ascent, History, Model, Run, State, Stop, check_fit, run_until
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, PartlyKnown, Statistics, statistics_of
from gmm_core.gaps import Missing
from gmm_core.maximisation import covariance_structure
from gmm_core.mixture import Mixture, Scaling, standardising
from gmm_core.selection import CLARITY, CRITERIA, Cell, Selection, select_model
from gmm_core.sources import Source, source_of
from gmm_core.starts import from_means, initialize, without_noise
from gmm_core.wording import counted, plural

if TYPE_CHECKING:  # a fit does not need pandas
    from gmm_core.table import Rows


@as_annotated
@dataclass(frozen=True)
class Grid:
    """A table of fits: 1 to `most` components with each of some covariance structures.

    With `thorough`, each fit is begun from several starts; see `select_model`.
    """

    most: int
    structures: tuple[str, ...]
    thorough: bool = False


@as_annotated
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
    means : tuple of tuples of float, optional
        The first means, one for each component, in the units of the data; ``init`` and ``seed``
        then say nothing. All components start with equal weights and one pooled covariance.
    grid : Grid, optional
        The table of fits from which this one is taken as it stands there, so that ``init`` says
        nothing.
    missing : {"refuse", "ml"}
        With "ml" rows with missing values (NaN) take part with what is there of them, by maximum
        likelihood; values are then taken to be missing at random, as `run` says.
    prior : bool
        Keep components from collapsing by a conjugate prior; see `Model.with_prior`.
    noise : bool
        Some rows may be of no component; see `Model.with_noise`.

    Raises
    ------
    DataError
        When a value is of another kind than it says here; ranges are checked by what uses them.
    """

    n_components: int
    covariance_type: str = "full"
    init: str = "auto"
    seed: int = 0
    floor: float = 0.0
    standardise: bool = False
    tol: float = 1e-6
    max_iter: int = 1000
    means: tuple[tuple[float, ...], ...] | None = None
    grid: Grid | None = None
    missing: Missing = "refuse"
    prior: bool = False
    noise: bool = False

    @property
    def model(self) -> Model:
        """What is fitted, whatever the rows: without a prior or noise, which depend on them."""
        return Model(self.covariance_type, floor=self.floor)

    def model_of(self, data: Data | Source) -> Model:
        """Return what is fitted to some rows, with the prior and the noise that belong to them.

        Raises
        ------
        DataError
            When there is no prior for the structure, or rows do not spread in every direction and
            are to have noise.
        """
        model = self.model.with_prior(data, self.n_components) if self.prior else self.model
        return model.with_noise(data) if self.noise else model

    @property
    def stop(self) -> Stop:
        """When the run ends."""
        return Stop(self.tol, self.max_iter)


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
    placed = _placed(data.n_features, settings, names)
    data, scaling = _scaled(data) if settings.standardise else (data, None)
    model = settings.model_of(data)
    means = scaling.apply(placed) if scaling and placed is not None else placed
    start = model.start(_begun(data, settings, model, means)).with_noise(model.noise)
    found = _run(data, start, model, settings.stop, on_state)
    found = found.affine(scaling.scale, scaling.shift, data.counts) if scaling else found
    are_named = placed is not None or isinstance(data, PartlyKnown)
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


def ends_together(data: Data, asked: Sequence[Settings]) -> list[Ascent | None]:
    """Return where the runs of settings end that differ in their starts alone, run together.

    None where a run goes by itself: where a component collapses, which only its run tells of, where
    it is asked for alone, and with a prior, noise, known classes, a floor or scaled features.
    """
    first, is_known = asked[0] if asked else None, isinstance(data, PartlyKnown)
    if first is None or len(asked) < 2 or is_known or first.standardise or first.floor:
        return [None] * len(asked)
    if first.prior or first.noise:
        return [None] * len(asked)
    starts = {each: start for each in asked if (start := _first_mixture(data, each)) is not None}
    tasks = [(data, start, each.model) for each, start in starts.items()]
    ends = dict(zip(starts, Ascent.abreast(tasks, asked[0].stop, leaps=False), strict=True))
    return [ends.get(each) for each in asked]


def _first_mixture(data: Data, asked: Settings) -> Mixture | None:
    """The first mixture; None where a component of it collapses."""
    statistics = initialize(
        data, asked.n_components, asked.init, random_state=asked.seed, model=asked.model
    )
    try:
        return asked.model.start(statistics)
    except DegenerateComponentError:
        return None


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
    return run if isinstance(data, PartlyKnown) else run.in_view_order()


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


def _placed(n_features: int, settings: Settings, names: Sequence[str] | None) -> np.ndarray | None:
    """The means that a person has placed, (n_components, n_features), if any."""
    means = settings.means
    if means is None:
        return None
    if len(means) != settings.n_components:
        raise DataError(
            f"The number of components is {settings.n_components}, and that of the means placed "
            f"is {len(means)}. Place one mean for each component."
        )
    labels = list(names) if names is not None else [f"{j + 1}" for j in range(n_features)]
    for number, mean in enumerate(means, 1):
        _check_mean(number, mean, labels)
        if mean in means[: number - 1]:
            raise DataError(
                f"Means {means.index(mean) + 1} and {number} are at the same point, so EM could "
                "never tell their components apart. Move one of them."
            )
    return np.array(means, dtype=np.float64)


def _check_mean(number: int, mean: Sequence[float], labels: Sequence[str]) -> None:
    if len(mean) != len(labels):
        raise DataError(
            f"Mean {number} has {counted(len(mean), 'value')}, and the data have "
            f"{counted(len(labels), 'feature')}. Give it one value for each feature."
        )
    for label, value in zip(labels, mean, strict=True):
        if not abs(value) <= LARGEST:
            raise DataError(
                f'Mean {number} is {value} in column "{label}", where EM cannot start. '
                "Give a number from −1e150 to 1e150."
            )
