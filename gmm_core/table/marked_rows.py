"""Rows that a person has selected in a view, by their positions in the table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.blocks import rows_in_block
from gmm_core.checked import as_annotated, as_real
from gmm_core.errors import DataError
from gmm_core.wording import counted, listed, plural

MOST_NAMED = 3


@dataclass(frozen=True, eq=False)
class MarkedRows:
    """Rows of the table, and the view in which they were selected.

    Parameters
    ----------
    rows : array_like of int
        Positions in the table, counted from 0; kept ascending, each once, and read-only.
    origins : str or tuple of str
        The views and what was selected there, as in "Target against cluster: setosa in cluster 1".

    Raises
    ------
    DataError
        When a row is no position.

    Examples
    --------
    >>> MarkedRows([7, 2, 7], "the table").rows
    array([2, 7])
    """

    rows: np.ndarray
    origins: str | tuple[str, ...]

    def __post_init__(self):
        origins = (self.origins,) if isinstance(self.origins, str) else self.origins
        object.__setattr__(self, "origins", tuple(dict.fromkeys(origins)))
        positions = np.asarray(self.rows).ravel()
        if positions.size and (positions.dtype.kind not in "iu" or positions.min() < 0):
            raise DataError(
                "The rows of a selection are not all positions in the table. "
                "Give whole numbers, counted from 0."
            )
        rows = _ascending(positions.astype(np.int64))
        rows.setflags(write=False)
        object.__setattr__(self, "rows", rows)

    def __len__(self) -> int:
        return len(self.rows)

    def union(self, other: MarkedRows) -> MarkedRows:
        """Return the rows of either selection."""
        both = np.concatenate([self.rows, other.rows])
        return MarkedRows(both, (*self.origins, *other.origins))

    def without(self, other: MarkedRows) -> MarkedRows:
        """Return the rows of this selection that are not in the other."""
        kept = np.setdiff1d(self.rows, other.rows, assume_unique=True)
        return MarkedRows(kept, self.origins)

    @property
    def origin(self) -> str:
        """Where the rows were selected, in words; of many places, the first."""
        return listed(self.origins, MOST_NAMED)

    def fitted(self, kept: ArrayLike) -> np.ndarray:
        """Return which rows of the fit are selected.

        Parameters
        ----------
        kept : array_like of bool, shape (n_rows,)
            The rows of the table that were fitted.

        Returns
        -------
        ndarray of int
            Positions in the fitted rows, ascending; those left out of the fit have none.

        Examples
        --------
        >>> MarkedRows([0, 1, 3], "the table").fitted([True, False, True, True])
        array([0, 2])
        """
        fitted = np.asarray(kept, dtype=bool)
        rows = self.rows[self.rows < len(fitted)]
        return (np.cumsum(fitted) - 1)[rows[fitted[rows]]]

    def sentence(self, n_rows: int) -> str:
        """Return how many of the table's rows are selected, and from where.

        Parameters
        ----------
        n_rows : int
            Rows of the table.

        Examples
        --------
        >>> MarkedRows([3, 8], "Target against cluster: setosa in cluster 1").sentence(150)
        '2 of 150 rows are selected, from Target against cluster: setosa in cluster 1.'
        """
        if not len(self):
            return f"No row is selected, from {self.origin}."
        verb = plural(len(self), "is", "are")
        of_all = counted(n_rows, "row")
        return f"{len(self):,} of {of_all} {verb} selected, from {self.origin}."


def _ascending(rows: np.ndarray) -> np.ndarray:
    """Return the rows ascending, each once; numpy would hash them, ten times as slow as sorting."""
    if (np.diff(rows) > 0).all():
        return rows
    rows = np.sort(rows)
    return rows[np.append(True, np.diff(rows) > 0)]


@as_annotated
def from_fitted(rows: ArrayLike, kept: ArrayLike, origin: str) -> MarkedRows:
    """Return a selection made among the rows of a fit.

    Parameters
    ----------
    rows : array_like of int
        Positions in the fitted rows; any beyond them, as an earlier picture may report, are
        dropped.
    kept : array_like of bool, shape (n_rows,)
        The rows of the table that were fitted.
    origin : str

    Returns
    -------
    MarkedRows

    Examples
    --------
    >>> from_fitted([0, 2, 9], [True, False, True, True], "the scatter plot").rows
    array([0, 3])
    """
    in_table = np.flatnonzero(as_real("Which rows were fitted", kept).astype(bool))
    chosen = as_real("The rows", rows).ravel()
    there = chosen[(chosen >= 0) & (chosen < len(in_table))]
    return MarkedRows(in_table[there.astype(np.intp)], origin)


def within_box(
    points: ArrayLike, x_range: tuple[float, float], y_range: tuple[float, float]
) -> np.ndarray:
    """Return which points (n, 2) lie in a box with its edges; a range may begin at either end."""
    x, y = _pairs(points, "points").T
    (left, right), (low, high) = sorted(x_range), sorted(y_range)
    return np.flatnonzero((x >= left) & (x <= right) & (y >= low) & (y <= high))


@as_annotated
def within_polygon(points: ArrayLike, polygon: ArrayLike) -> np.ndarray:
    """Return which points lie in a polygon, such as a lasso, by the even-odd rule.

    A point is inside when a ray from it to the right crosses the outline an odd number of times
    (Shimrat 1962). So what a lasso encloses twice is outside. A point on the outline itself may
    count either way.

    Parameters
    ----------
    points : array_like of shape (n_samples, 2)
    polygon : array_like of shape (n_vertices, 2)
        In order; the last is joined to the first. Fewer than three enclose nothing.

    Returns
    -------
    ndarray of int
        Positions in the points, ascending.

    Raises
    ------
    DataError
        When the points or the vertices are not pairs, or a vertex is not finite.

    Examples
    --------
    >>> within_polygon([[1.0, 1.0], [3.0, 3.0]], [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
    array([0])
    """
    pairs, vertices = _pairs(points, "points"), _pairs(polygon, "vertices of the polygon")
    if not np.isfinite(vertices).all():
        raise DataError("A vertex of the polygon is not finite. Draw the selection again.")
    if len(vertices) < 3:
        return np.empty(0, dtype=np.int64)
    ends = zip(vertices.min(axis=0).tolist(), vertices.max(axis=0).tolist(), strict=True)
    near = within_box(pairs, *ends)
    by_height = near[np.argsort(pairs[near, 1], kind="stable")]
    x, y = pairs[by_height].T
    inside = np.zeros(len(by_height), dtype=bool)
    size = rows_in_block(4)
    for begin in range(0, len(y), size):
        block = slice(begin, begin + size)
        _toggle(inside[block], x[block], y[block], vertices)
    return np.sort(by_height[inside])


def _toggle(inside: np.ndarray, x: np.ndarray, y: np.ndarray, vertices: np.ndarray) -> None:
    """Turn `inside` over for each edge to the right of a point; the points ascend in y."""
    closed = np.vstack([vertices, vertices[:1]])
    # An edge holds its lower end and not its upper one, so that a ray through a vertex counts
    # once where the outline goes on upwards, and twice or never where it turns.
    heights = np.searchsorted(y, closed[:, 1])
    for edge in np.flatnonzero(heights[1:] != heights[:-1]).tolist():
        (x_0, y_0), (x_1, y_1) = closed[edge : edge + 2]
        rows = slice(*sorted(heights[edge : edge + 2].tolist()))
        crossing = x_0 + (x_1 - x_0) * ((y[rows] - y_0) / (y_1 - y_0))
        inside[rows] ^= x[rows] < crossing


def _pairs(values: ArrayLike, what: str) -> np.ndarray:
    pairs = as_real(f"The {what}", values)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise DataError(
            f"The {what} have shape {pairs.shape}. Give one row of two coordinates for each."
        )
    return pairs
