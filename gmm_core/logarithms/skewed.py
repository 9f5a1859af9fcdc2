"""Which columns are skewed, so that a logarithm is offered."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.bounded import bounded
from gmm_core.checked import as_annotated
from gmm_core.logarithms.logarithm import finite, is_positive, logarithm_of

SKEWED = 1.0
"""A column is skewed where its third standardised moment is above this, ..."""

STRAIGHTENED = 0.5
"""... and a logarithm is offered where its own is at most this share of it, either way, ..."""

FEWEST = 8
"""... and there are as many values to judge by."""

JUDGED = 20_000
"""Of twice as many values or more a part is judged: no fewer, and evenly through the table."""


@as_annotated
def needs_logarithm(values: ArrayLike) -> bool:
    """Return whether a logarithm is offered: a column is skewed, and its logarithm much less.

    The skewness is above 1, that of log(x + c) at most half of it in size, there are at least eight
    values, and none is below 0.

    Examples
    --------
    >>> needs_logarithm(np.exp(np.linspace(-2.0, 2.0, 50))), needs_logarithm(np.arange(50.0))
    (True, False)
    """
    numbers = finite(values)
    if len(numbers) < FEWEST or not is_positive(numbers):
        return False
    taken, some = logarithm_of("", numbers), numbers[:: max(1, len(numbers) // JUDGED)]
    before = skewness(some)
    return before > SKEWED and abs(skewness(taken.forward(some))) <= STRAIGHTENED * before


@as_annotated
def skewness(values: ArrayLike) -> float:
    """Return the third standardised moment of finite values; 0 where they do not vary.

    Examples
    --------
    >>> round(skewness([0.0, 0.0, 0.0, 1.0]), 4)
    1.1547
    """
    numbers, _ = bounded(finite(values))
    centred = numbers - numbers.mean() if len(numbers) else numbers
    size = np.abs(centred).max(initial=0.0)
    if size == 0.0:
        return 0.0
    scaled = centred / size  # else cubes of large numbers are infinite
    return float(np.mean(scaled**3) / np.mean(scaled**2) ** 1.5)
