"""Whether data can be fitted as asked, said before the fit and by name."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral, Real

import numpy as np

from gmm_core.errors import DataError
from gmm_core.inputs import LARGEST, check_finite
from gmm_core.maximisation import CovarianceStructure, check_floor, covariance_structure
from gmm_core.wording import counted, listed, plural, quoted

# Rows in which spread in every direction is looked for first.
SAMPLE_ROWS = 10_000


def check_fit(
    X: np.ndarray,
    n_components: int,
    covariance_type: str = "full",
    *,
    names: Sequence[str] | None = None,
    reg_covar: float = 0.0,
    floor: float = 0.0,
) -> None:
    """Return nothing if a mixture can be fitted to `X`, and say why not otherwise.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    n_components : int
    covariance_type : str
    names : sequence of str, optional
        Names of the features, for the message.
    reg_covar : float
        Covariance floor, in squared units of the features.
    floor : float
        Covariance floor, as a share of the variance of all the data.

    Raises
    ------
    DataError
        When there are no features, values that are not finite, fewer (different) rows than
        components, a floor that is none or cannot act on the structure, or a feature or
        combination of features without spread. With a floor above 0 of either kind, spread is
        not asked for.

    Notes
    -----
    Refused is what leads nowhere from any start: directions in which the data do not spread are
    shared by all components. Covariances with a tilt need more rows than features, all in all.
    Whether each component finds as many, and more than one row, depends on the start, and is
    seen in the M-step.

    Examples
    --------
    >>> check_fit(np.array([[0.0, 7.0], [1.0, 7.0]]), 1, names=["a", "b"])
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: Column "b" is constant (always 7), so a normal distribution
    cannot be fitted to it. Leave it out of the features, or set a covariance floor above 0.
    """
    labels = list(names) if names is not None else [f"{j + 1}" for j in range(X.shape[1])]
    structure = covariance_structure(covariance_type)
    check_reg_covar(reg_covar)
    check_floor(floor, covariance_type)
    if not isinstance(n_components, Integral) or n_components < 1:
        raise DataError(
            f"The number of components is {n_components!r}. Give a whole number of at least 1."
        )
    _check_there(X)
    check_finite(X, labels)
    size, spread = _extent(X)
    _check_extent(size, spread, labels)
    _check_rows(X, int(n_components))
    if reg_covar <= 0 and floor <= 0:
        constant = spread <= 4 * np.finfo(float).eps * size
        _check_spread(X, constant, spread, labels, structure)


def check_reg_covar(reg_covar: float) -> None:
    """Return nothing if `reg_covar` can be added to variances, and raise otherwise.

    Parameters
    ----------
    reg_covar : float
        Covariance floor, in squared units of the features.

    Raises
    ------
    DataError
        When it is no number from 0 to 1e150.

    Examples
    --------
    >>> check_reg_covar(-0.1)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: The covariance floor is -0.1. Give a number from 0 to 1e150.
    """
    if not isinstance(reg_covar, Real) or not 0 <= float(reg_covar) <= LARGEST:
        raise DataError(f"The covariance floor is {reg_covar!r}. Give a number from 0 to 1e150.")


def check_search(tol: float, max_iter: int) -> None:
    """Return nothing if EM can be stopped as asked, and raise otherwise.

    Parameters
    ----------
    tol : float
        Nats a row.
    max_iter : int

    Raises
    ------
    DataError
        When `tol` is no finite number from 0 on, or `max_iter` no whole number from 1 on.

    Examples
    --------
    >>> check_search(1e-6, 0)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: max_iter is 0. Give a whole number of at least 1.
    """
    if not isinstance(tol, Real) or not 0 <= float(tol) < np.inf:
        raise DataError(f"tol is {tol!r}. Give a number of nats a row, not below 0.")
    if not isinstance(max_iter, Integral) or max_iter < 1:
        raise DataError(f"max_iter is {max_iter!r}. Give a whole number of at least 1.")


def _check_there(X: np.ndarray) -> None:
    if X.shape[1] == 0:
        raise DataError("No feature is chosen. Choose at least one numeric column as a feature.")
    if len(X) == 0:
        raise DataError(
            "No row has a value in every chosen feature. "
            "Leave out the features that are mostly missing."
        )


def _extent(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Largest size of a value, and distance from the lowest to the highest, of each feature."""
    low, high = X.min(axis=0), X.max(axis=0)
    with np.errstate(over="ignore"):  # infinite is too large as well
        return np.maximum(-low, high), high - low


