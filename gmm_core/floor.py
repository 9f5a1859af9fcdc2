"""A floor for covariances, relative to the spread of all the data; off at 0."""

from __future__ import annotations

from numbers import Real

import numpy as np

from gmm_core.errors import DataError


def check_floor(floor: float) -> None:
    """Return nothing if `floor` is a relative covariance floor, and raise otherwise.

    Parameters
    ----------
    floor : float

    Raises
    ------
    DataError
        When it is no number from 0 to below 1.

    Examples
    --------
    >>> check_floor(1.0)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: The relative covariance floor is 1.0, a share of the variance of
    all the data. Give a number from 0 (off) to below 1, such as 1e-6.
    """
    if not isinstance(floor, Real) or not 0 <= float(floor) < 1:
        raise DataError(
            f"The relative covariance floor is {floor!r}, a share of the variance of all the "
            "data. Give a number from 0 (off) to below 1, such as 1e-6."
        )


def floored(
    covariances: np.ndarray, pooled: np.ndarray, floor: float, scalable: bool
) -> tuple[np.ndarray, tuple[int, ...]]:
    """Return the covariances with no eigenvalue below `floor`, and where it acted.

    Eigenvalues are measured in the variances of all the data; those below `floor` are raised to
    it, and their directions kept.

    Parameters
    ----------
    covariances : ndarray of shape (n_components, n_features, n_features)
        In the products of the features' units.
    pooled : ndarray of shape (n_features, n_features)
        Covariance of all the data; only its variances are read.
    floor : float
        Share of the variance of all the data, from 0 (off) to below 1.
    scalable : bool
        Whether the structure is closed under scaling the features one by one. Then each feature
        is measured in its own variance, otherwise all in the mean of the variances, which keeps
        directions that components share. A variance of zero is no unit: 1 takes its place.

    Returns
    -------
    covariances : ndarray of shape (n_components, n_features, n_features)
        The array that was given where nothing is below the floor.
    acted : tuple of int
        Components whose covariance was raised, counted from 0; the others are what they were,
        bit for bit.

    Raises
    ------
    DataError
        When `floor` is no number from 0 to below 1.

    Notes
    -----
    For covariances that vary freely, for one shared by all, and for diagonal and spherical ones,
    this is the maximum likelihood M-step among covariances above the floor, so that EM keeps
    rising: Ingrassia and Rocci (2007), Comput. Statist. Data Anal. 51, 5339-5351. Diagonal
    covariances stay diagonal, spherical ones spherical, equal ones equal; a volume or shape that
    components share while the rest differs is given up where the floor acts on some of them.

    Examples
    --------
    >>> covariances, acted = floored(np.array([[[4.0]], [[1e-9]]]), np.array([[2.0]]), 1e-3, True)
    >>> covariances.ravel(), acted
    (array([4.e+00, 2.e-03]), (1,))
    """
    check_floor(floor)
    if floor == 0:
        return covariances, ()
    units = _units(pooled, scalable)
    relative = covariances / units
    if _all_above(relative, floor):
        return covariances, ()
    raised = _missing(relative, floor) * units
    acted = np.flatnonzero(raised.any(axis=(1, 2)))
    if not len(acted):
        return covariances, ()
    result = np.array(covariances)
    result[acted] += raised[acted]
    return result, tuple(acted.tolist())


def _units(pooled: np.ndarray, scalable: bool) -> np.ndarray:
    """Products of the features' units, shape (d, d)."""
    variances = pooled.diagonal()
    if not scalable:
        variances = np.full_like(variances, variances.mean())
    deviations = np.sqrt(np.where(variances > 0, variances, 1.0))
    return deviations[:, None] * deviations


def _all_above(relative: np.ndarray, floor: float) -> bool:
    """Whether every covariance less the floor has a Cholesky factor: a third of the time."""
    try:
        np.linalg.cholesky(relative - floor * np.eye(relative.shape[1]))
    except np.linalg.LinAlgError:
        return False
    return True


def _missing(relative: np.ndarray, floor: float) -> np.ndarray:
    """What lifts the eigenvalues below the floor to it, and is exactly zero where none is."""
    eigenvalues, directions = np.linalg.eigh(relative)
    # An eigenvalue is known to within rounding of the largest: one on the floor already stays.
    rounding = 4 * relative.shape[1] * np.finfo(float).eps * eigenvalues[:, -1:]
    short = np.where(eigenvalues < floor - rounding, floor - eigenvalues, 0.0)
    lift = (directions * short[:, None, :]) @ directions.transpose(0, 2, 1)
    return 0.5 * (lift + lift.transpose(0, 2, 1))
