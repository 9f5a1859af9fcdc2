"""Shares of categories by maximum likelihood, errors of assignment being known."""

from __future__ import annotations

import numpy as np

MOST_PASSES = 50_000
REST = 1e-10  # change of a share at which they rest
BOUND = 1e-6  # a share this near to 0 or 1 is taken to be there


def shares_by_likelihood(
    counts: np.ndarray, joint: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float, bool]:
    """Shares (k, m), their standard errors, the likelihood ratio, and whether EM came to rest.

    `counts` (k, m) are rows by assignment and level, `joint` (k, k) the share of rows assigned
    (row) and of a class (column). The ratio is to one distribution of levels in all classes.
    There is one top, and EM may begin anywhere. A class of which no row has a value has NaN.
    Vermunt (2010), section 4.
    """
    shares, at_rest = np.tile(counts.sum(axis=0) / counts.sum(), (len(counts), 1)), False
    for _ in range(MOST_PASSES):
        expected = shares * (joint.T @ _divided(counts, joint @ shares))
        new = _divided(expected, expected.sum(axis=1, keepdims=True))
        at_rest = bool(np.abs(new - shares).max() < REST)
        shares = new
        if at_rest:
            break
    ratio = 2.0 * float((counts * np.log(_relative(shares, counts, joint))).sum())
    errors = _standard_errors(counts, joint, shares)
    known = shares.sum(axis=1, keepdims=True) > 0.0
    return np.where(known, shares, np.nan), errors, max(ratio, 0.0), at_rest


def _divided(parts: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Of nothing, nothing."""
    return np.divide(parts, by, out=np.zeros_like(parts), where=parts > 0.0)


def _relative(shares: np.ndarray, counts: np.ndarray, joint: np.ndarray) -> np.ndarray:
    """The probability of each level given the assignment, beside that in all classes; (k, m)."""
    levels = counts.sum(axis=0) / counts.sum()
    given = joint @ shares / joint.sum(axis=1, keepdims=True)
    return np.divide(given, levels, out=np.ones_like(given), where=counts > 0.0)


def _standard_errors(counts: np.ndarray, joint: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """From the inverse of the information within the shares that are free; NaN at a bound."""
    k, m = shares.shape
    free = (shares > BOUND) & (shares < 1.0 - BOUND)
    slopes = np.einsum("wc,ld->wlcd", joint, np.eye(m)).reshape(k * m, k * m)
    weights = _divided(counts, (joint @ shares) ** 2).reshape(-1, 1)
    information = slopes.T @ (weights * slopes)
    ways = _ways(free)
    errors = np.full(k * m, np.nan)
    if ways.shape[1]:
        try:
            covariance = ways @ np.linalg.inv(ways.T @ information @ ways) @ ways.T
        except np.linalg.LinAlgError:
            return errors.reshape(k, m)
        errors[free.ravel()] = np.sqrt(np.maximum(np.diag(covariance), 0.0))[free.ravel()]
    return errors.reshape(k, m)


def _ways(free: np.ndarray) -> np.ndarray:
    """Directions in which free shares can move while those of a class add up to 1."""
    k, m = free.shape
    ways = []
    for c in range(k):
        first, *others = np.flatnonzero(free[c]).tolist() or [0]
        for each in others:
            way = np.zeros((k, m))
            way[c, each], way[c, first] = 1.0, -1.0
            ways.append(way.ravel())
    return np.array(ways).reshape(-1, k * m).T
