"""Ascents of small tables climb abreast, so that a call of numpy serves all of them.

Each takes the very steps and leaps that `Ascent.of` would take, or the plain steps of `run`; only
arithmetic is shared. One that is out of the ordinary, whose component collapses or is nearly flat,
leaves the others and climbs on its own from its start.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from gmm_core.blocks import BLOCK_SIZE
from gmm_core.em.acceleration import Ascent
from gmm_core.em.climbing import Climbing, common_rows
from gmm_core.em.model import Model
from gmm_core.em.stopping import Stop
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.sources import Source

# Rows x features x components up to which a call takes longer than the work in it.
SMALL = 25_000
FEW_FEATURES = 16


def shares_calls(n_rows: int, n_features: int, n_components: int) -> bool:
    """Whether fits of such a size are worth their calls only together."""
    return n_features <= FEW_FEATURES and 0 < n_rows * n_features * n_components <= SMALL


def are_quicker_together(data: Data | Source, n_components: int, model: Model) -> bool:
    """Whether steps on these rows are worth their calls only together, and are plain."""
    plain = not model.reg_covar and not model.floor and model.leaps
    if not plain or type(data) is not Data:
        return False
    n_rows, n_features = data.X.shape
    return shares_calls(n_rows, n_features, n_components)


class Task(NamedTuple):
    """One ascent to come."""

    data: Data
    start: Mixture
    model: Model

    @property
    def shape(self) -> tuple[int, int, int]:
        """Rows, features and components; what climbs abreast has the same."""
        return (*self.data.X.shape, self.start.n_components)

    @property
    def is_small(self) -> bool:
        """Whether it is worth sharing calls, and no floor is asked for."""
        return are_quicker_together(self.data, self.start.n_components, self.model)

    def alone(self, stop: Stop, leaps: bool) -> Ascent | None:
        """The ascent by itself; None where a component collapses."""
        climb = Ascent.of if leaps else Ascent.in_plain_steps
        try:
            return climb(self.data, self.start, self.model, stop)
        except DegenerateComponentError:
            return None


def _most_at_once(tasks: Sequence[Task]) -> int:
    """How many share their calls: as many as a cache holds the numbers of in a pass."""
    n_rows, n_features, n_components = tasks[0].shape
    shared = common_rows([task.data for task in tasks]) is not None
    numbers = n_rows * n_components * (1 if shared else n_features)
    return max(BLOCK_SIZE // numbers, 4)


def ascents(
    tasks: Sequence[tuple[Data | Source, Mixture, Model]], stop: Stop, leaps: bool
) -> list[Ascent | None]:
    """See `Ascent.abreast`."""
    tasks = [Task(*task) for task in tasks]  # pyright: ignore[reportArgumentType]
    found: dict[int, Ascent | None] = {}
    small = [place for place, task in enumerate(tasks) if task.is_small]
    by_shape = sorted(small, key=lambda place: tasks[place].shape)
    for _, places in groupby(by_shape, lambda place: tasks[place].shape):
        same = list(places)
        if len(same) > 1:
            chosen = [tasks[place] for place in same]
            ended = Climbing(chosen, _most_at_once(chosen), stop, leaps).ended()
            found.update((same[i], ascent) for i, ascent in ended)
    return [
        found[place] if place in found else task.alone(stop, leaps)
        for place, task in enumerate(tasks)
    ]
