"""Small tables in the form of public files that were read wrongly: each ends as it should."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest
from lab import UPLOAD, Lab, read

from gmm_core.reading import Choices, Reading, read_table
from gmm_core.selection import propose
from gmm_core.table import columns, complete_rows, findings
from gmm_core.wording import listed

AS_FOUND = Choices()
FILES = {
    path.name.partition("_")[0]: path
    for path in (Path(__file__).parents[1] / "uploads" / "cases").iterdir()
}


@dataclass(frozen=True)
class Right:
    """What is right: rows, features, target, what is said of lines, and what is offered."""

    n_rows: int
    features: Sequence[str]
    target: str | None = None
    remarks: Sequence[str] = ()
    offer: str | None = None
    names: Sequence[str] = ()
    encoding: str = "UTF-8"
    units: dict[str, str] = field(default_factory=dict)


UNITS = {"time": "s", "temp": "degC", "pressure": "kPa"}
RIGHT = {
    "01": Right(60, ["co", "no2"], offer="missing"),
    "02": Right(60, ["age", "stress", "score"], offer="missing"),
    "03": Right(12, ["length", "width"], remarks=["above"]),
    "04": Right(12, ["length", "width"], remarks=["above"]),
    "06": Right(20, ["FG", "TG"], remarks=["above"], names=["STN", "YYYYMMDD", "FG", "TG"]),
    "07": Right(12, ["sales", "cost"], remarks=["below"]),
    "08": Right(12, ["mass", "width"], remarks=["row names"]),
    "09": Right(199, ["x", "y"], remarks=["odd"]),
    "11": Right(
        20,
        ["消费金额", "年龄"],
        "类型",
        names=["客户", "消费金额", "年龄", "类型"],
        encoding="GB18030 (Chinese)",
    ),
    "13": Right(
        20,
        ["Доход", "Возраст"],
        names=["Регион", "Доход", "Возраст"],
        encoding="Windows-1251 (Cyrillic)",
    ),
    "15": Right(20, ["購入金額", "年齢"], encoding="Shift-JIS (Japanese)"),
    "16": Right(20, ["temp", "pressure"], remarks=["units"], units=UNITS),
    "18": Right(20, ["sales", "share"]),
    "19": Right(60, ["Price", "Units"], "Region"),
    "20": Right(40, ["mass", "width"]),
    "22": Right(17, ["north", "south", "east", "west"]),
    "23": Right(60, [f"drug {i}" for i in range(6)]),
    "24": Right(41, ["sales", "cost"], offer="rows"),
    "26": Right(80, ["age"], offer="add"),
    "28": Right(12, ["length", "width"]),
    "29": Right(3, [f"obs{i}" for i in range(10)], offer="turn"),
    "30": Right(60, ["games", "points"], "pos"),
    "32": Right(20, ["mass", "width"]),
    "33": Right(60, ["temp"]),
    "35": Right(24, ["mean max temp"], remarks=["above", "joined"]),
}


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
    right = RIGHT[number]
    reading, features = understood(number)
    described = columns.describe(reading.frame)
    assert len(reading.frame) == right.n_rows
    assert list(features) == list(right.features)
    assert next(iter(columns.proposed_targets(reading.frame, described)), None) == right.target
    assert [remark.kind for remark in reading.remarks] == list(right.remarks)
    assert not right.names or list(reading.frame) == list(right.names)
    assert reading.encoding == right.encoding
    assert dict(reading.units) == right.units
    assert right.offer is None or right.offer in [each.offer for each in offers(number)]


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
    assert list(found.columns) == [f"Q{i}" for i in range(1, 7)]
    assert "rough model" in found.sentence


@pytest.mark.parametrize(
    ("number", "column", "kind"),
    [("06", "YYYYMMDD", "date"), ("06", "STN", "constant"), ("33", "date", "date")],
)
def test_what_is_no_feature_has_its_kind(number, column, kind):
    described = columns.describe(understood(number)[0].frame)
    assert next(each.kind for each in described if each.name == column) == kind


OFFERS = {"missing": "Take as missing", "rows": "Leave out", "add": "Fit them", "turn": "Turn the"}


@pytest.mark.usefixtures("untried")
def test_every_file_ends_so_on_the_page_too() -> None:
    lab = Lab("explore", data=UPLOAD)
    for number, right in RIGHT.items():
        lab.upload(FILES[number].read_bytes(), FILES[number].name, use=False)
        assert (lab.errors, lab.can_use) == ([], True), number
        said = read(" ".join(lab.sentences))
        assert f"Fitted at first: {listed(right.features, 10, last=', ')}" in said, number
        compared = f"Clusters are compared with {right.target}."
        assert (compared in said) == (right.target is not None), number
        columns_there = len(understood(number)[0].frame.columns)
        rows = f"{right.n_rows} rows × {columns_there} column"
        assert rows in said, number
        labels = [button.label for button in lab.app.button]
        if right.offer is not None:
            assert any(label.startswith(OFFERS[right.offer]) for label in labels), number
