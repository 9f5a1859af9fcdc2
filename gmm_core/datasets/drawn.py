"""A table that a person has drawn by hand, point by point, on a square plane."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from gmm_core.checked import as_annotated
from gmm_core.datasets.dataset import Dataset
from gmm_core.errors import DataError

SIDE = 10.0
"""The plane goes from 0 to this, along x and along y."""

MAX_POINTS = 2000
"""The plane holds no more points."""

# A pixel of the plane is wider than 0.001; shorter numbers are fit to be read and downloaded.
DECIMALS = 3
COLUMNS = ("x", "y")


@as_annotated
def drawn_points(report: object) -> np.ndarray:
    """Return the points of a report from a browser, which may hold anything at all.

    Parameters
    ----------
    report : object
        Meant to be a list of at most `MAX_POINTS` pairs [x, y] of numbers from 0 to `SIDE`.

    Returns
    -------
    ndarray of shape (n_points, 2)
        Rounded to three decimals.

    Raises
    ------
    DataError
        If the report is anything else.

    Examples
    --------
    >>> drawn_points([[1, 2.00049], [10, 0]])
    array([[ 1.,  2.],
           [10.,  0.]])
    """
    if isinstance(report, list | tuple) and len(report) > MAX_POINTS:
        raise DataError(
            f"The drawing has {len(report):,} points, but the plane holds no more than "
            f"{MAX_POINTS:,}. Erase some of them."
        )
    if not isinstance(report, list | tuple) or not all(map(_is_point, report)):
        raise DataError(
            f"The drawing is not a list of points with x and y from 0 to {SIDE:g}, so it was left "
            "out. Reload the page and draw again."
        )
    return np.array(report, dtype=np.float64).reshape(-1, 2).round(DECIMALS) + 0.0  # no minus zero


def _is_point(pair: object) -> bool:
    """Whether this is x and y on the plane; NaN is not, nor is True."""
    return (
        isinstance(pair, list | tuple)
        and len(pair) == 2
        and all(type(value) in (int, float) and 0 <= value <= SIDE for value in pair)
    )


@as_annotated
def n_places(points: np.ndarray) -> int:
    """Return the number of different points.

    Parameters
    ----------
    points : ndarray of shape (n_points, 2)

    Returns
    -------
    int

    Examples
    --------
    >>> n_places(np.array([[1.0, 2.0], [1.0, 2.0], [3.0, 2.0]]))
    2
    """
    if points.ndim != 2 or points.shape[1] != 2:
        raise DataError(f"The points have shape {points.shape}. Give one row of x and y for each.")
    return len(np.unique(points, axis=0))


@as_annotated
def drawing(points: np.ndarray) -> Dataset:
    """Return the points as a table with the columns x and y, both features.

    Parameters
    ----------
    points : ndarray of shape (n_points, 2)

    Returns
    -------
    Dataset
        Its name holds the SHA-256 of the points, so that another drawing is another table.

    Raises
    ------
    DataError
        If all points are in one place.

    Examples
    --------
    >>> table = drawing(np.array([[1.0, 2.0], [3.0, 2.0]]))
    >>> table.title, table.features, table.frame.shape
    ('Your drawing', ('x', 'y'), (2, 2))
    """
    if n_places(points) < 2:
        raise DataError(
            "The drawing has no two points in different places, and clusters are found among "
            "points that differ. Draw more points."
        )
    fingerprint = hashlib.sha256(points.astype("<f8").tobytes()).hexdigest()
    return Dataset(
        name=f"drawing-{fingerprint}",
        title="Your drawing",
        frame=pd.DataFrame(points, columns=pd.Index(COLUMNS)),
        features=COLUMNS,
        target=None,
        units={},
        source="Drawn by hand",
        citation="",
        licence="",
        note="",
        suggested_k=None,
    )
