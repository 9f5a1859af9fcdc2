"""The rows that an estimator is given, checked as scikit-learn does, in clear words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import issparse
from sklearn.utils.validation import _check_sample_weight, validate_data

from gmm_core.checked import as_real, as_table, check_weights, hides_what_it_is
from gmm_core.em import Model, Run
from gmm_core.errors import DataError, NoNumberError
from gmm_core.estimator.parameters import HasParameters
from gmm_core.estimator.warned import say_what_is_left_out
from gmm_core.expectation import Data, PartlyKnown
from gmm_core.mixture import Mixture
from gmm_core.sources import Source, has_names, in_pieces, pieces_of
from gmm_core.wording import counted, plural, quoted

# What scikit-learn says of an entry, without its place.
_OF_AN_ENTRY = ("NaN", "infinity", "could not convert", "setting an array element")

MOST_CLASS = 2**53 - 1  # above it not each whole number is one of its own in double precision


def checked_rows(fit: HasParameters, X: Any, **checks: Any) -> np.ndarray:
    """Return rows as numbers; what is none is named."""
    gaps = fit.missing == "ml"
    if hides_what_it_is(X):  # scikit-learn would count nanoseconds, or show what is masked
        X = as_table(X, gaps=gaps)
    checks |= {"ensure_all_finite": "allow-nan"} if gaps else {}
    try:
        return np.asarray(validate_data(fit, X, dtype=np.float64, **checks))
    except OverflowError:
        return as_table(X)  # names the entry
    except TypeError as refused:
        is_dict = isinstance(X, Mapping) and not issparse(X)
        if is_dict or getattr(getattr(X, "dtype", None), "names", None):
            raise DataError(
                "A dict or a structured array is no table of numbers. Give pandas.DataFrame(X)."
            ) from None
        _name_what_is_no_number(X, refused, gaps)
        raise
    except ValueError as refused:
        _name_the_entry(X, refused, gaps)
        raise


def known_components(
    labels: ArrayLike | None, rows: np.ndarray, sample_weight: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the known classes, and of each row the place of its class among them, or -1.

    Classes are those of the rows that take part: with a value, and of a weight above 0.
    """
    if labels is None:
        return np.empty(0, dtype=np.intp), None
    taking_part = np.logical_not(np.isnan(rows).all(axis=1))
    if sample_weight is not None:
        taking_part &= _weights(sample_weight, rows) > 0
    given = _classes(labels, len(taking_part))
    given = np.where(taking_part, given, -1.0)
    classes = np.unique(given[given >= 0]).astype(np.intp)
    if not len(classes):
        raise DataError(
            "No label is known of a row that takes part. Give one of at least one row, or no "
            "labels."
        )
    return classes, np.where(given >= 0, np.searchsorted(classes, given), -1)


def _classes(labels: ArrayLike, n_rows: int) -> np.ndarray:
    """The class of each row as a number, -1 where it is not known."""
    try:
        given = as_real("labels", labels)
    except DataError:  # names, for the most part
        given = np.full(n_rows, np.nan)
    whole = (given == np.floor(given)) & (given >= -1) & (given <= MOST_CLASS)
    if given.shape != (n_rows,) or not whole.all():
        raise DataError(
            f"labels are not one whole number from -1 for each of the {n_rows:,} rows. Give the "
            "class of each row, and -1 where it is not known; of names, pandas.factorize(names)[0]."
        )
    return given


def marginal(data: Data | Source, fitted: Run) -> float:
    """Return the log-likelihood of rows whatever is known of their classes, in nats."""
    if not data.is_labelled:
        return fitted.log_likelihood
    return data.total(_marginal_of, fitted.mixture)[0]


def _marginal_of(piece: Data, mixture: Mixture) -> list[float]:
    rows = piece.rows if isinstance(piece, PartlyKnown) else piece
    found = rows.log_density(mixture)
    return [float(found.sum() if rows.weights is None else rows.weights @ found)]


