"""The rows that an estimator is given, checked as scikit-learn does, in clear words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import _check_sample_weight, validate_data

from gmm_core.checked import as_real, as_table, hides_what_it_is
from gmm_core.errors import DataError
from gmm_core.estimator.parameters import Parameters


def checked_rows(fit: Parameters, X: Any, **checks: Any) -> np.ndarray:
    """Return rows as numbers; what is none is named."""
    gaps = fit.missing == "ml"
    if hides_what_it_is(X):  # scikit-learn would count nanoseconds, or show what is masked
        X = as_table(X, gaps=gaps)
    checks |= {"ensure_all_finite": "allow-nan"} if gaps else {}
    try:
        return np.asarray(validate_data(fit, X, dtype=np.float64, **checks))
    except OverflowError:
        return as_table(X)  # names the entry
    except ValueError as refused:
        _name_the_entry(X, refused, gaps)
        raise


def counting(
    rows: np.ndarray, sample_weight: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the rows of a weight above 0, and their weights if there are any."""
    if sample_weight is None:
        return rows, None
    weights = _check_sample_weight(
        as_real("sample_weight", sample_weight), rows, dtype=np.float64, ensure_non_negative=True
    )
    if not weights.any():
        raise DataError("sample_weight is 0 for every row. Give at least one non-zero weight.")
    return rows[weights > 0], weights[weights > 0]


def _name_the_entry(X: Any, refused: ValueError, gaps: bool) -> None:
    """Say where text, NaN or infinity stands, after scikit-learn's own words."""
    if any(word in str(refused) for word in ("NaN", "infinity", "could not convert")):
        try:
            as_table(X, gaps=gaps)
        except DataError as named:
            raise DataError(f"{str(refused).splitlines()[0].rstrip('.')}. {named}") from None
