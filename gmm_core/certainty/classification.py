"""How clear a classification is: sizes of classes, average posteriors, entropy."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from gmm_core.assigned import assigned, with_noise
from gmm_core.checked import as_annotated, check_weights, checked_shares
from gmm_core.errors import DataError


@as_annotated
def entropy(resp: ArrayLike, weights: np.ndarray | None = None) -> float:
    """Return the entropy of a soft classification, - sum_i sum_j resp_ij log resp_ij, in nats.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    float
        0 where every row is certain, n log k where none tells the components apart. Celeux and
        Soromenho (1996). What responsibilities leave of a row, noise, is one class more.

    Examples
    --------
    >>> round(entropy([[0.5, 0.5], [1.0, 0.0]]), 4)
    0.6931
    """
    shares = with_noise(resp)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0.0, shares * np.log(shares), 0.0)
    if weights is not None:
        terms = terms * check_weights(weights, len(shares), "weights")[:, None]
    return float(-terms.sum()) + 0.0


@as_annotated
def relative_entropy(resp: ArrayLike, weights: np.ndarray | None = None) -> float:
    """Return 1 - entropy / (n log k): 1 where every row is certain, 0 where none is at all.

    Latent profile analysis calls it the entropy. Ramaswamy, DeSarbo, Reibstein and Robinson (1993).

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    float
        1 for one component, of which every row is.

    Examples
    --------
    >>> relative_entropy([[0.5, 0.5], [1.0, 0.0]])
    0.5
    """
    n_samples, k = with_noise(resp).shape
    if not n_samples:
        raise DataError("There are no rows. Give the responsibilities of at least one.")
    n = n_samples if weights is None else check_weights(weights, n_samples, "weights").sum()
    return 1.0 if k == 1 else 1.0 - entropy(resp, weights) / (float(n) * math.log(k))


@as_annotated
def classification_table(resp: ArrayLike, weights: np.ndarray | None = None) -> np.ndarray:
    """Return the average posterior probabilities by the class that rows are assigned to.

    Parameters
    ----------
    resp : array_like of shape (n_samples, n_components)
    weights : ndarray of shape (n_samples,), optional
        By which rows count.

    Returns
    -------
    ndarray of shape (n_components, n_components)
        Row c: the mean responsibilities of the rows assigned to class c, which add up to 1, or
        where some rows are noise to less; NaN where no row is. Its diagonal is what latent profile
        analysis asks to be above 0.8 or 0.9.
        Nagin (2005), section 5.4.

    Examples
    --------
    >>> classification_table([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]])
    array([[0.9 , 0.1 ],
           [0.25, 0.75]])
    """
    shares = checked_shares(resp)
    of_row = assigned(shares)
    held = np.eye(shares.shape[1])[of_row] * (of_row >= 0)[:, None]
    if weights is not None:
        held = held * check_weights(weights, len(shares), "weights")[:, None]
    counts = held.sum(axis=0)
    sums = held.T @ shares
    return np.divide(
        sums, counts[:, None], out=np.full_like(sums, np.nan), where=counts[:, None] > 0
    )
