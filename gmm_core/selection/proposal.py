"""The model to look at first: a quick sweep of BIC over sizes and covariance structures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated
from gmm_core.errors import DataError
from gmm_core.expectation import Data
from gmm_core.selection.along_a_line import cut_along_a_line
from gmm_core.selection.proposal_sentence import Compared, proposal_sentence
from gmm_core.selection.select import select_model
from gmm_core.selection.supported import is_sound, supported
from gmm_core.selection.table import Cell, Selection
from gmm_core.subsets import swept_rows
from gmm_core.wording import counted

STRUCTURES = ("full", "tied", "diag", "spherical")
"""The structures that people know, of which each is nested in the first."""

FEW_ROWS = 200
"""Of no more rows than these fits begin from cuts along a line, too."""

MOST_TRIED = 20
"""Where the most components that were tried are best, so many are, at most, ..."""

ROWS_OF_EACH = 10
"""... with so many rows of each, ..."""

WORK = 15_000_000
"""... while all sizes together are no more work than this: components times rows times features
squared, and a share of each fit. It is about five seconds of a core, on each the same work."""

COLUMNS = ("n_components", "covariance_type", "bic", "spurious", "status")

WIDEST = 100
"""With more features than these, which cost their cube, only a few components are tried."""

FEW_COMPONENTS = 3

# The gain that is left is small beside what tells cells apart in BIC (0.02 at 2,000 rows, while
# differences of 2 count as weak); wine needs as little to find its diagonal covariances. Most
# iterations would go to components that the data do not have. So would further splits: of the
# tables that come along they change the best fit of penguins alone, to four components.
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
        What was compared, on which rows, what was best and what came next.
    n_rows_used : int
    is_open : bool
        Whether the most components that were tried are proposed, so that more may be better.
    """

    n_components: int
    covariance_type: str
    bic_table: pd.DataFrame
    sentence: str
    n_rows_used: int
    is_open: bool = False


@as_annotated
def propose(
    X: ArrayLike | Data,
    *,
    names: Sequence[str] | None = None,
    max_components: int = 9,
    further: bool = True,
    log_jacobians: np.ndarray | None = None,
    n_rows: int | None = None,
    accept: Callable[[int, str], bool] | None = None,
) -> Proposal:
    """Return the mixture of lowest BIC among a few, by a margin, fitted to a sample of the rows.

    The covariances are full, tied, diag and spherical (tied and full of one feature). A fit that
    collapsed, with components that are likely accidents (`spurious`) or hold one or two rows, is
    not proposed while there is another. More components are proposed only where they lower BIC by
    more than chance does: by 1 + 50 d / n over one, and by 6 over fewer, or where all of them stand
    clearly apart (docs/tables.md). The sample is the same whenever the rows are as many, and
    nothing depends on a clock: the same rows always get the same proposal.

    Parameters
    ----------
    X : array_like of shape (n_samples, n_features), or Data
    names : sequence of str, optional
        Names of the features, for messages; by default those of a DataFrame.
    max_components : int
        Largest number of components that is tried; fewer where fewer rows differ, and 3 where
        there are more than 100 features.
    further : bool
        Whether more are tried where the most are best: up to 20, of ten rows each, as long as it
        takes about five seconds in all.
    log_jacobians : ndarray of shape (n_samples,), optional
        log |dy/dx| of each row, where `X` has logarithms: BIC is then said in original units.
    n_rows : int, optional
        Of how many rows `X` is a sample already, by `gmm_core.subsets.swept_rows`.
    accept : callable, optional
        Asked whether so many components of a covariance may be proposed, such as whether they can
        be fitted in another way; where they may not, neither may more of that covariance.

    Returns
    -------
    Proposal

    Raises
    ------
    DataError
        When no mixture of any kind can be fitted, or none is accepted, `max_components` is below
        1, or `log_jacobians` are not one for each row.

    Notes
    -----
    BIC grows more decisive with the rows, so that all of them may bear more components than a
    sample does. The fits are those of `select_model`, with less patience.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(200, 2)) + np.repeat([[0], [9]], 100, axis=0)
    >>> propose(X, max_components=4).sentence
    'BIC is lowest for 2 components with spherical covariances: 1441.8, among 1 to 4 components and
    four structures, on all 200 rows. Next: 3 components with spherical covariances, 1452.4.'
    """
    data = Data.of(X)
    if names is None and isinstance(X, pd.DataFrame):
        names = [str(name) for name in X.columns]
    some = swept_rows(*data.X.shape)
    log_jacobian = _log_jacobian(log_jacobians, data, some)
    weights = None if data.weights is None else data.weights[some]
    sampled = Data(data.X[some], weights, names)
    kinds = STRUCTURES if data.X.shape[1] > 1 else ("full", "tied")
    most = _most(sampled.X, max_components)
    selection = _swept(sampled, range(1, most + 1), kinds, names)
    best = _best(selection, _sound(selection, sampled), sampled)
    above = range(most + 1, _most_further(sampled.X) + 1) if further else range(0)
    if best.n_components == most == max_components and above:
        more = _swept(sampled, above, kinds, names)
        selection = Selection({**selection.cells, **more.cells})
        most = above[-1]
    best, sound = _accepted(selection, sampled, accept)
    is_open = best.n_components == most >= max_components > 1
    compared = Compared(
        most=most,
        n_structures=len(kinds),
        n_used=len(some),
        n_rows=len(data.X) if n_rows is None else n_rows,
        passed_over=bool(sound and selection.best("bic").suspicions),
        log_jacobian=log_jacobian,
    )
    return Proposal(
        best.n_components,
        best.covariance_type,
        pd.DataFrame(selection.table, columns=list(COLUMNS)),
        proposal_sentence(best, sound, compared, is_open),
        len(some),
        is_open,
    )


