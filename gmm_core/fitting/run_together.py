"""Where runs end that differ in their starts alone: found in one pass for all."""

from __future__ import annotations

from collections.abc import Sequence

from gmm_core.checked import as_annotated
from gmm_core.em import Ascent
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Data
from gmm_core.fitting.settings import Settings
from gmm_core.mixture import Mixture
from gmm_core.starts import initialize


@as_annotated
def ends_together(data: Data, asked: Sequence[Settings]) -> list[Ascent | None]:
    """Return where the runs of settings end that differ in their starts alone, run together.

    None where a run goes by itself: where a component collapses, which only its run tells of, where
    it is asked for alone, and with a prior, noise, known classes, a floor or scaled features.
    """
    first, is_known = asked[0] if asked else None, data.is_labelled
    if first is None or len(asked) < 2 or is_known or first.standardise or first.floor:
        return [None] * len(asked)
    if first.prior or first.noise:
        return [None] * len(asked)
    starts = {each: start for each in asked if (start := _first_mixture(data, each)) is not None}
    tasks = [(data, start, each.model) for each, start in starts.items()]
    ends = dict(zip(starts, Ascent.abreast(tasks, asked[0].stop, leaps=False), strict=True))
    return [ends.get(each) for each in asked]


def _first_mixture(data: Data, asked: Settings) -> Mixture | None:
    """The first mixture; None where a component of it collapses."""
    statistics = initialize(
        data, asked.n_components, asked.init, random_state=asked.seed, model=asked.model
    )
    try:
        return asked.model.start(statistics)
    except DegenerateComponentError:
        return None
