"""Values as Python source."""

from __future__ import annotations

import numpy as np


def array_literal(array: np.ndarray) -> str:
    """Return the source of a nested list with the numbers of an array, all digits kept.

    Parameters
    ----------
    array : ndarray

    Returns
    -------
    str
        The innermost lists each on a line of its own.

    Examples
    --------
    >>> print(array_literal(np.array([[0.1, 2.0], [3.0, 4.0]])))
    [
        [0.1, 2.0],
        [3.0, 4.0],
    ]
    """
    return _nested(array.tolist(), 0)


def _nested(values: list, depth: int) -> str:
    if not values or not isinstance(values[0], list):
        return repr(values)
    margin = "    " * depth
    lines = "".join(f"{margin}    {_nested(value, depth + 1)},\n" for value in values)
    return f"[\n{lines}{margin}]"
