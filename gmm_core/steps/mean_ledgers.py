"""Where weight, mean and spread of one component come from, in every M-step of a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated, as_positions, check_features
from gmm_core.em import Run
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.gaps import expected_of
from gmm_core.mixture import Mixture
from gmm_core.wording import counted
from gmm_core.written_numbers import number


@dataclass(frozen=True, eq=False)
class MeanLedger:
    """The sums behind one component's weight, mean and spread, M-step by M-step.

    M-step t leads from ``run.states[t]`` to ``run.states[t + 1]``. The mean after it is what the
    contributors and the rest make together: the sum of ``share * x`` over the contributors, and
    ``rest_share * rest_mean``.

    Parameters
    ----------
    n_rows : int
        Rows of the data; the sums are over all of them.
    weight : float
        What they count together: n, which is their number where they have no weights.
    is_weighted : bool
        Whether they have.
    has_gaps : bool
        Whether some rows miss a value.
    n_candidates : int
        Rows among which contributors were looked for.
    resp_sums : ndarray of shape (n_m_steps,)
        N_k, the sum of the responsibilities: the number of rows that the component holds.
    weights : ndarray of shape (n_m_steps,)
        Weight of the component after the M-step, N_k / n.
    means_before, means_after : ndarray of shape (n_m_steps, n_features)
        In the units of the features.
    contributors : ndarray of int, shape (n_m_steps, n_contributors)
        The rows of largest responsibility, the largest first.
    responsibilities : ndarray of shape (n_m_steps, n_contributors)
        Those of the contributors.
    row_weights : ndarray of shape (n_m_steps, n_contributors)
        By which the contributors count; 1 where rows have no weights.
    shares : ndarray of shape (n_m_steps, n_contributors)
        What the contributors have of the mean: responsibility x weight of the row / N_k.
    values : ndarray of shape (n_m_steps, n_contributors, n_features)
        The contributors as they count: what is there of them, and what the component before the
        M-step expects of the rest.
    rest_shares : ndarray of shape (n_m_steps,)
        What all other rows have of it together.
    rest_means : ndarray of shape (n_m_steps, n_features)
        Their mean, weighted by responsibility; ``means_after`` where there is no rest.
    pairs : tuple of pairs of int
        Features whose gaps from the new mean are multiplied: with itself for a variance.
    squares : ndarray of shape (n_m_steps, n_contributors, n_pairs)
        Of each contributor, responsibility x weight of the row x the product of its gaps from the
        new mean; of what is missing the product that is expected.
    rest_squares : ndarray of shape (n_m_steps, n_pairs)
        What all other rows have of it together.
    spreads : ndarray of shape (n_m_steps, n_pairs)
        The sum over all rows / N_k: variances and covariance as the rows would have them.
    spreads_after : ndarray of shape (n_m_steps, n_pairs)
        Those of the component after the M-step, which its structure, `reg_covar` and a floor may
        make others.
    """

    n_rows: int
    weight: float
    is_weighted: bool
    has_gaps: bool
    n_candidates: int
    resp_sums: np.ndarray
    weights: np.ndarray
    means_before: np.ndarray
    means_after: np.ndarray
    contributors: np.ndarray
    responsibilities: np.ndarray
    row_weights: np.ndarray
    shares: np.ndarray
    values: np.ndarray
    rest_shares: np.ndarray
    rest_means: np.ndarray
    pairs: tuple[tuple[int, int], ...]
    squares: np.ndarray
    rest_squares: np.ndarray
    spreads: np.ndarray
    spreads_after: np.ndarray


@as_annotated
def mean_ledger(
    X: ArrayLike | Data,
    run: Run,
    component: int,
    *,
    n_contributors: int = 5,
    rows: ArrayLike | None = None,
    features: Sequence[int] = (),
    weights: np.ndarray | None = None,
) -> MeanLedger:
    """Return where weight, mean and spread of a component come from, in every M-step of a run.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
        The rows of the run, NaN where a value is missing; of Data the component of some may be
        known.
    run : Run
    component : int
        Counted from 0.
    n_contributors : int
        Rows to name at most.
    rows : array_like of int, optional
        The only rows to look for contributors among, such as those in a picture; all by default.
        The sums are over all rows nevertheless.
    features : sequence of int
        Features whose variances, and the covariances of any two, are taken apart; none by default.
    weights : ndarray of shape (n_samples,), optional
        By which the rows of the run count.

    Returns
    -------
    MeanLedger
        Bishop (2006), eqs. 9.24 to 9.27; of rows with gaps Ghahramani and Jordan (1994), NIPS 6.

    Raises
    ------
    DataError
        When `X` are not the rows of the run, or there is no such component or row.

    Notes
    -----
    Where rows have weights, the largest are those of responsibility x weight.

    Of rows whose responsibilities are the same to nine decimals (rounding decides beyond), the one
    that pulls more comes first: the farther from the mean before, in the component's standard
    deviations; then the one that stands higher in the table.

    Examples
    --------
    >>> from gmm_core import run
    >>> X = [[0.0], [1.0], [9.0], [10.0]]
    >>> fit = run(X, Mixture([0.5, 0.5], [[1.0], [8.0]], [[[4.0]], [[4.0]]]))
    >>> ledger = mean_ledger(X, fit, 0, n_contributors=2)
    >>> ledger.resp_sums[-1].round(6), ledger.means_after[-1].round(6)
    (np.float64(2.0), array([0.5]))
    >>> ledger.contributors[0], ledger.rest_shares[-1].round(6)
    (array([0, 1]), np.float64(0.0))
    >>> spread = mean_ledger(X, fit, 0, n_contributors=2, features=[0])
    >>> spread.squares[-1].ravel().round(6), spread.spreads[-1].round(6)
    (array([0.25, 0.25]), array([0.25]))
    """
    data = Data.of(X, missing="ml")
    check_features(X := data.X, run.mixture.n_features)
    run.check_complete()
    counts = np.ones(len(X)) if weights is None else weights
    _check(X, run, component, counts)
    candidates = np.arange(len(X)) if rows is None else _candidates(rows, len(X))
    n_named = min(max(n_contributors, 0), len(candidates))
    sizes = (len(run.states) - 1, len(candidates), n_named)
    ledger = _blank(X, weights, counts, *sizes, _pairs(features))
    for t, (state, after) in enumerate(pairwise(run.states)):
        resp = data.responsibilities(state.mixture)
        _enter(ledger, t, X, (state.mixture, resp), component, candidates, counts)
        ledger.spreads_after[t] = _entries(after.mixture, component, ledger.pairs)
    return ledger


def _check(X: np.ndarray, run: Run, component: int, counts: np.ndarray) -> None:
    if len(counts) != len(X) or not np.isclose(counts.sum(), run.weight, rtol=1e-9, atol=0.0):
        raise DataError(
            f"The run was fitted to rows of total weight {number(run.weight)}, and these are "
            f"{counted(len(X), 'row')} of weight {number(float(counts.sum()))}. Give the rows of "
            "the run, with their weights."
        )
    if not 0 <= component < run.mixture.n_components:
        raise DataError(
            f"There is no component {component}. Give one from 0 to {run.mixture.n_components - 1}."
        )


def _candidates(rows: ArrayLike, n: int) -> np.ndarray:
    """The rows to look among, each once and in their order."""
    return np.unique(as_positions("The rows to look among", rows, n))


def _pairs(features: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Each feature with itself, then any two of them."""
    some = list(dict.fromkeys(features))
    return (*((f, f) for f in some), *combinations(some, 2))


