"""Model selection: every number of components with every covariance structure, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from operator import index
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.departures import spurious
from gmm_core.em import check_fit
from gmm_core.errors import DataError
from gmm_core.inputs import as_table
from gmm_core.maximisation import COVARIANCE_STRUCTURES, covariance_structure
from gmm_core.mixture import responsibilities
from gmm_core.selection.criteria import aic, bic, icl, n_parameters
from gmm_core.selection.cross_validation import HeldOut, cross_validated_grid
from gmm_core.selection.grid import Fit, Key, fit_grid
from gmm_core.selection.table import CRITERIA, Cell, Selection
from gmm_core.wording import counted, plural

FOLDS = 10


def select_model(
    X: ArrayLike,
    n_components: Iterable[int] = range(1, 10),
    covariance_types: Sequence[str] | None = None,
    criteria: Sequence[str] = ("bic", "aic", "icl"),
    *,
    tol: float = 1e-6,
    max_iter: int = 1000,
    random_state: int | None = None,
    on_cell: Callable[[int, int, Cell | None], None] | None = None,
    names: Sequence[str] | None = None,
) -> Selection:
    """Return fits with every number of components and every covariance structure, compared.

    No cell has a lower log-likelihood than one nested in it (`fit_grid`). The criteria are bic,
    aic and icl, of which lower is better (mclust shows the negative of bic and icl), and cv, the
    log-likelihood of rows held out in ten-fold cross-validation, in nats a row, of which higher
    is better. Fraley and Raftery (2002), section 2.4.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    n_components : iterable of int
    covariance_types : sequence of str, optional
        Names of the covariance registry; all of them by default, or in one dimension tied ("E")
        and full ("V"), the two that differ there.
    criteria : sequence of {"bic", "aic", "icl", "cv"}
    tol : float
        As in `run`, in nats a row.
    max_iter : int
        Most iterations of one run.
    random_state : int or None
        Of the folds, and of the sample of rows from which the start of a large table is made.
    on_cell : callable, optional
        Called with the number of fits done, their total, and the cell just done (None for fits
        to folds); an exception in it ends the selection. Structures that cannot be fitted are
        not counted.
    names : sequence of str, optional
        Names of the features, for messages; by default those of a DataFrame.

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
    rows, labels = as_table(X), _labels(X, names)
    sizes, kinds = _sizes(n_components), _structures(covariance_types, rows)
    _check_criteria(criteria)
    refused = _refused(rows, max(sizes), kinds, labels)
    fitted = [kind for kind in kinds if kind not in refused]
    folds = FOLDS if "cv" in criteria else 0
    report = _reporter(on_cell, len(sizes) * len(fitted) * (1 + folds))
    search = {"tol": tol, "max_iter": max_iter, "random_state": random_state}
    held_out = _held_out(rows, sizes, fitted, folds, report, search)
    fits = [Fit(k, kind, None, refused[kind]) for k in sizes for kind in refused]
    cells = {_key(fit): _cell(rows, criteria, held_out, fit) for fit in fits}

    def judge(fit: Fit) -> None:
        cells[_key(fit)] = _cell(rows, criteria, held_out, fit)
        report(cells[_key(fit)])

    fit_grid(rows, sizes, fitted, on_fit=judge, **search)
    return Selection({(k, kind): cells[k, kind] for k in sizes for kind in kinds})


def _refused(
    X: np.ndarray, n_components: int, covariance_types: Sequence[str], labels: list[str] | None
) -> dict[str, str]:
    """The status of every structure that the rows do not allow; raises if they allow none."""
    errors: dict[str, DataError] = {}
    for kind in covariance_types:
        try:
            check_fit(X, n_components, kind, names=labels)
        except DataError as error:
            errors[kind] = error
    if len(errors) == len(covariance_types):
        raise errors[covariance_types[0]]
    # The last sentence of a message is advice, to set a floor among others, and there is none here.
    reasons = {kind: str(error).rpartition(". ")[0] for kind, error in errors.items()}
    return {kind: f"cannot be fitted: {reason}" for kind, reason in reasons.items()}


