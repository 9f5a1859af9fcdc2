"""Cells of several numbers that make one: each form, what only looks so, and what is in doubt."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.table.amounts import amount, certain, clock, to_numbers
from gmm_core.table.composed_cells import form_of, sided

FORMS = [
    (["5m 30s", "12s", "1h", "1h 2m 3.5s", "-2 min"], "s", [330, 12, 3600, 3723.5, -120], True),
    (["2 h 5 min", "3 Std. 10 min", "1 day 2 hours"], "s", [7500, 11400, 93600], True),
    (["PT5M30S", "P1DT2H", "PT4.5S"], "s", [330, 93600, 4.5], True),
    (["0 days 04:30:00", "12 days 00:00:01"], "s", [16200, 1036801], True),
    (["27:15:03", "1:00:00"], "s", [98103, 3600], True),
    (["1:23:45", "0:59:59.5"], "s", [5025, 3599.5], False),
    (["12:30", "3:05"], "", [750, 185], False),
    (["5'11\"", "6'", "6' 2\""], "in", [71, 72, 74], True),
    (["5 ft 11 in", "6 ft"], "in", [71, 72], True),
    (["3/4", "1/2", "1 3/8", "7/16"], "", [0.75, 0.5, 1.375, 0.4375], False),
    (["4/5", "3.5/5", "5/5"], "", [4, 3.5, 5], False),
    (["4 out of 5 stars", "3 out of 5 stars"], "", [4, 3], False),
    (["1.2×10^3", "3 x 10-2", "1.5 × 10³", "2*10**4"], "", [1200, 0.03, 1500, 20000], True),
]


@pytest.mark.parametrize(("cells", "unit", "values", "sure"), FORMS)
def test_a_cell_of_several_numbers_is_read_and_its_doubt_is_said(cells, unit, values, sure) -> None:
    column = pd.Series(cells)
    assert to_numbers(column).tolist() == pytest.approx(values)
    found = amount(column) or clock(column)
    assert found is not None
    assert (clock(column) is None) == (amount(column) is not None)
    assert (found.unit, found.n_unreadable, found.doubt == "") == (unit, 0, sure)
    assert (certain(column) is not None) is sure
    assert found.doubt in found.sentence


@pytest.mark.parametrize(
    "cells",
    [
        ["120/80", "115/75", "130/85"],  # blood pressures
        ["12/2004", "11/2004", "3/2005"],  # months
        ["5 kg", "6 kg"],
        ["IV", "II", "I"],
        ["18-24", "25-34", "55+"],
        ["red", "green"],
        ["5m", "6m", "7m"],  # minutes, metres, millions
        ["5'", "6'"],
    ],
)
def test_what_only_looks_so_is_of_no_form(cells: list[str]) -> None:
    assert form_of(pd.Series(cells)) is None


def test_a_cell_of_another_form_is_missing_and_said_to_be() -> None:
    column = pd.Series([*["5m 30s"] * 9, "soon"])
    found = amount(column)
    assert found is not None
    assert found.n_unreadable == 1
    assert certain(column) is None
    assert np.isnan(to_numbers(column).iloc[-1])


def test_digits_without_end_are_no_number_of_a_form() -> None:
    column = pd.Series([f"{'9' * 5_000}:00:00", f"1/{'9' * 5_000}", f"2x10^{'9' * 5_000}"] * 5)
    assert amount(column) is None


@pytest.mark.parametrize(
    ("alike", "others"),
    [(["3/4", "1/2", "1/4"], ["3/0", "120/80"]), (["4/5", "2/5", "1/5"], ["8/10", "7/5"])],
)
def test_rows_between_those_that_are_looked_at_are_read_with_the_same_care(alike, others) -> None:
    column = pd.Series(alike * 3_334)
    column.iloc[[5_001, 5_003]] = others  # of two rows the first is looked at
    found = amount(column)
    assert found is not None
    assert found.n_unreadable == 2
    assert to_numbers(column).iloc[[5_001, 5_003]].isna().all()


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["140 H", "3.1 L", "4.2"], [140, 3.1, 4.2]),
        (["H 140", "L 3.1", "4.2"], [140, 3.1, 4.2]),
        (["140H", "3.1L", "4.2 N"], [140, 3.1, 4.2]),
        (["140 (H)", "3.1", "4.2"], [140, 3.1, 4.2]),
        (["140 *H", "3.1", "4.2"], [140, 3.1, 4.2]),
        (["140 HH", "3,1 LL", "4,2 high"], [140, 3.1, 4.2]),
        (["140 ↑", "3.1 ↓", "4.2 ↑", "5.1"], [140, 3.1, 4.2, 5.1]),
    ],
)
def test_high_and_low_are_left_out_of_numbers(cells: list[str], values: list[float]) -> None:
    column = pd.Series(cells)
    assert amount(column) is not None
    assert certain(column) is None
    assert to_numbers(column).tolist() == values


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,234.50 Dr", "80.00 Cr"], [-1234.5, 80]),
        (["1,20,345.00 Cr", "80 Dr."], [120345, -80]),
        (["1.234,56 S", "80,00 H"], [-1234.56, 80]),
    ],
)
def test_sides_of_an_account_are_signs(cells: list[str], values: list[float]) -> None:
    found = amount(pd.Series(cells))
    assert found is not None
    assert "below 0" in found.sentence
    assert to_numbers(pd.Series(cells)).tolist() == values


@pytest.mark.parametrize("cells", [["2 h", "30 s"], ["1.5 l", "2 kg"], ["5 h", "6 l2"]])
def test_letters_of_other_units_are_no_sides(cells: list[str]) -> None:
    assert sided(pd.Series(cells)) is None
