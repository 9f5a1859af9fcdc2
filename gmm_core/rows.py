"""Which rows are fitted, and the table that goes back with every row in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from gmm_core.columns import is_numeric
from gmm_core.errors import DataError
from gmm_core.outliers import LowDensity
from gmm_core.uncertainty import uncertainty


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a table that can be fitted, and how many cannot.

    Attributes
    ----------
    X : ndarray of shape (n_samples, n_features)
        The complete rows in their order, float64, C-contiguous and read-only.
    kept : ndarray of shape (n_rows,)
        True for each row of the table that is in ``X``; read-only.
    missing : int
        Number of rows with a missing value in a feature.
    infinite : int
        Number of rows with an infinite value in a feature and no missing one.
    """

    X: NDArray[np.float64]
    kept: NDArray[np.bool_]
    missing: int
    infinite: int

    @cached_property
    def names(self) -> list[str]:
        """What a person calls each row that is fitted: its number in the table, from 1."""
        return [str(position + 1) for position in np.flatnonzero(self.kept)]

    @property
    def summary(self) -> str:
        """One sentence on the rows that are left out; "" when all are fitted."""
        return self.say_left_out("fitted")

    def say_left_out(self, done: str) -> str:
        """Return one sentence on the rows that are left out, and what was done with the others.

        Parameters
        ----------
        done : str
            As "fitted".

        Returns
        -------
        str
            "" when none is left out.
        """
        if self.kept.all():
            return ""
        causes = [
            f"{count:,} {'row' if count == 1 else 'rows'} with {cause}"
            for count, cause in (
                (self.missing, "missing values"),
                (self.infinite, "infinite values"),
            )
            if count
        ]
        left_out = self.missing + self.infinite
        return (
            f"{len(self.X):,} of {len(self.kept):,} rows are {done}; "
            f"{' and '.join(causes)} {'is' if left_out == 1 else 'are'} left out."
        )


def complete_rows(frame: pd.DataFrame, features: Sequence[str]) -> Rows:
    """Return the rows that have a finite number in every feature.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    features : sequence of str
        The columns to fit, in the order that the columns of ``X`` shall have.

    Raises
    ------
    DataError
        If no feature is named, one is not in the table or not numeric, or no row is complete.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [1.0, None, 3.0], "y": [1.0, 2.0, float("inf")]})
    >>> rows = complete_rows(frame, ["x", "y"])
    >>> rows.X, rows.kept
    (array([[1., 1.]]), array([ True, False, False]))
    >>> rows.summary
    '1 of 3 rows are fitted; 1 row with missing values and 1 row with infinite values are left out.'
    """
    rows = finite_rows(frame, features)
    if not rows.kept.any():
        raise DataError(
            "No row has a finite number in every chosen feature, so nothing is left to fit. "
            "Choose other features."
        )
    return rows


def finite_rows(frame: pd.DataFrame, features: Sequence[str]) -> Rows:
    """Return what `complete_rows` does, even where no row is complete.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    features : sequence of str

    Raises
    ------
    DataError
        If no feature is named, or one is not in the table or not numeric.

    Examples
    --------
    >>> finite_rows(pd.DataFrame({"x": [None, float("inf")]}, dtype=float), ["x"]).X.shape
    (0, 1)
    """
    if not features:
        raise DataError("No feature is chosen. Choose at least one numeric column.")
    values = np.column_stack([_numbers(frame, feature) for feature in features])
    missing = np.isnan(values).any(axis=1)
    infinite = np.isinf(values).any(axis=1) & ~missing
    kept = np.logical_not(missing | infinite)
    # A large table is not held twice where all of it can be fitted.
    X = np.ascontiguousarray(values if kept.all() else values[kept])
    X.setflags(write=False)
    kept.setflags(write=False)
    return Rows(X, kept, int(missing.sum()), int(infinite.sum()))


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
    names), ``responsibility_1``, ..., one for each measure, and ``left_out``. If the table has a
    column of one of these names, all of them end in ``_gmm`` instead.

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
    ValueError
        If the lengths do not fit together.

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
    fitted = np.asarray(kept, dtype=bool)
    resp = np.asarray(responsibilities, dtype=float)
    if components is not None and len(components) != resp.shape[1]:
        raise ValueError(f"{len(components)} names for {resp.shape[1]} components")
    clusters = resp.argmax(axis=1) if labels is None else np.asarray(labels)
    columns: dict[str, pd.Series | NDArray] = {
        "cluster": pd.Series(_spread(clusters + 1, fitted), frame.index).astype("Int64")
    }
    if components is not None:
        columns["cluster_name"] = _names_of(clusters, fitted, components, frame.index)
    for component, column in enumerate(resp.T, start=1):
        columns[f"responsibility_{component}"] = _spread(column, fitted)
    for name, known in (measures or {}).items():
        values = np.asarray(known)
        spread = pd.Series(_spread(values, fitted), frame.index)
        columns[name] = spread.astype("boolean" if values.dtype == bool else np.float64)
    columns["left_out"] = ~fitted
    suffix = _free_suffix(frame, columns)
    new = {name + suffix: column for name, column in columns.items()}
    return pd.concat([frame, pd.DataFrame(new, index=frame.index)], axis=1)


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
    >>> from gmm_core.outliers import low_density
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


def _numbers(frame: pd.DataFrame, feature: str) -> NDArray[np.float64]:
    if feature not in frame.columns:
        raise DataError(f'The table has no column "{feature}". Choose one of its columns.')
    column = cast(pd.Series, frame[feature])
    if not is_numeric(column):
        raise DataError(
            f'The column "{feature}" does not hold numbers only, so it cannot be a feature. '
            "Choose a numeric column or correct its values."
        )
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _spread(values: NDArray, kept: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the values at the rows that were kept and NaN at the others."""
    everywhere = np.full(len(kept), np.nan)
    everywhere[kept] = values
    return everywhere


def _names_of(
    clusters: NDArray, kept: NDArray[np.bool_], components: Sequence[str], index: pd.Index
) -> pd.Series:
    """Return what a person calls the cluster of each row; missing where a row has none."""
    codes = np.full(len(kept), -1)
    codes[kept] = clusters
    last_is_missing = pd.array([*components, None], dtype="string")
    return pd.Series(last_is_missing.take(codes), index)


def _free_suffix(frame: pd.DataFrame, names: dict) -> str:
    suffix = ""
    while any(name + suffix in frame.columns for name in names):
        suffix += "_gmm"
    return suffix
