"""Codes for missing values are named whatever their form, and measurements are not."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.table.columns import describe
from gmm_core.table.suspect.missing_codes import LikelyCode, likely_codes

N = 60
RNG = np.random.default_rng(0)
AGE = RNG.integers(18, 67, N)
ANSWER = RNG.integers(1, 6, N)
SHARE = RNG.normal(5, 1, N)


def found(values: np.ndarray, **others: np.ndarray) -> tuple[LikelyCode, ...]:
    frame = pd.DataFrame({"x": values, **others})
    return likely_codes(frame, describe(frame))


def having(values: np.ndarray, *codes: tuple[float, int]) -> np.ndarray:
    """The values with each code in so many rows."""
    values, start = np.array(values, float), 3
    for code, rows in codes:
        values[start : start + rows] = code
        start += rows + 2
    return values


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (AGE, {999: 5}),
        (AGE, {99: 4}),
        (AGE, {9999: 7, -99: 6}),
        (AGE, {999999999: 1}),
        (AGE, {-9: 2}),
        (AGE, {-1: 20}),
        (SHARE, {-200: 9}),
        (SHARE, {-999.9: 5}),
        (SHARE, {-888.8: 3}),
        (SHARE, {1e20: 2}),
        (SHARE, {12345: 3}),
        (ANSWER, {9: 3}),
        (ANSWER, {9: 2, 8: 3}),
        (ANSWER, {77: 2, 88: 1, 99: 4}),
        (RNG.normal(72, 12, N).round(), {0: 4}),
        (RNG.lognormal(8, 1, N).round(2), {99999: 3}),
        (np.exp(RNG.normal(8, 1, N)).round(1), {9999: 4}),
    ],
)
def test_codes_are_found_with_their_rows(values: np.ndarray, codes: dict[float, int]) -> None:
    told = found(having(values, *codes.items()))
    assert {code.value: code.rows for code in told} == codes
    assert all(code.usual for code in told)


@pytest.mark.parametrize("slip", [430, 17500, -250])
def test_a_single_impossible_value_is_found(slip: int) -> None:
    (code,) = found(having(AGE, (slip, 1)))
    assert (code.value, code.rows, code.usual) == (slip, 1, False)
    assert (code.least, code.greatest) == (AGE.min(), AGE.max())


def test_a_code_of_one_column_is_one_in_others() -> None:
    told = found(having(SHARE, (-200, 9)), y=having(SHARE * 100 + 50, (-200, 1)))
    assert [(code.column, code.value, code.usual) for code in told] == [
        ("x", -200, True),
        ("y", -200, True),
    ]


@pytest.mark.parametrize(
    "values",
    [
        np.r_[RNG.normal(0, 1, 30), RNG.normal(50, 1, 30)],
        RNG.lognormal(0, 2, N),
        RNG.poisson(3, N),
        RNG.integers(-5, 30, N),
        RNG.choice([1, 5, 9], N),
        np.r_[np.zeros(20), RNG.exponential(1, 40)],
        [1, 2, 3],
        [0.0] * 9,
    ],
)
def test_measurements_are_no_codes(values: np.ndarray) -> None:
    assert found(np.asarray(values)) == ()


def test_few_of_many_tables_without_codes_are_suspected() -> None:
    rng = np.random.default_rng(1)
    draws = [rng.normal(50, 20, 100).round() for _ in range(100)]
    draws += [rng.lognormal(3, 1, 100).round(1) for _ in range(100)]
    draws += [rng.poisson(8, 100) for _ in range(100)]
    assert sum(bool(found(draw)) for draw in draws) <= 9


def test_a_code_in_a_long_column() -> None:
    values = RNG.normal(5, 1, 50_000)
    values[:3] = -999
    assert [(code.value, code.rows) for code in found(values)] == [(-999, 3)]


def people(n: int = 200, seed: int = 8) -> np.ndarray:
    return np.random.default_rng(seed).integers(18, 80, n).astype(float)


@pytest.mark.parametrize(
    "codes",
    [(98,), (97,), (88, 98), (98, 99), (88, 99), (97, 98, 99), (777, 888), (-8, -9), (-1, -7, -8)],
)
def test_codes_beyond_ages_are_known_by_their_heaps(codes: tuple[int, ...]) -> None:
    values = people()
    for place, code in enumerate(codes):
        values[5 + place :: 10 * len(codes)] = code
    assert {code.value for code in found(values)} == set(codes)


@pytest.mark.parametrize("seed", range(12))
def test_ages_alone_have_no_codes(seed: int) -> None:
    assert found(people(seed=seed)) == ()
    assert found(np.random.default_rng(seed).integers(60, 100, 200)) == ()


@pytest.mark.parametrize(
    "codes", [(8, 9), (98, 99), (888,), (-1,), (-1, -2), (-7, -8, -9), (77, 88, 99), (95, 96)]
)
def test_codes_beside_answers(codes: tuple[int, ...]) -> None:
    values = np.random.default_rng(4).integers(1, 6, 160).astype(float)
    for place, code in enumerate(codes):
        values[3 + place :: 9 * len(codes)] = code
    assert {code.value for code in found(values)} == set(codes)


def test_a_scale_about_nought_has_no_codes() -> None:
    assert found(np.random.default_rng(4).integers(-2, 3, 160)) == ()


def test_a_direction_that_varies_is_990() -> None:
    values = np.random.default_rng(4).integers(0, 37, 100) * 10.0
    values[3::15] = 990
    assert {code.value for code in found(values)} == {990}


@pytest.mark.parametrize("seed", range(4))
def test_where_values_are_capped_they_were_measured(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert found(np.minimum(99, rng.integers(20, 130, 150))) == ()
    assert found(np.minimum(99, rng.normal(95, 12, 150).round())) == ()


def test_small_numbers_below_0_are_codes_below_large_ones() -> None:
    incomes = np.random.default_rng(5).integers(400, 6000, 150).astype(float)
    incomes[3::15], incomes[5::40] = -2, -1
    assert {code.value for code in found(incomes)} == {-1, -2}
    degrees = np.random.default_rng(5).integers(-3, 25, 150)
    assert found(degrees) == ()


@pytest.mark.parametrize("unit", [1000.0, 1.0, 0.001])
def test_that_nothing_can_be_0_is_found_in_every_unit(unit):
    pressure = np.random.default_rng(1).normal(72, 12, N).round()
    assert {code.value for code in found(having(pressure, (0, 4)) * unit)} == {0.0}
