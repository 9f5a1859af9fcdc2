"""Which rows are fitted, and the table that goes back with every row in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.gaps import Missing, allows_gaps
from gmm_core.logarithms import Logarithm, log_jacobians, said, taken
from gmm_core.row_weights import Weighting
from gmm_core.table.described_columns import is_numeric
from gmm_core.target import class_codes
from gmm_core.wording import counted, listed, plural


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a table that can be fitted, and how many cannot.

    Attributes
    ----------
    X : ndarray of shape (n_samples, n_features)
        The complete rows in their order, float64, C-contiguous and read-only; of some features
        the logarithms, where these are asked for.
    kept : ndarray of shape (n_rows,)
        True for each row of the table that is in ``X``; read-only.
    missing : int
        Number of rows with a missing value in a feature.
    infinite : int
        Number of rows with an infinite value in a feature and no missing one.
    below : int
        Number of rows that are complete otherwise, with a value that has no logarithm.
    log_jacobians : ndarray of shape (n_samples,), optional
        log |dy/dx| of each row in nats, where ``X`` has logarithms: added to the log-density of a
        row of ``X`` it is that in the units of the table.
    logarithms : tuple of Logarithm
        Those that ``X`` has.
    weights : ndarray of shape (n_samples,), optional
        By which rows count, above 0: frequencies, or sampling weights of mean 1; read-only.
    weighting : Weighting or None
        From which column they are.
    weightless, unweighted : int
        Number of rows that could be fitted but for a weight of 0, or for a missing one.
    identifiers : tuple of str or None
        What each row of ``X`` is called by a column of the table.
    named_by : str
        That column; "" where rows go by their numbers.
    gaps : int
        Number of rows in ``X`` that miss some values, which are NaN there; 0 unless they may take
        part. ``missing`` are then rows without any value.
    components : ndarray of int, shape (n_samples,), optional
        The component of each row whose class is known, from 0, and -1 of the others.
    classes : tuple of str
        The known classes, in the order of their components.
    """

    X: NDArray[np.float64]
    kept: NDArray[np.bool_]
    missing: int
    infinite: int
    below: int = 0
    log_jacobians: NDArray[np.float64] | None = None
    logarithms: tuple[Logarithm, ...] = ()
    weights: NDArray[np.float64] | None = None
    weighting: Weighting | None = None
    weightless: int = 0
    unweighted: int = 0
    identifiers: tuple[str, ...] | None = None
    named_by: str = ""
    gaps: int = 0
    components: NDArray[np.intp] | None = None
    classes: tuple[str, ...] = ()

    def with_known_classes(self, target: pd.Series) -> Rows:
        """Return the rows with what a target says of their classes: it fixes their components.

        Parameters
        ----------
        target : Series of shape (n_rows,)
            Of all rows of the table; empty where the class is not known.

        Raises
        ------
        DataError
            When it is a measurement or an identifier, or empty for every row that is fitted.

        Examples
        --------
        >>> rows = complete_rows(pd.DataFrame({"x": [1.0, 2.0, 9.0]}), ["x"])
        >>> known = rows.with_known_classes(pd.Series(["b", None, "a"]))
        >>> known.components.tolist(), known.classes
        ([1, -1, 0], ('a', 'b'))
        """
        codes, classes = class_codes(target[self.kept])
        if not classes:
            raise DataError(
                f'The column "{target.name}" names the class of no row that is fitted. Choose '
                "another target, or do without known rows."
            )
        return replace(self, components=codes, classes=classes)

    @property
    def n_known(self) -> int:
        """Number of rows whose class is known."""
        return 0 if self.components is None else int((self.components >= 0).sum())

    @property
    def n(self) -> int:
        """The n of criteria: the number of rows, or the sum of their frequencies."""
        is_sum = self.weighting is not None and self.weighting.kind == "frequency"
        return int(self.weights.sum()) if is_sum and self.weights is not None else len(self.X)

    @property
    def log_jacobian(self) -> float:
        """Sum of log |dy/dx| over the rows, in nats: 0 where there is no logarithm."""
        if self.log_jacobians is None:
            return 0.0
        each = self.log_jacobians if self.weights is None else self.log_jacobians * self.weights
        return float(each.sum())

    @property
    def weighed(self) -> str:
        """How rows count, in one sentence; "" where each counts once."""
        if self.weighting is None or self.weights is None:
            return ""
        return self.weighting.said(self.weights)

    @property
    def transformed(self) -> str:
        """Which logarithms were taken, and in which units numbers are; "" where there is none."""
        return said(self.logarithms)

    @cached_property
    def names(self) -> list[str]:
        """What a person calls each row that is fitted, or its number in the table, from 1."""
        if self.identifiers is not None:
            return list(self.identifiers)
        return [str(position + 1) for position in np.flatnonzero(self.kept)]

    @cached_property
    def n_missing(self) -> int:
        """How many values the rows in ``X`` miss."""
        return int(np.isnan(self.X).sum()) if self.gaps else 0

    @property
    def summary(self) -> str:
        """What is said of rows that are left out, or have gaps; "" when all are fitted whole."""
        left_out = self.say_left_out("fitted")
        if not self.gaps:
            return left_out
        said = (
            f"{counted(self.gaps, 'row')} {plural(self.gaps, 'has', 'have')} gaps, "
            f"{self.n_missing:,} of {counted(self.X.size, 'value')} in all, and "
            f"{plural(self.gaps, 'takes', 'take')} part with what is there, as of values missing "
            "at random."
        )
        return f"{left_out} {said}".strip()

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
        left_out = len(self.kept) - len(self.X)
        return (
            f"{len(self.X):,} of {counted(len(self.kept), 'row')} "
            f"{plural(len(self.X), 'is', 'are')} {done}; "
            f"{self.causes} {plural(left_out, 'is', 'are')} left out."
        )

    @property
    def causes(self) -> str:
        """How many rows are left out for which reason; "" where none is."""
        causes = [
            f"{counted(count, 'row')} with {cause}"
            for count, cause in (
                (self.missing, "no value" if self.gaps else "missing values"),
                (self.infinite, "infinite values"),
                (self.below, "values that have no logarithm"),
                (self.unweighted, "no weight"),
                (self.weightless, "weight 0"),
            )
            if count
        ]
        return listed(causes) if causes else ""


