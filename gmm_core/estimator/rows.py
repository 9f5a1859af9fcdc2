"""The rows that an estimator is given, checked as scikit-learn does, in clear words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import _check_sample_weight, validate_data

from gmm_core.checked import as_real, as_table, hides_what_it_is
from gmm_core.em import Run
from gmm_core.errors import DataError
from gmm_core.estimator.parameters import Parameters
from gmm_core.expectation import Data, PartlyKnown


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


def known_components(
    labels: ArrayLike | None, n_samples: int
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the known classes, and of each row the place of its class among them, or -1."""
    if labels is None:
        return np.empty(0, dtype=np.intp), None
    given = as_real("labels", labels)
    if given.shape != (n_samples,) or not ((given == np.floor(given)) & (given >= -1)).all():
        raise DataError(
            f"labels are not one whole number from -1 for each of the {n_samples:,} rows. Give the "
            "class of each row, and -1 where it is not known."
        )
    classes = np.unique(given[given >= 0]).astype(np.intp)
    if not len(classes):
        raise DataError("No label is known. Give one of at least one row, or no labels.")
    return classes, np.where(given >= 0, np.searchsorted(classes, given), -1)


def marginal(data: Data, fitted: Run) -> float:
    """Return the log-likelihood of rows whatever is known of their classes, in nats."""
    if not isinstance(data, PartlyKnown):
        return fitted.log_likelihood
    log_density = data.rows.log_density(fitted.mixture)
    return float(log_density.sum() if data.weights is None else data.weights @ log_density)


def counting(
    rows: np.ndarray, sample_weight: ArrayLike | None, components: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
    """Return the rows of a weight above 0, their weights if there are any, and known components."""
    if sample_weight is None:
        return rows, None, components
    weights = _check_sample_weight(
        as_real("sample_weight", sample_weight), rows, dtype=np.float64, ensure_non_negative=True
    )
    if not weights.any():
        raise DataError("sample_weight is 0 for every row. Give at least one non-zero weight.")
    counts = weights > 0
    return rows[counts], weights[counts], None if components is None else components[counts]


def _name_the_entry(X: Any, refused: ValueError, gaps: bool) -> None:
    """Say where text, NaN or infinity stands, after scikit-learn's own words."""
    if any(word in str(refused) for word in ("NaN", "infinity", "could not convert")):
        try:
            as_table(X, gaps=gaps)
        except DataError as named:
            raise DataError(f"{str(refused).splitlines()[0].rstrip('.')}. {named}") from None
