"""Rows that a mixture would produce, as they lie on the axes of a picture: from draws kept fixed.

The same draws through the parameters of each half-step: rows move as the mixture moves, and do not
jump about as rows drawn anew would.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gmm_core.checked import as_annotated, check_whole, read_only
from gmm_core.errors import DataError
from gmm_core.mixture import Mixture

SEED = 12


@dataclass(frozen=True, eq=False)
class Draws:
    """What chance adds to a mixture: of each row a number for its component, and for its place.

    Parameters
    ----------
    uniforms : array_like of shape (n_rows,)
        From 0 to less than 1.
    normals : array_like of shape (n_rows, n_axes)
        Standard normal, on one axis or two.

    Raises
    ------
    DataError
        When they are of other shapes.

    Examples
    --------
    >>> halves = Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]], [[4.0]]])
    >>> points, components = Draws([0.2, 0.7], [[0.5], [0.5]]).of(halves)
    >>> points.ravel().tolist(), components.tolist()
    ([0.5, 10.0], [0, 1])
    """

    uniforms: np.ndarray
    normals: np.ndarray

    def __post_init__(self) -> None:
        for name in ("uniforms", "normals"):
            object.__setattr__(self, name, read_only(getattr(self, name)))
        shape = self.normals.shape
        if len(shape) != 2 or shape[1] not in (1, 2) or self.uniforms.shape != shape[:1]:
            raise DataError(
                f"The draws have shapes {self.uniforms.shape} and {shape}. Give (n,) and (n, 1) or "
                "(n, 2)."
            )

    def of(self, mixture: Mixture) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows of a mixture that these draws make, and the component of each.

        Parameters
        ----------
        mixture : Mixture
            Projected onto the axes: its rows there are those of the whole mixture projected.

        Returns
        -------
        points : ndarray of shape (n_rows, n_axes)
        components : ndarray of int, shape (n_rows,)
            From 0: the first whose weight, with all before it, is above the row's number.

        Raises
        ------
        DataError
            When the mixture has other axes.
        """
        if mixture.n_features != self.normals.shape[1]:
            raise DataError(
                f"The draws are for {self.normals.shape[1]} axes and the mixture has "
                f"{mixture.n_features}. Project it onto as many first."
            )
        ends = np.cumsum(mixture.weights)[:-1]  # the last one takes what rounding leaves
        components = np.searchsorted(ends, self.uniforms, side="right")
        spread = np.einsum("nij,nj->ni", _roots(mixture)[components], self.normals)
        return mixture.means[components] + spread, components


@as_annotated
def draws(n_rows: int, n_axes: int) -> Draws:
    """Return draws from one fixed seed.

    Parameters
    ----------
    n_rows : int
        At least 1.
    n_axes : int
        1 or 2.

    Returns
    -------
    Draws

    Raises
    ------
    DataError
        When a number is none of these.

    Examples
    --------
    >>> draws(3, 2).normals.shape, bool((draws(3, 2).uniforms == draws(3, 2).uniforms).all())
    ((3, 2), True)
    """
    check_whole("The number of rows", n_rows, 1)
    if n_axes not in (1, 2):
        raise DataError(f"A picture has one axis or two, not {n_axes}.")
    rng = np.random.default_rng(SEED)
    return Draws(rng.random(n_rows), rng.standard_normal((n_rows, n_axes)))


def _roots(mixture: Mixture) -> np.ndarray:
    """Lower triangular factors (k, n_axes, n_axes); a flat component has one, too."""
    covariances = mixture.covariances
    roots = np.zeros_like(covariances)
    roots[:, 0, 0] = long = np.sqrt(np.maximum(covariances[:, 0, 0], 0.0))
    if mixture.n_features == 2:
        slope = np.divide(covariances[:, 0, 1], long, out=np.zeros_like(long), where=long > 0)
        roots[:, 1, 0] = slope
        roots[:, 1, 1] = np.sqrt(np.maximum(covariances[:, 1, 1] - slope**2, 0.0))
    return roots
