"""Columns that are numbers with signs become numbers at once, and others stay what they are."""

import pytest

from gmm_core.reading import Choices, read_table
from gmm_core.table import columns


def read(header: str, *rows: str, **chosen):
    return read_table("\n".join([header, *rows, ""]).encode(), choices=Choices(**chosen))


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (['"1.234,50"', '"2,5"', '"12"'], [1234.5, 2.5, 12]),
        (['"0,40"', '"8,25"', '"10,5"'], [0.4, 8.25, 10.5]),
        (['"1.170,35"', '"980,10"', '"12.000,00"'], [1170.35, 980.1, 12000]),
        (["€ 12", "€ 8", "€ 110"], [12, 8, 110]),
        (["12 %", "3.5 %", "100 %"], [12, 3.5, 100]),
        (['"$1,200"', '"$950"', '"($1,050)"'], [1200, 950, -1050]),
        (['"(1,200.5)"', '"300"', '"4,000"'], [-1200.5, 300, 4000]),
        (['"1\u202f234,5"', '"12,25"', '"2\u00a0000,0"'], [1234.5, 12.25, 2000]),
        (["1'234.5", "12.25", "1'000'000"], [1234.5, 12.25, 1e6]),
        (['"1,234,567"', '"987,654"', '"12,000"'], [1234567, 987654, 12000]),
        (["12 kg", "8.5 kg", "110 kg"], [12, 8.5, 110]),
        (["36.6°C", "37 °C", "−5 °C"], [36.6, 37, -5]),
        (["£3", "£2.50", "-£1"], [3, 2.5, -1]),
        (["₩1000", "₩2500", "₩300"], [1000, 2500, 300]),
        (["CHF 5.-", "CHF 6.50", "CHF 1'200.-"], [5, 6.5, 1200]),
    ],
)
def test_numbers_at_once(cells: list[str], values: list[float]) -> None:
    reading = read("name,x", *(f"n{i},{cell}" for i, cell in enumerate(cells)))
    assert reading.frame["x"].tolist() == values
    assert [name for name, _ in reading.amounts] == ["x"]
    assert columns.proposed_features(reading.frame) == ("x",)


@pytest.mark.parametrize(
    "cells",
    [
        ['"1,234"', '"2,500"', '"980"'],  # thousands, or three decimals
        ["€ 1.234", "€ 2.500", "€ 980"],
        ["12 %", "3 %", "about 5 %"],
        ["030 123 456", "040 765 432", "089 111 222"],
        ["010 123 456", "010 765 432", "100 111 222"],
        ["5-10", "10-15", "15-20"],
        ["12:30", "13:00", "14:15"],
        ["A1", "B2", "C3"],
        ["12A", "14B", "3C"],
        ["€ 5", "$ 6", "£ 7"],
    ],
)
def test_what_is_in_doubt_stays_text(cells: list[str]) -> None:
    reading = read("name,x", *(f"n{i},{cell}" for i, cell in enumerate(cells)))
    assert reading.frame["x"].tolist() == [cell.strip('"') for cell in cells]
    assert reading.amounts == ()


def test_a_decimal_point_elsewhere_tells_thousands() -> None:
    cells = ('a,2.5,"1,234"', 'b,3.25,"980"', 'c,4,"2,500"')
    assert read("name,x,y", *cells).frame["y"].tolist() == [1234, 980, 2500]
    cells = ('a,$2.50,"1,234"', 'b,$3.25,"980"', 'c,$4,"2,500"')
    assert read("name,x,y", *cells).frame["y"].tolist() == [1234, 980, 2500]


def test_what_a_person_says_of_a_column_is_done() -> None:
    rows = ("a,12 %", "b,8 %")
    assert read("n,x", *rows, kinds=(("x", "text"),)).frame["x"].tolist() == ["12 %", "8 %"]
    reading = read("n,x", "a,12 %", "b,some", kinds=(("x", "number"),))
    assert (reading.frame["x"][0], reading.amounts) == (12, ())


def test_a_code_does_not_stand_in_for_amounts_that_are_in_doubt() -> None:
    rows = [f'{1000 + 111 * (i % 10)},"€ {1 + i}.{234 + i}"' for i in range(40)]
    frame = read("Customer,Price", *rows).frame
    assert [column.kind for column in columns.describe(frame)] == ["label", "amount"]
    assert columns.proposed_features(frame) == ()
