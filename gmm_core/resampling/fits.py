"""The same model fitted to samples, each from the parameters of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from gmm_core.blocks import one_thread
from gmm_core.em import Ascent, Model, Stop
from gmm_core.errors import DegenerateComponentError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture

Progress = Callable[[int, int], None]


def fits_to(
    samples: Iterable[Data],
    total: int,
    mixture: Mixture,
    model: Model,
    stop: Stop,
    on_sample: Progress | None,
) -> Iterator[tuple[Data, Mixture | None]]:
    """Each of the first `total` samples and the fit to it; None where a component collapses."""
    for done, data in zip(range(1, total + 1), samples, strict=False):
        with one_thread():
            found = _fit(data, mixture, model, stop)
        yield data, found
        if on_sample is not None:
            on_sample(done, total)


def _fit(data: Data, mixture: Mixture, model: Model, stop: Stop) -> Mixture | None:
    try:
        return Ascent.of(data, mixture, model, stop).mixture
    except DegenerateComponentError:
        return None


def matching(resp: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which component of another fit stands for each of this one, by the rows that they share.

    Both are responsibilities of the same rows, (n, k); components may change places on the way
    from one fit to another.
    """
    from scipy.optimize import linear_sum_assignment  # loaded at need

    return linear_sum_assignment(resp.T @ others, maximize=True)[1]
