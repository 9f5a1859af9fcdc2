"""Which of many features to look at first."""

from __future__ import annotations

import numpy as np

from gmm_core.checked import as_annotated, as_table


@as_annotated
def leading_features(X: np.ndarray, count: int) -> tuple[int, ...]:
    """Return the features that look most like more than one group.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    count : int
        How many to return at most.

    Returns
    -------
    tuple of int
        In the order of the columns.

    Notes
    -----
    Ranked by Sarle's bimodality coefficient, (skewness² + 1) / kurtosis; 5/9 for a uniform
    distribution, more for two separate groups (SAS Institute 1990; Pfister et al. 2013).

    Examples
    --------
    >>> X = np.array([[0.0, 0.0, 0.1], [1.0, 0.1, 0.0], [0.5, 5.0, 5.1], [0.6, 5.1, 5.0]])
    >>> leading_features(X, 2)
    (1, 2)
    """
    X = as_table(X)
    centred = X - X.mean(axis=0)
    spread = centred.std(axis=0)
    centred /= np.where(spread > 0, spread, np.inf)
    squares = centred**2
    kurtosis = np.einsum("nd,nd->d", squares, squares) / len(X)
    skewness = np.einsum("nd,nd->d", squares, centred) / len(X)
    bimodality = np.where(spread > 0, (skewness**2 + 1) / np.where(kurtosis > 0, kurtosis, 1), 0)
    return tuple(sorted(int(j) for j in np.argsort(-bimodality, kind="stable")[:count]))
