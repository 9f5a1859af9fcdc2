"""A run as a player holds it: all that each half-step shows, worked out beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gmm_core.assigned import NOISE, assigned
from gmm_core.checked import as_annotated, check_features
from gmm_core.em import Run
from gmm_core.expectation import Data, PartlyKnown
from gmm_core.mixture import Mixture
from gmm_core.names import check_one_each
from gmm_core.steps.dull_stretches import dull_ends
from gmm_core.steps.half_steps import frame
from gmm_core.steps.lower_bound import lower_bounds
from gmm_core.steps.narration import idea_and_figures
from gmm_core.subsets import stratified_rows
from gmm_core.target import class_codes, cross_count, matched_classes

# Most rows that are drawn, and most responsibilities that are held, a byte each.
MOST_ROWS = 5000
MOST_SHARES = 12_000_000

KNOWN_STAY = " Rows of known class have a heavy edge, and stay where they are."


@dataclass(frozen=True, eq=False)
class CrossTables:
    """Target against cluster after every E-step.

    Parameters
    ----------
    classes : tuple of str
    counts : ndarray of shape (n_states, n_classes, n_components)
        Of rows; with noise a column more, of its rows.
    matching : ndarray of int, shape (n_states, n_components)
        Class matched to each cluster; −1 where there is none.
    """

    classes: tuple[str, ...]
    counts: np.ndarray
    matching: np.ndarray


@dataclass(frozen=True, eq=False)
class Film:
    """What the half-steps of a run show.

    Parameters
    ----------
    run : Run
    rows : ndarray of shape (n_drawn,)
        Rows that are drawn, and whose responsibilities are held.
    shares : ndarray of uint8, shape (n_states, n_drawn, n_components)
        Responsibilities that each state's mixture gives, in hundredths.
    clusters : ndarray of uint8, shape (n_states, n_drawn)
        Most probable component of each row, from 0; n_components of one that is noise.
    bounds : ndarray of shape (n_states,)
        Evidence lower bound after the M-step that led to each state, in nats.
    ideas, sentences : tuple of str
        What each half-step does, in words alone; and all that is said of it.
    skips : ndarray of int, shape (n_states,)
        State up to which nothing happens that is seen; the state itself where something does.
    tables : CrossTables or None
        Of the rows drawn, where there is a target.
    """

    run: Run
    rows: np.ndarray
    shares: np.ndarray
    clusters: np.ndarray
    bounds: np.ndarray
    ideas: tuple[str, ...]
    sentences: tuple[str, ...]
    skips: np.ndarray
    tables: CrossTables | None


@as_annotated
def film(
    X: np.ndarray | Data,
    run: Run,
    row_names: Sequence[str],
    target: pd.Series | None = None,
    weights: np.ndarray | None = None,
) -> Film:
    """Return the film of a run.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features), or Data
        The rows that were fitted, NaN where a value is missing; of Data the component of some may
        be known.
    run : Run
    row_names : sequence of str
        What a person calls each row.
    target : Series of length n_samples, optional
        A known class of each row.
    weights : ndarray of shape (n_samples,), optional
        By which rows count in the tables.

    Returns
    -------
    Film

    Raises
    ------
    DataError
        When the target is a measurement or an identifier rather than a label.

    Examples
    --------
    >>> from gmm_core import Mixture, run
    >>> X = np.array([[0.0], [0.5], [4.0], [5.0]])
    >>> fit = run(X, Mixture([0.5, 0.5], [[0.0], [1.0]], [[[1.0]], [[1.0]]]))
    >>> shown = film(X, fit, ["1", "2", "3", "4"], pd.Series(["a", "a", "b", "b"]))
    >>> shown.shares[-1].tolist(), shown.tables.counts[-1].tolist()
    ([[100, 0], [100, 0], [0, 100], [0, 100]], [[2, 0], [0, 2]])
    """
    data = Data.of(X, missing="ml")
    check_features(data.X, run.mixture.n_features)
    check_one_each(row_names, len(data.X), "row")
    rows = drawn_of(data, run)
    noun = "point" if len(rows) == len(data.X) else "drawn point"
    drawn, are_known = data.taken(rows), isinstance(data, PartlyKnown)
    names = [row_names[int(row)] for row in rows]
    n_states, k = len(run.states), run.mixture.n_components
    shares = np.empty((n_states, len(rows), k), dtype=np.uint8)
    clusters = np.empty((n_states, len(rows)), dtype=np.uint8)
    told: list[tuple[str, str]] = []
    before = None
    for t, state in enumerate(run.states):  # of one state at a time: all would fill the memory
        resp = drawn.responsibilities(state.mixture)
        of_row = assigned(resp)
        shares[t], clusters[t] = np.rint(100.0 * resp), np.where(of_row == NOISE, k, of_row)
        for half_step, in_force in ((2 * t, before), (2 * t + 1, resp)):
            seen = frame(run, half_step)
            idea, figures = idea_and_figures(seen, in_force, before, names, noun)
            told.append((idea + KNOWN_STAY * (are_known and seen.step == "E"), figures))
        before = resp
    tables = None if target is None else _tables(target, rows, clusters, run.mixture, weights)
    ideas = tuple(idea for idea, _ in told)
    sentences = tuple(" ".join(each).rstrip() for each in told)
    skips = dull_ends([state.mixture for state in run.states], list(clusters))
    return Film(run, rows, shares, clusters, lower_bounds(run), ideas, sentences, skips, tables)


def drawn_of(X: np.ndarray | Data, run: Run) -> np.ndarray:
    """Return the rows to draw of a run: all, or a fixed sample that leaves out no component.

    They ascend; the sample is stratified by the most probable component at the end of the run.
    """
    most = min(MOST_ROWS, MOST_SHARES // (len(run.states) * run.mixture.n_components))
    data = Data.of(X, missing="ml")
    if len(data.X) <= most:
        return np.arange(len(data.X))
    return stratified_rows(data.responsibilities(run.mixture).argmax(axis=1), most)


def _tables(
    target: pd.Series,
    rows: np.ndarray,
    clusters: np.ndarray,
    mixture: Mixture,
    weights: np.ndarray | None,
) -> CrossTables | None:
    codes, classes = class_codes(target)  # of all rows: in a sample labels may seem not to repeat
    if not classes:
        return None
    codes = codes[rows]
    known = codes >= 0
    of_each = None if weights is None else weights[rows]
    k, found = mixture.n_components, clusters.astype(np.intp)
    n_columns = k + (mixture.noise is not None)
    counts = [cross_count(codes, each, len(classes), n_columns, of_each) for each in found]
    pairs = zip(counts, np.where(found < k, found, NOISE)[:, known], strict=True)
    matching = [matched_classes(table[:, :k], each) for table, each in pairs]
    return CrossTables(classes, np.array(counts), np.array(matching))
