"""Logarithms of some of the features: checked, named and taken, and the change of units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gmm_core.checked import as_annotated, as_real
from gmm_core.errors import DataError
from gmm_core.logarithms.logarithm import Logarithm
from gmm_core.wording import listed

IN_ORIGINAL_UNITS = (
    "Log-likelihood, BIC and the other criteria are in original units, those of the values before "
    "the logarithm, so that they compare with fits without it, of the same rows and features."
)
"""What is said wherever such numbers stand."""


@as_annotated
def check_of_features(logarithms: Sequence[Logarithm], features: Sequence[str]) -> None:
    """Return nothing if these are logarithms of features, of each one at most.

    Raises
    ------
    DataError
        When they are not.
    """
    names = [each.feature for each in logarithms]
    wrong = [name for name in names if name not in features or names.count(name) > 1]
    if wrong:
        raise DataError(
            f'The logarithm of "{wrong[0]}" is asked for more than once, or it is no feature. '
            "Name each feature once."
        )


@as_annotated
def each_of(
    features: Sequence[str], logarithms: Sequence[Logarithm]
) -> tuple[Logarithm | None, ...]:
    """Return the logarithm that is taken of each feature; None where there is none."""
    of = {each.feature: each for each in logarithms}
    return tuple(of.get(feature) for feature in features)


@as_annotated
def named_so(
    labels: Sequence[str], features: Sequence[str], logarithms: Sequence[Logarithm]
) -> list[str]:
    """Return what features are called, and logarithms by the names of theirs.

    Raises
    ------
    DataError
        When there are not as many names as features.

    Examples
    --------
    >>> named_so(["spend ($)", "age"], ["spend", "age"], [Logarithm("spend")])
    ['log spend ($)', 'age']
    """
    if len(labels) != len(features):
        raise DataError(
            f"There are {len(labels)} names for {len(features)} features. Give as many of each."
        )
    pairs = zip(labels, each_of(features, logarithms), strict=True)
    return [label if each is None else each.label(label) for label, each in pairs]


@as_annotated
def said(logarithms: Sequence[Logarithm]) -> str:
    """Return which logarithms are fitted, and in which units the log-likelihood is given.

    Examples
    --------
    >>> print(said([Logarithm("spend", 0.5)]))
    Fitted as natural logarithms: log(spend + 0.5). Log-likelihood, BIC and the other criteria are
    in original units, those of the values before the logarithm, so that they compare with fits
    without it, of the same rows and features.
    """
    if not logarithms:
        return ""
    names = listed([each.label(each.feature) for each in logarithms])
    return f"Fitted as natural logarithms: {names}. {IN_ORIGINAL_UNITS}"


@as_annotated
def taken(
    X: np.ndarray, features: Sequence[str], logarithms: Sequence[Logarithm], *, back: bool = False
) -> np.ndarray:
    """Return rows with the logarithms of some features, or of such rows the values themselves.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    features : sequence of str
    logarithms : sequence of Logarithm
        Of features; others are passed over.
    back : bool
        Whether logarithms are given and values asked for.

    Returns
    -------
    ndarray of shape (n_samples, n_features)
        `X` itself where there is no logarithm to take.

    Raises
    ------
    DataError
        When `X` is no table of a column for each feature.

    Examples
    --------
    >>> taken(np.array([[1.0, 7.0]]), ["x", "y"], [Logarithm("x", 1.0)]).round(3)
    array([[0.693, 7.   ]])
    """
    if not logarithms:
        return X
    made = np.array(_rows_of(X, features))
    for place, each in _places(features, logarithms):
        made[:, place] = each.inverse(made[:, place]) if back else each.forward(made[:, place])
    return made


@as_annotated
def log_jacobians(
    Y: np.ndarray, features: Sequence[str], logarithms: Sequence[Logarithm]
) -> np.ndarray:
    """Return log |dy/dx| of rows of logarithms, which is minus their sum.

    Parameters
    ----------
    Y : ndarray of shape (n_samples, n_features)
        As `taken`.
    features : sequence of str
    logarithms : sequence of Logarithm

    Returns
    -------
    ndarray of shape (n_samples,)
        In nats; 0 where there is no logarithm.

    Raises
    ------
    DataError
        When `Y` is no table of a column for each feature.

    Examples
    --------
    >>> log_jacobians(np.log([[2.0], [4.0]]), ["x"], [Logarithm("x")]).round(3)
    array([-0.693, -1.386])
    """
    rows = _rows_of(Y, features)
    of_rows = np.zeros(len(rows))
    for place, _ in _places(features, logarithms):
        of_rows -= np.nan_to_num(rows[:, place], nan=0.0)  # what is missing has no density
    return of_rows


def _rows_of(X: np.ndarray, features: Sequence[str]) -> np.ndarray:
    rows = as_real("The table of features", X)
    if rows.ndim != 2 or rows.shape[1] != len(features):
        raise DataError(
            f"The table of features has shape {rows.shape}. "
            f"Give rows with a column for each of {len(features)} features."
        )
    return rows


def _places(
    features: Sequence[str], logarithms: Sequence[Logarithm]
) -> list[tuple[int, Logarithm]]:
    names = list(features)
    return [(names.index(each.feature), each) for each in logarithms if each.feature in names]
