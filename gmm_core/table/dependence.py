"""Columns that follow exactly from others, such as one length in two units."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gmm_core.blocks import one_thread, pieces
from gmm_core.mixture import standardising
from gmm_core.subsets import evenly_spaced

PERFECT = 1e-10
"""A correlation of 1 - 1e-10 or more is perfect; several columns together, likewise."""

# Standard deviation of what remains, as a share of that of the column: sqrt(1 - r^2).
_REMAINDER = float(np.sqrt(2 * PERFECT))

# A column with a smaller coefficient, both standardised, is not named unless it must be.
LEAST_SHARE = 1e-4

# Fewer rows always depend on one another, or nearly so by chance.
FEWEST_ROWS = 4

# An intercept is the difference of some terms; below this share of their size it is rounding.
_ROUNDING = 1e-9

SAMPLE_CELLS = 100_000
"""Cells, in rows evenly spaced, that are looked at first: a column that has something of its own
in these has it in all."""

SAMPLE_ROWS_PER_COLUMN = 4
"""Rows for each column at least, however wide the table."""

ROWS_OF_EQUATION = 20_000
"""So many rows, evenly spaced, give the coefficients, which are then tried on all, ..."""

ROWS_AT_ONCE = 20_000
"""... so many at a time."""

Columns = Sequence[np.ndarray]
Kept = np.ndarray | None


@dataclass(frozen=True)
class Dependence:
    """One column as a linear function of others.

    Attributes
    ----------
    column : int
        Index of the column that follows from the others.
    on : tuple of int
        Indices of these, all of them earlier in the table.
    coefficients : tuple of float
        One for each, in units of the column by units of the other.
    intercept : float
        In units of the column.
    """

    column: int
    on: tuple[int, ...]
    coefficients: tuple[float, ...]
    intercept: float

    def equation(self, names: Sequence[str]) -> str:
        """Return the function as people write it, with the names of all columns.

        Examples
        --------
        >>> Dependence(2, (0, 1), (1.0, -2.54), 32.0).equation(["a", "b", "c"])
        'c = a − 2.54 b + 32'
        """
        terms = [
            *zip(self.coefficients, (names[index] for index in self.on), strict=True),
            *([(self.intercept, "")] if self.intercept else []),
        ]
        (first, name), *others = terms
        left = f"{names[self.column]} = {'−' if first < 0 else ''}{_term(first, name)}"
        return left + "".join(
            f" {'−' if value < 0 else '+'} {_term(value, name)}" for value, name in others
        )


def dependences(columns: Columns, kept: Kept = None) -> tuple[Dependence, ...]:
    """Return the columns that follow exactly from earlier ones, with the function.

    Columns are of one length, and `kept` says which of their rows count; none of these is copied.

    A column does when linear regression on earlier ones leaves less than 2e-10 of its variance: for
    a pair, a correlation beyond 1 - 1e-10. Those that stay are linearly independent; which ones do
    depends on the order of the columns, the first ones being kept. Constant columns are in none.
    Where there are no more rows than features and one, only pairs are looked for, in at least four
    rows: so few always depend on one another.

    A QR factorisation of standardised rows, columns in their order: the diagonal of R is what each
    column has that those before it have not. Golub and Van Loan (2013), Matrix Computations,
    section 5.2.

    Examples
    --------
    >>> inches = np.array([1.0, 2.0, 4.0, 7.0])
    >>> (found,) = dependences([inches, 2.54 * inches])
    >>> found.equation(["inches", "cm"])
    'cm = 2.54 inches'
    """
    if len(columns) < 2 or _n_rows(columns, kept) < FEWEST_ROWS:
        return ()
    with one_thread():  # on tall, narrow blocks threads wait for one another
        return tuple(_found(columns, kept))


def _n_rows(columns: Columns, kept: Kept) -> int:
    return len(columns[0]) if kept is None else int(np.count_nonzero(kept))


def _found(columns: Columns, kept: Kept) -> list[Dependence]:
    most = max(SAMPLE_CELLS // len(columns), SAMPLE_ROWS_PER_COLUMN * len(columns))
    sample = _some(columns, kept, most)
    rows = sample / _sizes([*sample.T], None)
    varying = np.flatnonzero(np.ptp(rows, axis=0) > 0)
    Z = _standardised(rows[:, varying])
    pairs = len(Z) <= len(varying) + 1
    found: dict[int, Dependence] = {}
    for place in range(len(varying)) if pairs else _suspects(Z):
        others = [earlier for earlier in range(place) if varying[earlier] not in found]
        for on in _partners(Z, place, others, pairs):
            dependence = _dependence(columns, kept, int(varying[place]), varying[on])
            if dependence is not None:
                found[dependence.column] = dependence
                break
    return list(found.values())


def _some(columns: Columns, kept: Kept, most: int) -> np.ndarray:
    """As many of the rows at the most, evenly spaced, side by side."""
    rows = evenly_spaced(_n_rows(columns, kept), most)
    places = rows if kept is None else np.flatnonzero(kept)[rows]
    return np.column_stack([column[places] for column in columns])


def _suspects(Z: np.ndarray) -> list[int]:
    """Columns that have nothing left in these rows, given those before them."""
    left = np.abs(np.diagonal(np.linalg.qr(Z, mode="r")))
    return np.flatnonzero(left <= 2 * _REMAINDER * np.sqrt(len(Z))).tolist()


def _partners(Z: np.ndarray, place: int, kept: list[int], pairs: bool) -> list[list[int]]:
    """Columns that this one may follow from: few of them, then all."""
    if not kept:
        return []
    if pairs:
        closest = int(np.argmax(np.abs(Z[:, kept].T @ Z[:, place])))
        return [[kept[closest]]]
    shares = np.linalg.lstsq(Z[:, kept], Z[:, place])[0]
    large = [column for column, share in zip(kept, shares, strict=True) if abs(share) > LEAST_SHARE]
    return [large, kept] if large else [kept]


def _dependence(columns: Columns, kept: Kept, column: int, on: np.ndarray) -> Dependence | None:
    """The linear function over all rows, if nothing remains of the column."""
    taken = [columns[place] for place in (column, *on)]
    sizes = _sizes(taken, kept)
    some = _some(taken, kept, ROWS_OF_EQUATION) / sizes
    target, Z = _standardised(some[:, :1])[:, 0], _standardised(some[:, 1:])
    y, others = some[:, 0], some[:, 1:]
    slopes = np.linalg.lstsq(Z, target)[0] * y.std() / others.std(axis=0)
    parts = slopes * others.mean(axis=0)
    intercept = y.mean() - parts.sum()
    if not _nothing_remains(taken, kept, sizes, slopes, np.array([y.mean(), intercept])):
        return None
    rounding = _ROUNDING * (abs(y.mean()) + np.abs(parts).sum())
    with np.errstate(over="ignore", under="ignore"):
        coefficients = slopes * (sizes[0] / sizes[1:])
    return Dependence(
        column,
        tuple(int(index) for index in on),
        tuple(float(value) for value in coefficients),
        float(intercept * sizes[0]) if abs(intercept) > rounding else 0.0,
    )


def _nothing_remains(
    taken: Columns, kept: Kept, sizes: np.ndarray, slopes: np.ndarray, about: np.ndarray
) -> bool:
    """Whether the function leaves next to nothing of the first column's variance, in all rows."""
    weights = np.append(1.0, -slopes)
    n, sums, squares = 0, np.zeros(2), np.zeros(2)
    for rows in pieces(len(taken[0]), ROWS_AT_ONCE):
        places = slice(None) if kept is None else kept[rows]
        piece = np.column_stack([column[rows][places] for column in taken]) / sizes
        of_rows = np.column_stack([piece[:, 0], piece @ weights]) - about
        n, sums, squares = n + len(piece), sums + of_rows.sum(axis=0), squares + (of_rows**2).sum(0)
    whole, left = squares / n - (sums / n) ** 2
    return bool(left <= _REMAINDER**2 * whole)


def _sizes(columns: Columns, kept: Kept) -> np.ndarray:
    """The largest size in each column, 1 where there is none: squares of values may be none."""
    where = True if kept is None else kept
    ends = [
        max(each.max(where=where, initial=0.0), -each.min(where=where, initial=0.0))
        for each in columns
    ]
    return np.array([end if end > 0 else 1.0 for end in ends])


def _standardised(X: np.ndarray) -> np.ndarray:
    return standardising(X).apply(X)


def _term(value: float, name: str) -> str:
    size = f"{abs(value):.6g}".replace("-", "−")
    return name if name and size == "1" else f"{size} {name}".rstrip()
