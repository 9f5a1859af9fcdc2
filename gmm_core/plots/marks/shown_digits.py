"""Numbers in as few digits as a picture of them can show, which are fewer to send."""

from __future__ import annotations

import numpy as np

# Share of the spread that a pixel is at least, and what is seen of it when it is looked at closely.
PIXEL, FINEST = 1e-4, 1e-5

# Of a smaller spread no power of ten is within what a number can be.
LEAST_SPREAD = 1e-290


def compact(values: np.ndarray) -> np.ndarray:
    """Return `values` in single precision, unless a picture of them would show the difference.

    Double precision remains where the values lie far from zero beside their spread, or are beyond
    what single precision can hold.

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


def rounded(values: np.ndarray) -> np.ndarray:
    """Return `values` in as many digits as a picture of them can show, which are few to send.

    Examples
    --------
    >>> rounded(np.array([0.123456789, np.nan, 10.0]))
    array([ 0.12346,      nan, 10.     ])
    """
    finite = values[np.isfinite(values)]
    spread = float(np.ptp(finite)) if len(finite) else 0.0
    if not spread > LEAST_SPREAD:
        return values
    return np.round(values, int(-np.floor(np.log10(FINEST * spread))))