@as_annotated
def complete_rows(
    frame: pd.DataFrame,
    features: Sequence[str],
    logarithms: Sequence[Logarithm] = (),
    weighting: Weighting | None = None,
    missing: Missing = "refuse",
) -> Rows:
    """Return the rows that have a finite number in every feature.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    features : sequence of str
        The columns to fit, in the order that the columns of ``X`` shall have.
    logarithms : sequence of Logarithm
        Of which features ``X`` has log(x + c) instead.
    weighting : Weighting, optional
        The column that says how much each row counts. Rows without a weight, or of weight 0, are
        left out.
    missing : {"refuse", "ml"}
        With "ml" rows with gaps are among them, too, if they have a value: NaN stands in a gap.

    Raises
    ------
    DataError
        If no feature is named, one is not in the table or not numeric, or no row is complete; or
        if the weights are no numbers from 0, are those of a feature, or all 0.

    Examples
    --------
    >>> frame = pd.DataFrame({"x": [1.0, None, 3.0], "y": [1.0, 2.0, float("inf")]})
    >>> rows = complete_rows(frame, ["x", "y"])
    >>> rows.X, rows.kept
    (array([[1., 1.]]), array([ True, False, False]))
    >>> rows.summary
    '1 of 3 rows is fitted; 1 row with missing values and 1 row with infinite values are left out.'
    >>> rows = complete_rows(frame, ["x"], [Logarithm("x")])
    >>> rows.X.round(3).tolist(), round(rows.log_jacobian, 3)
    ([[0.0], [1.099]], -1.099)
    >>> frame = pd.DataFrame({"x": [1.0, 2.0, 3.0], "n": [4, 0, 6]})
    >>> rows = complete_rows(frame, ["x"], weighting=Weighting("n", "frequency"))
    >>> rows.weights, rows.n, rows.summary
    (array([4., 6.]), 10, '2 of 3 rows are fitted; 1 row with weight 0 is left out.')
    """
    rows = finite_rows(frame, features, logarithms, missing)
    if not rows.kept.any():
        which = "any" if missing == "ml" else "every"
        may = missing != "ml" and finite_rows(frame, features, logarithms, "ml").kept.any()
        also = ", or have rows with gaps take part" * bool(may)
        raise DataError(
            f"No row has a finite number in {which} chosen feature, so nothing is left to fit. "
            f"Choose other features{also}."
        )
    return rows if weighting is None else _weighted(rows, frame, features, weighting)


