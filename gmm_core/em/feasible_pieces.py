"""Whether rows in pieces can be fitted as asked: by their sums, and by the sample of them."""

from __future__ import annotations

import numpy as np

from gmm_core.em.feasible import (
    check_columns,
    check_extent,
    check_spread,
    check_values,
    collinear,
    collinear_sentence,
    extent,
    is_singular,
    n_different,
)
from gmm_core.em.model import Model
from gmm_core.errors import DataError
from gmm_core.sources import Source, Summary
from gmm_core.wording import counted, plural


def check_source(source: Source, n_components: int, model: Model) -> None:
    """Say why a mixture cannot be fitted to the rows of a source; see `check_fit`.

    Different rows, and directions in which they spread, are looked for in the sample, which has all
    rows of a small table.
    """
    found = source.summary
    if not found.rows:
        raise DataError("No row has a value of a feature. Give at least one that has.")
    source.check_known(n_components)
    labels = list(source.names or [f"{j + 1}" for j in range(source.n_features)])
    if found.is_whole:
        check_values(found.sample(), n_components, model, labels)
        return
    check_columns(source.counts, labels)
    size, spread = _size(found), found.high - found.low
    check_extent(size, spread, labels)
    sampled = found.sample().complete.X
    _check_different(sampled, n_components)
    if model.reg_covar <= 0 and model.floor <= 0:
        constant = spread <= 4 * np.finfo(float).eps * size
        _check_spread(found, sampled, constant, labels, model)


def _size(found: Summary) -> np.ndarray:
    return np.maximum(-found.low, found.high)


def _check_different(sampled: np.ndarray, n_components: int) -> None:
    different = n_different(sampled, n_components)
    if different < n_components:
        raise DataError(
            f"In a sample of {len(sampled):,} rows only {counted(different, 'row')} "
            f"{plural(different, 'differs', 'differ')} from one another in the chosen features, "
            f"and {counted(n_components, 'component')} are asked for. Choose at most "
            f"{counted(different, 'component')}."
        )


def _check_spread(
    found: Summary, sampled: np.ndarray, constant: np.ndarray, labels: list[str], model: Model
) -> None:
    """Refuse directions without spread; one that the sample lacks may be in the other rows."""
    in_sample = extent(sampled)[1]
    spread = np.where(in_sample > 0, in_sample, 1.0)
    tilted = model.structure.letters[2] != "I"
    if constant.any() or not tilted or not collinear(sampled, spread):
        check_spread(sampled, constant, spread, labels, model.structure)
    elif found.covariance is None or is_singular(found.covariance):
        raise DataError(collinear_sentence(sampled, spread, labels, model.structure))