def _entries(
    mixture: Mixture, component: int, pairs: Sequence[tuple[int, int]]
) -> list[np.ndarray]:
    """Entries of a component's covariance; it may be too large to be made as a whole."""
    some = list(dict.fromkeys(feature for pair in pairs for feature in pair))
    covariance = mixture.marginal(some).covariances[component] if some else np.empty((0, 0))
    return [covariance[some.index(one), some.index(other)] for one, other in pairs]


def _blank(
    X: np.ndarray,
    weights: np.ndarray | None,
    counts: np.ndarray,
    n_m_steps: int,
    n_candidates: int,
    n_named: int,
    pairs: tuple[tuple[int, int], ...],
) -> MeanLedger:
    def blank(*shape: int) -> np.ndarray:
        return np.zeros((n_m_steps, *shape))

    n, d = X.shape
    return MeanLedger(
        n_rows=n,
        weight=float(counts.sum()),
        is_weighted=weights is not None,
        has_gaps=bool(np.isnan(X).any()),
        n_candidates=n_candidates,
        resp_sums=blank(),
        weights=blank(),
        means_before=blank(d),
        means_after=blank(d),
        contributors=np.zeros((n_m_steps, n_named), dtype=np.intp),
        responsibilities=blank(n_named),
        row_weights=blank(n_named),
        shares=blank(n_named),
        values=blank(n_named, d),
        rest_shares=blank(),
        rest_means=blank(d),
        pairs=pairs,
        squares=blank(n_named, len(pairs)),
        rest_squares=blank(len(pairs)),
        spreads=blank(len(pairs)),
        spreads_after=blank(len(pairs)),
    )


def _products(gaps: np.ndarray, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    """Of each row the products of two gaps, (n_samples, n_pairs)."""
    one, other = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    return gaps[:, one] * gaps[:, other]


def _enter(
    ledger: MeanLedger,
    t: int,
    X: np.ndarray,
    state: tuple[Mixture, np.ndarray],
    component: int,
    candidates: np.ndarray,
    counts: np.ndarray,
) -> None:
    """Fill in M-step `t`, that from a mixture and its responsibilities on."""
    mixture, every = state
    before = mixture.means[component]
    shares = np.ascontiguousarray(every[:, component])
    resp = shares * counts
    whole = expected_of(X, mixture, component, ledger.pairs)
    # Sums about a point amid the rows lose no digits where data lie far from 0.
    gaps = whole.values - before
    pulls = (mixture.whitener.of_component(component, gaps[candidates].T) ** 2).sum(axis=0)
    order = np.lexsort((-pulls, -resp[candidates].round(9)))
    named = candidates[order[: ledger.contributors.shape[1]]]
    held = resp.sum()
    after = before + resp @ gaps / held
    ledger.resp_sums[t], ledger.weights[t] = held, held / ledger.weight
    ledger.means_before[t], ledger.means_after[t] = before, after
    ledger.contributors[t], ledger.responsibilities[t] = named, shares[named]
    ledger.row_weights[t], ledger.shares[t] = counts[named], resp[named] / held
    ledger.values[t] = whole.values[named]
    squares = resp[:, None] * (_products(whole.values - after, ledger.pairs) + whole.spreads)
    ledger.squares[t], ledger.spreads[t] = squares[named], squares.sum(axis=0) / held
    squares[named] = 0.0
    ledger.rest_squares[t] = squares.sum(axis=0)
    resp[named] = 0.0
    rest = resp.sum()
    ledger.rest_shares[t] = rest / held
    ledger.rest_means[t] = before + resp @ gaps / rest if rest > 0 else after
