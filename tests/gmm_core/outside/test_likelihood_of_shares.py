"""Shares by maximum likelihood: a top, its curvature, and shares at a bound."""

import numpy as np
from numpy.testing import assert_allclose
from outside_columns import drawn

from gmm_core.outside.assignment import Assignment
from gmm_core.outside.likelihood_of_shares import shares_by_likelihood


def counted(rows, of):
    return np.bincount(of.assigned * 3 + rows.codes, minlength=9).reshape(3, 3).astype(float)


def log_likelihood(shares, counts, joint):
    return float((counts * np.log(joint @ shares)).sum())


def test_it_ends_at_a_top_whose_curvature_gives_the_standard_errors() -> None:
    rows = drawn(2000, 3)
    of = Assignment(rows.resp)
    counts = counted(rows, of)
    shares, errors, ratio, at_rest = shares_by_likelihood(counts, of.joint)
    assert at_rest
    assert_allclose(shares.sum(axis=1), 1.0)
    ways = np.zeros((6, 3, 3))
    for place in range(6):
        ways[place, place // 2, place % 2] = 1.0
        ways[place, place // 2, 2] = -1.0
    step = 1e-4

    def at(*moves):
        return log_likelihood(shares + sum(moves), counts, of.joint)

    slopes = [(at(step * way) - at(-step * way)) / (2 * step) for way in ways]
    assert_allclose(slopes, 0.0, atol=1e-2)
    bend = np.array(
        [
            [
                (
                    at(step * a, step * b)
                    - at(step * a, -step * b)
                    - at(-step * a, step * b)
                    + at(-step * a, -step * b)
                )
                / (4 * step**2)
                for b in ways
            ]
            for a in ways
        ]
    )
    covariance = np.linalg.inv(-bend)
    expect = np.sqrt(np.diag(np.einsum("aij,ab,bkl->ijkl", ways, covariance, ways).reshape(9, 9)))
    assert_allclose(errors.ravel(), expect, rtol=1e-3)
    pooled = np.tile(counts.sum(axis=0) / counts.sum(), (3, 1))
    gain = log_likelihood(shares, counts, of.joint) - log_likelihood(pooled, counts, of.joint)
    assert_allclose(ratio, 2.0 * gain, rtol=1e-9)


def test_a_share_at_its_bound_has_no_standard_error() -> None:
    of = Assignment(np.eye(2)[[0, 0, 1, 1]])
    counts = np.array([[2.0, 0.0], [1.0, 1.0]])
    shares, errors, _, _ = shares_by_likelihood(counts, of.joint)
    assert_allclose(shares, [[1.0, 0.0], [0.5, 0.5]], atol=1e-9)
    assert np.isnan(errors[0]).all()
    assert_allclose(errors[1], np.sqrt(0.25 / 2.0))