def counting(
    rows: np.ndarray, sample_weight: ArrayLike | None, components: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
    """Return the rows of a weight above 0, their weights if there are any, and known components."""
    if sample_weight is None:
        return rows, None, components
    weights = _weights(sample_weight, rows)
    counts = weights > 0
    return rows[counts], weights[counts], None if components is None else components[counts]


def _weights(sample_weight: ArrayLike, rows: np.ndarray) -> np.ndarray:
    given = as_real("sample_weight", sample_weight)
    if given.size and not given.any():
        raise DataError(
            "Sample weights must contain at least one non-zero number. sample_weight is 0 for "
            "every row."
        )
    try:
        weights = _check_sample_weight(given, rows, dtype=np.float64, ensure_non_negative=True)
    except (TypeError, ValueError) as refused:
        said = str(refused).splitlines()[0].rstrip(".")
        raise DataError(f"{said}. Give each row one finite weight of at least 0.") from None
    return check_weights(weights, len(rows))


def fitted_rows(fit: Any, X: Any, sample_weight: Any = None, labels: Any = None) -> Data | Source:
    """Return the rows to fit as a source, whose features the estimator takes for its own."""
    if not in_pieces(X):
        return _in_memory(fit, checked_rows(fit, X, ensure_min_samples=2), sample_weight, labels)
    source = pieces_of(X, sample_weight, missing=fit.missing, labels=labels)
    _know_features(fit, source)
    if source.summary.rows < 2:
        n = counted(source.summary.rows, "row")
        is_are = plural(source.summary.rows, "is", "are")
        raise DataError(f"There {is_are} {n} to fit. Give at least two.")
    known = source.known
    fit.known_classes_ = np.empty(0, dtype=np.intp) if known is None else known.classes
    say_what_is_left_out(source.summary.left_out)
    return source


def _in_memory(
    fit: Any, rows: np.ndarray, sample_weight: ArrayLike | None, labels: ArrayLike | None
) -> Data:
    fit.known_classes_, components = known_components(labels, rows, sample_weight)
    rows, weights, components = counting(rows, sample_weight, components)
    data = Data.of(rows, weights, missing=fit.missing)
    data = data if components is None else data.with_known(components)
    say_what_is_left_out(len(rows) - len(data.X))
    return data


def with_prior_and_noise(fit: HasParameters, model: Model, data: Data | Source) -> Model:
    """Return the model with what of the two the parameters ask for."""
    model = model if fit.prior is None else model.with_prior(data, fit.n_components)
    return model.with_noise(data) if fit.noise else model


def rows_in_pieces(fit: Any, X: Any, sample_weight: Any = None) -> Source:
    """Return new rows as a source of the features that were fitted, by their names."""
    names = [*fit.feature_names_in_] if hasattr(fit, "feature_names_in_") else None
    if isinstance(X, Iterator):
        raise DataError(
            "X is an iterator, whose first batch would be gone once it was looked at for its "
            "columns. Give an array, a table, a list of batches, a path or a Dask collection."
        )
    named = names is not None and has_names(X)
    ask = {"features": names if named else None, "missing": fit.missing}
    source = pieces_of(X, sample_weight, **ask)
    if source.n_features != fit.n_features_in_:
        raise DataError(
            f"X has {counted(source.n_features, 'feature')}, and the fit has "
            f"{fit.n_features_in_}. Give rows of the same features."
        )
    return source


def _know_features(fit: Any, source: Source) -> None:
    """Set what scikit-learn sets where it looks at rows in memory."""
    fit.n_features_in_ = source.n_features
    vars(fit).pop("feature_names_in_", None)
    if source.names is not None:
        fit.feature_names_in_ = np.array(source.names, dtype=object)


def _name_the_entry(X: Any, refused: ValueError, gaps: bool) -> None:
    """Say where text, NaN or infinity stands, after scikit-learn's own words."""
    if "Complex data not supported" in str(refused):  # after which it lists all of them
        raise DataError("Complex data not supported. Give real numbers.") from None
    if any(word in str(refused) for word in _OF_AN_ENTRY):
        try:
            as_table(X, gaps=gaps)
        except DataError as named:
            said = f"{str(refused).splitlines()[0].rstrip('.')}. {named}"
            remedy = ' Or let rows with gaps take part: missing="ml".' if "NaN" in said else ""
            raise DataError(said + remedy) from None
    twice = _names_that_stand_twice(X)
    if twice:
        raise DataError(
            f"Columns have the same name: {', '.join(twice)}. Give each a name of its own."
        ) from None


def _name_what_is_no_number(X: Any, refused: TypeError, gaps: bool) -> None:
    """Say where an object stands that `float` takes for no number, such as a date."""
    if "must be a string or a real number" not in str(refused):
        return
    try:
        as_table(X, gaps=gaps)
    except DataError as named:
        raise NoNumberError(f"{refused}. {named}") from None


def _names_that_stand_twice(X: Any) -> list[str]:
    names = Counter(map(str, getattr(X, "columns", ())))
    return [quoted(name) for name, n in names.items() if n > 1][:5]