def _held_out(
    X: np.ndarray,
    sizes: Sequence[int],
    covariance_types: Sequence[str],
    folds: int,
    report: Callable[[Cell | None], None],
    search: Mapping[str, Any],
) -> dict[Key, HeldOut]:
    if folds == 0:
        return {}
    return cross_validated_grid(
        X, sizes, covariance_types, folds=folds, on_fit=lambda _: report(None), **search
    )


def _key(fit: Fit) -> Key:
    return fit.n_components, fit.covariance_type


def _cell(
    X: np.ndarray, criteria: Sequence[str], held_out: Mapping[Key, HeldOut], fit: Fit
) -> Cell:
    letters = covariance_structure(fit.covariance_type).letters
    parameters = n_parameters(fit.n_components, X.shape[1], fit.covariance_type)
    values = _criteria(X, fit, parameters)
    if _key(fit) in held_out:
        values["cv"] = held_out[_key(fit)].mean
        values["cv_se"] = held_out[_key(fit)].standard_error
    asked = [*criteria, *(["cv_se"] if "cv" in criteria else [])]
    return Cell(
        fit.n_components,
        fit.covariance_type,
        letters[0] if X.shape[1] == 1 else letters,
        fit.run,
        parameters,
        {name: values.get(name, float("nan")) for name in asked},
        fit.status,
        () if fit.run is None else spurious(fit.run.mixture, len(X)),
    )


def _criteria(X: np.ndarray, fit: Fit, parameters: int) -> dict[str, float]:
    if fit.run is None:
        return {}
    log_likelihood = fit.run.log_likelihood
    return {
        "bic": bic(log_likelihood, parameters, len(X)),
        "aic": aic(log_likelihood, parameters),
        "icl": icl(log_likelihood, parameters, responsibilities(X, fit.run.mixture)),
    }


def _reporter(
    on_cell: Callable[[int, int, Cell | None], None] | None, total: int
) -> Callable[[Cell | None], None]:
    """Counts the fits for whoever wants to know."""
    if on_cell is None:
        return lambda cell: None
    done = count(1)
    return lambda cell: on_cell(next(done), total, cell)


def _labels(X: ArrayLike, names: Sequence[str] | None) -> list[str] | None:
    """Names of the features; those of a DataFrame where none are given."""
    if names is None:
        return [str(name) for name in X.columns] if isinstance(X, pd.DataFrame) else None
    if len(names) != np.shape(X)[1]:
        raise DataError(
            f"There {plural(len(names), 'is', 'are')} {counted(len(names), 'name')} for "
            f"{counted(np.shape(X)[1], 'feature')}. Give one name for each."
        )
    return list(names)


def _sizes(n_components: Iterable[int]) -> list[int]:
    try:
        sizes = [index(k) for k in n_components]
    except TypeError:
        raise DataError(
            f"The numbers of components are {n_components!r}. "
            "Give whole numbers, such as range(1, 10)."
        ) from None
    if not sizes or min(sizes) < 1 or len(set(sizes)) < len(sizes):
        raise DataError(
            f"The numbers of components are {sizes}. "
            "Give at least one, each of them once and not below 1."
        )
    return sorted(sizes)


def _structures(covariance_types: Sequence[str] | None, X: np.ndarray) -> list[str]:
    """Names of the registry, in the order asked for."""
    if covariance_types is None:
        one_dimension = X.ndim == 2 and X.shape[1] == 1
        return ["tied", "full"] if one_dimension else list(COVARIANCE_STRUCTURES)
    if isinstance(covariance_types, str):
        covariance_types = [covariance_types]
    names = [covariance_structure(name).name for name in covariance_types]
    if not names or len(set(names)) < len(names):
        raise DataError(
            f"The covariance structures are {list(covariance_types)}. "
            "Give at least one, each of them once."
        )
    return names


def _check_criteria(criteria: Sequence[str]) -> None:
    unknown = [name for name in criteria if name not in CRITERIA]
    if isinstance(criteria, str) or unknown or not len(criteria):
        raise DataError(
            f"The criteria are {criteria!r}. Give a list of at least one of {', '.join(CRITERIA)}."
        )
