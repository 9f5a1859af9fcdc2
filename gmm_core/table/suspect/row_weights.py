"""Columns that may say how much each row counts, by their names and values."""

from __future__ import annotations

import numpy as np

from gmm_core.table.telling_names import is_named

FREQUENCY_NAMES = (
    *("freq", "freqs", "frequency", "frequencies", "fweight", "fwt", "count", "counts", "n"),
    *("häufigkeit", "anzahl", "effectif", "빈도"),
)
WEIGHT_NAMES = (
    *("wt", "wgt", "wght", "pweight", "pwt", "sampwt", "sampweight", "finalwt", "weights"),
    *("gewichtung", "poids", "가중치"),
)
MEAN_ONE = 0.02
"""A column that is called a weight, as of a body, is one of rows where its mean is so near to 1."""


def may_be_weights(name: str, values: np.ndarray) -> bool:
    """Whether a numeric column may say how much each row counts.

    Examples
    --------
    >>> may_be_weights("Freq", np.array([3.0, 12.0])), may_be_weights("weight", np.array([61.5]))
    (True, False)
    """
    present = values[np.isfinite(values)]
    if not len(present) or present.min() < 0.0 or present.min() == present.max():
        return False
    if is_named(name, FREQUENCY_NAMES):
        return bool((present == np.floor(present)).all())
    is_near = abs(float(present.mean()) - 1.0) <= MEAN_ONE
    return is_named(name, WEIGHT_NAMES) or (is_named(name, ("weight",)) and is_near)
