"""Whether data can be fitted as asked, said before the fit and by name."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.checked import LARGEST, as_annotated, check_whole
from gmm_core.em.model import Model
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.gaps import Missing
from gmm_core.maximisation import CovarianceStructure
from gmm_core.sources import Source
from gmm_core.wording import counted, listed, plural, quoted

# Rows in which spread in every direction is looked for first.
SAMPLE_ROWS = 10_000

# Columns that are looked through one by one for enough different values, before whole rows are.
FEW_COLUMNS = 8

# Features up to which, and rows from which on, columns are quicker one by one than all at once.
FEW_FEATURES = 4
MANY_ROWS = 1000


@as_annotated
def check_fit(
    X: ArrayLike | Data | Source,
    n_components: int,
    model: Model,
    *,
    names: Sequence[str] | None = None,
    missing: Missing = "refuse",
) -> Data | Source:
    """Return the rows made ready if a mixture can be fitted to them, and say why not otherwise.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), Data or Source
    n_components : int
    model : Model
    names : sequence of str, optional
        Names of the features, for the message.
    missing : {"refuse", "ml"}
        With "ml" values may be missing; see `run`.

    Returns
    -------
    Data or Source

    Raises
    ------
    DataError
        When there are no features, values that are not finite, fewer (different) rows than
        components, or a feature or combination of features without spread. With a floor above 0
        of either kind, spread is not asked for; with `reg_covar` above 0, too few different rows
        are a warning.

    Notes
    -----
    Refused is what leads nowhere from any start: directions in which the data do not spread are
    shared by all components. Covariances with a tilt need more rows than features, all in all.
    Whether each component finds as many, and more than one row, depends on the start, and is
    seen in the M-step.

    Examples
    --------
    >>> check_fit(np.array([[0.0, 7.0], [1.0, 7.0]]), 1, Model(), names=["a", "b"])
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: Column "b" is constant (always 7), so a normal distribution
    cannot be fitted to it. Leave it out of the features, or set a covariance floor above 0.
    """
    check_whole("The number of components", n_components, 1)
    if isinstance(X, Source):
        from gmm_core.em.feasible_pieces import check_source  # by the checks of this module

        check_source(X, n_components, model)
        return X
    data = Data.of(X, names=names, missing=missing)
    _check_there(data.X)
    check_values(data, n_components, model, names)
    return data


def check_values(data: Data, n_components: int, model: Model, names: Sequence[str] | None) -> None:
    """Say why the values of a table cannot be fitted; see `check_fit`."""
    n_features = data.X.shape[1]
    labels = list(names) if names is not None else [f"{j + 1}" for j in range(n_features)]
    check_columns(data.counts, labels)
    X = data.complete.X
    size, spread = extent(X)
    check_extent(size, spread, labels)
    _check_enough(X, n_components)
    check_different(X, n_components, model.reg_covar)
    if model.reg_covar <= 0 and model.floor <= 0:
        constant = spread <= 4 * np.finfo(float).eps * size
        check_spread(X, constant, spread, labels, model.structure)


def _check_there(X: np.ndarray) -> None:
    if X.shape[1] == 0:
        raise DataError("No feature is chosen. Choose at least one numeric column as a feature.")
    if len(X) == 0:
        raise DataError(
            "No row has a value in every chosen feature. "
            "Leave out the features that are mostly missing."
        )


def check_columns(counts: np.ndarray | None, labels: list[str]) -> None:
    """Refuse columns without any value; where rows have gaps there may be one."""
    if counts is not None and not counts.all():
        empty = counts == 0
        raise DataError(
            f"{_columns(labels, empty)} {_of(empty, 'has', 'have')} no value in any row that takes "
            f"part. Leave {_of(empty, 'it', 'them')} out of the features."
        )


def extent(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Largest size of a value, and distance from the lowest to the highest, of each feature."""
    by_column = 0 < X.shape[1] <= FEW_FEATURES and len(X) > MANY_ROWS
    columns = list(X.T) if by_column else None
    low, high = (
        reduce(X, axis=0) if columns is None else np.array([reduce(x) for x in columns])
        for reduce in (np.min, np.max)
    )
    with np.errstate(over="ignore"):  # infinite is too large as well
        return np.maximum(-low, high), high - low


def check_extent(size: np.ndarray, spread: np.ndarray, labels: list[str]) -> None:
    """Refuse numbers whose squares leave double precision."""
    extreme = (size > LARGEST) | ((spread > 0) & (spread < 1 / LARGEST))
    if extreme.any():
        raise DataError(
            f"{_columns(labels, extreme)} {_of(extreme, 'holds', 'hold')} numbers too large, or "
            "too close together, to be squared (1e−150 to 1e150 can be). "
            f"Give {_of(extreme, 'it', 'them')} in another unit."
        )


def _check_enough(X: np.ndarray, n_components: int) -> None:
    if len(X) < n_components:
        raise DataError(
            f"{counted(len(X), 'row')} cannot be shared out among "
            f"{counted(n_components, 'component')}. "
            f"Choose at most {counted(len(X), 'component')}."
        )


