"""How well each fit of a table agrees with classes that are known."""

from __future__ import annotations

from numpy.typing import ArrayLike

from gmm_core.checked import as_annotated
from gmm_core.expectation import Data
from gmm_core.selection import Selection
from gmm_core.target import compare


@as_annotated
def agreements(
    selection: Selection, X: ArrayLike | Data, known: ArrayLike
) -> dict[tuple[int, str], float]:
    """Return the adjusted Rand index of every fit with known classes; none saw them.

    Parameters
    ----------
    selection : Selection
    X : array_like of shape (n_samples, n_features), or Data
        The rows that were fitted.
    known : array_like of shape (n_samples,)
        Class of each row.

    Returns
    -------
    dict of (int, str) to float
        By number of components and structure; without cells that have no fit.

    Examples
    --------
    >>> from gmm_core.selection import select_model
    >>> X = [[0.0], [1.0], [1.5], [9.0], [9.5], [11.0]]
    >>> selection = select_model(X, [1, 2], ["tied"])
    >>> agreements(selection, X, list("aaabbb"))
    {(1, 'tied'): 0.0, (2, 'tied'): 1.0}
    """
    data = Data.of(X)
    return {
        key: compare(
            known,
            data.responsibilities(cell.ascent.mixture).argmax(axis=1),
            cell.n_components,
            weights=data.weights,
        ).adjusted_rand_index
        for key, cell in selection.cells.items()
        if cell.ascent is not None
    }
