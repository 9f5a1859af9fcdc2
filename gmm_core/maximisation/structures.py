"""Covariance structures: all that differs between the 14 of them, in one table.

Celeux and Govaert (1995) write a covariance as λ D A Dᵀ: volume λ, orientation D, shape A with
determinant one. Three letters say for volume, shape and orientation in turn whether it is equal
in all components (E), variable (V), or that of the identity (I).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from gmm_core.errors import DataError
from gmm_core.maximisation.closed_form import CLOSED_FORM
from gmm_core.maximisation.orientation import COMMON_ORIENTATION
from gmm_core.maximisation.volumes import OWN_VOLUMES
from gmm_core.scatter import Moments, MStep, diagonal, variances

FloorRaises = Literal["eigenvalues", "volume", "nothing"]


@dataclass(frozen=True)
class CovarianceStructure:
    """One way in which the covariances of a mixture are restricted.

    Parameters
    ----------
    name : str
        scikit-learn's name, or the letters where it has none.
    letters : str
        mclust's letters for volume, shape and orientation.
    sentence : str
        What it means, in plain words.
    m_step : callable
        (scatter (k, d, d), resp_sum (k,), previous=None) -> covariances (k, d, d), maximum
        likelihood. Covariances of the mixture before, (k, d, d), shorten inner iterations, and
        the expected log-likelihood is then no lower than theirs. Where the likelihood has no
        maximum, the covariances of the components at fault are singular.
    n_parameters : callable
        (k, d) -> number of free covariance parameters.
    compact : callable
        Dense covariances (k, d, d) -> scikit-learn's shape; dense where it has none.
    expand : callable
        (scikit-learn's shape, k, d) -> dense covariances (k, d, d).
    moments : str
        What the M-step reads of the scatter matrices, so that an E-step need not compute more:
        "total" (their sum over the components alone, since all have one covariance), "diagonal"
        (their diagonals alone, since there is no tilt) or "full".
    scalable : bool
        Whether the structure stays the same when features are scaled one by one.
    floor_raises : str
        What gives way to a floor, so that covariances stay of the structure: "eigenvalues" (each
        that is below it), "volume" (of a component that is below it, since the shape is shared)
        or "nothing" (one volume beside shapes that differ: no floor can act). See
        `raised_to_floor`.
    """

    name: str
    letters: str
    sentence: str
    m_step: MStep
    n_parameters: Callable[[int, int], int]
    compact: Callable[[np.ndarray], np.ndarray]
    expand: Callable[[np.ndarray, int, int], np.ndarray]
    moments: Moments
    scalable: bool
    floor_raises: FloorRaises

    def holds(self, inner: CovarianceStructure) -> bool:
        """Return whether all covariances of `inner` are also of this structure; see `is_nested`."""
        pairs = zip(inner.letters, self.letters, strict=True)
        return all("IEV".index(less) <= "IEV".index(more) for less, more in pairs)


_M_STEPS: Mapping[str, MStep] = {**CLOSED_FORM, **OWN_VOLUMES, **COMMON_ORIENTATION}
_SCIKIT_LEARN = {"full": "VVV", "tied": "EEE", "diag": "VVI", "spherical": "VII"}
_ONE_DIMENSION = {"E": "tied", "V": "full"}

_SENTENCES = {
    "full": "Each component has its own size, shape and direction.",
    "tied": "All components share one size, shape and direction.",
    "diag": "Each component has its own spread along each feature, and no tilt.",
    "spherical": ("Each component is a ball of its own size: the same spread along every feature."),
    "EII": "All components are balls of one size: the same spread along every feature.",
    "EEI": "All components share one size and shape, and have no tilt.",
    "VEI": "All components share one shape without tilt, but each has its own size.",
    "EVI": "All components have the same size and no tilt, but each has its own shape.",
    "VEE": "All components share one shape and direction, but each has its own size.",
    "EVE": "All components share one size and direction, but each has its own shape.",
    "VVE": "All components share one direction, but each has its own size and shape.",
    "EEV": "All components share one size and shape, but each has its own direction.",
    "VEV": "All components share one shape, but each has its own size and direction.",
    "EVV": "All components have the same size, but each has its own shape and direction.",
}


def _n_parameters(letters: str) -> Callable[[int, int], int]:
    """Celeux and Govaert (1995), table 1: each of the three as often as it varies."""
    volume, shape, orientation = letters

    def count(k: int, d: int) -> int:
        times = {"I": 0, "E": 1, "V": k}
        axes = times[orientation] * (d * (d - 1) // 2)
        return times[volume] + times[shape] * (d - 1) + axes

    return count


def _moments(letters: str) -> Moments:
    if "V" not in letters:
        return "total"
    return "diagonal" if letters.endswith("I") else "full"


def _scalable(letters: str) -> bool:
    """Where axes are shared or their spread is, other units would turn or stretch them."""
    _, shape, orientation = letters
    return shape != "I" and orientation in ("I", shape)


def _floor_raises(letters: str) -> FloorRaises:
    """With one letter for both, or no shape, raised eigenvalues are still of the structure."""
    volume_and_shape = letters[:2]
    if volume_and_shape == "EV":
        return "nothing"
    return "volume" if volume_and_shape == "VE" else "eigenvalues"


def _dense(compact: np.ndarray, k: int, d: int) -> np.ndarray:
    return np.reshape(compact, (k, d, d))


_COMPACT: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "tied": lambda dense: dense[0],
    "diag": variances,
    "spherical": lambda dense: dense[:, 0, 0],
}
_EXPAND: Mapping[str, Callable[[np.ndarray, int, int], np.ndarray]] = {
    "tied": lambda compact, k, d: np.broadcast_to(np.reshape(compact, (d, d)), (k, d, d)),
    "diag": lambda compact, k, d: diagonal(np.reshape(compact, (k, d)), (k, d, d)),
    "spherical": lambda compact, k, d: diagonal(np.reshape(compact, (k, 1)), (k, d, d)),
}


def _structure(name: str) -> CovarianceStructure:
    letters = _SCIKIT_LEARN.get(name, name)
    return CovarianceStructure(
        name=name,
        letters=letters,
        sentence=_SENTENCES[name],
        m_step=_M_STEPS[letters],
        n_parameters=_n_parameters(letters),
        compact=_COMPACT.get(name, lambda dense: dense),
        expand=_EXPAND.get(name, _dense),
        moments=_moments(letters),
        scalable=_scalable(letters),
        floor_raises=_floor_raises(letters),
    )


_STRUCTURES = tuple(_structure(name) for name in _SENTENCES)

COVARIANCE_STRUCTURES: Mapping[str, CovarianceStructure] = MappingProxyType(
    {structure.name: structure for structure in _STRUCTURES}
)
_BY_EITHER_NAME = {
    **COVARIANCE_STRUCTURES,
    **{structure.letters: structure for structure in _STRUCTURES},
    **{letter: COVARIANCE_STRUCTURES[name] for letter, name in _ONE_DIMENSION.items()},
}


def covariance_structure(covariance_type: str) -> CovarianceStructure:
    """Return the structure of any of its names: scikit-learn's or mclust's letters.

    Parameters
    ----------
    covariance_type : str
        Such as "full" or "VVV". mclust's names for one feature, "E" and "V", are the tied and the
        full structure.

    Returns
    -------
    CovarianceStructure

    Raises
    ------
    DataError
        When there is no such structure.

    Examples
    --------
    >>> covariance_structure("VVV").name
    'full'
    """
    known = isinstance(covariance_type, str) and covariance_type in _BY_EITHER_NAME
    if not known:
        names = (s.name if s.name == s.letters else f"{s.name} ({s.letters})" for s in _STRUCTURES)
        raise DataError(
            f"There is no covariance structure named {covariance_type!r}. "
            f"Choose one of {', '.join(names)}."
        )
    return _BY_EITHER_NAME[covariance_type]


def is_nested(inner: str, outer: str) -> bool:
    """Whether all covariances of one structure are also of the other.

    So it is when volume, shape and orientation are each as free in `outer`: I before E before V.

    Parameters
    ----------
    inner, outer : str
        Names of structures.

    Returns
    -------
    bool
        True also for a structure and itself.

    Raises
    ------
    DataError
        When there is no such structure.

    Examples
    --------
    >>> is_nested("spherical", "diag"), is_nested("tied", "diag")
    (True, False)
    """
    return covariance_structure(outer).holds(covariance_structure(inner))
