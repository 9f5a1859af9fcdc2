"""Small tables in the form of public files that were read wrongly: each ends as it should."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lab import UPLOAD, Lab
from right_tables import Right, assert_shown, assert_understood

from gmm_core.reading import Choices, Reading, read_table
from gmm_core.selection import propose
from gmm_core.table import columns, complete_rows, findings

AS_FOUND = Choices()
FILES = {
    path.name.partition("_")[0]: path
    for path in (Path(__file__).parents[1] / "uploads" / "cases").iterdir()
}


UNITS = {"time": "s", "temp": "degC", "pressure": "kPa"}
SIZES = ("length", "width")
SHOPS = ("shop", "sales", "cost")
DRUGS = tuple(f"drug {i}" for i in range(6))
OBSERVED = tuple(f"obs{i}" for i in range(40))
ANSWERS = tuple(f"Q{i}" for i in range(1, 7))
WARMEST = "mean max temp"
RIGHT = {
    "01": Right(60, ["time", "co", "no2"], ["co", "no2"], offer="missing"),
    "02": Right(60, ["age", "stress", "score"], ["age", "stress", "score"], offer="missing"),
    "03": Right(12, SIZES, SIZES, remarks=["above"]),
    "04": Right(12, SIZES, SIZES, remarks=["above"]),
    "06": Right(20, ["STN", "YYYYMMDD", "FG", "TG"], ["FG", "TG"], remarks=["above"]),
    "07": Right(12, SHOPS, ["sales", "cost"], remarks=["below"]),
    "08": Right(12, ["column 1", "mass", "width"], ["mass", "width"], remarks=["row names"]),
    "09": Right(199, ["id", "x", "y"], ["x", "y"], remarks=["odd"]),
    "11": Right(20, ["客户", "消费金额", "年龄", "类型"], ["消费金额", "年龄"], "类型",
                encoding="GB18030 (Chinese)"),
    "13": Right(20, ["Регион", "Доход", "Возраст"], ["Доход", "Возраст"],
                encoding="Windows-1251 (Cyrillic)"),
    "15": Right(20, ["顧客", "購入金額", "年齢"], ["購入金額", "年齢"],
                encoding="Shift-JIS (Japanese)"),
    "16": Right(20, ["time", "temp", "pressure"], ["temp", "pressure"], remarks=["units"],
                units=UNITS),
    "18": Right(20, ["shop", "sales", "share"], ["sales", "share"]),
    "19": Right(60, ["Customer", "Region", "Price", "Units"], ["Price", "Units"], "Region"),
    "20": Right(40, ["column 1", "mass", "width"], ["mass", "width"]),
    "22": Right(17, ["item", "north", "south", "east", "west"], ["north", "south", "east", "west"]),
    "23": Right(60, DRUGS, DRUGS),
    "24": Right(41, SHOPS, ["sales", "cost"], offer="rows"),
    "26": Right(80, [*ANSWERS, "age"], ["age"], offer="add"),
    "28": Right(12, SIZES, SIZES),
    "29": Right(3, ["variable", *OBSERVED], OBSERVED[:10], offer="turn"),
    "30": Right(60, ["name", "pos", "experience", "games", "points"], ["games", "points"], "pos"),
    "32": Right(20, ["name", "mass", "width"], ["mass", "width"]),
    "33": Right(60, ["date", "temp"], ["temp"]),
    "35": Right(24, ["month", WARMEST, f"{WARMEST} quality", f"{WARMEST} homogeneity"], [WARMEST],
                remarks=["above", "joined"]),
}  # fmt: skip


@cache
def understood(number: str, choices: Choices = AS_FOUND) -> tuple[Reading, tuple[str, ...]]:
    """The table of a file, and the features that are proposed for it."""
    reading = read_table(FILES[number].read_bytes(), FILES[number].name, choices)
    return reading, columns.proposed_features(reading.frame)


def offers(number: str):
    reading, features = understood(number)
    described = columns.describe(reading.frame)
    return findings(reading.frame, features, described, reading.decimal)


def proposed(number: str, choices: Choices = AS_FOUND):
    reading, features = understood(number, choices)
    return propose(complete_rows(reading.frame, features).X, names=features)


def test_every_file_is_held_to_what_is_right():
    assert sorted(FILES) == sorted(RIGHT)


@pytest.mark.parametrize("number", RIGHT)
def test_a_file_is_understood_as_a_person_would(number):
    assert_understood(understood(number)[0], RIGHT[number])


@pytest.mark.parametrize("number", ["01", "02", "24", "29"])
def test_what_is_offered_leads_to_the_two_groups_that_are_there(number):
    (found,) = (each for each in offers(number) if each.offer == RIGHT[number].offer)
    choices = Choices()
    if found.offer == "missing":
        choices = replace(choices, missing=found.codes)
    elif found.offer == "rows":
        choices = choices.without_rows(found.rows)
    else:
        choices = replace(choices, turned=True)
    assert understood(number, choices)[0].changes
    assert proposed(number, choices).n_components == 2


def test_seventeen_rows_bear_three_components_at_most():
    assert proposed("22").n_components <= 3


def test_a_block_of_answers_is_offered_whole():
    (found,) = (each for each in offers("26") if each.offer == "add")
    assert list(found.columns) == list(ANSWERS)
    assert "rough model" in found.sentence


@pytest.mark.parametrize(
    ("number", "column", "kind"),
    [("06", "YYYYMMDD", "date"), ("06", "STN", "constant"), ("33", "date", "date")],
)
def test_what_is_no_feature_has_its_kind(number, column, kind):
    described = columns.describe(understood(number)[0].frame)
    assert next(each.kind for each in described if each.name == column) == kind


@pytest.mark.usefixtures("untried")
def test_every_file_ends_so_on_the_page_too() -> None:
    lab = Lab("explore", data=UPLOAD)
    for number, right in RIGHT.items():
        lab.upload(FILES[number].read_bytes(), FILES[number].name, use=False)
        assert_shown(lab, right)
