"""Numbers that only a picture reads, in half the space."""

from __future__ import annotations

import numpy as np

# Share of the spread that a pixel is at least.
PIXEL = 1e-4


def compact(values: np.ndarray) -> np.ndarray:
    """Return `values` in single precision, unless a picture of them would show the difference.

    Parameters
    ----------
    values : ndarray
        May hold NaN.

    Returns
    -------
    ndarray of float32 or float64
        Double precision remains where the values lie far from zero beside their spread, or are
        beyond what single precision can hold.

    Examples
    --------
    >>> compact(np.array([0.0, 1.0])).dtype, compact(np.array([1e9, 1e9 + 1.0])).dtype
    (dtype('float32'), dtype('float64'))
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return values.astype(np.float32)
    largest, spread = float(np.abs(finite).max()), float(np.ptp(finite))
    tiny, most, step = (
        float(getattr(np.finfo(np.float32), name)) for name in ("tiny", "max", "eps")
    )
    holds = largest == 0 or (tiny < PIXEL * spread and largest < most)
    shows = largest * step <= PIXEL * spread
    return values.astype(np.float32) if holds and shows else values