def _log_jacobian(of_rows: np.ndarray | None, data: Data, some: np.ndarray) -> float:
    """Its sum over some of the rows, each by its weight."""
    if of_rows is None:
        return 0.0
    if of_rows.shape != (len(data.X),):
        raise DataError(
            f"log_jacobians has shape {of_rows.shape}. Give one number for each of the "
            f"{counted(len(data.X), 'row')}."
        )
    values = of_rows[some]
    return float(values.sum() if data.weights is None else data.weights[some] @ values)


def _swept(
    data: Data, sizes: range, kinds: Sequence[str], names: Sequence[str] | None
) -> Selection:
    """Fits of some sizes; of few rows also from cuts along a line."""
    other = cut_along_a_line(data.X) if len(data.X) <= FEW_ROWS else None
    ask = {"tol": TOL, "max_iter": MAX_ITER, "random_state": 0, "names": names}
    return select_model(data, sizes, kinds, ["bic"], partition=other, n_splits=1, **ask)


def _sound(selection: Selection, data: Data) -> list[Cell]:
    return [cell for cell in selection.cells.values() if is_sound(cell, data.weight)]


def _best(selection: Selection, sound: Sequence[Cell], data: Data) -> Cell:
    """The cell to propose; that of lowest BIC where none is sound."""
    return supported(sound, data.weight, data.X.shape[1]) if sound else selection.best("bic")


def _accepted(
    selection: Selection, data: Data, accept: Callable[[int, str], bool] | None
) -> tuple[Cell, list[Cell]]:
    """The cell to propose of those that are accepted, and the sound ones that were not refused."""
    sound = _sound(selection, data)
    best = _best(selection, sound, data)
    while accept is not None and not accept(best.n_components, best.covariance_type):
        refused = best
        sound = [
            cell
            for cell in sound
            if cell.covariance_type != refused.covariance_type
            or cell.n_components < refused.n_components
        ]
        if not sound:
            raise DataError(
                "No mixture that was tried can be fitted to these rows. Choose other features."
            )
        best = _best(selection, sound, data)
    return best, sound


def _most(rows: np.ndarray, max_components: int) -> int:
    """No more components than rows that differ, which would be refused, and few of wide rows."""
    if max_components < 1:
        raise DataError(f"The largest number of components is {max_components!r}. Give at least 1.")
    different = len(np.unique(rows, axis=0)) if rows.size else 1
    most = min(max_components, different)
    return max(min(most, FEW_COMPONENTS) if rows.shape[1] > WIDEST else most, 1)


def _most_further(rows: np.ndarray) -> int:
    """The most components that are tried in all: of ten rows each, while there is time."""
    n, d = rows.shape
    of_one = n * (0.5 * d * d + 40.0)
    most = min(MOST_TRIED, n // ROWS_OF_EACH)
    while most and of_one * most * (most + 1) / 2.0 > WORK:
        most -= 1
    return most
