"""What each column is: numbers, a label, an identifier, a code, a date, or text."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.table.described_columns import (
    describe,
    numeric,
)


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {column.name: column.kind for column in describe(frame)}


def kind(name: str, values: list) -> str:
    return kinds(pd.DataFrame({name: values}))[name]


@pytest.mark.parametrize(
    "name", ["id", "ID", "PassengerId", "row_id", "Nr.", "No", "index", "Unnamed: 0", "번호"]
)
def test_whole_numbers_that_differ_and_are_named_so_are_an_identifier(name: str) -> None:
    assert kind(name, [17, 4, 23, 5]) == "identifier"


def test_long_identifiers_are_told_apart() -> None:
    assert kind("id", [2**60 + 1, 2**60 + 3, 2**60 + 2]) == "identifier"


def test_counting_up_by_one_is_an_identifier_under_any_name() -> None:
    counted = list(range(5, 15))
    assert kind("x", counted) == "identifier"
    assert kind("x", [*counted[:-1], 15]) == "feature"
    assert kind("x", counted[::-1]) == "feature"


def test_few_numbers_that_count_up_are_an_identifier_where_the_name_says_so() -> None:
    assert kind("x", [5, 6, 7, 8]) == "feature"
    assert kind("nr", [5, 6, 7, 8]) == "identifier"
    unnamed = pd.DataFrame({"column 1": [1, 2, 3], "x": [8.5, 2.5, 4.0]})
    assert kinds(unnamed)["column 1"] == "identifier"


def test_a_name_alone_makes_no_identifier() -> None:
    assert kind("id", [1.5, 2.5, 3.25]) == "feature"
    assert kind("humidity", [17, 4, 23, 5]) == "feature"
    assert kind("nr", [17, 4, 23, 4]) == "feature"


def test_text_that_differs_in_every_row_is_an_identifier() -> None:
    assert kind("name", ["Kim", "Lee", "Park"]) == "identifier"


def test_evenly_repeated_whole_numbers_are_a_label() -> None:
    assert kind("speaker", [*range(1, 31)] * 4) == "label"
    assert kind("speaker", ([*range(1, 31)] * 4)[: -30 // 2]) == "label"


def test_unevenly_repeated_whole_numbers_are_a_measurement() -> None:
    rng = np.random.default_rng(0)
    assert kind("waiting", rng.normal(70, 13, 272).round().astype(int).tolist()) == "feature"
    assert kind("mass", (rng.normal(40, 5, 300).round() * 100).tolist()) == "feature"


def test_few_whole_numbers_that_come_back_often_are_a_label() -> None:
    assert kind("year", [2007] * 30 + [2008] * 10 + [2009] * 5) == "label"
    assert kind("year", [2007.0] * 30 + [2008] * 10 + [2009] * 5 + [np.nan]) == "label"
    assert kind("dose", [2007] * 20 + [2008] * 6 + [2009] * 3) == "feature"
    assert kind("dose", [0.5] * 30 + [1.0] * 10 + [1.5] * 5) == "feature"


def test_a_label_name_needs_few_levels_only() -> None:
    assert kind("class", [1, 1, 1, 2, 2, 3]) == "label"
    assert kind("true_label", [0, 0, 0, 1]) == "label"
    assert kind("group size", [1, 1, 1, 2, 2, 3]) == "feature"


def test_true_and_false_are_a_label() -> None:
    frame = pd.DataFrame({"flag": [True, False, True], "x": [1.5, 2.5, 3.5]})
    assert kinds(frame) == {"flag": "label", "x": "feature"}
    assert numeric(frame) == ("x",)
    assert kind("flag", [True, False, None, True]) == "label"


def test_text_with_many_levels_is_neither_label_nor_identifier() -> None:
    assert kind("town", [f"town {i % 21}" for i in range(100)]) == "text"
    assert kind("town", [f"town {i % 20}" for i in range(100)]) == "label"


def test_categories_are_labels() -> None:
    frame = pd.DataFrame({"size": pd.Categorical(["s", "m", "s", "m"], categories=["s", "m", "l"])})
    assert kinds(frame) == {"size": "label"}
    assert describe(frame)[0].distinct == 2


def test_empty_columns_cannot_be_chosen() -> None:
    frame = pd.DataFrame({"a": [np.nan, np.nan], "b": [None, None], "x": [1.5, 2.5]})
    assert kinds(frame) == {"a": "empty", "b": "empty", "x": "feature"}
    assert numeric(frame) == ("x",)


def test_dates() -> None:
    assert kind("day", ["2024-01-31", "2024-02-01", "2024-02-01"]) == "date"
    assert kind("day", ["31.1.2024", None, "1.2.2024"]) == "date"
    assert kinds(pd.DataFrame({"day": pd.to_datetime(["2024-01-31", "2024-02-01"])})) == {
        "day": "date"
    }


def test_distinct_and_missing_are_counted() -> None:
    column = describe(pd.DataFrame({"x": [1.5, 1.5, 2.5, np.nan, np.inf]}))[0]
    assert (column.distinct, column.missing) == (2, 1)


def test_reasons_are_sentences() -> None:
    frame = pd.DataFrame({"nr": [1, 2, 3, 4], "class": [1, 1, 2, 2], "twice": [5, 5, 9, 9]})
    assert [column.reason for column in describe(frame)] == [
        "Every value differs and they count up by one.",
        "2 whole numbers, and the name is that of a label.",
        "2 whole numbers that come back about evenly.",
    ]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("YYYYMMDD", [20040310, 20040311, 20040401, 20041231, 20050101]),
        ("when", [200403, 200404, 200406, 200409, 200412, 200501]),
        ("when", [1012004, 31122004, 11112004, 12102005, 1022005]),
        ("year", [2007] * 20 + [2008] * 6 + [2009] * 3),
        ("Year", [1990, 1991, 1992, 1995]),
        ("timestamp", [1100000000, 1100000060, 1100000121]),
    ],
)
def test_whole_numbers_that_are_dates(name: str, values: list[int]) -> None:
    assert kind(name, values) == "date"


def test_prices_are_no_dates() -> None:
    assert kind("price", [200403, 214504, 200505, 300406, 200412, 207711]) == "feature"
    assert kind("count", [1990, 1996, 1992, 1995]) == "feature"


@pytest.mark.parametrize("name", ["zip", "ZIP code", "PLZ", "area_code", "customer_id", "Postcode"])
def test_codes_are_no_features_however_many_differ(name: str) -> None:
    rng = np.random.default_rng(0)
    assert kind(name, rng.choice(rng.integers(10_000, 99_999, 40), 80).tolist()) == "code"


@pytest.mark.parametrize(
    "name", ["account", "Kontonummer", "patient", "order number", "CAP", "cuenta", "Kundennr."]
)
def test_numbers_of_persons_and_things_are_codes(name: str) -> None:
    rng = np.random.default_rng(1)
    assert kind(name, rng.integers(10_000, 99_999, 80).tolist()) in ("code", "identifier")
    assert kind(name, (rng.integers(10_000, 99_999, 50).tolist() + [12345] * 3)) == "code"


def test_numbers_that_fill_their_many_digits_are_codes_under_any_name() -> None:
    rng = np.random.default_rng(2)
    assert kind("x", rng.integers(10**9, 10**10, 60).tolist()) == "code"
    assert kind("people", rng.integers(1_300_000_000, 1_400_000_000, 60).tolist()) == "feature"
    assert kind("x", (10 ** rng.uniform(6, 11, 60)).round().tolist()) == "feature"
    assert kind("wave number", rng.integers(400, 4000, 60).tolist()) == "feature"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("time", [1958.2, 1958.3, 1958.37, 1958.5, 1959.25]),
        ("decimal_date", [1974.375, 1974.45, 1974.54]),
        ("Year", [1901.5, 1900.25, 1903.75]),
        ("JD", [2451545.1, 2451546.8, 2451549.3]),
        ("date", [44197, 44199, 44202, 44207, 44221]),
        ("datenum", [737000.5, 737001.25, 737009.75]),
        ("timestamp", [1600000000.25, 1600000077.5, 1600000900.75]),
        ("timestamp", [1600000000000001, 1600000000900002, 1600000090000003]),
    ],
)
def test_moments_as_numbers_with_fractions_or_counted_days(name: str, values: list) -> None:
    assert kind(name, values) == "date"


def test_times_and_amounts_of_other_size_are_measured() -> None:
    assert kind("time", [1.5, 2.25, 9.5]) == "feature"
    assert kind("time", [1958.2, 2011.5, 1804.25]) == "feature"
    assert kind("level", [1958.2, 1959.3, 1961.5]) == "feature"


@pytest.mark.parametrize(
    "day",
    [
        "3 Ağustos 2004", "3. srpna 2004", "3 augusti 2004", "3. elokuuta 2004",
        "2004. augusztus 3.", "2004.08.03.", "2004-08-03 오후 3:05", "Tue Aug  3 15:05:00 2004",
        "[03/Aug/2004:15:05:00 +0000]", "03AUG2004:15:05:00", "T3 2004", "3 серпня 2004",
    ],
)  # fmt: skip
def test_days_of_many_languages_and_programs_are_dates(day: str) -> None:
    assert kind("day", [day, day, day.replace("2004", "2005")]) == "date"


@pytest.mark.parametrize("order", [[3, 0, 2, 1, 9, 14], [101, 5, 77, 240, 12, 33]])
def test_a_first_column_without_a_name_holds_places_in_another_table(order: list[int]) -> None:
    frame = pd.DataFrame({"column 1": order, "mass": [8.4, 2.5, 7.5, 2.0, 3.5, 6.5]})
    assert kinds(frame)["column 1"] == "identifier"


def test_a_running_number_or_time_rises_evenly() -> None:
    assert kind("t", (0.02 * np.arange(30)).round(2).tolist()) == "identifier"
    assert kind("t", (10 * np.arange(30)).tolist()) == "identifier"
    assert kind("t", (np.arange(30.0) ** 2).tolist()) == "feature"


def test_a_first_column_without_a_name_holds_row_names() -> None:
    frame = pd.DataFrame({"column 1": [2, 5, 12, 14], "mass": [8.4, 2.5, 7.5, 2.0]})
    assert kinds(frame) == {"column 1": "identifier", "mass": "feature"}
    assert kinds(frame.set_axis(["column 1", "column 2"], axis=1))["column 1"] == "feature"


def test_long_columns_are_counted_exactly() -> None:
    n = 30_000
    values = np.arange(n, dtype=float) + 0.25
    values[-1] = values[0]
    assert describe(pd.DataFrame({"x": values}))[0].distinct == n - 1
    whole = np.arange(n, dtype=float)
    assert kind("x", whole.tolist()) == "identifier"
    whole[n // 2] = 0.5
    assert kind("x", whole.tolist()) == "feature"
