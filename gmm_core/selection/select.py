"""Model selection: every number of components with every covariance structure, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count, islice
from operator import index
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, check_whole
from gmm_core.departures import Suspicion, spurious
from gmm_core.em import Model, Stop, check_fit
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.gaps import Missing
from gmm_core.maximisation import COVARIANCE_STRUCTURES
from gmm_core.selection.criteria import OF_NOISE, free_parameters
from gmm_core.selection.cross_validation import HeldOut, cross_validated_grid
from gmm_core.selection.grid import N_SPLITS, Fit, Key, fit_grid
from gmm_core.selection.judging import Judged, JudgedInPieces, judged
from gmm_core.selection.one_by_one import box_around, fit_each, is_needed
from gmm_core.selection.table import NAMES, Cell, Selection
from gmm_core.sources import Source, source_of
from gmm_core.wording import counted, plural

FOLDS = 10

MOST_SIZES = 1000

# Structures whose axes are sought by iteration within every M-step, and the features above which a
# cell of theirs takes a minute and more.
SLOW = ("EVE", "VVE")
SLOW_FEATURES = 30


@as_annotated
def select_model(
    X: ArrayLike | Data | Source,
    n_components: Iterable[int] = range(1, 10),
    covariance_types: Sequence[str] | None = None,
    criteria: Sequence[str] = ("bic", "aic", "icl"),
    *,
    tol: float = 1e-6,
    max_iter: int = 1000,
    thorough: bool = False,
    slow: bool = False,
    random_state: int | None = None,
    on_cell: Callable[[int, int, Cell | None], None] | None = None,
    on_tree: Callable[[float], None] | None = None,
    names: Sequence[str] | None = None,
    partition: Callable[[int], np.ndarray] | None = None,
    missing: Missing = "refuse",
    prior: bool = False,
    noise: bool = False,
    n_splits: int = N_SPLITS,
) -> Selection:
    """Return fits with every number of components and every covariance structure, compared.

    No cell has a lower log-likelihood than one nested in it, nor than an `Ascent` from its
    hierarchical start, nor for what else is asked: each begins from fits of all smaller sizes,
    asked for or not (`fit_grid`). Other starts may end higher: the best of several does in three of
    ten cells of small tables, and plain steps from the hierarchical start in two of 648, by less
    than 0.1 nats; `thorough` takes both. Of the criteria (`CRITERIA` has their formulas) lower is
    better; mclust shows the negative of bic and icl. Measures of clarity (`CLARITY`) describe the
    classes of a fit. "cv" is the log-likelihood of rows held out in ten-fold cross-validation, in
    nats a row, of which higher is better. Fraley and Raftery (2002), section 2.4.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), Data, or what `source_of` takes
    n_components : iterable of int
    covariance_types : sequence of str, optional
        Names of the covariance registry; all of them by default, or in one dimension tied ("E")
        and full ("V"), the two that differ there.
    criteria : sequence of str
        Names of `CRITERIA` and `CLARITY`, and "cv".
    tol : float
        As in `run`, in nats a row.
    max_iter : int
        Most iterations of one fit.
    thorough : bool
        Whether each fit is also begun from the best of several starts, as ``init="auto"`` does, and
        goes in plain steps from there and from its hierarchical start: no cell is then worse than
        these fits alone, and the time is ten to thirty times as long. Fits to
        folds are never begun from these.
    slow : bool
        Whether EVE and VVE are fitted to more than 30 features, too, beside other structures: a
        minute or more for each cell. Their cells say otherwise that they were not tried.
    random_state : int or None
        Of the folds, of the starts drawn (as with 0 for None), and of the sample of rows from which
        the start of a large table is made.
    on_cell : callable, optional
        Called with the number of fits done, their total, and the cell just done (None for fits
        to folds); an exception in it ends the selection. Structures that cannot be fitted, or
        are not tried, are not counted.
    on_tree : callable, optional
        Called with the share, from 0 to 1, that is done of the hierarchical clusters from which
        all fits start, before the first of them; an exception in it ends the selection.
    names : sequence of str, optional
        Names of the features, for messages; by default those of a DataFrame.
    partition : callable, optional
        From a number of components to the cluster of each row, from 0: fits begin from it as well.
        Fits to folds do not.
    missing : {"refuse", "ml"}
        With "ml" values may be missing (NaN), at random; see `run`. n in the criteria is then the
        number of rows with a value, and starts are made of rows with gaps filled by conditional
        means under one normal distribution.
    prior, noise : bool
        Fit with a conjugate prior, or with noise; see `Model.with_prior` and `Model.with_noise`. As
        where `X` is Data of which some rows are of known class (`Data.with_known`), each cell is
        then fitted by itself, from the best of several starts, and none is nested in another:
        `thorough`, `partition` and `n_splits` say nothing. Log-likelihoods are without the prior.
    n_splits : int
        Each fit begins from so many splits of that with one component less; from one where rows
        times features times components are above 100,000, and in fits to folds.

    Returns
    -------
    Selection

    Raises
    ------
    DataError
        When the rows can be fitted with none of the structures, or an argument is not one of
        those above. The cells of a structure that the rows do not allow say so.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(200, 2)) + np.repeat([[0], [9]], 100, axis=0)
    >>> selection = select_model(X, range(1, 4), ["EII", "VVV"])
    >>> best = selection.best("bic")
    >>> best.n_components, best.letters
    (2, 'EII')
    """
    data = source_of(X, names=names, missing=missing)
    alone = is_needed(data, prior, noise)
    if partition is not None and isinstance(data, Source):
        raise DataError("A partition is of rows in memory. Give an array, or leave it out.")
    labels = _labels(X, data, names)
    sizes, models = _sizes(n_components), _models(covariance_types, data.n_features)
    _check_criteria(criteria)
    sizes, refused, too_few = _possible(data, sizes, models, labels)
    refused |= {} if slow else _not_tried(models, refused, data.n_features)
    fitted = [model for model in models if model not in refused]
    folds = FOLDS if "cv" in criteria else 0
    report = _reporter(on_cell, len(sizes) * len(fitted) * (1 + folds))
    search = {"stop": Stop(tol, max_iter), "random_state": random_state}
    like = {"prior": prior, "noise": noise}
    held_out = _held_out(data, sizes, fitted, folds, report, {**search, **like})
    fits = [Fit(k, model, None, why) for k in sizes for model, why in refused.items()]
    fits += [Fit(k, model, None, why) for k, why in too_few.items() for model in models]
    cells = {fit.key: _cell(data, criteria, held_out, fit) for fit in fits}

    def judge(fit: Fit) -> None:
        cells[fit.key] = _cell(data, criteria, held_out, fit)
        report(cells[fit.key])

    check_whole("n_splits", n_splits, 1)
    ask = {"trials": thorough, "on_fit": judge, "on_tree": on_tree, "partition": partition}
    ask["n_splits"] = n_splits
    if alone:
        box = box_around(data) if noise else None
        fit_each(data, sizes, fitted, prior=prior, noise=box, on_fit=judge, **search)
    else:
        fit_grid(data, sizes, fitted, **ask, **search)
    keys = [(k, model.covariance_type) for k in (*sizes, *too_few) for model in models]
    return Selection({key: cells[key] for key in keys})


def _possible(
    data: Data | Source, sizes: Sequence[int], models: Sequence[Model], labels: list[str] | None
) -> tuple[list[int], dict[Model, str], dict[int, str]]:
    """Sizes for which there are rows, models refused, and the status of larger sizes."""
    too_few: dict[int, str] = {}
    for k in sorted(sizes, reverse=True):
        try:
            refused = _refused(data, k, models, labels)
        except DataError as error:
            if k == min(sizes):
                raise
            too_few[k] = _without_advice(error)
        else:
            fitted = [size for size in sizes if size not in too_few]
            return fitted, refused, dict(sorted(too_few.items()))
    raise DataError("No number of components is asked for. Give at least one.")


def _not_tried(
    models: Sequence[Model], refused: Mapping[Model, str], n_features: int
) -> dict[Model, str]:
    """The status of models that take a minute a cell; none where nothing else would be left."""
    tried = [model for model in models if model not in refused]
    slow = [model for model in tried if model.covariance_type in SLOW]
    if n_features <= SLOW_FEATURES or len(slow) == len(tried):
        return {}
    why = f"not tried: slow with more than {SLOW_FEATURES} features, unless slow=True"
    return dict.fromkeys(slow, why)


def _without_advice(error: DataError) -> str:
    """The status for an error; its last sentence advises what may not be possible here."""
    return f"cannot be fitted: {str(error).rpartition('. ')[0]}"


def _refused(
    data: Data | Source, n_components: int, models: Sequence[Model], labels: list[str] | None
) -> dict[Model, str]:
    """The status of every model that the rows do not allow; raises if they allow none."""
    errors: dict[Model, DataError] = {}
    for model in models:
        try:
            check_fit(data, n_components, model, names=labels)
        except DataError as error:
            errors[model] = error
    if len(errors) == len(models):
        raise errors[models[0]]
    return {model: _without_advice(error) for model, error in errors.items()}


def _held_out(
    data: Data | Source,
    sizes: Sequence[int],
    models: Sequence[Model],
    folds: int,
    report: Callable[[Cell | None], None],
    search: Mapping[str, Any],
) -> dict[Key, HeldOut]:
    if folds == 0:
        return {}
    if isinstance(data, Source):
        raise DataError(
            'The criterion "cv" holds rows out of a table in memory, and these come in pieces. '
            'Leave "cv" out.'
        )
    n_samples, most = len(data.X), max(sizes)
    if n_samples < folds or n_samples - -(-n_samples // folds) < most:
        of_size, or_fewer = "", ""
        if n_samples >= folds:
            of_size, or_fewer = (
                f" with {counted(most, 'component')}",
                ", or choose fewer components",
            )
        raise DataError(
            f'The criterion "cv" leaves out one of {folds} folds, and {counted(n_samples, "row")} '
            f'{plural(n_samples, "is", "are")} too few for that{of_size}. Leave "cv" out{or_fewer}.'
        )
    return cross_validated_grid(
        data, sizes, models, folds=folds, on_fit=lambda _: report(None), **search
    )


def _cell(
    data: Data | Source, criteria: Sequence[str], held_out: Mapping[Key, HeldOut], fit: Fit
) -> Cell:
    d = data.n_features
    structure = fit.model.structure
    has_noise = fit.model.noise is not None
    parameters = free_parameters(fit.n_components, d, structure) + OF_NOISE * has_noise
    values = _criteria(data, fit, parameters, criteria)
    if fit.key in held_out:
        values["cv"] = held_out[fit.key].mean
        values["cv_se"] = held_out[fit.key].standard_error
    asked = [*criteria, *(["cv_se"] if "cv" in criteria else [])]
    return Cell(
        fit.n_components,
        structure.name,
        structure.letters[0] if d == 1 else structure.letters,
        fit.ascent,
        parameters,
        {name: values.get(name, float("nan")) for name in asked},
        fit.status,
        _suspicions(fit, data.weight),
        held_out[fit.key].status if fit.key in held_out else "",
    )


def _suspicions(fit: Fit, weight: float) -> tuple[Suspicion, ...]:
    if fit.ascent is None:
        return ()
    return spurious(fit.ascent.mixture, weight, floor_helps=fit.model.floor_helps)


def _criteria(
    data: Data | Source, fit: Fit, parameters: int, names: Sequence[str]
) -> dict[str, float]:
    if fit.ascent is None:
        return {}
    found, mixture = fit.ascent.log_likelihood, fit.ascent.mixture
    if isinstance(data, Source):
        return judged(JudgedInPieces(found, parameters, data, mixture), names)
    responsibilities = partial(data.responsibilities, mixture)
    numbers = Judged(found, parameters, data.weight, responsibilities, data.weights)
    return judged(numbers, names)


def _reporter(
    on_cell: Callable[[int, int, Cell | None], None] | None, total: int
) -> Callable[[Cell | None], None]:
    """Counts the fits for whoever wants to know."""
    if on_cell is None:
        return lambda cell: None
    done = count(1)
    return lambda cell: on_cell(next(done), total, cell)


def _labels(X: Any, data: Data | Source, names: Sequence[str] | None) -> list[str] | None:
    """Names of the features; those of a DataFrame where none are given."""
    if names is None:
        if isinstance(data, Source):
            return None if data.names is None else [*data.names]
        return [str(name) for name in X.columns] if isinstance(X, pd.DataFrame) else None
    n_features = data.n_features
    if len(names) != n_features:
        raise DataError(
            f"There {plural(len(names), 'is', 'are')} {counted(len(names), 'name')} for "
            f"{counted(n_features, 'feature')}. Give one name for each."
        )
    return list(names)


def _sizes(n_components: Iterable[int]) -> list[int]:
    try:
        sizes = [index(k) for k in islice(n_components, MOST_SIZES + 1)]
    except TypeError:
        raise DataError(
            f"The numbers of components are {n_components!r}. "
            "Give whole numbers, such as range(1, 10)."
        ) from None
    if len(sizes) > MOST_SIZES:
        raise DataError(
            f"There are more than {MOST_SIZES:,} numbers of components. Give fewer of them."
        )
    if not sizes or min(sizes) < 1 or len(set(sizes)) < len(sizes):
        raise DataError(
            f"The numbers of components are {sizes}. "
            "Give at least one, each of them once and not below 1."
        )
    return sorted(sizes)


def _models(covariance_types: Sequence[str] | None, n_features: int) -> list[Model]:
    """The models of the structures, in the order asked for."""
    if covariance_types is None:
        covariance_types = ["tied", "full"] if n_features == 1 else list(COVARIANCE_STRUCTURES)
    if isinstance(covariance_types, str):
        covariance_types = [covariance_types]
    models = [Model(name) for name in covariance_types]
    if not models or len(set(models)) < len(models):
        raise DataError(
            f"The covariance structures are {list(covariance_types)}. "
            "Give at least one, each of them once."
        )
    return models


def _check_criteria(criteria: Sequence[str]) -> None:
    unknown = [name for name in criteria if name not in NAMES]
    if isinstance(criteria, str) or unknown or not len(criteria):
        raise DataError(
            f"The criteria are {criteria!r}. Give a list of at least one of {', '.join(NAMES)}."
        )
