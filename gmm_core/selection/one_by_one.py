"""Fits with a prior, noise or known classes: each by itself, from the best of several starts.

A prior is another one for each number of components, and known classes fix components, so that no
fit is nested in another as in `fit_grid`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from gmm_core.blocks import one_thread
from gmm_core.em import Ascent, Model, Stop
from gmm_core.errors import DataError, DegenerateComponentError
from gmm_core.expectation import Data, Gapped
from gmm_core.mixture import Noise
from gmm_core.seeds import Seed
from gmm_core.selection.grid import Fit, Key, how_it_ended
from gmm_core.sources import Source
from gmm_core.starts import initialize, without_noise


def is_needed(data: Data | Source, prior: bool, noise: bool) -> bool:
    """Whether fits are made one by one."""
    return prior or noise or data.is_labelled


def box_around(data: Data | Source, *, along: bool = False) -> Noise | None:
    """Return the noise about rows; along the features where others that it is for have gaps."""
    if along and isinstance(data, Data) and data.total_is_fixed:
        data = Gapped(data.X, data.weights)
    return Model().with_noise(data).noise


def fit_each(
    data: Data | Source,
    n_components: Sequence[int],
    models: Sequence[Model],
    *,
    prior: bool,
    noise: Noise | None,
    stop: Stop,
    random_state: Seed = None,
    on_fit: Callable[[Fit], None] | None = None,
) -> dict[Key, Fit]:
    """Return a fit of every model with every number of components."""
    fits: dict[Key, Fit] = {}
    with one_thread():
        for k in n_components:
            for model in models:
                fit = _fit(data, k, replace(model, noise=noise), prior, stop, random_state)
                fits[fit.key] = fit
                if on_fit is not None:
                    on_fit(fit)
    return fits


def _fit(
    data: Data | Source, k: int, model: Model, prior: bool, stop: Stop, random_state: Seed
) -> Fit:
    try:
        asked = model.with_prior(data, k) if prior else model
        begun = data
        if model.noise is not None:
            begun = without_noise(data.sample, k)
        seed = 0 if random_state is None else random_state
        statistics = initialize(begun, k, "auto", random_state=seed, model=asked)
        start = asked.start(statistics).with_noise(asked.noise)
        found = Ascent.of(data, start, asked, stop)
    except DegenerateComponentError:
        return Fit(k, model, None, "collapsed")
    except DataError as error:  # no prior for the structure, or more classes known
        return Fit(k, model, None, f"cannot be fitted: {str(error).rpartition('. ')[0]}")
    return Fit(k, asked, found, how_it_ended(found))
