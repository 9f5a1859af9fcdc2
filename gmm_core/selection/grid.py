"""Fits of many mixtures to the same rows, none of them worse than one that is nested in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Literal

import numpy as np

from gmm_core.blocks import one_thread
from gmm_core.em import Run, State, check_search, m_step, remaining_gain, run
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, Statistics
from gmm_core.maximisation import covariance_structure
from gmm_core.mixture import Mixture
from gmm_core.selection.nesting import duplicated, nested_types, split
from gmm_core.starts import MergeTree, QuantileBins, from_labels, merge_tree

# Two log-likelihoods of the same mixture differ by as much, relatively.
ROUNDING = 1e-12

# A run is given up when the gain that Aitken's estimate leaves it, this many times over, will not
# take it to the goal; not in its first states, where EM moves fast and the estimate says little.
PATIENCE = 5.0
EARLIEST = 6


@dataclass(frozen=True, eq=False)
class Fit:
    """One mixture of a grid, fitted.

    Parameters
    ----------
    n_components : int
    covariance_type : str
    run : Run or None
        None where every start collapsed.
    status : str
        In plain words: "converged"; "stopped at max_iter"; "no gain over ..." where EM found
        nothing better than a smaller model, which then stands here; "collapsed; ... stands here"
        where every start collapsed and a smaller model stands in, both followed by "(stopped at
        max_iter)" where that one was; or "collapsed" where there is none to stand in.
    """

    n_components: int
    covariance_type: str
    run: Run | None
    status: str

    @property
    def log_likelihood(self) -> float:
        """Log-likelihood of the fit, in nats; minus infinity where there is none."""
        return -np.inf if self.run is None else self.run.log_likelihood


Key = tuple[int, str]

# What comes of a start: a run, or why there is none.
Outcome = Run | Literal["collapsed", "hopeless"]


class _HopelessError(Exception):
    """A run will not get where another fit already is."""


@dataclass(frozen=True, eq=False)
class _Search:
    """What all runs of a grid share."""

    data: Data
    tol: float
    max_iter: int

    def climb(self, start: Mixture, covariance_type: str, goal: float = -np.inf) -> Outcome:
        """The run from `start`; hopeless when it will not reach `goal`, in nats."""
        reached: list[float] = []

        def give_up(state: State) -> None:
            reached.append(state.log_likelihood)
            if len(reached) >= EARLIEST and _hopeless(reached, goal):
                raise _HopelessError

        try:
            return run(
                self.data,
                start,
                covariance_type=covariance_type,
                tol=self.tol,
                max_iter=self.max_iter,
                on_state=give_up,
            )
        except DegenerateComponentError:
            return "collapsed"
        except _HopelessError:
            return "hopeless"

    def from_partition(
        self, partition: Statistics | None, covariance_type: str, goal: float
    ) -> Outcome:
        """The run whose first M-step is that of a partition of the rows."""
        if partition is None:
            return "collapsed"
        try:
            start = m_step(partition, covariance_type)
        except DegenerateComponentError:
            return "collapsed"
        return self.climb(start, covariance_type, goal)

    def from_nested(self, nested: Mixture, n_components: int, covariance_type: str) -> Outcome:
        """The run from a mixture that the larger model contains, or from splits of it."""
        start: Mixture | None = nested
        while start is not None and start.n_components < n_components:
            start = split(self.data.X, start, covariance_type)
        return "collapsed" if start is None else self.climb(start, covariance_type)


def _hopeless(log_likelihoods: Sequence[float], goal: float) -> bool:
    gain = remaining_gain(log_likelihoods)
    return gain < np.inf and log_likelihoods[-1] + PATIENCE * gain < goal


def fit_grid(
    X: np.ndarray,
    n_components: Sequence[int],
    covariance_types: Sequence[str],
    *,
    tol: float = 1e-6,
    max_iter: int = 1000,
    random_state: int | np.random.RandomState | None = None,
    on_fit: Callable[[Fit], None] | None = None,
) -> dict[Key, Fit]:
    """Return a fit for every number of components with every covariance structure.

    All start from one hierarchical clustering of the rows. Where that leads to a lower likelihood
    than a smaller model has reached, the best of these is the start instead: a mixture with fewer
    parameters of its covariances as it is, one with fewer components after a split. Where EM
    gains nothing from there, the smaller model itself is the fit, as it belongs to the larger.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    n_components : sequence of int
    covariance_types : sequence of str
        Names of the covariance registry.
    tol : float
        As in `run`, in nats a row.
    max_iter : int
        Most iterations of one run; a fit takes at most two.
    random_state : int, RandomState or None
        For the sample of rows from which the clustering of a large table is made.
    on_fit : callable, optional
        Called with every fit when it is done, smaller models first.

    Returns
    -------
    dict
        (number of components, covariance structure) -> `Fit`, smaller models first.

    Raises
    ------
    DataError
        When `X` is no table of finite numbers with rows and features, a covariance structure is
        not in the registry, or a number of components, `tol` or `max_iter` cannot be used.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [10.0], [11.0], [13.0]])
    >>> fits = fit_grid(X, [1, 2], ["tied", "full"])
    >>> [fits[k, "tied"].status for k in (1, 2)]
    ['converged', 'converged']
    """
    _check_sizes(n_components)
    check_search(tol, max_iter)
    search = _Search(Data(X), tol, max_iter)
    fits: dict[Key, Fit] = {}
    # Matrices are small here, and two threads on them would only wait for one another.
    with one_thread():
        tree = merge_tree(X, random_state=random_state)
        for k in sorted(n_components):
            partition = _partition(tree, search.data.X, k)
            for covariance_type in sorted(covariance_types, key=_freedom):
                fit = _best_of(search, k, partition, covariance_type, fits)
                fits[k, covariance_type] = fit
                if on_fit is not None:
                    on_fit(fit)
    return fits


def _check_sizes(n_components: Sequence[int]) -> None:
    for k in n_components:
        if not isinstance(k, Integral) or k < 1:
            raise DataError(
                f"The number of components is {k!r}. Give a whole number of at least 1."
            )


def _freedom(covariance_type: str) -> tuple[int, str]:
    """Larger for what contains others; the letters settle the order of the rest."""
    letters = covariance_structure(covariance_type).letters
    return sum("IEV".index(letter) for letter in letters), letters


def _partition(tree: MergeTree | QuantileBins, X: np.ndarray, k: int) -> Statistics | None:
    """None where the rows have too few different values to be cut into k."""
    try:
        return from_labels(X, tree.labels(k), k)
    except DataError:
        return None


def _best_of(
    search: _Search,
    k: int,
    partition: Statistics | None,
    covariance_type: str,
    fits: Mapping[Key, Fit],
) -> Fit:
    """The run from the partition, if no nested fit is better; else what comes of the best one."""
    nested = _best_nested(k, covariance_type, fits)
    goal = nested.log_likelihood if nested else -np.inf
    first = search.from_partition(partition, covariance_type, goal)
    if nested is None or nested.run is None or _reaches(first, goal):
        return _fit(k, covariance_type, first)
    second = search.from_nested(nested.run.mixture, k, covariance_type)
    if _reaches(second, goal):
        return _fit(k, covariance_type, second)
    all_collapsed = first == second == "collapsed"
    return _inherited(k, covariance_type, nested, nested.run, all_collapsed)


def _best_nested(k: int, covariance_type: str, fits: Mapping[Key, Fit]) -> Fit | None:
    """The best of the fits that the larger model contains and that are not nested in another."""
    keys = [(k, inner) for inner in nested_types(covariance_type, _types(fits))]
    fewer = [size for size, kind in fits if kind == covariance_type and size < k]
    keys += [(max(fewer), covariance_type)] if fewer else []
    return max(
        (fits[key] for key in keys if key in fits), key=lambda fit: fit.log_likelihood, default=None
    )


def _types(fits: Mapping[Key, Fit]) -> dict[str, None]:
    return dict.fromkeys(covariance_type for _, covariance_type in fits)


def _reaches(found: Outcome, goal: float) -> bool:
    return isinstance(found, Run) and found.log_likelihood >= goal - ROUNDING * abs(goal)


def _fit(n_components: int, covariance_type: str, found: Outcome) -> Fit:
    if not isinstance(found, Run):
        return Fit(n_components, covariance_type, None, "collapsed")
    status = "converged" if found.converged else "stopped at max_iter"
    return Fit(n_components, covariance_type, found, status)


def _inherited(k: int, covariance_type: str, nested: Fit, run: Run, all_collapsed: bool) -> Fit:
    """The nested fit as a member of the larger model."""
    mixture = run.mixture
    while mixture.n_components < k:
        mixture = duplicated(mixture)
    state = State(0, mixture, run.log_likelihood)
    same = Run((state,), run.converged, run.stop_reason, run.weight)
    smaller = _smaller(nested, mixture)
    status = f"collapsed; {smaller} stands here" if all_collapsed else f"no gain over {smaller}"
    stopped = "" if run.converged else " (stopped at max_iter)"
    return Fit(k, covariance_type, same, status + stopped)


def _smaller(nested: Fit, mixture: Mixture) -> str:
    """What is smaller about the nested fit, as people call it."""
    if nested.n_components < mixture.n_components:
        return f"k = {nested.n_components}"
    letters = covariance_structure(nested.covariance_type).letters
    return letters[0] if mixture.n_features == 1 else letters
