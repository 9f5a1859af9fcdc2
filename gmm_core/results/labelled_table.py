"""A person's table with the cluster of each row, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from gmm_core.assigned import NOISE, assigned, noise_shares
from gmm_core.certainty import uncertainty
from gmm_core.checked import as_annotated, as_positions, as_real, checked_shares
from gmm_core.departures import LowDensity
from gmm_core.errors import DataError
from gmm_core.names import check_one_each, free_names


@as_annotated
def labelled(
    frame: pd.DataFrame,
    kept: ArrayLike,
    responsibilities: ArrayLike,
    labels: ArrayLike | None = None,
    *,
    measures: Mapping[str, ArrayLike] | None = None,
    components: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return a copy of a table with the cluster of each row and its responsibilities.

    The new columns are ``cluster`` (counted from 1), ``cluster_name`` (where the components have
    names), ``responsibility_1``, ..., one for each measure, and ``left_out``. Where rows may be
    noise, ``cluster`` is 0 of those that most probably are, and ``responsibility_noise`` is how
    probable that is. If the table has a column of one of these names, all of them end in ``_gmm``
    instead.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        The table; it is not changed.
    kept : array of bool of shape (n_rows,)
        The rows that were fitted.
    responsibilities : array of shape (n_samples, n_components)
        Of the fitted rows, in their order.
    labels : array of int of shape (n_samples,), optional
        Component of each fitted row, counted from 0; without it the one with the largest
        responsibility.
    measures : mapping of str to array of shape (n_samples,), optional
        What else is known of each fitted row, by the names of the columns: see `row_measures`.
    components : sequence of str, optional
        What a person calls each component.

    Returns
    -------
    pandas.DataFrame of shape (n_rows, n_columns + n_components + 2 or more)
        Rows that were left out have no cluster, nothing that is known, NaN as responsibilities
        and True in ``left_out``.

    Raises
    ------
    DataError
        If the lengths do not fit together, or what is given are no numbers.

    Examples
    --------
    >>> labelled(pd.DataFrame({"x": [1.0, None]}), [True, False], [[0.25, 0.75]])
         x  cluster  responsibility_1  responsibility_2  left_out
    0  1.0        2              0.25              0.75     False
    1  NaN     <NA>               NaN               NaN      True
    >>> labelled(
    ...     pd.DataFrame({"x": [1.0]}),
    ...     [True],
    ...     [[1.0]],
    ...     measures={"uncertainty": [0.0], "outlier": [False]},
    ...     components=["small"],
    ... ).columns.tolist()
    ['x', 'cluster', 'cluster_name', 'responsibility_1', 'uncertainty', 'outlier', 'left_out']
    """
    fitted = _of_each("Which rows were fitted", kept, len(frame)).astype(bool)
    resp = checked_shares(responsibilities, int(fitted.sum()))
    if components is not None:
        check_one_each(components, resp.shape[1], "component")
    clusters = assigned(resp)
    if labels is not None:
        _of_each("The labels", labels, len(resp))
        clusters = as_positions("The labels", labels, resp.shape[1])
    columns: dict[str, pd.Series | NDArray] = {
        "cluster": pd.Series(_spread(clusters + 1, fitted), frame.index).astype("Int64")
    }
    if components is not None:
        columns["cluster_name"] = _names_of(clusters, fitted, components, frame.index)
    for component, column in enumerate(resp.T, start=1):
        columns[f"responsibility_{component}"] = _spread(column, fitted)
    if (rest := noise_shares(resp)).any():
        columns["responsibility_noise"] = _spread(rest, fitted)
    for name, known in (measures or {}).items():
        values = _of_each(f"What is known as {name}", known, len(resp))
        spread = pd.Series(_spread(values, fitted), frame.index)
        columns[name] = spread.astype("boolean" if values.dtype == bool else np.float64)
    columns["left_out"] = ~fitted
    names = free_names(list(columns), frame.columns)
    new = dict(zip(names, columns.values(), strict=True))
    return pd.concat([frame, pd.DataFrame(new, index=frame.index)], axis=1)


@as_annotated
def row_measures(resp: ArrayLike, density: LowDensity) -> dict[str, NDArray]:
    """Return what is known of each row beside its cluster, by the names of its columns.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    density : LowDensity
        Of the same rows.

    Returns
    -------
    dict of str to ndarray of shape (n_samples,)
        ``uncertainty`` (1 - largest responsibility), ``log_density`` (in nats), ``p_value`` and
        ``outlier``, for `labelled`.

    Examples
    --------
    >>> from gmm_core import Mixture
    >>> from gmm_core.departures import low_density
    >>> found = low_density([[0.0]], Mixture([1.0], [[0.0]], [[[1.0]]]))
    >>> {name: values.tolist() for name, values in row_measures([[1.0]], found).items()}
    {'uncertainty': [0.0], 'log_density': [-0.918...], 'p_value': [1.0], 'outlier': [False]}
    """
    return {
        "uncertainty": uncertainty(resp),
        "log_density": density.log_density,
        "p_value": density.p_value,
        "outlier": density.flagged,
    }


def _of_each(what: str, values: ArrayLike, n: int) -> NDArray:
    """One number or truth for each of `n` rows, as given."""
    if as_real(what, values).shape != (n,):
        raise DataError(f"{what} has shape {np.shape(values)}. Give one value for each of {n:,}.")
    return np.asarray(values)


def _spread(values: NDArray, kept: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the values at the rows that were kept and NaN at the others."""
    everywhere = np.full(len(kept), np.nan)
    everywhere[kept] = values
    return everywhere


def _names_of(
    clusters: NDArray, kept: NDArray[np.bool_], components: Sequence[str], index: pd.Index
) -> pd.Series:
    """Return what a person calls the cluster of each row; missing where a row has none."""
    codes = np.full(len(kept), len(components) + 1)
    codes[kept] = clusters
    codes[codes == NOISE] = len(components)
    last_is_missing = pd.array([*components, "noise", None], dtype="string")
    return pd.Series(last_is_missing.take(codes), index)
