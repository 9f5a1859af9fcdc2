"""A floor for covariances, relative to the spread of all the data; off at 0."""

from __future__ import annotations

import numpy as np

from gmm_core.checked import is_number
from gmm_core.errors import DataError
from gmm_core.matrices import Diagonal, Matrices, Shared
from gmm_core.maximisation.structures import CovarianceStructure, covariance_structure
from gmm_core.scatter import symmetric
from gmm_core.wording import shown


def check_floor(floor: float, structure: CovarianceStructure | None = None) -> None:
    """Return nothing if `floor` is a relative covariance floor, and raise otherwise.

    Parameters
    ----------
    floor : float
    structure : CovarianceStructure, optional
        That of the components; without it any floor can act.

    Raises
    ------
    DataError
        When it is no number from 0 to below 1, or above 0 where no floor can act: components of
        equal volumes and shapes of their own.

    Examples
    --------
    >>> check_floor(1.0)
    Traceback (most recent call last):
    ...
    gmm_core.errors.DataError: The relative covariance floor is 1.0, a share of the variance of
    all the data. Give a number from 0 (off) to below 1, such as 1e-6.
    """
    if not is_number(floor) or not 0 <= floor < 1:
        raise DataError(
            f"The relative covariance floor is {shown(floor)}, a share of the variance of all the "
            "data. Give a number from 0 (off) to below 1, such as 1e-6."
        )
    if not isinstance(structure, CovarianceStructure | None):
        raise DataError(
            f"structure is {shown(structure)}. Give a structure of the registry, or None."
        )
    if floor > 0 and structure is not None and structure.floor_raises == "nothing":
        freer = covariance_structure("V" + structure.letters[1:]).name
        raise DataError(
            f"The relative covariance floor is {shown(floor)}, and components of the structure "
            f"{structure.name} could not keep equal volumes above it. Set the floor to 0, or "
            f"choose another covariance structure, such as {freer}."
        )


def raised_to_floor(
    covariances: Matrices,
    resp_sum: np.ndarray,
    total_variances: np.ndarray,
    floor: float,
    structure: CovarianceStructure,
) -> tuple[Matrices, tuple[int, ...]]:
    """Return covariances of the structure with no eigenvalue below `floor`, and where it acted.

    Parameters
    ----------
    covariances : Matrices
        What the M-step of the structure gave, in the products of the features' units.
    resp_sum : ndarray of shape (n_components,)
    total_variances : ndarray of shape (n_features,)
        Of all the data, in squared units of the features.
    floor : float
        Share of the variance of all the data, from 0 (off) to below 1; see `floored` for units.
    structure : CovarianceStructure
        Its `floor_raises` says what gives way.

    Returns
    -------
    covariances : Matrices
        Those that were given where nothing is below the floor.
    acted : tuple of int
        Components that were below the floor, counted from 0.

    Raises
    ------
    DataError
        When `check_floor` refuses the floor.

    Notes
    -----
    Eigenvalues are raised (`floored`), and the M-step of the structure is taken of the result, as
    if it were scatter. It changes nothing where raised eigenvalues are still of the structure.
    Where components share a shape and have volumes of their own (VEI, VEE, VEV), it finds their
    shape again, and a component that is still below the floor is multiplied until it reaches it;
    a point so gets the shape of the others, and a shape thinner than the floor is thickened.

    The log-likelihood of EM never falls for VVV, EEE, VVI, VII, EEI and EII, where this is the
    best of the structure above the floor, nor for EEV, whose axes do not depend on eigenvalues.
    For VVE, VEI, VEE and VEV it is above the floor and of the structure, but not the best of
    these: the log-likelihood can step down in iterations in which the floor acts.

    Examples
    --------
    >>> covariances = Diagonal([[1.0, 4.0], [1e-5, 4e-5]])
    >>> rows, variances = np.array([50.0, 50.0]), np.array([1.0, 4.0])
    >>> vei = covariance_structure("VEI")
    >>> raised_to_floor(covariances, rows, variances, 1e-3, vei)[0].values[1].round(6)
    array([0.001, 0.004])
    """
    check_floor(floor, structure)
    units = _units(total_variances, structure.scalable)
    raised, acted = floored(covariances, units, floor)
    if not acted:
        return raised, acted
    kept = structure.maximised(raised.times(resp_sum), resp_sum, raised)
    if structure.floor_raises == "volume":
        kept = _multiplied(kept, units, floor)
    return kept, acted


