"""Fits of many mixtures to the same rows, none of them worse than one that is nested in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gmm_core.blocks import one_thread
from gmm_core.em import Model, Run, State, Stop, remaining_gain, run_until
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, Statistics
from gmm_core.inputs import check_n_components
from gmm_core.mixture import Mixture
from gmm_core.seeds import Seed
from gmm_core.selection.nesting import duplicated, split
from gmm_core.starts import MergeTree, QuantileBins, from_labels, merge_tree

# Two log-likelihoods of the same mixture differ by as much, relatively.
ROUNDING = 1e-12

# A run is given up when the gain that Aitken's estimate leaves it, this many times over, will not
# take it to the goal; not in its first states, where EM moves fast and the estimate says little.
PATIENCE = 5.0
EARLIEST = 6

DEFAULT_STOP = Stop()


Key = tuple[int, str]


@dataclass(frozen=True, eq=False)
class Fit:
    """One mixture of a grid, fitted; `run` is None where every start collapsed.

    `status` is "converged"; "stopped at max_iter"; "no gain over ..." where EM found nothing better
    than a smaller model, which then stands here; "collapsed; ... stands here" where every start
    collapsed and a smaller model stands in, both followed by "(stopped at max_iter)" where that one
    was; or "collapsed" where there is none to stand in.
    """

    n_components: int
    model: Model
    run: Run | None
    status: str

    @property
    def key(self) -> Key:
        """Where the fit stands in its grid."""
        return self.n_components, self.model.covariance_type

    @property
    def collapsed(self) -> bool:
        """Whether every start collapsed, also where a smaller model stands in."""
        return self.status.startswith("collapsed")

    @property
    def log_likelihood(self) -> float:
        """Log-likelihood of the fit, in nats; minus infinity where there is none."""
        return -np.inf if self.run is None else self.run.log_likelihood


# What comes of a start: a run, or why there is none.
Outcome = Run | Literal["collapsed", "hopeless"]


class _HopelessError(Exception):
    """A run will not get where another fit already is."""


@dataclass(frozen=True, eq=False)
class _Search:
    """What all runs of a grid share."""

    data: Data
    stop: Stop

    def climb(self, start: Mixture, model: Model, goal: float = -np.inf) -> Outcome:
        """The run from `start`; hopeless when it will not reach `goal`, in nats."""
        reached: list[float] = []

        def give_up(state: State) -> None:
            reached.append(state.log_likelihood)
            if len(reached) >= EARLIEST and _hopeless(reached, goal):
                raise _HopelessError

        try:
            return run_until(self.data, start, model, self.stop, give_up)
        except DegenerateComponentError:
            return "collapsed"
        except _HopelessError:
            return "hopeless"

    def from_partition(self, partition: Statistics | None, model: Model, goal: float) -> Outcome:
        """The run whose first M-step is that of a partition of the rows."""
        if partition is None:
            return "collapsed"
        try:
            start = model.m_step(partition)
        except DegenerateComponentError:
            return "collapsed"
        return self.climb(start, model, goal)

    def from_nested(self, nested: Mixture, n_components: int, model: Model) -> Outcome:
        """The run from a mixture that the larger model contains, or from splits of it."""
        start: Mixture | None = nested
        while start is not None and start.n_components < n_components:
            start = split(self.data, start, model)
        return "collapsed" if start is None else self.climb(start, model)


def _hopeless(log_likelihoods: Sequence[float], goal: float) -> bool:
    gain = remaining_gain(log_likelihoods)
    return gain < np.inf and log_likelihoods[-1] + PATIENCE * gain < goal


def fit_grid(
    data: Data,
    n_components: Sequence[int],
    models: Sequence[Model],
    *,
    stop: Stop = DEFAULT_STOP,
    random_state: Seed = None,
    on_fit: Callable[[Fit], None] | None = None,
) -> dict[Key, Fit]:
    """Return a fit of every model with every number of components, smaller models first.

    All start from one hierarchical clustering of the rows, of a large table from a sample of them.
    Where that leads to a lower likelihood than a smaller model has reached, the best of these is
    the start instead: a mixture with fewer parameters of its covariances as it is, one with fewer
    components after a split. Where EM gains nothing from there, the smaller model itself is the
    fit, as it belongs to the larger. A fit takes at most two runs; no two models have the same
    structure.
    """
    for k in n_components:
        check_n_components(k)
    search = _Search(data, stop)
    fits: dict[Key, Fit] = {}
    # Matrices are small here, and two threads on them would only wait for one another.
    with one_thread():
        tree = merge_tree(data, random_state=random_state)
        for k in sorted(n_components):
            partition = _partition(tree, data, k)
            for model in sorted(models, key=_freedom):
                fit = _best_of(search, k, partition, model, fits)
                fits[fit.key] = fit
                if on_fit is not None:
                    on_fit(fit)
    return fits


def _freedom(model: Model) -> tuple[int, str]:
    """Larger for what contains others; the letters settle the order of the rest."""
    letters = model.structure.letters
    return sum("IEV".index(letter) for letter in letters), letters


def _partition(tree: MergeTree | QuantileBins, data: Data, k: int) -> Statistics | None:
    """None where the rows have too few different values to be cut into k."""
    try:
        return from_labels(data, tree.labels(k), k)
    except DataError:
        return None


def _best_of(
    search: _Search,
    k: int,
    partition: Statistics | None,
    model: Model,
    fits: Mapping[Key, Fit],
) -> Fit:
    """The run from the partition, if no nested fit is better; else what comes of the best one."""
    nested = _best_nested(k, model, fits)
    goal = nested.log_likelihood if nested else -np.inf
    first = search.from_partition(partition, model, goal)
    if nested is None or nested.run is None or _reaches(first, goal):
        return _fit(k, model, first)
    second = search.from_nested(nested.run.mixture, k, model)
    if _reaches(second, goal):
        return _fit(k, model, second)
    all_collapsed = first == second == "collapsed"
    return _inherited(k, model, nested, nested.run, all_collapsed)


def _best_nested(k: int, model: Model, fits: Mapping[Key, Fit]) -> Fit | None:
    """The best of the fits that the larger model contains and that are not nested in another."""
    # What is fitted before with as many components is another structure.
    inner = [
        fit
        for fit in fits.values()
        if fit.n_components == k and model.structure.holds(fit.model.structure)
    ]
    fewer = [fit for fit in fits.values() if fit.n_components < k and fit.model == model]
    inner += [max(fewer, key=lambda fit: fit.n_components)] if fewer else []
    return max(inner, key=lambda fit: fit.log_likelihood, default=None)


def _reaches(found: Outcome, goal: float) -> bool:
    return isinstance(found, Run) and found.log_likelihood >= goal - ROUNDING * abs(goal)


def _fit(n_components: int, model: Model, found: Outcome) -> Fit:
    if not isinstance(found, Run):
        return Fit(n_components, model, None, "collapsed")
    status = "converged" if found.converged else "stopped at max_iter"
    return Fit(n_components, model, found, status)


def _inherited(k: int, model: Model, nested: Fit, run: Run, all_collapsed: bool) -> Fit:
    """The nested fit as a member of the larger model."""
    mixture = run.mixture
    while mixture.n_components < k:
        mixture = duplicated(mixture)
    state = State(0, mixture, run.log_likelihood)
    same = Run((state,), run.converged, run.stop_reason, run.weight)
    smaller = _smaller(nested, mixture)
    status = f"collapsed; {smaller} stands here" if all_collapsed else f"no gain over {smaller}"
    stopped = "" if run.converged else " (stopped at max_iter)"
    return Fit(k, model, same, status + stopped)


def _smaller(nested: Fit, mixture: Mixture) -> str:
    """What is smaller about the nested fit, as people call it."""
    if nested.n_components < mixture.n_components:
        return f"k = {nested.n_components}"
    letters = nested.model.structure.letters
    return letters[0] if mixture.n_features == 1 else letters
