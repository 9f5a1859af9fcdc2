"""The first means of a run as a person has placed them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.checked import LARGEST
from gmm_core.errors import DataError
from gmm_core.fitting.settings import Settings
from gmm_core.wording import counted


def placed_means(
    n_features: int, settings: Settings, names: Sequence[str] | None
) -> np.ndarray | None:
    """Return the means that a person has placed, (n_components, n_features), if any.

    Raises
    ------
    DataError
        When there are more or fewer than components, two are at one point, or one is nowhere.
    """
    means = settings.means
    if means is None:
        return None
    if len(means) != settings.n_components:
        raise DataError(
            f"The number of components is {settings.n_components}, and that of the means placed "
            f"is {len(means)}. Place one mean for each component."
        )
    labels = list(names) if names is not None else [f"{j + 1}" for j in range(n_features)]
    for number, mean in enumerate(means, 1):
        _check_mean(number, mean, labels)
        if mean in means[: number - 1]:
            raise DataError(
                f"Means {means.index(mean) + 1} and {number} are at the same point, so EM could "
                "never tell their components apart. Move one of them."
            )
    return np.array(means, dtype=np.float64)


def _check_mean(number: int, mean: Sequence[float], labels: Sequence[str]) -> None:
    if len(mean) != len(labels):
        raise DataError(
            f"Mean {number} has {counted(len(mean), 'value')}, and the data have "
            f"{counted(len(labels), 'feature')}. Give it one value for each feature."
        )
    for label, value in zip(labels, mean, strict=True):
        if not abs(value) <= LARGEST:
            raise DataError(
                f'Mean {number} is {value} in column "{label}", where EM cannot start. '
                "Give a number from −1e150 to 1e150."
            )
