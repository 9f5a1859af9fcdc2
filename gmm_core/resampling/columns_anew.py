"""Columns compared between the classes of fits to samples, so that errors have those of the fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, as_real, check_whole
from gmm_core.em import Model, Stop
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.outside import ByClass, means_by_class, shares_by_class
from gmm_core.resampling.fits import Progress, fits_to, matching, resampling_of
from gmm_core.resampling.samples import drawn_with_replacement
from gmm_core.row_weights import WeightKind
from gmm_core.seeds import Seed, seeded
from gmm_core.target import class_codes
from gmm_core.wording import counted


@as_annotated
def compared_anew(
    X: ArrayLike | Data,
    mixture: Mixture,
    model: Model | str,
    columns: Mapping[str, ArrayLike],
    found: Mapping[str, ByClass],
    *,
    kind: WeightKind = "frequency",
    n_samples: int = 200,
    random_state: Seed = None,
    tol: float = 1e-6,
    max_iter: int = 1000,
    on_sample: Progress | None = None,
) -> dict[str, ByClass]:
    """Return comparisons of columns with standard errors by the bootstrap, the fit's own included.

    Rows are drawn with replacement; the model is fitted to each sample, its components are matched
    to those of `mixture`, rows are assigned and columns compared anew.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
        Data have weights.
    mixture : Mixture
        The fit to `X`.
    model : Model or str
        How it was fitted, as in `resampled`.
    columns : mapping of str to array_like of shape (n_samples,)
    found : mapping of str to ByClass
        What `means_by_class` and `shares_by_class` made of the columns with this fit.
    kind : {"frequency", "sampling"}
        What weights of the rows say, where `X` is `Data` that has them: how many equal rows a row
        stands for, or how many of a population.
    n_samples : int
        Number of samples, at least 2.
    random_state : int, RandomState, Generator or None
    tol : float
        As in `run`, in nats a row.
    max_iter : int
    on_sample : callable, optional
        Called with the number of samples done and their total; an exception in it ends the work.

    Returns
    -------
    dict of str to ByClass
        With the same estimates. The test of means is Wald's with the covariance over samples; that
        of shares stays as it was.

    Raises
    ------
    DataError
        When the rows have other features than the mixture, or a column is not one of those found,
        with this fit and a value for each row.

    Examples
    --------
    >>> from gmm_core.mixture import responsibilities
    >>> rng = np.random.default_rng(0)
    >>> X = np.append(rng.normal(size=40), rng.normal(6.0, size=40))[:, None]
    >>> fit = Mixture([0.5, 0.5], [[0.0], [6.0]], [[[1.0]], [[1.0]]])
    >>> z = {"z": X[:, 0] + rng.normal(size=80)}
    >>> known = {"z": means_by_class(z["z"], responsibilities(X, fit))}
    >>> anew = compared_anew(X, fit, "full", z, known, n_samples=50, random_state=0)["z"]
    >>> anew.status
    '80 rows with a value; standard errors from 50 samples, to each of which the model was fitted'
    """
    check_whole("n_samples", n_samples, 2)
    stop, (data, fitted) = Stop(tol, max_iter), resampling_of(X, mixture, model, kind)
    shape = data.X.shape[0], mixture.n_components
    values = {name: _checked(name, each, found.get(name), *shape) for name, each in columns.items()}
    resp = data.responsibilities(mixture)
    samples: dict[str, list[np.ndarray]] = {name: [] for name in columns}
    drawn = drawn_with_replacement(data, kind, seeded(random_state))
    for sample, fit in fits_to(drawn, data.X.size, n_samples, mixture, fitted, stop, on_sample):
        if fit is None:
            continue
        others = data.responsibilities(fit)
        others = others[:, matching(resp, others)]
        ask = {"sample_weight": sample.weights, "kind": kind}
        for name, column in values.items():
            estimates = _estimates(column, others, found[name], ask)
            samples[name] += [] if estimates is None else [estimates]
    return {name: found[name].with_samples(samples[name], n_samples) for name in columns}


def _checked(
    name: str, column: ArrayLike, like: ByClass | None, n_samples: int, n_components: int
) -> pd.Series:
    """The column, if it is one that was compared with this fit."""
    if like is None:
        raise DataError(f"There is no comparison of {name!r}. Give one of each column.")
    if len(like.estimates) != n_components:
        raise DataError(
            f"{name!r} is compared between other classes than the "
            f"{counted(n_components, 'component')} of the mixture. Give the comparison with it."
        )
    values = np.asarray(column) if like.levels else as_real(f"The column {name!r}", column)
    if values.shape != (n_samples,):
        raise DataError(
            f"The column {name!r} has shape {values.shape}. Give one value for each of the "
            f"{counted(n_samples, 'row')}."
        )
    if like.levels and set(class_codes(values)[1]) != set(like.levels):
        raise DataError(
            f"The column {name!r} has other levels than its comparison. Give the column that was "
            "compared."
        )
    return pd.Series(values)


def _estimates(
    column: pd.Series, resp: np.ndarray, like: ByClass, weights: Mapping[str, Any]
) -> np.ndarray | None:
    """Estimates of a sample, which counts rows by weights; None where it has none."""
    ask = {"correction": like.correction, **weights}
    try:
        if like.levels:
            estimates = shares_by_class(column, resp, **ask).estimates
        else:
            estimates = means_by_class(column.to_numpy(), resp, **ask).estimates
    except DataError:
        return None
    return estimates if np.isfinite(estimates).all() else None
