"""Where a function on a grid takes a value, as lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# Sides of a cell of the grid: bottom, right, top, left. Corners count 1 (lower left), 2 (lower
# right), 4 (upper right) and 8 (upper left) where the function reaches the level; the line then
# joins these sides. Where opposite corners alone reach it (5 and 10), the middle of the cell says
# which pair of them belongs together.
_BOTTOM, _RIGHT, _TOP, _LEFT = range(4)
_JOINED = {
    1: [(_LEFT, _BOTTOM)],
    2: [(_BOTTOM, _RIGHT)],
    3: [(_LEFT, _RIGHT)],
    4: [(_RIGHT, _TOP)],
    5: [(_LEFT, _BOTTOM), (_RIGHT, _TOP)],
    6: [(_BOTTOM, _TOP)],
    7: [(_LEFT, _TOP)],
    8: [(_LEFT, _TOP)],
    9: [(_BOTTOM, _TOP)],
    10: [(_BOTTOM, _RIGHT), (_LEFT, _TOP)],
    11: [(_RIGHT, _TOP)],
    12: [(_LEFT, _RIGHT)],
    13: [(_BOTTOM, _RIGHT)],
    14: [(_LEFT, _BOTTOM)],
}
_OTHER_PAIR = {5: 10, 10: 5}

# Stands for infinity where lines are interpolated.
HUGE = 1e300


def contour_lines(x: np.ndarray, y: np.ndarray, z: np.ndarray, level: float) -> np.ndarray:
    """Return the lines along which a function equals `level`, as one broken line.

    Parameters
    ----------
    x : ndarray of shape (n_x,)
        Ascending.
    y : ndarray of shape (n_y,)
        Ascending.
    z : ndarray of shape (n_y, n_x)
        The function at the crossings of the grid; -inf is below every level.
    level : float

    Returns
    -------
    ndarray of shape (n_points, 2)
        A row of NaN stands after each line; a closed line ends where it begins. Every point lies
        on a side of a cell, at the place found by linear interpolation (marching squares; Lorensen
        and Cline 1987 in the plane).

    Examples
    --------
    >>> x = np.linspace(-2.0, 2.0, 41)
    >>> circle = contour_lines(x, x, x**2 + x[:, None] ** 2, 1.0)
    >>> np.nanmax(circle, axis=0).round(2), int(np.isnan(circle[:, 0]).sum())
    (array([1., 1.]), 1)
    """
    reached = z >= level
    pieces = _pieces(z, reached, level)
    sides, ends = np.unique(pieces, return_inverse=True)
    places = _places(x, y, z, level, sides)
    gap = np.full((1, 2), np.nan)
    lines = [part for line in _chained(ends.reshape(-1, 2)) for part in (places[line], gap)]
    return np.concatenate([*lines, np.empty((0, 2))])


def _pieces(z: np.ndarray, reached: np.ndarray, level: float) -> np.ndarray:
    """Return the two sides that each straight piece of the lines joins, by their numbers.

    Horizontal sides are numbered first, row by row, then the vertical ones.
    """
    n_y, n_x = z.shape
    corners = (reached[:-1, :-1], reached[:-1, 1:], reached[1:, 1:], reached[1:, :-1])
    case = sum(
        (corner.astype(np.intp) << bit for bit, corner in enumerate(corners)),
        start=np.zeros((n_y - 1, n_x - 1), dtype=np.intp),
    )
    upright = n_y * (n_x - 1)
    found = []
    for row, column in zip(*np.nonzero((case > 0) & (case < 15)), strict=True):
        lower, left = row * (n_x - 1) + column, upright + row * n_x + column
        side = (lower, left + 1, lower + n_x - 1, left)
        kind = int(case[row, column])
        if kind in _OTHER_PAIR and z[row : row + 2, column : column + 2].mean() >= level:
            kind = _OTHER_PAIR[kind]
        found += [(side[a], side[b]) for a, b in _JOINED[kind]]
    return np.array(found, dtype=np.intp).reshape(-1, 2)


def _places(
    x: np.ndarray, y: np.ndarray, z: np.ndarray, level: float, sides: np.ndarray
) -> np.ndarray:
    """Return where the lines cross the sides of these numbers."""
    n_y, n_x = z.shape
    upright = n_y * (n_x - 1)
    flat = sides < upright
    row = np.where(flat, sides // (n_x - 1), (sides - upright) // n_x)
    column = np.where(flat, sides % (n_x - 1), (sides - upright) % n_x)
    to_row, to_column = row + ~flat, column + flat
    here, there = (np.clip(ends, -HUGE, HUGE) for ends in (z[row, column], z[to_row, to_column]))
    share = np.clip((level - here) / (there - here), 0.0, 1.0)
    return np.column_stack(
        [
            x[column] + share * (x[to_column] - x[column]),
            y[row] + share * (y[to_row] - y[row]),
        ]
    )


def _chained(pieces: np.ndarray) -> list[list[int]]:
    """Return the pieces joined end to end: open lines first, then closed ones."""
    beside: dict[int, list[int]] = {}
    for a, b in pieces.tolist():
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    left = set(beside)
    ends = [point for point, others in beside.items() if len(others) == 1]
    open_lines = [_followed(point, beside, left) for point in ends if point in left]
    closed = []
    for point in beside:
        if point in left:
            line = _followed(point, beside, left)
            closed.append([*line, line[0]])
    return open_lines + closed


def _followed(start: int, beside: dict[int, list[int]], left: set[int]) -> list[int]:
    """Return the line from `start` on, and take its points out of those that are left."""
    line, at = [start], start
    left.discard(start)
    while True:
        onward: Sequence[int] = [point for point in beside[at] if point in left]
        if not onward:
            return line
        at = onward[0]
        left.discard(at)
        line.append(at)
