"""A run as a player holds it: all that each half-step shows, worked out beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.em import Run
from gmm_core.mixture import as_rows, responsibilities
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


@dataclass(frozen=True, eq=False)
class CrossTables:
    """Target against cluster after every E-step.

    Parameters
    ----------
    classes : tuple of str
    counts : ndarray of shape (n_states, n_classes, n_components)
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
        Most probable component of each row, from 0.
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
    X: np.ndarray,
    run: Run,
    row_names: Sequence[str],
    target: pd.Series | None = None,
    weights: np.ndarray | None = None,
) -> Film:
    """Return the film of a run.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
        The rows that were fitted.
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
    X = as_rows(X, run.mixture.n_features)
    check_one_each(row_names, len(X), "row")
    rows = drawn_of(X, run)
    noun = "point" if len(rows) == len(X) else "drawn point"
    names = [row_names[int(row)] for row in rows]
    n_states, k = len(run.states), run.mixture.n_components
    shares = np.empty((n_states, len(rows), k), dtype=np.uint8)
    clusters = np.empty((n_states, len(rows)), dtype=np.uint8)
    told: list[tuple[str, str]] = []
    before = None
    for t, state in enumerate(run.states):  # of one state at a time: all would fill the memory
        resp = responsibilities(X[rows], state.mixture)
        shares[t], clusters[t] = np.rint(100.0 * resp), resp.argmax(axis=1)
        for half_step, in_force in ((2 * t, before), (2 * t + 1, resp)):
            seen = frame(run, half_step)
            told.append(idea_and_figures(seen, in_force, before, names, noun))
        before = resp
    tables = None if target is None else _tables(target, rows, clusters, k, weights)
    ideas = tuple(idea for idea, _ in told)
    sentences = tuple(" ".join(each).rstrip() for each in told)
    skips = dull_ends([state.mixture for state in run.states], list(clusters))
    return Film(run, rows, shares, clusters, lower_bounds(run), ideas, sentences, skips, tables)


def drawn_of(X: np.ndarray, run: Run) -> np.ndarray:
    """Return the rows to draw of a run: all, or a fixed sample that leaves out no component.

    They ascend; the sample is stratified by the most probable component at the end of the run.
    """
    most = min(MOST_ROWS, MOST_SHARES // (len(run.states) * run.mixture.n_components))
    if len(X) <= most:
        return np.arange(len(X))
    return stratified_rows(responsibilities(X, run.mixture).argmax(axis=1), most)


def _tables(
    target: pd.Series,
    rows: np.ndarray,
    clusters: np.ndarray,
    k: int,
    weights: np.ndarray | None,
) -> CrossTables | None:
    codes, classes = class_codes(target)  # of all rows: in a sample labels may seem not to repeat
    if not classes:
        return None
    codes = codes[rows]
    known = codes >= 0
    of_each = None if weights is None else weights[rows]
    counts = [cross_count(codes, each, len(classes), k, of_each) for each in clusters]
    pairs = zip(counts, clusters[:, known], strict=True)
    matching = [matched_classes(table, each) for table, each in pairs]
    return CrossTables(classes, np.array(counts), np.array(matching))
