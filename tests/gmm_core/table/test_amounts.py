"""Text with signs reads as the numbers that a person sees in it, and other text as none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.table.amounts import MAX_CODES, amount, certain, to_numbers

nan = np.nan


def read(cells: list, decimal: str = ".") -> list[float]:
    return to_numbers(pd.Series(cells, dtype=object), decimal).tolist()


def found(cells: list, decimal: str = "."):
    return amount(pd.Series(cells, dtype=object), decimal)


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (["12 %", "12%", "% 3.5", "-1%", "0 %"], "%", [12, 12, 3.5, -1, 0]),
        (["7％", "8 percent"], "%", [7, 8]),
        (["$1,234.50", "$ 2", "3 $", "USD 4", "-$6", "$-7"], "$", [1234.5, 2, 3, 4, -6, -7]),
        (["€ 1.234,50", "2,5 €", "3 EUR", "4 euro"], "€", [1234.5, 2.5, 3, 4]),
        (["£1", "GBP 2.5"], "£", [1, 2.5]),
        (["¥1,000,000", "￥20", "30円", "JPY 40"], "¥", [1e6, 20, 30, 40]),
        (["₩1,000", "2,000원", "￦3,000", "1,000,000 KRW"], "₩", [1e3, 2e3, 3e3, 1e6]),
        (["CHF 1'234.50", "CHF 5.-", "Fr. 6", "8’000 CHF"], "CHF", [1234.5, 5, 6, 8000]),
        (["1 234,5", "1\u00a0234", "2\u202f000", "3\u2009000 000"], "", [1234.5, 1234, 2000, 3e6]),
        (["1,234.5", "-2,000", "−3,000", "4"], "", [1234.5, -2000, -3000, 4]),
        (["(1,234.5)", "5", "(6)", "7-"], "", [-1234.5, 5, -6, -7]),
        (["($5)", "$(6)", "$7"], "$", [-5, -6, 7]),
        (["€ 12,-", "€ 15,-", "€ 1.250,-"], "€", [12, 15, 1250]),
        (["CHF 12.-", "1'250.- CHF", "Fr. 7.–", "8.-"], "CHF", [12, 1250, 7, 8]),
        (["£1,-", "-£2,-", "(£3,--)", "£4,--"], "£", [1, -2, -3, 4]),
        (["12-", "7 -", "12.50-", "1,200-"], "", [-12, -7, -12.5, -1200]),
        (["₹12,34,567.5", "Rs. 5"], "₹", [1234567.5, 5]),
        (["1e-3 %", "2E3 %"], "%", [0.001, 2000]),
        (["7,8 l/100km", "6,1 L/100 km"], "l/100km", [7.8, 6.1]),
    ],
)  # fmt: skip
def test_signs(cells: list[str], unit: str, values: list[float]) -> None:
    assert read(cells) == values
    assert (amounts := found(cells)) is not None
    assert (amounts.unit, amounts.n_readable, amounts.n_unreadable) == (unit, len(cells), 0)
    assert amounts.unreadable == ""


# Comma or point


@pytest.mark.parametrize(
    ("cells", "decimal", "values", "undecided"),
    [
        (["1,234", "2,345"], ".", [1234, 2345], True),
        (["1,234", "12,5"], ".", [1.234, 12.5], False),
        (["1,234", "2,345.6"], ",", [1234, 2345.6], False),
        (["1,234", "1,234,567"], ",", [1234, 1234567], False),
        (["0,123", "2,345"], ".", [0.123, 2.345], False),
        (["1234,567", "2,345"], ".", [1234.567, 2.345], False),
        (["€ 1.234", "€ 2.000"], ",", [1234, 2000], True),
        (["€ 1.234", "€ 2.000"], ".", [1.234, 2], True),
        (["12 %", "5 %"], ",", [12, 5], False),
        (["1.234", "12,-"], ".", [1234, 12], False),
        (["1,234", "12.-"], ",", [1234, 12], False),
    ],
)
def test_the_whole_column_decides_which_mark_is_decimal_and_then_the_table(
    cells: list[str], decimal: str, values: list[float], undecided: bool
) -> None:
    assert read(cells, decimal) == values
    amounts = found(cells, decimal)
    assert amounts is not None
    assert amounts.undecided is undecided
    assert ("No cell shows for certain" in amounts.sentence) is undecided


def test_plain_numbers_of_the_table_are_read_and_not_recognised() -> None:
    assert read(["1,234", "2,345"], ",") == [1.234, 2.345]
    assert found(["1,234", "2,345"], ",") is None


# What cannot be read


def test_what_cannot_be_read_is_missing_counted_and_shown() -> None:
    cells = ["12 %", "soon", "13 %", None, "–", "14 %", "15 %", "16 %"]
    assert read(cells)[:5] == pytest.approx([12, nan, 13, nan, nan], nan_ok=True)
    amounts = found(cells)
    assert amounts is not None
    assert (amounts.n_readable, amounts.n_unreadable, amounts.unreadable) == (5, 1, "soon")
    assert amounts.sentence == (
        'Its text reads as numbers in %: "12 %" is 12. 1 cell cannot be read, such as "soon", and '
        "would be missing."
    )


def test_an_example_below_zero_bears_a_true_minus() -> None:
    amounts = found(["-5.5 %", "6 %", "7 %"])
    assert amounts is not None
    assert amounts.reading == '"-5.5 %" is −5.5'


def test_another_unit_cannot_be_read() -> None:
    assert read(["5 €", "6 €", "$7"]) == pytest.approx([5, 6, nan], nan_ok=True)


def test_numbers_among_which_words_stand() -> None:
    values = [str(x) for x in range(100, 130)]
    amounts = found([*values, "n.d."])
    assert amounts is not None
    assert (amounts.unit, amounts.n_readable, amounts.unreadable) == ("", 30, "n.d.")
    assert found([*values, *["n.d."] * 5]) is None
    assert found([*values[:MAX_CODES] * 2, "n.d."]) is None
    assert found([*(f"0{value}" for value in values), "n.d."]) is None


@pytest.mark.parametrize(
    "cells",
    [
        ["red", "green"],
        ["1", "2"],
        ["00123", "00456"],
        ["(1)", "(2)", "(3)"],
        ["12 %", "low", "high"],
        ["1,2,3", "4,5"],
        ["2024-01-31", "2024-02-01"],
        ["12:30", "13:45"],
        ["010-1234-5678", "010-8765-4321"],
        ["A12", "B7"],
        ["1 2", "3 4"],
        ["12,34", "1,2345,6"],
        ["%", "$"],
        ["", " ", "-"],
        [None, None],
        [],
        [True, None],
    ],
)
def test_other_text_is_no_amount(cells: list) -> None:
    assert found(cells) is None


def test_columns_that_are_numbers_already_stay_so() -> None:
    assert amount(pd.Series([1.5, 2.5])) is None
    assert to_numbers(pd.Series([1, None], dtype="Int64")).tolist() == pytest.approx(
        [1, nan], nan_ok=True
    )


def test_any_kind_of_text_column_and_index() -> None:
    cells = pd.Series(["1 %", None, "2 %"], index=[7, 7, 3], name="share")
    for column in (cells, cells.astype("string"), cells.astype("category"), cells.astype(object)):
        numbers = to_numbers(column)
        assert numbers.dtype == np.float64
        assert numbers.name == "share"
        assert numbers.index.tolist() == [7, 7, 3]
        assert numbers.tolist() == pytest.approx([1, nan, 2], nan_ok=True)
        assert amount(column) == amount(cells)


def test_long_columns_are_read_to_the_last_cell() -> None:
    column = pd.Series([f"{x:,} %" for x in range(25_000)] + ["none"])
    amounts = amount(column)
    assert amounts is not None
    assert (amounts.n_readable, amounts.n_unreadable) == (25_000, 1)
    assert to_numbers(column).iloc[:-1].tolist() == list(range(25_000))


# Properties

NUMBERS = st.floats(-1e12, 1e12).map(lambda x: round(x, 4) + 0.0)
SIGNS = st.sampled_from(["{} %", "${}", "{}€", "CHF {}", "{} 원"])


@given(st.lists(NUMBERS, min_size=1, max_size=8), SIGNS, st.sampled_from([",", " ", "'"]))
def test_what_is_written_with_a_decimal_point_is_read_back(
    values: list[float], sign: str, thousands: str
) -> None:
    cells = [sign.format(f"{value:,.4f}".replace(",", thousands)) for value in values]
    assert read(cells) == values


@given(st.lists(NUMBERS, min_size=1, max_size=8), SIGNS)
def test_what_is_written_with_a_decimal_comma_is_read_back(values: list[float], sign: str) -> None:
    swap = str.maketrans(",.", ".,")
    cells = [sign.format(f"{value:,.4f}".translate(swap)) for value in values]
    assert read(cells, ",") == values


@given(
    values=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8),
    sign=SIGNS,
    written=st.sampled_from(".,"),
    grouped=st.booleans(),
    decimal=st.sampled_from(".,"),
)
def test_a_dash_for_the_cents_is_no_minus(
    values: list[int], sign: str, written: str, grouped: bool, decimal: str
) -> None:
    mark = ("," if written == "." else ".") if grouped else ""
    cells = [sign.format(f"{value:,}".replace(",", mark) + f"{written}-") for value in values]
    assert read(cells, decimal) == values
    assert (amounts := found(cells, decimal)) is not None
    assert (amounts.decimal, amounts.undecided) == (written, False)


@given(st.lists(st.one_of(st.none(), st.text(max_size=6)), max_size=8), st.sampled_from(".,"))
def test_any_text_is_counted_once(cells: list, decimal: str) -> None:
    column = pd.Series(cells, dtype=object)
    numbers = to_numbers(column, decimal)
    assert len(numbers) == len(cells)
    amounts = amount(column, decimal)
    if amounts is not None:
        assert amounts.n_readable == numbers.notna().sum()
        assert amounts.n_readable + amounts.n_unreadable <= column.notna().sum()
        assert amounts.value == numbers[cells.index(amounts.example)]


# Doubts


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["5.9 ± 0.3", "6.1±.2", "7 +/- 1"], [5.9, 6.1, 7]),
        (["5.9 (0.3)", "12 (45%)"], [5.9, 12]),
        (["5.9 [5.1, 6.8]", "6.2[3]"], [5.9, 6.2]),
        (["1.5***", "2.5 *", "3.5¹"], [1.5, 2.5, 3.5]),
        (["~5", "ca. 6", "≈7"], [5, 6, 7]),
        (["12k", "3.5k"], [12e3, 3.5e3]),
        (["10 days", "12 days"], [10, 12]),
        (["10.5 km/h", "12 km/h"], [10.5, 12]),
        (["10.5°", "12°"], [10.5, 12]),
        (["5.5 m²", "6 m²"], [5.5, 6]),
        (["0.12", "15%", "0.3", "22%"], [0.12, 15, 0.3, 22]),
        (["rs12", "rs15"], [12, 15]),
        (["1.5", "n.d.", "n.d.", "2.5"], [1.5, None, None, 2.5]),
        (["8.4", "12,5", "9.25", "7,1"], [8.4, 12.5, 9.25, 7.1]),
        (["8.4", "8.5", "8.6", "8.7", "7,1"], [8.4, 8.5, 8.6, 8.7, 7.1]),
        (["-1,5", "2.5", "3", "0.125"], [-1.5, 2.5, 3, 0.125]),
        (["1,5", "2.5", "1234,5678", ".5"], [1.5, 2.5, 1234.5678, 0.5]),
    ],
)
def test_what_is_in_doubt_is_offered_with_its_doubt_and_never_taken_at_once(cells, values) -> None:
    amounts = found(cells)
    assert amounts is not None
    assert amounts.doubt or amounts.n_noted or amounts.n_unreadable
    assert certain(pd.Series(cells)) is None
    numbers = to_numbers(pd.Series(cells))
    assert [None if np.isnan(x) else x for x in numbers] == values


@pytest.mark.parametrize(
    "cells",
    [
        ["5 kg", "500 g", "6 kg", "700 g"],  # no note is left out that is another unit
        ["007 A", "042 A"],
        ["chr1", "chr2"],
        ["1st", "2nd", "3rd"],
        ["$5", "€6"],
    ],
)
def test_letters_that_tell_numbers_apart_are_not_left_out(cells: list[str]) -> None:
    assert found(cells) is None


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["–9.9", "10.5", "— 3"], [-9.9, 10.5, -3]),
        (["১২.৫", "৩"], [12.5, 3]),
        (["12万", "3.5万"], [12e4, 3.5e4]),
        (["12 Prozent", "3,5 Prozent"], [12, 3.5]),
        (["2 lakh", "1.5 crore"], [2e5, 1.5e7]),
    ],
)
def test_ways_to_write_numbers_elsewhere_are_read_at_once(cells, values) -> None:
    assert certain(pd.Series(cells)) is not None
    assert to_numbers(pd.Series(cells)).tolist() == values


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["12°30'36\"N", "8°15'0\"S", "100°00'00\"W"], [12.51, -8.25, -100]),
        (["12° 30.6' N", "8° 15.0' S"], [12.51, -8.25]),
        (["12.5° N", "8.25° W"], [12.5, -8.25]),
        (["20:13.5", "21:02.25"], [1213.5, 1262.25]),
        (["1:20:13.5", "0:21:02.25"], [4813.5, 1262.25]),
        (["\u200b8.4", "\u200e9.5\u200e", "\ufeff7"], [8.4, 9.5, 7]),
        (["‐8.4", "‑9.5", "7"], [-8.4, -9.5, 7]),
    ],
)
def test_what_is_read_at_once(cells: list[str], values: list[float]) -> None:
    assert certain(pd.Series(cells)) is not None
    assert read(cells) == pytest.approx(values)


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["8.4 a", "9.5 ab", "7.1 b", "6.2 a"], [8.4, 9.5, 7.1, 6.2]),
        (["8.4 A", "9.5 P", "7.1 A"], [8.4, 9.5, 7.1]),
        (["8.4 (95% CI 8.1, 8.9)", "9.5 (95% CI 9.1, 9.9)"], [8.4, 9.5]),
        (["8.4[a]", "9.5", "7.1[note 2]"], [8.4, 9.5, 7.1]),
        (["8.4 [0.3; 1.9]", "9.5 [0.4; 1.2]"], [8.4, 9.5]),
        (["about 8.4", "9.5", "approx. 7", "6.2"], [8.4, 9.5, 7, 6.2]),
        (["8.4", "N.D.", "<LOQ", "9.5", "7.1", "6.2"], [8.4, nan, nan, 9.5, 7.1, 6.2]),
    ],
)
def test_what_is_asked_first(cells: list[str], values: list[float]) -> None:
    assert found(cells) is not None
    assert certain(pd.Series(cells)) is None
    assert read(cells) == pytest.approx(values, nan_ok=True)


@pytest.mark.parametrize(
    "cells", [["1a", "1b", "2a"], ["8.4 g", "9.5 kg", "7.1 g"], ["A1", "B2"], ["8.4 m", "9.5 s"]]
)
def test_letters_that_are_no_notes(cells: list[str]) -> None:
    assert found(cells) is None


@pytest.mark.parametrize("unit", ["T€", "TEUR", "Tsd. €"])
def test_thousands_of_a_currency(unit: str) -> None:
    assert to_numbers(pd.Series([f"5,5 {unit}", f"12 {unit}"]), ",").tolist() == [5500.0, 12000.0]


def test_a_t_alone_is_a_ton() -> None:
    assert to_numbers(pd.Series(["5.5 t", "12 t"])).tolist() == [5.5, 12.0]


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        ([" $1,234.50 ", " $-   ", " $(80.00)"], [1234.5, 0, -80]),
        ([" $ 1,234.50 ", "$ - "], [1234.5, 0]),
        (["1.234,50 €", " -   € ", "-80,25 €"], [1234.5, 0, -80.25]),
        (["CHF 12.50", "CHF -"], [12.5, 0]),
        (["12,50 kr", "- kr"], [12.5, 0]),
    ],
)
def test_a_dash_beside_a_currency_is_nought_and_said(cells: list[str], values: list) -> None:
    column = pd.Series(cells)
    sure = certain(column, ",")
    assert sure is not None
    assert sure.reading.endswith(f'and "{cells[1]}" is 0')
    assert to_numbers(column, ",").tolist() == values


@pytest.mark.parametrize("cells", [["5 %", "-", "7 %"], ["1,234.50", " - ", "80.25"]])
def test_a_dash_alone_is_a_gap(cells: list[str]) -> None:
    assert np.isnan(to_numbers(pd.Series(cells)).iloc[1])


def test_crores_are_known_beside_rupees() -> None:
    assert to_numbers(pd.Series(["₹8.5 Cr", "₹12 Cr."])).tolist() == [8.5e7, 12e7]
