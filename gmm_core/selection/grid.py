"""Fits of many mixtures to the same rows, none of them worse than one that is nested in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gmm_core.blocks import one_thread
from gmm_core.checked import check_whole
from gmm_core.em import Ascent, Model, Stop
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, Statistics
from gmm_core.mixture import Mixture
from gmm_core.seeds import Seed
from gmm_core.selection.nesting import duplicated
from gmm_core.selection.splitting_abreast import splits_abreast
from gmm_core.sources import Source
from gmm_core.starts import (
    MergeTree,
    QuantileBins,
    best_start,
    from_labels,
    merge_tree,
    trial_starts,
)

# Two log-likelihoods of the same mixture differ by as much, relatively.
ROUNDING = 1e-12

DEFAULT_STOP = Stop()

# Splits of a cell of one component less that a cell begins from, and rows x features x components
# above which it is one: iris, faithful, wine, crabs and diabetes have a cell of theirs below
# mclust's with one, and none with four.
N_SPLITS = 4
LARGE = 100_000

NO_OPTIMUM = "no optimum"
"""How the status of a fit begins of which two components are equal."""

Key = tuple[int, str]
Partition = Callable[[int], np.ndarray]
"""From a number of clusters to the cluster of each row, from 0."""


@dataclass(frozen=True, eq=False)
class Fit:
    """One mixture of a grid, fitted; `ascent` is None where every start collapsed.

    `status` is "converged"; "stopped at max_iter"; "no optimum: components ... are equal", which EM
    never parts; "no gain over ..." where EM found nothing better than a smaller model, which then
    stands here; "collapsed; ... stands here" where every start collapsed and a smaller model stands
    in, both followed by "(stopped at max_iter)" where that one was; or "collapsed" where there is
    none to stand in.
    """

    n_components: int
    model: Model
    ascent: Ascent | None
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
        return -np.inf if self.ascent is None else self.ascent.log_likelihood


@dataclass(frozen=True, eq=False)
class _Starts:
    """Where the fits with one number of components begin, whatever their structure.

    `other` is a further partition, if one is given; `trial_data` are the rows on which trials of
    `drawn` are run.
    """

    partition: Statistics | None
    other: Statistics | None
    trial_data: Data
    drawn: Sequence[Statistics]

    @classmethod
    def of(
        cls,
        data: Data,
        k: int,
        tree: MergeTree | QuantileBins,
        trials: bool,
        random_state: Seed,
        other: Partition | None,
    ) -> _Starts:
        partition = _partition(tree.labels, data, k)
        further = None if other is None or k == 1 else _partition(other, data, k)
        if not trials or k == 1 or partition is None:
            return cls(partition, further, data, ())
        return cls(partition, further, *trial_starts(data, k, random_state, tree))

    def best_drawn(self, model: Model) -> Statistics | None:
        """The start of "auto"; None where there are no trials, or each of them collapses."""
        if not self.drawn:
            return None
        try:
            return best_start(self.trial_data, self.drawn, model)
        except DegenerateComponentError:
            return None


@dataclass(frozen=True, eq=False)
class _Search:
    """What all climbs of a grid share; `n_splits` is how many of them a cell begins from."""

    data: Data | Source
    stop: Stop
    n_splits: int

    def climbed(
        self, starts: Sequence[tuple[Mixture, Model]], *, leaps: bool = True
    ) -> list[Ascent | None]:
        """The ascent from each start; None where a component collapses."""
        return Ascent.abreast([(self.data, *start) for start in starts], self.stop, leaps=leaps)

    def own_ends(
        self, k: int, models: Sequence[Model], starts: _Starts, fewer: Mapping[Model, Ascent]
    ) -> list[Ascent | None]:
        """Where cells of k components end, whichever other sizes and structures are asked for.

        `fewer` are the same of fewer components, where there are any that did not collapse. With
        trials EM goes in plain steps, too, as leaps may lead from a start to a lower optimum.
        """
        firsts = [self._firsts(model, starts) for model in models]
        split_up = self._split_up(k, models, fewer)
        begun = [first + some for first, some in zip(firsts, split_up, strict=True)]
        ends = self._ends(models, begun)
        if starts.drawn:
            plain = self._ends(models, firsts, leaps=False)
            ends = [some + more for some, more in zip(ends, plain, strict=True)]
        return [_highest(some) for some in ends]

    def _ends(
        self, models: Sequence[Model], begun: Sequence[Sequence[Mixture]], *, leaps: bool = True
    ) -> list[list[Ascent | None]]:
        """Where EM ends from each of the starts of each model."""
        tasks = [
            (start, model) for model, some in zip(models, begun, strict=True) for start in some
        ]
        found = iter(self.climbed(tasks, leaps=leaps))
        return [[next(found) for _ in some] for some in begun]

    def _firsts(self, model: Model, starts: _Starts) -> list[Mixture]:
        """Starts of the rows alone."""
        given = (starts.partition, starts.other, starts.best_drawn(model))
        begun = (_started(model, first) for first in given if first is not None)
        return [start for start in begun if start is not None]

    def _split_up(
        self, k: int, models: Sequence[Model], fewer: Mapping[Model, Ascent]
    ) -> list[list[Mixture]]:
        """Starts made of what the models came to with fewer components."""
        split_up = {model: [fewer[model].mixture] for model in models if model in fewer}
        while behind := [
            (self.data, some[0], model)
            for model, some in split_up.items()
            if some and some[0].n_components < k
        ]:
            found = splits_abreast(behind, self._worth_it(k))
            split_up |= {task[2]: some for task, some in zip(behind, found, strict=True)}
        return [split_up.get(model, []) for model in models]

    def _worth_it(self, k: int) -> int:
        """How many splits: of a large table one, as each climb takes long there."""
        data = self.data
        n = len(data.X) if isinstance(data, Data) else data.summary.rows
        return self.n_splits if n * data.n_features * k <= LARGE else 1


def _started(model: Model, first: Statistics) -> Mixture | None:
    try:
        return model.m_step(first)
    except DegenerateComponentError:
        return None


def _highest(found: Iterable[Ascent | None]) -> Ascent | None:
    """The first of the highest; None where there is none."""
    return max(filter(None, found), key=lambda ascent: ascent.log_likelihood, default=None)


def fit_grid(
    data: Data | Source,
    n_components: Sequence[int],
    models: Sequence[Model],
    *,
    stop: Stop = DEFAULT_STOP,
    random_state: Seed = None,
    trials: bool = False,
    on_fit: Callable[[Fit], None] | None = None,
    on_tree: Callable[[float], None] | None = None,
    partition: Partition | None = None,
    n_splits: int = N_SPLITS,
) -> dict[Key, Fit]:
    """Return a fit of every model with every number of components, smaller models first.

    Each starts from one hierarchical clustering of the rows, of a large table from a sample of
    them, and with `trials` from the start of "auto" too; from a further `partition` of the rows, if
    one is given; and from `n_splits` splits of what the same model came to with one component less,
    whether that is asked for or not. Where a nested cell is higher than all of that leads to, EM
    goes on from that one; where it gains nothing there, the nested mixture itself is the fit, as it
    belongs to the larger model. So no fit is worse for what else is asked. No two models have the
    same structure. `on_tree` is told the share of the clustering that is done.
    """
    if data.is_labelled:
        raise DataError(
            "Rows of known class are in no table of nested fits. Give them to select_model, which "
            "fits one cell after the other."
        )
    for k in n_components:
        check_whole("The number of components", k, 1)
    search, asked = _Search(data, stop, n_splits), set(n_components)
    fits: dict[Key, Fit] = {}
    own: dict[Model, Ascent] = {}
    # Matrices are small here, and two threads on them would only wait for one another.
    with one_thread():
        looked_at = data.sample
        tree = merge_tree(looked_at, random_state=random_state, on_progress=on_tree)
        for k in range(1, max(asked) + 1):
            starts = _Starts.of(looked_at, k, tree, trials, _of_trials(random_state), partition)
            for some in _together(data, k, sorted(models, key=_freedom), trials):
                ends = search.own_ends(k, some, starts, own)
                for model, end in zip(some, ends, strict=True):
                    if end is not None:
                        own[model] = end
                    known = fits if end else {key: fits[key] for key in fits if key[0] in asked}
                    fit = _cell(search, k, model, end, known)
                    fits[fit.key] = fit
                    if on_fit is not None and k in asked:
                        on_fit(fit)
    return {key: fit for key, fit in fits.items() if key[0] in asked}


def _together(
    data: Data | Source, k: int, models: Sequence[Model], trials: bool
) -> Sequence[Sequence[Model]]:
    """Models whose climbs share their calls; one by one where each takes long, for progress."""
    is_table = type(data) is Data and not trials
    if is_table and Ascent.shares_calls(len(data.X), data.n_features, k):
        return [models]
    return [[model] for model in models]


def _freedom(model: Model) -> tuple[int, str]:
    """Larger for what contains others; the letters settle the order of the rest."""
    letters = model.structure.letters
    return sum("IEV".index(letter) for letter in letters), letters


def _partition(labels: Partition, data: Data, k: int) -> Statistics | None:
    """None where the rows have too few different values to be cut into k."""
    try:
        return from_labels(data, labels(k), k)
    except DataError:
        return None


def _of_trials(random_state: Seed) -> Seed:
    """The same trials every time, unless another seed is asked for."""
    return 0 if random_state is None else random_state


def _cell(
    search: _Search, k: int, model: Model, own: Ascent | None, fits: Mapping[Key, Fit]
) -> Fit:
    """The cell of which `own` is found by itself, or what comes of a better nested one."""
    nested = _best_nested(k, model, fits)
    if nested is None or nested.ascent is None:
        return _fit(k, model, own)
    if own is not None and _reaches(own, nested.log_likelihood):
        return _fit(k, model, own)
    found = None
    if nested.n_components == k:
        (found,) = search.climbed([(nested.ascent.mixture, model)])
    if found is not None and _reaches(found, nested.log_likelihood):
        return _fit(k, model, found)
    return _inherited(k, model, nested, nested.ascent, own is None and found is None)


def _best_nested(k: int, model: Model, fits: Mapping[Key, Fit]) -> Fit | None:
    """The best of the fits that the larger model contains and that are not nested in another.

    That with fewer components comes first: a structure that is no higher changes nothing, so that
    a cell says the same beside it and alone.
    """
    # What is fitted before with as many components is another structure.
    inner = [
        fit
        for fit in fits.values()
        if fit.n_components == k and model.structure.holds(fit.model.structure)
    ]
    best = max(inner, key=lambda fit: fit.log_likelihood, default=None)
    fewer = [fit for fit in fits.values() if fit.n_components < k and fit.model == model]
    if not fewer:
        return best
    largest = max(fewer, key=lambda fit: fit.n_components)
    if best is None or best.ascent is None:
        return largest
    return largest if _reaches(largest, best.log_likelihood) else best


def _reaches(found: Ascent | Fit, goal: float) -> bool:
    return found.log_likelihood >= goal - ROUNDING * max(abs(goal), 1.0)


def _fit(n_components: int, model: Model, found: Ascent | None) -> Fit:
    if found is None:
        return Fit(n_components, model, None, "collapsed")
    return Fit(n_components, model, found, how_it_ended(found))


def how_it_ended(found: Ascent) -> str:
    """Return the status of a fit."""
    if not found.converged:
        return "stopped at max_iter"
    if pair := found.mixture.equal_pair():
        return f"{NO_OPTIMUM}: components {pair[0] + 1} and {pair[1] + 1} are equal"
    return "converged"


def _inherited(k: int, model: Model, nested: Fit, found: Ascent, all_collapsed: bool) -> Fit:
    """The nested fit as a member of the larger model."""
    mixture = found.mixture
    while mixture.n_components < k:
        mixture = duplicated(mixture)
    same = Ascent(mixture, mixture, found.log_likelihoods[-1:], found.converged)
    smaller = _smaller(nested, mixture)
    status = f"collapsed; {smaller} stands here" if all_collapsed else f"no gain over {smaller}"
    stopped = "" if found.converged else " (stopped at max_iter)"
    return Fit(k, model, same, status + stopped)


def _smaller(nested: Fit, mixture: Mixture) -> str:
    """What is smaller about the nested fit, as people call it."""
    if nested.n_components < mixture.n_components:
        return f"k = {nested.n_components}"
    letters = nested.model.structure.letters
    return letters[0] if mixture.n_features == 1 else letters