def _check_extent(size: np.ndarray, spread: np.ndarray, labels: list[str]) -> None:
    extreme = (size > LARGEST) | ((spread > 0) & (spread < 1 / LARGEST))
    if extreme.any():
        raise DataError(
            f"Column {_quoted(labels, extreme)} holds numbers too large, or too close together, "
            f"to be squared (1e−150 to 1e150 can be). Give it in another unit."
        )


def _check_rows(X: np.ndarray, n_components: int) -> None:
    if len(X) < n_components:
        raise DataError(
            f"{counted(len(X), 'row')} cannot be shared out among "
            f"{counted(n_components, 'component')}. "
            f"Choose at most {counted(len(X), 'component')}."
        )
    different = _n_different(X, n_components)
    if different == 1 and len(X) > 1:
        raise DataError(
            f"All {len(X)} rows are alike in the chosen features, so there is nothing to cluster. "
            "Choose other features."
        )
    if different < n_components:
        raise DataError(
            f"Only {counted(different, 'row')} {plural(different, 'differs', 'differ')} from one "
            f"another in the chosen features, and {counted(n_components, 'component')} are "
            f"asked for. Choose at most {counted(different, 'component')}."
        )


def _n_different(X: np.ndarray, enough: int) -> int:
    """Number of different rows; counting stops at the first sample that has enough."""
    size = max(10 * enough, 1000)
    while True:
        different = len(np.unique(X[:size], axis=0))
        if different > enough or size >= len(X):
            return different
        size *= 10


def _check_spread(
    X: np.ndarray,
    constant: np.ndarray,
    spread: np.ndarray,
    labels: list[str],
    structure: CovarianceStructure,
) -> None:
    """Refuse directions without spread, as far as covariances of the structure have them."""
    if len(X) == 1:
        raise DataError(
            "There is one row to fit, and one row has no spread. "
            "Give at least two rows, or set a covariance floor above 0."
        )
    _, shape, orientation = structure.letters
    if constant.all() or (shape != "I" and constant.any()):
        value = X[0, np.argmax(constant)]
        raise DataError(
            f"Column {_quoted(labels, constant)} is constant (always {value:g}), so a "
            "normal distribution cannot be fitted to it. Leave it out of the features, or set a "
            "covariance floor above 0."
        )
    if orientation != "I":
        _check_filled(X, structure.name)
        sampled = X[:: len(X) // SAMPLE_ROWS + 1]
        # What spreads in every direction in some of the rows does so in all of them.
        if _collinear(sampled, spread) and _collinear(X, spread):
            raise DataError(_collinear_sentence((X - X.mean(axis=0)) / spread, labels))


def _check_filled(X: np.ndarray, name: str) -> None:
    n_samples, n_features = X.shape
    different = _n_different(X, n_features)
    if different <= n_features:
        rows = counted(different, "row" if different == n_samples else "different row")
        raise DataError(
            f"{rows} cannot fill {counted(n_features, 'feature')}: the covariance structure {name} "
            "needs more rows than features. Choose fewer features, a diag or spherical covariance, "
            "or a covariance floor above 0."
        )


def _collinear(X: np.ndarray, spread: np.ndarray) -> bool:
    scaled = (X - X.mean(axis=0)) / spread
    scatter = scaled.T @ scaled
    scale = np.sqrt(np.maximum(np.diagonal(scatter), np.finfo(float).tiny))
    eigenvalues = np.linalg.eigvalsh(scatter / np.outer(scale, scale))
    return bool(eigenvalues[0] <= 4 * len(scale) * np.finfo(float).eps)


def _collinear_sentence(scaled: np.ndarray, labels: list[str]) -> str:
    """Name the features in the combination that has no spread."""
    direction = np.linalg.svd(scaled, full_matrices=False)[2][-1]
    involved = np.abs(direction) > 1e-6 * np.abs(direction).max()
    return (
        f"Columns {_quoted(labels, involved)} determine one another exactly, so together they "
        "have no spread in some direction. Leave one of them out, choose a diag or spherical "
        "covariance, or set a covariance floor above 0."
    )


def _quoted(labels: list[str], chosen: np.ndarray) -> str:
    wanted = [quoted(label) for label, is_chosen in zip(labels, chosen, strict=True) if is_chosen]
    return listed(wanted, last=", ")
