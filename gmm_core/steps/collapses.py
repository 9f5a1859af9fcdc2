"""What a component collapsed onto, and why the likelihood then has no bound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.checked import as_annotated
from gmm_core.em import Run
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.gaps import shares_of
from gmm_core.mixture import as_rows
from gmm_core.names import check_one_each
from gmm_core.wording import counted, listed, plural

MOST_NAMED = 8

NO_BOUND = (
    "The thinner its normal distribution becomes, the denser it is at them, and the higher the "
    "likelihood: it has no bound, so there is no best fit for EM to end at."
)


@as_annotated
def why_collapsed(
    X: np.ndarray, run: Run, row_names: Sequence[str], features: Sequence[str] | None = None
) -> str:
    """Return which component of a run collapsed onto which rows, and why that has no end.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows that were fitted; NaN where a value is missing.
    run : Run
        One that a collapse ended; see `gmm_core.fitting.fit_run`.
    row_names : sequence of str
        What a person calls each row.
    features : sequence of str, optional
        What a person calls each feature; by default their numbers, from 1.

    Returns
    -------
    str

    Raises
    ------
    DataError
        When no collapse ended the run.

    Examples
    --------
    >>> from gmm_core.fitting import Settings, fit_run
    >>> X = np.array([[0.0], [0.2], [0.5], [9.0]])
    >>> found = fit_run(X, Settings(2, means=((0.0,), (9.0,))), up_to_collapse=True)
    >>> why_collapsed(X, found, ["a", "b", "c", "d"]).split(". ")[0]
    'Component 2 collapses onto row d: a single row does not spread at all'
    """
    collapse = run.collapse
    if collapse is None:
        raise DataError("No collapse ended this run. Give one that fit_run has run up to it.")
    who = f"Component {collapse.component + 1}"
    if collapse.rows is not None and collapse.rows < 0.5:
        return (
            f"{who} collapses: no row is left to it, so the next M-step has nothing of which to "
            "take a mean."
        )
    rows = as_rows(X, run.mixture.n_features, gaps=True)
    check_one_each(row_names, len(rows), "row")
    if features is None:
        features = [f"feature {number}" for number in range(1, rows.shape[1] + 1)]
    check_one_each(features, rows.shape[1], "feature")
    held = _held(rows, run, collapse)
    return (
        f"{who} collapses onto {_named(held, row_names)}: {_flat(rows[held], features)}. {NO_BOUND}"
    )


def _held(X: np.ndarray, run: Run, collapse: DegenerateComponentError) -> np.ndarray:
    """The rows that are most of all in the component, or those of which it has most."""
    resp = shares_of(X, run.mixture)[:, collapse.component]
    most = np.flatnonzero(resp >= 0.5)
    if len(most):
        return most
    count = max(round(collapse.rows or 1.0), 1)
    return np.sort(np.argsort(-resp, kind="stable")[:count])


def _named(rows: np.ndarray, names: Sequence[str]) -> str:
    return f"{plural(len(rows), 'row')} {listed([names[int(row)] for row in rows], MOST_NAMED)}"


def _flat(rows: np.ndarray, features: Sequence[str]) -> str:
    """Why rows do not spread in every direction."""
    n, d = rows.shape
    if n == 1:
        return "a single row does not spread at all"
    if (rows == rows[0]).all():
        return f"these {n:,} rows are all alike"
    if constant := [name for name, same in zip(features, _alike(rows), strict=True) if same]:
        return (
            f"{listed(constant, MOST_NAMED)} {plural(len(constant), 'is', 'are')} the same in all "
            "of them"
        )
    if n <= d:
        return f"{n} rows spread in no more than {n - 1} of {counted(d, 'direction')}"
    return "in some direction they hardly spread"


def _alike(rows: np.ndarray) -> np.ndarray:
    """Which features have one value in all rows that have any."""
    first = np.fmax.reduce(rows)
    return ((rows == first) | np.isnan(rows)).all(axis=0)
