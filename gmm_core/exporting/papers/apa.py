"""Numbers as the American Psychological Association sets them."""

from __future__ import annotations

import math
import re

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


def within(source: str) -> str:
    """Return a source as it is named within parentheses.

    Examples
    --------
    >>> within("Schwarz (1978)"), within("Banfield and Raftery (1993)")
    ('Schwarz, 1978', 'Banfield & Raftery, 1993')
    """
    names, _, year = source.removesuffix(")").rpartition(" (")
    first, *others = re.split(", | and ", names)
    authors = f"{first} et al." if len(others) > 1 else " & ".join([first, *others])
    return f"{authors}, {year}"
