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

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.matrices import Diagonal, Matrices, Shared, kept_as, ones
from gmm_core.maximisation.closed_form import CLOSED_FORM, WITHOUT_TILT
from gmm_core.maximisation.orientation import COMMON_ORIENTATION
from gmm_core.maximisation.volumes import OWN_VOLUMES, OWN_VOLUMES_WITHOUT_TILT
from gmm_core.scatter import Moments, MStep, variances

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
    maximised : callable
        (scatter, resp_sum (k,), previous=None) -> covariances, maximum likelihood; scatter and
        covariances are `Matrices`. Covariances of the mixture before shorten inner iterations, and
        the expected log-likelihood is then no lower than theirs. Where the likelihood has no
        maximum, the covariances of the components at fault are singular.
    n_parameters : callable
        (k, d) -> number of free covariance parameters.
    moments : str
        What the M-step reads of the scatter matrices, so that an E-step need not compute more:
        "total" (their sum over the components alone, since all have one covariance), "diagonal"
        (their diagonals alone, since there is no tilt), "total_diagonal" (both) or "full". Where
        only the end of a run is kept, `least` is enough.
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
    maximised: Callable[..., Matrices]
    n_parameters: Callable[[int, int], int]
    moments: Moments
    scalable: bool
    floor_raises: FloorRaises

    @property
    def least(self) -> Moments:
        """The least that the M-step reads, for whom nobody else does: of balls their traces."""
        return "traces" if self.letters == "VII" else self.moments

    def m_step(
        self, scatter: np.ndarray, resp_sum: np.ndarray, previous: np.ndarray | None = None
    ) -> np.ndarray:
        """Return the covariances (k, d, d) of scatter matrices (k, d, d); see `maximised`."""
        before = None if previous is None else Matrices(previous)
        return self.maximised(Matrices(scatter), resp_sum, before).dense

    def m_steps(
        self, scatter: np.ndarray, resp_sum: np.ndarray, previous: np.ndarray
    ) -> np.ndarray:
        """Return the covariances (m, k, d, d) of m mixtures at once, of resp_sum (m, k)."""
        m_step = _OF_ARRAYS[self.letters]
        if self.letters in _OF_DIAGONALS:
            made = np.zeros(scatter.shape)
            variances(made)[...] = m_step(variances(scatter), resp_sum, variances(previous))
            return made
        return m_step(scatter, resp_sum, previous)

    def compact(self, matrices: np.ndarray | Matrices) -> np.ndarray:
        """Return matrices of the structure in scikit-learn's shape; (k, d, d) where it has none."""
        kept = kept_as(matrices)
        return _COMPACT[self.name](kept) if self.name in _COMPACT else kept.dense

    def kept(self, compact: np.ndarray, k: int, d: int) -> Matrices:
        """Return matrices that are given in scikit-learn's shape, in as few numbers as possible."""
        if self.name in _EXPAND:
            return _EXPAND[self.name](compact, k, d)
        return Matrices(np.reshape(compact, (k, d, d)))

    @property
    def axes_are_sought(self) -> bool:
        """Whether components share axes that are found by turning them, step by step."""
        return self.letters in COMMON_ORIENTATION

    def holds(self, inner: CovarianceStructure) -> bool:
        """Return whether all covariances of `inner` are also of this structure; see `is_nested`."""
        pairs = zip(inner.letters, self.letters, strict=True)
        return all("IEV".index(less) <= "IEV".index(more) for less, more in pairs)


def _without_tilt(m_step: MStep) -> Callable[..., Matrices]:
    """An M-step of diagonals (k, d) as one of matrices."""

    def maximised(scatter: Matrices, resp_sum: np.ndarray, previous: Matrices | None = None):
        before = None if previous is None else previous.diagonals
        made = m_step(scatter.diagonals, resp_sum, before)
        made.flags.writeable = False  # as they are kept, uncopied
        return Diagonal(made)

    return maximised


def _tilted(m_step: MStep) -> Callable[..., Matrices]:
    """An M-step of arrays (k, d, d) as one of matrices."""

    def maximised(scatter: Matrices, resp_sum: np.ndarray, previous: Matrices | None = None):
        before = None if previous is None else previous.dense
        made = m_step(scatter.dense, resp_sum, before)
        made.flags.writeable = False  # as they are kept, uncopied
        return Matrices(made)

    return maximised


def _eee(scatter: Matrices, resp_sum: np.ndarray, previous: Matrices | None = None) -> Matrices:
    """Σ W_k / n, kept once."""
    return Shared(scatter.total / resp_sum.sum(), ones(len(resp_sum)))


_OF_DIAGONALS: Mapping[str, MStep] = {**WITHOUT_TILT, **OWN_VOLUMES_WITHOUT_TILT}
_OF_ARRAYS: Mapping[str, MStep] = {
    **_OF_DIAGONALS,
    **CLOSED_FORM,
    **OWN_VOLUMES,
    **COMMON_ORIENTATION,
}
_M_STEPS: Mapping[str, Callable[..., Matrices]] = {
    **{letters: _tilted(m_step) for letters, m_step in _OF_ARRAYS.items()},
    **{letters: _without_tilt(m_step) for letters, m_step in _OF_DIAGONALS.items()},
    "EEE": _eee,
}
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
        return "total_diagonal" if letters.endswith("I") else "total"
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


_COMPACT: Mapping[str, Callable[[Matrices], np.ndarray]] = {
    "tied": lambda kept: kept.one(0),
    "diag": lambda kept: kept.diagonals,
    "spherical": lambda kept: kept.diagonals[:, 0],
}
_EXPAND: Mapping[str, Callable[[np.ndarray, int, int], Matrices]] = {
    "tied": lambda compact, k, d: Shared(np.reshape(compact, (d, d)), ones(k)),
    "diag": lambda compact, k, d: Diagonal(np.reshape(compact, (k, d))),
    "spherical": lambda compact, k, d: Diagonal(np.repeat(np.reshape(compact, (k, 1)), d, axis=1)),
}


def _structure(name: str) -> CovarianceStructure:
    letters = _SCIKIT_LEARN.get(name, name)
    return CovarianceStructure(
        name=name,
        letters=letters,
        sentence=_SENTENCES[name],
        maximised=_M_STEPS[letters],
        n_parameters=_n_parameters(letters),
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


@as_annotated
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
