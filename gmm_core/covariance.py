"""Covariance structures: all that differs between full, tied, diag and spherical, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from gmm_core.errors import DataError


@dataclass(frozen=True)
class CovarianceStructure:
    """One way in which the covariances of a mixture are restricted.

    Parameters
    ----------
    name : str
        scikit-learn's name.
    letters : str
        The same structure in mclust's letters for volume, shape and orientation
        (E equal, V variable, I identity).
    sentence : str
        What it means, in plain words.
    m_step : callable
        (scatter (k, d, d), resp_sum (k,)) -> covariances (k, d, d), maximum likelihood.
    n_parameters : callable
        (k, d) -> number of free covariance parameters.
    compact : callable
        Dense covariances (k, d, d) -> scikit-learn's shape.
    expand : callable
        (scikit-learn's shape, k, d) -> dense covariances (k, d, d).
    """

    name: str
    letters: str
    sentence: str
    m_step: Callable[[np.ndarray, np.ndarray], np.ndarray]
    n_parameters: Callable[[int, int], int]
    compact: Callable[[np.ndarray], np.ndarray]
    expand: Callable[[np.ndarray, int, int], np.ndarray]


def _variances(dense: np.ndarray) -> np.ndarray:
    return np.diagonal(dense, axis1=1, axis2=2)


def _diagonal(variances: np.ndarray) -> np.ndarray:
    """Dense covariances (k, d, d) with these variances (k, d) and no correlation."""
    return variances[:, :, None] * np.eye(variances.shape[1])


def _full(scatter: np.ndarray, resp_sum: np.ndarray) -> np.ndarray:
    return scatter / resp_sum[:, None, None]


def _tied(scatter: np.ndarray, resp_sum: np.ndarray) -> np.ndarray:
    pooled = scatter.sum(axis=0) / resp_sum.sum()
    return np.broadcast_to(pooled, scatter.shape)


def _diag(scatter: np.ndarray, resp_sum: np.ndarray) -> np.ndarray:
    return _diagonal(_variances(scatter) / resp_sum[:, None])


def _spherical(scatter: np.ndarray, resp_sum: np.ndarray) -> np.ndarray:
    variance = _variances(scatter).mean(axis=1) / resp_sum
    return _diagonal(np.repeat(variance[:, None], scatter.shape[1], axis=1))


_STRUCTURES = (
    CovarianceStructure(
        name="full",
        letters="VVV",
        sentence="Each component has its own size, shape and direction.",
        m_step=_full,
        n_parameters=lambda k, d: k * d * (d + 1) // 2,
        compact=lambda dense: dense,
        expand=lambda compact, k, d: np.reshape(compact, (k, d, d)),
    ),
    CovarianceStructure(
        name="tied",
        letters="EEE",
        sentence="All components share one size, shape and direction.",
        m_step=_tied,
        n_parameters=lambda k, d: d * (d + 1) // 2,
        compact=lambda dense: dense[0],
        expand=lambda compact, k, d: np.broadcast_to(np.reshape(compact, (d, d)), (k, d, d)),
    ),
    CovarianceStructure(
        name="diag",
        letters="VVI",
        sentence="Each component has its own spread along each feature, and no tilt.",
        m_step=_diag,
        n_parameters=lambda k, d: k * d,
        compact=_variances,
        expand=lambda compact, k, d: _diagonal(np.reshape(compact, (k, d))),
    ),
    CovarianceStructure(
        name="spherical",
        letters="VII",
        sentence="Each component is a ball of its own size: the same spread along every feature.",
        m_step=_spherical,
        n_parameters=lambda k, d: k,
        compact=lambda dense: dense[:, 0, 0],
        expand=lambda compact, k, d: np.reshape(compact, (k, 1, 1)) * np.eye(d),
    ),
)

COVARIANCE_STRUCTURES: Mapping[str, CovarianceStructure] = MappingProxyType(
    {structure.name: structure for structure in _STRUCTURES}
)
_BY_LETTERS = {structure.letters: structure for structure in _STRUCTURES}


def covariance_structure(covariance_type: str) -> CovarianceStructure:
    """Return the structure of either name: scikit-learn's or mclust's letters.

    Parameters
    ----------
    covariance_type : str
        Such as "full" or "VVV".

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
    by_name = {**COVARIANCE_STRUCTURES, **_BY_LETTERS}
    structure = by_name.get(covariance_type) if isinstance(covariance_type, str) else None
    if structure is None:
        known = ", ".join(f"{s.name} ({s.letters})" for s in _STRUCTURES)
        raise DataError(
            f"There is no covariance structure named {covariance_type!r}. Choose one of {known}."
        )
    return structure
