"""Every hostile file through the page: a right table in the assistant, or the one sentence."""

import pytest
from hostile_files import FILES, Expected, path
from lab import UPLOAD, Lab

from dashboard.look.messages import plain
from dashboard.source.assistant import SEEN_COLUMNS

FIRST = "The first rows"
NO_NUMBERS = "has no column of numbers"
SENTENCES = {name: each for name, each in FILES.items() if not each.is_table}
TABLES = {name: each for name, each in FILES.items() if each.is_table}


def looked_at(name: str, page: str = "step") -> Lab:
    lab = Lab(page, data=UPLOAD)
    lab.upload(path(name).read_bytes(), name, use=False)
    return lab


def assert_table(lab: Lab, name: str, wanted: Expected) -> None:
    """The table that is meant is shown, and may be used where it holds a number."""
    columns = f"{wanted.n_columns:,} column{'s' * (wanted.n_columns != 1)}"
    rows = f"{wanted.n_rows:,} row{'s' * (wanted.n_rows != 1)}"
    assert plain(f"{rows} × {columns}: {wanted.summary}.") in lab.sentences, name
    shown = lab.table(FIRST)
    seen = [column for column in wanted.columns if column in shown.columns]
    assert len(seen) == len(wanted.columns) or shown.shape[1] == SEEN_COLUMNS, name
    if "number" in wanted.kinds:
        assert lab.errors == [], name
        assert lab.can_use, name
    else:
        (error,) = lab.errors
        assert NO_NUMBERS in error, name
        assert not lab.can_use, name


def test_each_file_that_is_a_table_is_shown_as_it_is_understood() -> None:
    lab = Lab(data=UPLOAD)
    for name, wanted in TABLES.items():
        lab.upload(path(name).read_bytes(), name, use=False)
        assert_table(lab, name, wanted)


def test_each_file_that_is_none_gets_its_sentence() -> None:
    lab = Lab(data=UPLOAD)
    for name, wanted in SENTENCES.items():
        lab.upload(path(name).read_bytes(), name, use=False)
        assert lab.errors == [plain(wanted.sentence)], name
        assert (lab.figures, lab.held, lab.can_use) == ({}, b"", False), name


@pytest.mark.parametrize("page", ["explore", "take_away", "new_rows"])
def test_a_hostile_table_that_is_used_shows_its_names_as_text(page: str) -> None:
    lab = looked_at("html_and_script.csv", page)
    lab.press("use_table")
    shown = " ".join([*lab.sentences, *lab.errors, *lab.hints])
    assert "<script>" not in shown
    assert len(lab.errors) <= 1
