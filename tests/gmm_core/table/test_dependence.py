"""Columns that follow from others are found, whatever their units, and no others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.table.dependence import SAMPLE_CELLS, Dependence, dependences

SEEDS = st.integers(0, 10**6)


def drawn(seed: int, n: int = 40, d: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n, d))


def test_inches_and_centimetres() -> None:
    inches = np.array([1.0, 2.0, 4.0, 7.0, 8.5])
    (found,) = dependences(np.column_stack([inches, 2.54 * inches]).T)
    assert (found.column, found.on, found.intercept) == (1, (0,), 0.0)
    assert found.coefficients == pytest.approx((2.54,))


def test_equations_are_written_as_people_write_them() -> None:
    names = ["x", "y", "z"]
    assert Dependence(2, (0, 1), (1.0, -2.0), 32.0).equation(names) == "z = x − 2 y + 32"
    assert Dependence(2, (1,), (-1.0,), -0.5).equation(names) == "z = −y − 0.5"
    assert Dependence(0, (1,), (1e-9,), 0.0).equation(names) == "x = 1e−09 y"


def test_the_later_column_follows_from_the_earlier_ones() -> None:
    X = drawn(0, d=4)
    X[:, 1] = 3.0 - X[:, 0]
    X[:, 3] = X[:, 0] + 2 * X[:, 2] - 7
    found = dependences(X.T)
    assert [dependence.equation("abcd") for dependence in found] == [
        "b = −a + 3",
        "d = a + 2 c − 7",
    ]


@given(SEEDS, st.integers(2, 6), st.floats(-6, 6), st.floats(-3, 3))
def test_a_linear_function_of_others_is_found_in_any_unit(
    seed: int, d: int, power: float, shift: float
) -> None:
    rng = np.random.default_rng(seed)
    X = drawn(seed, d=d)
    weights = rng.uniform(0.5, 2.0, d) * rng.choice([-1, 1], d)
    y = 10**power * (X @ weights + shift)
    (found,) = dependences(np.column_stack([X, y]).T)
    assert (found.column, found.on) == (d, tuple(range(d)))
    assert found.coefficients == pytest.approx(10**power * weights, rel=1e-6)
    np.testing.assert_allclose(X @ found.coefficients + found.intercept, y, atol=1e-6 * 10**power)


@given(SEEDS, st.integers(1, 6))
def test_independent_columns_are_left_alone(seed: int, d: int) -> None:
    X = drawn(seed, d=d)
    noisy = X[:, [0]] + 1e-3 * drawn(seed + 1, d=1)
    assert dependences(np.column_stack([X, noisy]).T) == ()


@pytest.mark.parametrize(("noise", "count"), [(1e-6, 1), (1e-4, 0)])
def test_perfect_means_a_correlation_beyond_one_less_1e_10(noise: float, count: int) -> None:
    X = drawn(1, n=200, d=2)
    X[:, 1] = X[:, 0] + noise * X[:, 1]
    assert len(dependences(X.T)) == count
    assert (np.corrcoef(X.T)[0, 1] > 1 - 1e-10) == bool(count)


def test_constants_are_in_no_dependence() -> None:
    x = drawn(2, d=1)
    assert dependences(np.column_stack([np.full(40, 7.0), x, np.ones(40)]).T) == ()


def test_a_few_rows_of_many_decide() -> None:
    """All the rows that are looked at first agree, and one of the others does not."""
    X = np.repeat(drawn(3, n=3 * SAMPLE_CELLS, d=1), 2, axis=1)
    assert [found.column for found in dependences(X.T)] == [1]
    X[1, 1] += 1.0
    assert dependences(X.T) == ()


def test_in_few_rows_only_pairs_are_sought() -> None:
    X = drawn(4, n=5, d=8)
    assert dependences(X.T) == ()
    X[:, 6] = -2 * X[:, 3]
    assert [found.equation("abcdefgh") for found in dependences(X.T)] == ["g = −2 d"]
    assert dependences(X[:3].T) == ()


@pytest.mark.parametrize("shape", [(0, 2), (5, 0), (1, 1), (10, 1)])
def test_nothing_depends_where_there_is_nothing(shape: tuple[int, int]) -> None:
    assert dependences(np.ones(shape).T) == ()
    assert dependences(np.random.default_rng(0).normal(size=shape).T) == ()


@pytest.mark.parametrize("unit", [1e-300, 1e200, 1e307])
def test_units_whose_squares_are_no_numbers(unit: float) -> None:
    x = drawn(5, d=1)
    (found,) = dependences(np.column_stack([x, unit * x]).T)
    assert found.coefficients == pytest.approx((unit,))
    assert dependences(np.column_stack([drawn(5, d=1), unit * drawn(6, d=1)]).T) == ()
