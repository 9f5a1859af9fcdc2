"""Rows that the fit has not seen: their clusters, and how sure and how usual they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import cast

import numpy as np
import pandas as pd

from gmm_core.assigned import assigned
from gmm_core.certainty import uncertainty
from gmm_core.checked import as_annotated
from gmm_core.departures import ALPHA, LowDensity, low_density
from gmm_core.errors import DataError
from gmm_core.gaps import Missing, shares_of
from gmm_core.logarithms import Logarithm
from gmm_core.mixture import Mixture
from gmm_core.results.labelled_table import labelled, row_measures
from gmm_core.table import Rows, finite_rows, is_numeric
from gmm_core.wording import counted, listed, named, plural, quoted

# Of more columns a message names the first, and of a longer name its beginning.
MOST_NAMED, LONGEST = 5, 60

MOST_SHARES = 50_000_000
"""Rows times components: 400 MB of responsibilities."""

PIECE_CELLS = 1_000_000
"""So many cells of a table are made at a time, where it is made in pieces."""


@dataclass(frozen=True, eq=False)
class PredictedRows:
    """What a mixture says of the rows of a table.

    Parameters
    ----------
    rows : Rows
        Those that are complete, and which these are.
    responsibilities : ndarray of shape (n_samples, n_components)
        Of the complete rows, in their order.
    density : LowDensity
        Log-density, p-value and flag of each complete row.
    ignored : tuple of str
        Columns of the table that the mixture does not know.
    n_beyond : int
        Rows outside the box of noise, which has its density there as well.
    """

    rows: Rows
    responsibilities: np.ndarray
    density: LowDensity
    ignored: tuple[str, ...]
    n_beyond: int = 0

    @property
    def clusters(self) -> np.ndarray:
        """Most probable component of each complete row, from 0; −1 of noise."""
        return assigned(self.responsibilities)

    @property
    def uncertainty(self) -> np.ndarray:
        """1 - largest responsibility of each complete row."""
        return uncertainty(self.responsibilities)

    @property
    def summary(self) -> str:
        """Which rows have no cluster, and which columns were not used; "" where nothing is."""
        gaps, said = self.rows.gaps, [self.rows.say_left_out("given a cluster")]
        if gaps:
            verb = plural(gaps, "has gaps and gets its", "have gaps and get their")
            said.append(f"{counted(gaps, 'row')} {verb} cluster by what is there.")
        if self.n_beyond:
            verb = plural(self.n_beyond, "lies", "lie")
            said.append(
                f"{counted(self.n_beyond, 'row')} {verb} outside the box of noise, which is about "
                "the rows that were fitted: noise is taken to be as dense there as within."
            )
        if self.ignored:
            verb = plural(len(self.ignored), "is", "are")
            said.append(
                f"{counted(len(self.ignored), 'column').capitalize()} that the model does not know "
                f"{verb} not used: {named(self.ignored)}."
            )
        return " ".join(filter(None, said))

    def table(
        self,
        frame: pd.DataFrame,
        components: Sequence[str] | None = None,
        *,
        first: int = 0,
        end: int | None = None,
    ) -> pd.DataFrame:
        """Return the table with all that is known of each row, for a download.

        Parameters
        ----------
        frame : pandas.DataFrame of shape (n_rows, n_columns)
            The table of the rows.
        components : sequence of str, optional
            What a person calls each component.
        first, end : int
            Rows of the table, from 0, with which to begin and before which to end.

        Returns
        -------
        pandas.DataFrame
            As `labelled`, with ``uncertainty``, ``log_density``, ``p_value`` and
            ``outlier``.
        """
        kept = self.rows.kept[first:end]
        before = int(self.rows.kept[:first].sum())
        complete = slice(before, before + int(kept.sum()))
        resp = self.responsibilities[complete]
        return labelled(
            frame.iloc[first:end],
            kept,
            resp,
            measures=row_measures(resp, self.density.of(complete)),
            components=components,
        )

    def pieces(
        self, frame: pd.DataFrame, components: Sequence[str] | None = None
    ) -> Iterator[pd.DataFrame]:
        """Return what `table` does piece by piece, so that the whole need not be held."""
        across = frame.shape[1] + self.responsibilities.shape[1]
        size = max(1, PIECE_CELLS // across)
        for first in range(0, len(frame), size):
            yield self.table(frame, components, first=first, end=first + size)


@as_annotated
def predicted(
    frame: pd.DataFrame,
    features: Sequence[str],
    mixture: Mixture,
    *,
    alpha: float = ALPHA,
    logarithms: Sequence[Logarithm] = (),
    missing: Missing = "refuse",
) -> PredictedRows:
    """Return the clusters of rows under a mixture, be they those of the fit or new ones.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        With all features among its columns, in any order.
    features : sequence of str
        Names of the mixture's features, in its order.
    mixture : Mixture
    alpha : float
        Rows with a smaller p-value are flagged as outliers.
    logarithms : sequence of Logarithm
        Of which features the mixture is one of log(x + c); the log-densities are then in the units
        of the table.
    missing : {"refuse", "ml"}
        With "ml" rows with gaps are given a cluster, too, by what is there of them: right where
        values are missing at random.

    Returns
    -------
    PredictedRows

    Raises
    ------
    DataError
        When features are missing or not numeric, the mixture has another number of them, no row is
        complete, or complete rows times components are more than 50,000,000.

    Examples
    --------
    >>> mixture = Mixture([0.5, 0.5], [[0.0], [4.0]], [[[1.0]], [[1.0]]])
    >>> new = pd.DataFrame({"site": ["A", "A", "B"], "x": [0.0, None, 40.0]})
    >>> found = predicted(new, ["x"], mixture)
    >>> found.table(new)[["x", "cluster", "outlier", "left_out"]]
          x  cluster  outlier  left_out
    0   0.0        1    False     False
    1   NaN     <NA>     <NA>      True
    2  40.0        2     True     False
    >>> print(found.summary)
    2 of 3 rows are given a cluster; 1 row with missing values is left out. 1 column that the model
    does not know is not used: "site".
    """
    rows = finite_rows(matched_columns(frame, features), features, logarithms, missing)
    if not rows.kept.any():
        raise DataError(
            "No row of the table has a finite number in every column of the model, so none can be "
            "given a cluster. Give a table with at least one complete row"
            f"{' of values that have a logarithm' * (rows.below > 0)}."
        )
    _check_shares(len(rows.X), mixture.n_components)
    beyond = 0 if mixture.noise is None else int((~mixture.noise.holds(rows.X)).sum())
    return PredictedRows(
        rows,
        shares_of(rows.X, mixture),
        low_density(rows.X, mixture, alpha).with_log_jacobians(rows.log_jacobians),
        ignored_columns(frame, features),
        beyond,
    )


def _check_shares(n_rows: int, n_components: int) -> None:
    if n_rows * n_components > MOST_SHARES:
        raise DataError(
            f"{counted(n_rows, 'row')} would have responsibilities of "
            f"{counted(n_components, 'component')} each, and at most {MOST_SHARES:,} are computed. "
            f"Give at most {MOST_SHARES // n_components:,} rows at a time."
        )


@as_annotated
def matched_columns(frame: pd.DataFrame, features: Sequence[str]) -> pd.DataFrame:
    """Return the columns of a table that a model was fitted to, in the model's order.

    Parameters
    ----------
    frame : pandas.DataFrame of shape (n_rows, n_columns)
        Its columns in any order; others among them are ignored.
    features : sequence of str

    Returns
    -------
    pandas.DataFrame of shape (n_rows, n_features)

    Raises
    ------
    DataError
        Names all columns that are missing, with those that are spelt nearly like them, or all
        that do not hold numbers only.

    Examples
    --------
    >>> frame = pd.DataFrame({"y": [1.0], "note": ["a"], "x": [2.0]})
    >>> matched_columns(frame, ["x", "y"]).columns.tolist()
    ['x', 'y']
    >>> matched_columns(frame.rename(columns={"x": "X "}), ["x", "y"])
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: The table lacks 1 column of the model: "x" (is it "X "?). Name the
    columns as in the table that was fitted.
    """
    missing = [feature for feature in features if feature not in frame.columns]
    if missing:
        others = ignored_columns(frame, features)
        asked = [_with_near_match(feature, others) for feature in missing[:MOST_NAMED]]
        asked += missing[MOST_NAMED:]  # counted, not named
        raise DataError(
            f"The table lacks {counted(len(missing), 'column')} of the model: "
            f"{listed(asked, MOST_NAMED)}. Name the columns as in the table that was fitted."
        )
    if twice := sorted({str(name) for name in frame.columns[frame.columns.duplicated()]}):
        raise DataError(
            f"The table has more than one column named {named(twice)}. Give each column a name "
            "of its own."
        )
    columns = {name: cast(pd.Series, frame[name]) for name in features}
    if words := [name for name, column in columns.items() if not _holds_numbers(column)]:
        verb = plural(len(words), "column does", "columns do")
        raise DataError(
            f"The {verb} not hold numbers only, which the model was fitted to: {named(words)}. "
            "Correct the values."
        )
    return pd.DataFrame(
        {name: column if is_numeric(column) else np.nan for name, column in columns.items()},
        index=frame.index,
    )


def ignored_columns(frame: pd.DataFrame, features: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a table that are no features of a model, in the table's order.

    Examples
    --------
    >>> ignored_columns(pd.DataFrame(columns=["y", "note", "x"]), ["x", "y"])
    ('note',)
    """
    known = set(features)
    return tuple(str(name) for name in frame.columns if name not in known)


def _holds_numbers(column: pd.Series) -> bool:
    """Whether a column is numeric; one without any value may pass for one of missing numbers."""
    return is_numeric(column) or bool(column.isna().all())


def _with_near_match(feature: str, others: Sequence[str]) -> str:
    by_letters = {_letters(name): name for name in reversed(others)}
    near = get_close_matches(_letters(feature), by_letters, n=1, cutoff=0.75)
    asked = f" (is it {quoted(by_letters[near[0]], LONGEST)}?)" if near else ""
    return f"{quoted(feature, LONGEST)}{asked}"


def _letters(name: str) -> str:
    """A name without case, spaces, underscores and signs, by which misspelt ones are found."""
    return re.sub(r"[\W_]+", "", name[:LONGEST]).casefold()
