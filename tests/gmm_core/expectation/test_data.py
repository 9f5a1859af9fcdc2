"""Rows made ready once: their origin, their sums, and what is refused."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core import DataError, Mixture, e_step
from gmm_core.blocks import BLOCK_SIZE
from gmm_core.expectation.data import N_ORIGIN, Data
from gmm_core.expectation.features import places
from gmm_core.scatter import FORMS

seeds = st.integers(0, 2**32 - 1)


def phi_of(X):
    """All features of the rows, from the outer products of each."""
    n, d = X.shape
    first, second = np.triu_indices(d, 1)
    return np.column_stack([np.ones(n), X, X**2, X[:, first] * X[:, second]])


@given(seed=seeds, n=st.integers(0, 50), d=st.integers(1, 4), weighted=st.booleans())
def test_sums_are_those_of_the_features_about_the_origin(seed, n, d, weighted):
    rng = np.random.default_rng(seed)
    X, weights = rng.normal(5.0, size=(n, d)), rng.gamma(1.0, size=n)
    weighted = weighted and n > 0
    data = Data(X, weights if weighted else None)
    expected = (weights if weighted else np.ones(n)) @ phi_of(X - data.origin)
    assert data.weight == pytest.approx(expected[0])
    for level in FORMS:
        found = data.sums(level)
        np.testing.assert_allclose(found, expected[: places(d).size(level)], atol=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
def test_sums_of_many_blocks_are_those_at_once(weighted):
    rng = np.random.default_rng(0)
    X = rng.normal(5.0, size=(60_001, 3))
    weights = rng.integers(0, 3, size=len(X)) if weighted else None
    assert X.size > BLOCK_SIZE
    data = Data(X, weights)
    expected = (np.ones(len(X)) if weights is None else weights) @ phi_of(X - data.origin)
    for level in FORMS:
        size = places(3).size(level)
        np.testing.assert_allclose(data.sums(level), expected[:size], rtol=1e-10, atol=1e-7)


def test_one_row_and_two_weights_by_hand():
    """From the origin 2, the rows 1 and 3 lie at -1 and 1: 3 + 1, -3 + 1, 3 + 1."""
    data = Data([[1.0], [3.0]], [3.0, 1.0])
    assert data.origin.tolist() == [2.0]
    assert data.weight == 4.0
    assert data.sums("full").tolist() == [4.0, -2.0, 4.0]


@pytest.mark.parametrize("n", [1, 150, N_ORIGIN, 2 * N_ORIGIN - 1])
def test_the_origin_is_the_mean(n):
    X = np.random.default_rng(n).normal(3.0, size=(n, 2))
    np.testing.assert_allclose(Data(X).origin, X.mean(axis=0), rtol=1e-12)


def test_the_origin_of_a_long_sorted_table_is_amid_it():
    """The first rows alone would be far from the others."""
    X = np.arange(20.0 * N_ORIGIN)[:, None]
    assert Data(X).origin[0] == pytest.approx(X.mean(), rel=1e-3)


def test_no_rows_have_an_origin_and_no_weight():
    data = Data(np.empty((0, 3)))
    assert data.weight == 0.0
    assert data.origin.tolist() == [0.0, 0.0, 0.0]
    for level in FORMS:
        assert not data.sums(level).any()


def test_each_pass_finds_the_features_as_they_were():
    """Small tables keep their features between passes; a kernel is given them to read."""
    X = np.random.default_rng(0).normal(size=(20, 2))
    data, mixture = Data(X), Mixture([0.5, 0.5], [[0.0, 0.0], [1.0, 1.0]], [np.eye(2)] * 2)
    first, second = e_step(data, mixture), e_step(data, mixture)
    np.testing.assert_array_equal(first.scatter, second.scatter)
    assert first.log_likelihood == second.log_likelihood


# What a caller gives stays the caller's


def orders():
    """The same rows in any order of memory, and as a part of a wider table."""
    X = np.random.default_rng(0).normal(size=(3000, 4))
    wide = np.zeros((6000, 8))
    wide[::2, ::2] = X
    return {"rows": X, "columns": np.asfortranarray(X), "slice": wide[::2, ::2]}


@pytest.mark.parametrize("order", ["rows", "columns", "slice"])
@pytest.mark.parametrize("repeated", [1, 12])
def test_a_table_of_doubles_is_neither_copied_nor_changed(order, repeated):
    X = orders()[order]
    X = X if repeated == 1 else np.tile(X, (repeated, 1))
    before = X.copy()
    X.setflags(write=False)
    data = Data(X)
    assert data.X is X
    mixture = Mixture([0.5, 0.5], [np.zeros(4), np.ones(4)], [np.eye(4)] * 2)
    expected = e_step(before, mixture)
    for kind in ("tied", "diag", "full"):
        assert e_step(data, mixture, covariance_type=kind).log_likelihood == pytest.approx(
            expected.log_likelihood, rel=1e-12
        )
    np.testing.assert_array_equal(X, before)


def test_weights_are_neither_copied_nor_changed():
    weights = np.array([1.0, 0.0, 2.0])
    weights.setflags(write=False)
    data = Data([[0.0], [1.0], [2.0]], weights)
    assert data.weights is not None
    assert np.shares_memory(data.weights, weights)
    assert data.weight == 3.0


@pytest.mark.parametrize(
    "make",
    [
        lambda X: X.astype(np.float32).tolist(),
        lambda X: X.astype(np.int8),
        lambda X: pd.DataFrame(X, columns=["a", "b"]),
        lambda X: X.astype(str).tolist(),
    ],
    ids=["list", "int8", "frame", "text"],
)
def test_any_table_of_numbers_becomes_one_of_doubles(make):
    X = np.array([[1.0, 2.0], [3.0, -4.0]])
    found = Data(make(X)).X
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, X)


def test_data_that_are_ready_are_taken_as_they_are():
    data = Data([[0.0], [1.0]], [1.0, 2.0])
    assert Data.of(data) is data
    made = Data.of([[0.0], [1.0]], [1.0, 2.0])
    assert made.weight == 3.0


def test_a_large_table_is_passed_over_without_another_of_its_size():
    """All features of all rows together would be more than twice the table."""
    X = np.random.default_rng(0).normal(size=(400_000, 6))
    mixture = Mixture([0.5, 0.5], [np.zeros(6), np.ones(6)], [np.eye(6), 2 * np.eye(6)])
    tracemalloc.start()
    try:
        e_step(Data(X), mixture)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Two threads and more: each has about 3 MB of scratch, and the table is 19 MB.
    assert peak < X.nbytes


# What is refused


@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([[1.0, np.nan], [2.0, np.nan]], 'missing values: 2 in column "2"'),
        ([[np.inf, 1.0], [2.0, 1.0]], 'infinite values: 1 in column "1"'),
        ([[np.inf, np.nan], [2.0, 1.0]], 'missing and infinite values: 1 in column "1", 1 in'),
        ([[1.0, 2.0], [3.0, "high"]], "Row 2 of column \"2\" holds 'high', which is no number"),
        ([[1.0, None], [3.0, 1.0]], 'missing values: 1 in column "2"'),
        ([1.0, 2.0], r"shape \(2,\), which is no table. Give one row for each sample"),
        (np.zeros((2, 2, 2)), r"shape \(2, 2, 2\), which is no table"),
        ([[1.0], [1.0, 2.0]], "The rows do not all hold the same number of values"),
        (np.array([[1 + 2j]]), "is no number"),
        (np.array([["2020-01-01"]], dtype="datetime64[D]"), "is no number"),
        (pd.DataFrame({"size": [1.0, np.nan]}), 'missing values: 1 in column "size"'),
        (pd.DataFrame({"size": [1.0, 2.0], "kind": ["a", "b"]}), 'Row 1 of column "kind" holds'),
    ],
)
def test_what_is_no_table_of_finite_numbers_is_refused_in_a_sentence(X, message):
    with pytest.raises(DataError, match=message) as caught:
        Data(X)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1.0], r"shape \(1,\). Give one weight for each of the 2 rows"),
        ([[1.0], [1.0]], r"shape \(2, 1\)"),
        ([1.0, np.nan], "missing or infinite for 1 row, first for row 2"),
        ([np.inf, 1.0], "missing or infinite for 1 row, first for row 1"),
        ([1.0, -1.0], "negative for 1 row, first for row 2"),
        ([0.0, 0.0], "0 for every row"),
        (["a", "b"], "not of numbers throughout"),
        ([1j, 1.0], "complex numbers"),
    ],
)
def test_what_are_no_weights_is_refused_in_a_sentence(weights, message):
    with pytest.raises(DataError, match=message):
        Data([[0.0], [1.0]], weights)


def test_rows_of_another_width_than_the_mixture_are_refused():
    data = Data(np.zeros((4, 3)))
    assert e_step(data, Mixture([1.0], [np.zeros(3)], [np.eye(3)])).weight == 4.0
    with pytest.raises(DataError, match=r"shape \(4, 3\), the mixture has 2 features"):
        e_step(data, Mixture([1.0], [np.zeros(2)], [np.eye(2)]))


def test_weights_beside_data_that_have_theirs_are_refused():
    """They would be ignored otherwise, in silence."""
    mixture = Mixture([1.0], [[0.0]], [[[1.0]]])
    with pytest.raises(DataError, match="Give sample_weight to Data instead"):
        e_step(Data([[0.0], [1.0]]), mixture, [1.0, 2.0])