def _weighted(
    rows: Rows, frame: pd.DataFrame, features: Sequence[str], weighting: Weighting
) -> Rows:
    """The rows with their weights; those of weight 0, or without one, are left out."""
    values = _weight_values(frame, features, weighting.column)
    whole = np.where(rows.kept, values, 0.0)
    weights = weighting.of(whole)  # of all, so that a message numbers rows as in the table
    counts = weights > 0.0
    unweighted = int((rows.kept & np.isnan(values)).sum())
    weightless = int((rows.kept & ~counts).sum()) - unweighted
    some = counts[rows.kept]
    X = np.ascontiguousarray(rows.X[some])
    kept = rows.kept & counts
    changed = None if rows.log_jacobians is None else rows.log_jacobians[some]
    weights = weights[kept]
    for each in (X, kept, weights):
        each.setflags(write=False)
    return replace(
        rows,
        X=X,
        kept=kept,
        log_jacobians=changed,
        weights=weights,
        weighting=weighting,
        weightless=weightless,
        unweighted=unweighted,
        gaps=int(np.isnan(X).any(axis=1).sum()),
    )


def _weight_values(frame: pd.DataFrame, features: Sequence[str], name: str) -> NDArray[np.float64]:
    if name in features:
        raise DataError(
            f'The column "{name}" says how much each row counts, so it is no feature. Take it out '
            "of the features, or choose another column of weights."
        )
    if name not in frame.columns:
        raise DataError(f'The table has no column "{name}" of weights. Choose one of its columns.')
    column = cast(pd.Series, frame[name])
    if not is_numeric(column):
        raise DataError(
            f'The column "{name}" does not hold numbers only, so it cannot say how much rows '
            "count. Choose a numeric column of weights, or none."
        )
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


@as_annotated
def finite_rows(
    frame: pd.DataFrame,
    features: Sequence[str],
    logarithms: Sequence[Logarithm] = (),
    missing: Missing = "refuse",
) -> Rows:
    """Return what `complete_rows` does, even where no row is complete.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
    features : sequence of str
    logarithms : sequence of Logarithm
    missing : {"refuse", "ml"}

    Raises
    ------
    DataError
        If no feature is named, or one is not in the table or not numeric.

    Examples
    --------
    >>> finite_rows(pd.DataFrame({"x": [None, float("inf")]}, dtype=float), ["x"]).X.shape
    (0, 1)
    """
    if not len(features):
        raise DataError("No feature is chosen. Choose at least one numeric column.")
    values = np.column_stack([_numbers(frame, feature) for feature in features])
    holes = np.isnan(values)
    without = holes.all(axis=1) if allows_gaps(missing) else holes.any(axis=1)
    infinite = np.isinf(values).any(axis=1) & ~without
    values = taken(values, features, logarithms)
    below = np.False_
    if logarithms:
        below = (np.isnan(values) & ~holes).any(axis=1) & ~(without | infinite)
    kept = np.logical_not(without | infinite | below)
    # A large table is not held twice where all of it can be fitted.
    X = np.ascontiguousarray(values if kept.all() else values[kept])
    X.setflags(write=False)
    kept.setflags(write=False)
    changed = log_jacobians(X, features, logarithms) if logarithms else None
    n_missing, n_infinite, n_below = (int(each.sum()) for each in (without, infinite, below))
    gaps = int(holes[kept].any(axis=1).sum())
    found = Rows(X, kept, n_missing, n_infinite, n_below, changed, tuple(logarithms))
    return replace(found, gaps=gaps) if gaps else found


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
