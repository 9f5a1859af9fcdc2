"""Columns that follow exactly from others, such as one length in two units."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gmm_core.blocks import one_thread
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


def dependences(X: np.ndarray) -> tuple[Dependence, ...]:
    """Return the columns that follow exactly from earlier ones, with the function.

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
    >>> (found,) = dependences(np.column_stack([inches, 2.54 * inches]))
    >>> found.equation(["inches", "cm"])
    'cm = 2.54 inches'
    """
    if len(X) < FEWEST_ROWS or X.shape[1] < 2:
        return ()
    with one_thread():  # on tall, narrow blocks threads wait for one another
        return tuple(_found(X))


def _found(X: np.ndarray) -> list[Dependence]:
    rows, _ = _within_one(_sampled(X))
    varying = np.flatnonzero(np.ptp(rows, axis=0) > 0)
    Z = _standardised(rows[:, varying])
    pairs = len(Z) <= len(varying) + 1
    found: dict[int, Dependence] = {}
    for place in range(len(varying)) if pairs else _suspects(Z):
        kept = [earlier for earlier in range(place) if varying[earlier] not in found]
        for on in _partners(Z, place, kept, pairs):
            dependence = _dependence(X, int(varying[place]), varying[on])
            if dependence is not None:
                found[dependence.column] = dependence
                break
    return list(found.values())


def _sampled(X: np.ndarray) -> np.ndarray:
    d = X.shape[1]
    most = max(SAMPLE_CELLS // d, SAMPLE_ROWS_PER_COLUMN * d)
    return X[evenly_spaced(len(X), most)]


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


def _dependence(X: np.ndarray, column: int, on: np.ndarray) -> Dependence | None:
    """The linear function over all rows, if nothing remains of the column."""
    (y, unit), (others, units) = _within_one(X[:, [column]]), _within_one(X[:, on])
    target, Z = _standardised(y)[:, 0], _standardised(others)
    shares = np.linalg.lstsq(Z, target)[0]
    if np.std(target - Z @ shares) > _REMAINDER:
        return None
    slopes = shares * y.std() / others.std(axis=0)
    parts = slopes * others.mean(axis=0)
    intercept = y.mean() - parts.sum()
    rounding = _ROUNDING * (abs(y.mean()) + np.abs(parts).sum())
    with np.errstate(over="ignore", under="ignore"):
        coefficients = slopes * (unit / units)
    return Dependence(
        column,
        tuple(int(index) for index in on),
        tuple(float(value) for value in coefficients),
        float(intercept * unit[0]) if abs(intercept) > rounding else 0.0,
    )


def _within_one(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Columns over their largest sizes, as squares may not be numbers, and these sizes."""
    sizes = np.abs(X).max(axis=0)
    sizes = np.where(sizes > 0, sizes, 1.0)
    return X / sizes, sizes


def _standardised(X: np.ndarray) -> np.ndarray:
    return standardising(X).apply(X)


def _term(value: float, name: str) -> str:
    size = f"{abs(value):.6g}".replace("-", "−")
    return name if name and size == "1" else f"{size} {name}".rstrip()