def check_different(X: np.ndarray, n_components: int, reg_covar: float) -> None:
    """Refuse too few different rows; where `reg_covar` holds components up, only say so."""
    different = n_different(X, n_components)
    if different == 1 and len(X) > 1:
        raise DataError(
            f"All {len(X)} rows are alike in the chosen features, so there is nothing to cluster. "
            "Choose other features."
        )
    if different < n_components and reg_covar > 0:
        _warn_of_repeats(different, n_components)
    elif different < n_components:
        raise DataError(
            f"Only {counted(different, 'row')} {plural(different, 'differs', 'differ')} from one "
            f"another in the chosen features, and {counted(n_components, 'component')} are "
            f"asked for. Choose at most {counted(different, 'component')}."
        )


def _warn_of_repeats(different: int, n_components: int) -> None:
    warnings.warn(
        f"Only {counted(different, 'row')} {plural(different, 'differs', 'differ')} from one "
        f"another, and {counted(n_components, 'component')} are asked for: some have no rows of "
        "their own, and reg_covar alone gives them a spread. Choose at most "
        f"{counted(different, 'component')}.",
        stacklevel=6,
    )


def n_different(X: np.ndarray, enough: int) -> int:
    """Number of different rows; counting stops at the first sample that has more than enough."""
    size = max(10 * enough, 1000)
    while True:
        sample = X[:size]
        if any(len(np.unique(column)) > enough for column in sample.T[:FEW_COLUMNS]):
            return enough + 1  # rows that differ in one feature differ
        different = len(np.unique(sample, axis=0))
        if different > enough or size >= len(X):
            return different
        size *= 10


def check_spread(
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
            f"Give at least two rows{_or_a_floor(structure)}."
        )
    _, shape, orientation = structure.letters
    if constant.all() or (shape != "I" and constant.any()):
        values = [f"{value:g}" for value in X[0, constant]]
        always = listed(values if len({*values}) > 1 else values[:1], last=", ")
        it = _of(constant, "it", "them")
        raise DataError(
            f"{_columns(labels, constant)} {_of(constant, 'is', 'are')} constant (always "
            f"{always}), so a normal distribution cannot be fitted to {it}. Leave {it} out of the "
            f"features{_or_a_floor(structure)}."
        )
    if orientation != "I":
        _check_filled(X, structure)
        sampled = X[:: len(X) // SAMPLE_ROWS + 1]
        # What spreads in every direction in some of the rows does so in all of them.
        if collinear(sampled, spread) and collinear(X, spread):
            raise DataError(collinear_sentence(X, spread, labels, structure))


def _or_a_floor(structure: CovarianceStructure) -> str:
    """Advice to set a floor, where the structure can have one."""
    return "" if structure.floor_raises == "nothing" else ", or set a covariance floor above 0"


def _diagonal_or_a_floor(structure: CovarianceStructure) -> str:
    """Advice for covariances that have a tilt and are to have none, or a floor if they can."""
    if structure.floor_raises == "nothing":
        return "or a diag or spherical covariance"
    return "a diag or spherical covariance, or a covariance floor above 0"


def _check_filled(X: np.ndarray, structure: CovarianceStructure) -> None:
    n_samples, n_features = X.shape
    different = n_different(X, n_features)
    if different <= n_features:
        rows = counted(different, "row" if different == n_samples else "different row")
        raise DataError(
            f"{rows} cannot fill {counted(n_features, 'feature')}: the covariance structure "
            f"{structure.name} needs more rows than features. Choose fewer features, "
            f"{_diagonal_or_a_floor(structure)}."
        )


def collinear(X: np.ndarray, spread: np.ndarray) -> bool:
    """Return whether the features determine one another, to rounding."""
    scaled = (X - X.mean(axis=0)) / spread
    return is_singular(scaled.T @ scaled)


def is_singular(scatter: np.ndarray) -> bool:
    """Return whether a scatter matrix has a direction without spread, to rounding."""
    scale = np.sqrt(np.maximum(np.diagonal(scatter), np.finfo(float).tiny))
    eigenvalues = np.linalg.eigvalsh(scatter / np.outer(scale, scale))
    return bool(eigenvalues[0] <= 4 * len(scale) * np.finfo(float).eps)


def collinear_sentence(
    X: np.ndarray, spread: np.ndarray, labels: list[str], structure: CovarianceStructure
) -> str:
    """Name the features in the combination that has no spread, and say how little it has."""
    scaled = (X - X.mean(axis=0)) / spread
    direction = np.linalg.svd(scaled, full_matrices=False)[2][-1]
    involved = np.abs(direction) > 1e-6 * np.abs(direction).max()
    off = float(np.abs(scaled @ direction).max())
    rounding = np.finfo(float).eps * float(np.abs(X / spread).max()) * X.shape[1]
    how = "exactly" if off <= 8 * rounding else f"to within {off:.0e} of their range"
    return (
        f"Columns {_quoted(labels, involved)} determine one another {how}, so together they have "
        "no spread in some direction. Leave one of them out, choose "
        f"{_diagonal_or_a_floor(structure)}."
    )


def _columns(labels: list[str], chosen: np.ndarray) -> str:
    return f"{_of(chosen, 'Column', 'Columns')} {_quoted(labels, chosen)}"


def _of(chosen: np.ndarray, one: str, more: str) -> str:
    return plural(int(chosen.sum()), one, more)


def _quoted(labels: list[str], chosen: np.ndarray) -> str:
    wanted = [quoted(label) for label, is_chosen in zip(labels, chosen, strict=True) if is_chosen]
    return listed(wanted, last=", ")
