"""The model to look at first: a quick sweep of BIC over sizes and covariance structures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.selection.select import select_model
from gmm_core.selection.table import Cell, Selection
from gmm_core.subsets import drawn_rows
from gmm_core.wording import all_of, counted, plural

STRUCTURES = ("full", "tied", "diag", "spherical")
"""The structures that people know, of which each is nested in the first."""

MAX_ROWS = 2000
"""More rows than these are sampled, so that the sweep takes a second or two."""

WIDE = 10
"""With more features than these, rows are fewer, as each costs the square of the features; ..."""

LEAST_ROWS = 100
"""... but no fewer than these."""

LEAST_HELD = 2.5
"""A component that holds fewer rows, by its weight, is never proposed: one or two are no group."""

MARGIN = 6.0
"""A further component must lower BIC by more than this, ..."""

MARGIN_OF_TWO = (1.0, 50.0)
"""... and any beyond one by 1 + 50 d / n, since few rows of d columns do so by chance."""

COLUMNS = ("n_components", "covariance_type", "bic", "spurious", "status")

WIDEST = 100
"""With more features than these, which cost their cube, only a few components are tried."""

FEW_COMPONENTS = 3

# The gain that is left is small beside what tells cells apart in BIC (0.02 at 2,000 rows, while
# differences of 2 count as weak); wine needs as little to find its diagonal covariances. Most
# iterations would go to components that the data do not have.
TOL = 1e-5
MAX_ITER = 100


@dataclass(frozen=True, eq=False)
class Proposal:
    """The number of components and the covariance structure to begin with, and why.

    Attributes
    ----------
    n_components : int
    covariance_type : str
        A name of the covariance registry.
    bic_table : pandas.DataFrame
        One row a fit: n_components, covariance_type, bic (of the rows used; lower is better, NaN
        where there is no fit), spurious (components that are likely accidents) and status.
    sentence : str
        What was compared, on which rows, and what was best.
    n_rows_used : int
    """

    n_components: int
    covariance_type: str
    bic_table: pd.DataFrame
    sentence: str
    n_rows_used: int


@as_annotated
def propose(
    X: ArrayLike | Data, *, names: Sequence[str] | None = None, max_components: int = 9
) -> Proposal:
    """Return the mixture of lowest BIC among a few, by a margin, fitted to a sample of the rows.

    The covariances are full, tied, diag and spherical (tied and full of one feature). A fit that
    collapsed, with components that are likely accidents (`spurious`) or hold one or two rows, is
    not proposed while there is another. More components are proposed only where they lower BIC by
    more than chance does: by 1 + 50 d / n over one, and by 6 over fewer (docs/tables.md). The
    sample is the same whenever the rows are as many, and nothing depends on a clock: the same
    rows always get the same proposal.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features)
    names : sequence of str, optional
        Names of the features, for messages; by default those of a DataFrame.
    max_components : int
        Largest number of components that is tried; fewer where fewer rows differ, and 3 where
        there are more than 100 features.

    Returns
    -------
    Proposal

    Raises
    ------
    DataError
        When no mixture of any kind can be fitted, or `max_components` is below 1.

    Notes
    -----
    BIC grows more decisive with the rows, so that all of them may bear more components than a
    sample does. The fits are those of `select_model`, with less patience.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(200, 2)) + np.repeat([[0], [9]], 100, axis=0)
    >>> propose(X, max_components=4).sentence
    'BIC is lowest for 2 components with spherical covariances, among 1 to 4 components and four
    structures, on all 200 rows.'
    """
    data = Data.of(X)
    rows = data.X
    if names is None and isinstance(X, pd.DataFrame):
        names = [str(name) for name in X.columns]
    some = _sample(*rows.shape)
    sampled = rows[some]
    of_some = Data(sampled, None if data.weights is None else data.weights[some])
    kinds = STRUCTURES if rows.shape[1] > 1 else ("full", "tied")
    sizes = range(1, _most(sampled, max_components) + 1)
    selection = select_model(
        of_some, sizes, kinds, ["bic"], tol=TOL, max_iter=MAX_ITER, random_state=0, names=names
    )
    sound = [cell for cell in selection.cells.values() if _is_sound(cell, len(sampled))]
    best, passed_over = _best(selection, sound, *sampled.shape)
    more = _why_not_more(best, sound)
    return Proposal(
        best.n_components,
        best.covariance_type,
        pd.DataFrame(selection.table, columns=list(COLUMNS)),
        _sentence(best, sizes, kinds, len(sampled), len(rows), passed_over, more) + more,
        len(sampled),
    )


def _sample(n_samples: int, n_features: int) -> np.ndarray:
    """Rows of a fixed sample, ascending; fewer of wide tables."""
    share = (WIDE / max(n_features, WIDE)) ** 2
    most = max(int(MAX_ROWS * share), LEAST_ROWS)
    return drawn_rows(n_samples, most)


def _most(rows: np.ndarray, max_components: int) -> int:
    """No more components than rows that differ, which would be refused, and few of wide rows."""
    if max_components < 1:
        raise DataError(f"The largest number of components is {max_components!r}. Give at least 1.")
    different = len(np.unique(rows, axis=0)) if rows.size else 1
    most = min(max_components, different)
    return max(min(most, FEW_COMPONENTS) if rows.shape[1] > WIDEST else most, 1)


def _best(
    selection: Selection, sound: Sequence[Cell], n_samples: int, n_features: int
) -> tuple[Cell, bool]:
    """The cell to propose, and whether one with likely accidents was better."""
    lowest = selection.best("bic")
    if not sound:
        return lowest, False
    best, *larger = _best_by_size(sound)
    base, share = MARGIN_OF_TWO
    for cell in larger:
        margin = base + share * n_features / n_samples if best.n_components == 1 else MARGIN
        if cell.criteria["bic"] < best.criteria["bic"] - margin:
            best = cell
    return best, bool(lowest.suspicions)


def _is_sound(cell: Cell, n_samples: int) -> bool:
    """Whether a fit was found, without likely accidents and components of one or two rows."""
    if cell.ascent is None or cell.suspicions or cell.status.startswith("collapsed"):
        return False
    held = n_samples * cell.ascent.mixture.weights.min()
    return bool(np.isfinite(cell.criteria["bic"])) and (cell.n_components == 1 or held > LEAST_HELD)


def _best_by_size(cells: Sequence[Cell]) -> list[Cell]:
    """The cell of lowest BIC of each number of components, fewer components first."""
    best: dict[int, Cell] = {}
    for cell in cells:
        known = best.get(cell.n_components)
        if known is None or cell.criteria["bic"] < known.criteria["bic"]:
            best[cell.n_components] = cell
    return [best[k] for k in sorted(best)]


def _why_not_more(best: Cell, sound: Sequence[Cell]) -> str:
    """A sentence on a larger mixture whose BIC is lower, by no more than chance gives."""
    lowest = min(sound, key=lambda cell: cell.criteria["bic"], default=best)
    gain = best.criteria["bic"] - lowest.criteria["bic"]
    if lowest.n_components == best.n_components or not gain > 0:
        return ""
    components = counted(lowest.n_components, "component")
    return f" BIC is lower by {gain:.1f} for {components}, which chance alone can bring."


def _sentence(
    best: Cell,
    sizes: range,
    kinds: Sequence[str],
    n_used: int,
    n_rows: int,
    passed_over: bool,
    more: str,
) -> str:
    k = best.n_components
    covariance = {"tied": "one covariance shared by all"}.get(
        best.covariance_type, f"{best.covariance_type} {plural(k, 'covariance')}"
    )
    components = counted(k, "component")
    tried = plural(len(sizes), "1 component", f"1 to {sizes[-1]} components")
    structures = "four" if len(kinds) == 4 else "two"
    on = (
        all_of(n_rows, "row").lower()
        if n_used == n_rows
        else f"a sample of {n_used:,} of {n_rows:,} rows"
    )
    accidents = ", not counting fits with components that are likely accidents" * passed_over
    return (
        f"BIC {'speaks' if more else 'is lowest'} for {components} with {covariance}, among "
        f"{tried} and {structures} structures, on {on}{accidents}."
    )