def floored(
    covariances: Matrices, units: np.ndarray, floor: float
) -> tuple[Matrices, tuple[int, ...]]:
    """Return the covariances with no eigenvalue below `floor`, and where it acted.

    Eigenvalues are measured in `units` (d,), those of the features; those below `floor` are raised
    to it, and their directions kept. Components that need no raising stay what they were, bit for
    bit.

    For covariances that vary freely, for one shared by all, and for diagonal and spherical ones,
    this is the maximum likelihood M-step among covariances above the floor, so that EM keeps
    rising: Ingrassia and Rocci (2007), Comput. Statist. Data Anal. 51, 5339-5351. Diagonal
    covariances stay diagonal, equal ones equal, and in one unit spherical ones spherical, shared
    axes shared, and shared eigenvalues shared. One volume or one shape alone is given up where the
    floor acts on some components; `raised_to_floor` keeps the shape.
    """
    check_floor(floor)
    if floor == 0:
        return covariances, ()
    if isinstance(covariances, Diagonal):
        lift = _missing_along_axes(covariances.values, units, floor)
    else:
        lift = _lift(covariances, units, floor)
    acted = np.flatnonzero(lift.any(axis=tuple(range(1, lift.ndim))))
    if not len(acted):
        return covariances, ()
    if isinstance(covariances, Shared):
        return Shared(covariances.values + lift[0], covariances.factors), tuple(
            range(len(covariances.factors))
        )
    raised = np.array(covariances.values)
    raised[acted] += lift[acted]
    return type(covariances)(raised), tuple(acted.tolist())


def _missing_along_axes(variances: np.ndarray, units: np.ndarray, floor: float) -> np.ndarray:
    """What lifts variances (k, d) to the floor, and is exactly zero where they are above it."""
    relative = variances / units**2
    rounding = _rounding(np.sort(relative, axis=1))
    return np.where(relative < floor - rounding, floor - relative, 0.0) * units**2


def _lift(covariances: Matrices, units: np.ndarray, floor: float) -> np.ndarray:
    """What lifts the eigenvalues below the floor to it, (k, d, d), and is zero where none is."""
    once = covariances.values[None] if isinstance(covariances, Shared) else covariances.values
    products = units[:, None] * units
    relative = once / products
    if _all_above(relative, floor):
        return np.zeros((1, 1, 1))
    return _missing(relative, floor) * products


def _units(variances: np.ndarray, scalable: bool) -> np.ndarray:
    """The units of the features in which a floor is measured, (d,).

    A structure is `scalable` when it is closed under scaling the features one by one. Then each
    feature is measured in its own variance in all the data, otherwise all in the smallest of them,
    which keeps directions that components share and swamps no feature. A variance of zero is no
    unit: the smallest of the others, or 1 for each in its own, takes its place.
    """
    if not scalable:
        smallest = variances[variances > 0].min(initial=np.inf)
        variances = np.full_like(variances, smallest if np.isfinite(smallest) else 1.0)
    return np.sqrt(np.where(variances > 0, variances, 1.0))


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
    # One on the floor already stays.
    short = np.where(eigenvalues < floor - _rounding(eigenvalues), floor - eigenvalues, 0.0)
    return symmetric((directions * short[:, None, :]) @ directions.transpose(0, 2, 1))


def _multiplied(covariances: Matrices, units: np.ndarray, floor: float) -> Matrices:
    """Each covariance times the least number, from 1 on, that lifts it to the floor."""
    eigenvalues = covariances.scaled(1.0 / units).eigenvalues()
    smallest = np.maximum(eigenvalues[:, 0], _rounding(eigenvalues)[:, 0])
    return covariances.times(np.maximum(floor / smallest, 1.0))


def _rounding(eigenvalues: np.ndarray) -> np.ndarray:
    """To within what eigenvalues (k, d) are known: the rounding of the largest, (k, 1)."""
    return 4 * eigenvalues.shape[1] * np.finfo(float).eps * eigenvalues[:, -1:]
