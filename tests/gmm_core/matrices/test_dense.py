"""Matrices kept as diagonals, or as multiples of one, are in all things what the dense ones are."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.matrices import Diagonal, Matrices, Shared

K, D = 3, 4
seeds = st.integers(0, 2**32 - 1)


def drawn(kind, seed):
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(D, D))
    if kind == "diagonal":
        return Diagonal(rng.gamma(1.0, size=(K, D)))
    if kind == "alike":
        return Shared(root @ root.T, np.ones(K))
    return Shared(root @ root.T, rng.gamma(1.0, size=K))


each_kind = pytest.mark.parametrize("kind", ["diagonal", "alike", "multiples"])


def assert_same(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


@each_kind
@given(seed=seeds)
def test_they_are_what_the_dense_ones_are(kind, seed):
    kept, rng = drawn(kind, seed), np.random.default_rng(seed)
    dense = Matrices(kept.dense)
    assert kept.shape == dense.shape == (K, D, D)
    for name in ("diagonals", "total"):
        assert_same(getattr(kept, name), getattr(dense, name))
    assert (kept.tilted, kept.alike) == (dense.tilted, dense.alike)
    assert not kept.asymmetry.any()
    assert_same(kept.eigenvalues(), dense.eigenvalues())
    vectors, directions = rng.normal(size=(K, D)), rng.normal(size=(2, D))
    assert_same(kept.applied(vectors), dense.applied(vectors))
    assert_same(kept.seen(directions), dense.seen(directions))
    assert_same(kept.one(1), dense.one(1))


@each_kind
@given(seed=seeds)
def test_what_is_made_of_them_is_kept_so_too(kind, seed):
    kept, rng = drawn(kind, seed), np.random.default_rng(seed)
    dense = Matrices(kept.dense)
    order, features = np.array([2, 0, 1]), np.array([3, 1])
    scale, factors = rng.normal(size=D), rng.gamma(1.0, size=K)
    for change in (
        lambda m: m.permuted(order),
        lambda m: m.part(features),
        lambda m: m.scaled(scale),
        lambda m: m.times(factors),
        lambda m: pickle.loads(pickle.dumps(m)),
    ):
        found = change(kept)
        assert type(found) is type(kept)
        assert_same(found.dense, change(dense).dense)
    assert_same(kept.raised(0.5).dense, dense.raised(0.5).dense)


def test_a_feature_that_is_named_twice_varies_with_itself():
    both = Diagonal([[4.0, 9.0]]).part(np.array([0, 0]))
    np.testing.assert_array_equal(both.dense, [[[4.0, 4.0], [4.0, 4.0]]])


@each_kind
def test_nothing_of_them_can_be_changed(kind):
    kept = drawn(kind, 0)
    for numbers in (kept.values, kept.dense):
        with pytest.raises(ValueError, match="read-only"):
            numbers[0] = 1.0
