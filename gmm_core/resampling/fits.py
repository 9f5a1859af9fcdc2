"""The same model fitted to samples, each from the parameters of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.blocks import batches, one_thread
from gmm_core.checked import check_features
from gmm_core.em import Ascent, Model, Stop
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.mixture import Mixture
from gmm_core.resampling.samples import number_of_rows
from gmm_core.row_weights import WeightKind
from gmm_core.wording import shown

Progress = Callable[[int, int], None]


def resampling_of(
    X: ArrayLike | Data, mixture: Mixture, model: Model | str, kind: WeightKind
) -> tuple[Data, Model]:
    """The rows that count and how they were fitted, if other rows can be made of them.

    Where the mixture has noise, so has the model.
    """
    data = Data.of(X)
    check_features(data.X, mixture.n_features)
    if kind not in get_args(WeightKind):
        raise DataError(f"Weights are of the kind {shown(kind)}. Give 'frequency' or 'sampling'.")
    if not len(data.X):
        raise DataError("There are no rows. Give those that the mixture was fitted to.")
    number_of_rows(data, kind)
    model = model if isinstance(model, Model) else Model(model)
    return data, model if model.noise is not None else replace(model, noise=mixture.noise)


def fits_to(
    samples: Iterable[Data],
    size: int,
    total: int,
    mixture: Mixture,
    model: Model,
    stop: Stop,
    on_sample: Progress | None,
) -> Iterator[tuple[Data, Mixture | None]]:
    """Each of the first `total` samples, of `size` numbers, and the fit to it or None.

    None is of a sample on which a component collapses.
    """
    done = 0
    for some in batches(islice(samples, total), size):
        with one_thread():
            ends = Ascent.abreast([(data, mixture, model) for data in some], stop)
        for data, end in zip(some, ends, strict=True):
            yield data, None if end is None else end.mixture
            done += 1
            if on_sample is not None:
                on_sample(done, total)


def matching(resp: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Which component of another fit stands for each of this one, by the rows that they share.

    Both are responsibilities of the same rows, (n, k); components may change places on the way
    from one fit to another.
    """
    from scipy.optimize import linear_sum_assignment  # loaded at need

    return linear_sum_assignment(resp.T @ others, maximize=True)[1]
