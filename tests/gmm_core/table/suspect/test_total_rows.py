"""Totals are known by name or by their numbers, and observations are not taken for them."""

import numpy as np
import pandas as pd
import pytest

from gmm_core import datasets
from gmm_core.table.columns import describe
from gmm_core.table.suspect.total_rows import total_rows

RNG = np.random.default_rng(0)
SHOPS = pd.DataFrame(
    {
        "shop": [f"n{i}" for i in range(12)],
        "sales": RNG.integers(10, 900, 12),
        "cost": (100 * RNG.random(12)).round(2),
        "year": 2000 + RNG.integers(0, 5, 12),
    }
)


def totals(frame: pd.DataFrame) -> tuple[int, ...]:
    return total_rows(frame, describe(frame))


def summed(frame: pd.DataFrame, rows: slice, name: str, place: int | None = None) -> pd.DataFrame:
    place = len(frame) if place is None else place
    frame = frame.astype({"year": float})
    row = {**frame.iloc[rows].sum(numeric_only=True).to_dict(), "shop": name, "year": np.nan}
    parts = [frame.iloc[:place], pd.DataFrame([row]), frame.iloc[place:]]
    return pd.concat(parts, ignore_index=True)


ALL = slice(None)


@pytest.mark.parametrize("name", ["Total", "World", "Insgesamt", "합계", "GRAND TOTAL:"])
def test_the_sum_of_all_under_any_name(name: str) -> None:
    assert totals(summed(SHOPS, ALL, name)) == (12,)
    assert totals(summed(SHOPS, ALL, name, 0)) == (0,)


def test_subtotals_below_and_above_their_rows() -> None:
    frame = summed(SHOPS, slice(0, 6), "North total", 6)
    assert totals(summed(frame, slice(7, 13), "x")) == (6, 13)
    assert totals(summed(SHOPS, slice(6, 12), "EU", 6)) == (6,)


def test_a_name_alone_is_enough() -> None:
    frame = SHOPS.assign(shop=[*SHOPS["shop"][:11], "Average"])
    assert totals(frame) == (11,)
    assert totals(SHOPS.assign(shop=["Total Flakes", *SHOPS["shop"][1:]])) == ()


@pytest.mark.parametrize(
    ("names", "sales", "found"),
    [
        (None, [8, 27, 10, 31, 12, 88], (5,)),  # far above all others
        (None, [88, 8, 27, 10, 31, 12], (0,)),
        (None, [8, 27, 60, 12, 107], ()),  # it may be one that is large
        (["a", "b", "c", "d", None], [8, 27, 60, 12, 107], (4,)),  # it alone has no name
        (["a", None, "c", "d", None], [8, 27, 60, 12, 107], ()),
        (["a", "b", "c", "d", "e"], [1, 1, 2, 1, 5], ()),  # chance gives that
    ],
)
def test_a_sum_of_few_digits_without_a_telling_name(names, sales, found) -> None:
    columns = {"sales": sales} if names is None else {"shop": names, "sales": sales}
    assert totals(pd.DataFrame(columns)) == found


@pytest.mark.parametrize(
    "word",
    [
        "Summe", "Total général", "Razem", "Celkem", "Összesen", "Yhteensä", "I alt", "Итого",
        "Разом", "Σύνολο", "Toplam", "المجموع", "합계", "合計", "Tổng cộng", "Jumlah", "कुल",
        "Total geral", "Gesamtergebnis", "Moyenne", "Średnia", "Medelvärde", "Среднее", "平均值",
    ],
)  # fmt: skip
def test_a_word_for_a_total_or_a_mean_is_enough_in_many_languages(word) -> None:
    assert totals(SHOPS.assign(shop=[*SHOPS["shop"][:11], word])) == (11,)


def test_summaries_beside_an_average_are_no_observations() -> None:
    names = [*SHOPS["shop"][:8], "Mean", "SD", "Min", "Max"]
    assert totals(SHOPS.assign(shop=names)) == (8, 9, 10, 11)
    assert totals(SHOPS.assign(shop=[*SHOPS["shop"][:11], "Max"])) == ()


def test_sums_that_were_rounded() -> None:
    frame = SHOPS.assign(cost=SHOPS["cost"].round())
    frame = summed(frame, ALL, "x")
    frame.loc[12, "cost"] += 2
    assert totals(frame) == (12,)


def test_observations_are_no_totals() -> None:
    for name in datasets.names():
        assert totals(datasets.load(name).frame) == ()
    for n in (5, 20, 100):
        draw = RNG.integers(0, 50, (n, 3))
        assert (
            totals(pd.DataFrame(draw, columns=list("abc")).assign(r=[f"r{i}" for i in draw])) == ()
        )
    assert totals(pd.DataFrame({"x": [1.0, 2.0, 3.0]})) == ()


@pytest.mark.parametrize(
    "names",
    [
        ["Min", "Max"],
        ["Median"],
        ["Detection limit"],
        ["Points Possible"],
        ["mean", "std", "min", "25%", "50%", "75%", "max"][-4:],
        ["__no_feature", "__ambiguous"],
        ["N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous"],
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_summaries_at_one_end_are_no_observations(names: list[str], first: bool) -> None:
    more = pd.DataFrame({"shop": names, "sales": 7, "cost": 0.5, "year": 2001})
    frame = pd.concat([more, SHOPS] if first else [SHOPS, more], ignore_index=True)
    begin = 0 if first else len(SHOPS)
    assert totals(frame) == tuple(range(begin, begin + len(names)))


@pytest.mark.parametrize("name", ["Max", "Se", "p3", "25"])
def test_one_name_at_an_end_that_somebody_may_have_is_no_summary(name: str) -> None:
    assert totals(SHOPS.assign(shop=[name, *SHOPS["shop"][1:]])) == ()


def test_summaries_that_come_back_among_rows_are_observations() -> None:
    names = ["median", *SHOPS["shop"][1:6], "median", *SHOPS["shop"][7:]]
    assert totals(SHOPS.assign(shop=names)) == ()


def test_a_mean_that_is_called_so_by_more_words_is_found() -> None:
    row = {"shop": "League Average", **SHOPS[["sales", "cost"]].mean().round(2), "year": 2002}
    assert totals(pd.concat([SHOPS, pd.DataFrame([row])], ignore_index=True)) == (12,)
    row["cost"], row["sales"] = 1.5, 3.5
    assert totals(pd.concat([SHOPS, pd.DataFrame([row])], ignore_index=True)) == ()


def test_a_name_is_looked_for_where_else_are_numbers_dates_or_nothing() -> None:
    last = pd.DataFrame({"shop": ["Total"], "sales": [1.5], "cost": [3.5], "year": [2001]})
    for names in (map(str, range(1, 13)), [f"2021-{i:02d}-01" for i in range(1, 13)], [None] * 12):
        body = SHOPS.assign(shop=list(names))
        assert totals(pd.concat([body, last], ignore_index=True)) == (12,)
