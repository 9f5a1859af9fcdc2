"""What a single field is."""

import pytest

from gmm_core.reading.fields import (
    begins_like_a_note,
    codes_among,
    decimal_mark,
    is_number,
    is_value,
    is_words,
    is_year,
)


def test_numbers_and_their_marks():
    assert [is_number(field) for field in ("1,5", " -2 ", "1e3", "1.2.3", "x", "")] == [
        *[True] * 3,
        *[False] * 3,
    ]
    assert [decimal_mark(field) for field in ("1,5", "1.5", "15", "a,b")] == [",", ".", "", ""]


def test_years_are_of_four_digits_of_the_last_centuries():
    assert [is_year(field) for field in ("1800", " 2099", "1799", "2100", "199", "19900")] == [
        *[True] * 2,
        *[False] * 4,
    ]


@pytest.mark.parametrize(
    "field", ["1.5", "-3", "12 %", "€ 1.234,50", "2020-01-31", "2011/1", "12:30:05", "1e400", "inf"]
)
def test_values(field):
    assert is_value(field)
    assert not is_words(field)


@pytest.mark.parametrize("field", ["kPa", "m/s", "°C", "s1", "Q1", "<b>", "한국"])
def test_words(field):
    assert is_words(field)
    assert not is_value(field)


@pytest.mark.parametrize("field", ["", " ", "NA", "-", "?"])
def test_what_is_missing_is_neither(field):
    assert not is_words(field)
    assert not is_value(field)


def test_notes_begin_like_notes():
    said = [
        "Source: us",
        "Note that",
        "* Source us",
        "출처: 통계청",
        "Values:",
        "Notebook",
        "Seoul",
    ]
    assert [begins_like_a_note(text) for text in said] == [*[True] * 5, False, False]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (["80331", "01067", "NA", "20095"], "01067"),
        (["001", "002", "003"], None),  # which count rows
        (["80331", "01067", "NA"], None),  # two tell of nothing
        (["000", "007", "123"], "007"),
        (["030123", "01712345", "5551234"], "030123"),  # telephones
        (["007", "12", "130"], None),  # one that somebody typed so
        (["01", "12", "31"], None),  # days of a month
        (["00.5", "12.5", "10.5"], None),
        (["000", "000", "000"], None),
        (["0", "1"], None),
        (["007", "008", "12a"], None),
        (["NA", ""], None),
    ],
)
def test_codes_with_a_nought_before_them(fields, code):
    found = codes_among(["x"], [[field] for field in fields], ())
    assert found == ({} if code is None else {"x": code})
    assert not codes_among(["x"], [[field] for field in fields], [("x", "number")])
