"""Numbers as the American Psychological Association sets them."""

from __future__ import annotations

import math

from gmm_core.written_numbers import fixed


def share(value: float, places: int = 2) -> str:
    """Return what cannot exceed 1, without a zero before its point.

    Examples
    --------
    >>> share(0.956), share(1.0), share(float("nan"))
    ('.96', '1.00', '—')
    """
    if math.isnan(value):
        return "—"
    return fixed(value, places).replace("0.", ".", 1) if value < 1.0 else fixed(value, places)
