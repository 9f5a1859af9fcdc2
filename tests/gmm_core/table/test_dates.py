"""Dates and times are known in the ways that programs and people write them."""

import numpy as np
import pandas as pd
import pytest

from gmm_core.table.dates import are_moments, whole_moments

WRITTEN = [
    *("01-Mar-2004 00:00:00", "10-Mar-04", "Mar 10, 2004", "10 March 2004 12:00", "2004-Mar-10"),
    *("10. März 2004", "10 mars 2004", "10 de marzo de 2004", "2004년 3월 10일", "2004年3月10日"),
    *(
        "20040310:1810",
        "20040310_181000",
        "2004-03",
        "2004Q1",
        "Q1 2004",
        "18.00.00",
        "12:30",
        "Mon, 10 Mar 2004 18:00:00",
        "10/03/04",
    ),
    *("2004-03-10T18:00:00Z", "2004-03-10 18:00:00+01:00", "10MAR2004", "Mar-04", "Mar 2004"),
    *("2004/03/10 10:00:01 AM GMT+1", "2004-03-10 10:00:01 +0000 UTC", "07:05:09 AM", "2004-W11-3"),
    *("3 de febrero de 2004", "3 febbraio 2004"),
    *("10/3/2004 6:00 PM", "March 10th, 2004", "20040310T1800", "10 марта 2004", "1. Dez. 2005"),
]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_a_moment(text: str) -> None:
    assert are_moments(pd.Series([text]))


@pytest.mark.parametrize("text", ["18.30", "may", "10-20", "Maria 12", "3.5", "2004", "10 mm", ""])
def test_what_is_none(text: str) -> None:
    assert not are_moments(pd.Series([text]))


def test_one_odd_cell_in_fifty_is_let_pass() -> None:
    assert are_moments(pd.Series(["10-Mar-2004"] * 49 + ["unknown"]))
    assert not are_moments(pd.Series(["10-Mar-2004"] * 9 + ["unknown"]))


def test_whole_numbers_need_many_different_ones_or_a_name() -> None:
    assert whole_moments((), pd.Series([20040310, 20040311])) == ""
    assert whole_moments(("date",), pd.Series([20040310, 20040311])) == "YYYYMMDD"


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (1, "seconds since 1970"),
        (10**3, "milliseconds since 1970"),
        (10**6, "microseconds since 1970"),
        (10**9, "nanoseconds since 1970"),
    ],
)
def test_moments_are_counted_since_1970_in_the_unit_of_their_size(each, said):
    values = pd.Series((1_700_000_000 + 3600 * np.arange(40)) * each)
    assert whole_moments(("timestamp",), values) == said
    assert whole_moments(("price",), values) != said
