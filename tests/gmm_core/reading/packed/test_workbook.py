"""Sheets of workbooks as people lay them out, and the limits within which they are unpacked."""

import subprocess
import sys
import threading
import time
from datetime import date
from io import BytesIO
from unittest.mock import patch

import numpy as np
import pytest
from hostile_makers import Cell, beyond_floats, ods, xlsx
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from gmm_core.errors import DataError
from gmm_core.reading import limits, read_table
from gmm_core.reading.choices import Choices
from gmm_core.reading.packed import confined, unpacking, workbook
from gmm_core.reading.packed.unpacking import Refusal, sheet_table
from gmm_core.reading.table import Reading
from gmm_core.reading.text import shape

Rows = list[list[Cell]]
BIRDS: Rows = [["x", "y"], [1.5, 2.0], [2.5, 3.0]]


def read(rows: Rows, **chosen) -> Reading:
    return read_table(xlsx({"Birds": rows}), "birds.xlsx", Choices(**chosen))


def unpack_at_once(content: bytes, what: str, name: str, sheet: str | None) -> confined.Unpacked:
    """Do in this process what takes the greater part of a second to start in its own."""
    try:
        return confined.as_unpacked(sheet_table(content, sheet))
    except Refusal as refusal:
        raise confined.refused(refusal.said, what, name) from refusal


at_once = patch.object(workbook, "unpack", unpack_at_once)


def error(content: bytes, **chosen) -> str:
    with pytest.raises(DataError) as caught:
        read_table(content, "birds.xlsx", Choices(**chosen))
    return str(caught.value)


# Sheets


def test_the_first_sheet_with_cells_is_read_unless_another_is_chosen() -> None:
    book = xlsx({"Notes": [], "Birds": BIRDS, "<b>새</b>": [["z"], [1.0]]})
    found = read_table(book)
    assert (found.sheet, found.sheets) == ("Birds", ("Notes", "Birds", "<b>새</b>"))
    chosen = read_table(book, choices=Choices(sheet="<b>새</b>"))
    assert (chosen.sheet, chosen.frame["z"].tolist()) == ("<b>새</b>", [1])
    assert error(book, sheet="Fish") == (
        "birds.xlsx has no sheet of the chosen name. "
        'Choose one of "Notes", "Birds" and "<b>새</b>".'
    )
    assert error(book, sheet="Notes").startswith("birds.xlsx has no cell with anything in it.")


# Headers and what stands above them


@at_once
@pytest.mark.parametrize(
    ("rows", "names", "above"),
    [
        (BIRDS, ["x", "y"], 0),
        ([["Birds of 2024"], *BIRDS], ["x", "y"], 1),
        ([["Birds"], [], ["by", "wing"], *BIRDS], ["by", "wing"], 1),  # as full as the header
        ([["", "size"], *BIRDS], ["x", "y"], 1),
        ([["Birds"], ["country", 1990.0, 1991.0], ["Korea", 1.0, 2.0]],
         ["country", "1990", "1991"], 1),
        ([[1.5, 2.0], [2.5, 3.0]], ["column 1", "column 2"], 0),
        ([["Birds"], [1.5, 2.0], [2.5, 3.0]], ["column 1", "column 2"], 1),
        ([["kind", "sex"], ["a", "m"], ["b", "f"]], ["kind", "sex"], 0),
        ([["x", "x", ""], [1.0, 2.0, 3.0]], ["x", "x_2", "column 3"], 0),
        ([["x"], [1.0], [2.0]], ["x"], 0),
    ],
)  # fmt: skip
def test_the_header_is_found(rows: Rows, names: list[str], above: int) -> None:
    reading = read(rows)
    assert list(reading.frame) == names
    assert reading.rows_above == above


@at_once
def test_the_header_is_there_or_not_as_chosen() -> None:
    reading = read([["Birds"], *BIRDS], header=False)
    assert reading.frame.to_dict("list") == {
        "column 1": ["x", "1.5", "2.5"],
        "column 2": ["y", "2", "3"],
    }
    assert list(read([[1.0, 2.0], [3.0, 4.0]], header=True).frame) == ["1", "2"]


@at_once
def test_empty_rows_and_edges_are_left_out() -> None:
    rows: Rows = [[], ["", "", "x", "", "y"], [], ["", "", 1.5, "", 2.0], ["", "", 2.5, " ", 3.0]]
    frame = read(rows).frame
    assert list(frame) == ["x", "column 2", "y"]
    assert frame["x"].tolist() == [1.5, 2.5]
    assert frame["column 2"].isna().all()


# Cells


@at_once
def test_numbers_and_text_in_one_column_are_text_as_people_read_it() -> None:
    assert read([["x"], [7.0], ["B12"], [1.5], [True]]).frame["x"].tolist() == [
        *("7", "B12", "1.5", "True"),
    ]


@at_once
def test_dates_among_numbers_are_text_and_dates_alone_are_dates() -> None:
    frame = read([["x", "day"], [1.0, date(2024, 2, 29)], [date(2024, 1, 31), None]]).frame
    assert frame["x"].tolist() == ["1", "2024-01-31"]
    assert str(frame["day"][0]) == "2024-02-29 00:00:00"
    assert frame["day"].isna().tolist() == [False, True]


@at_once
def test_codes_that_begin_with_a_nought_are_text_unless_a_person_wants_numbers() -> None:
    rows: Rows = [["town", "x"], ["01067", 1.5], [80331.0, 2.5], [None, 3.5], ["04103", 2.0]]
    reading = read(rows)
    assert reading.frame["town"].tolist()[:2] == ["01067", "80331"]
    (said,) = reading.remarks
    assert (said.kind, said.offer) == ("codes", "Read as numbers")
    assert_array_equal(read(rows, **said.changes).frame["town"], [1067, 80331, np.nan, 4103])


@at_once
def test_numbers_that_are_text_are_numbers_with_the_chosen_mark() -> None:
    rows: Rows = [["x"], ["1,5"], [2.5], ["-"]]
    assert_array_equal(read(rows).frame["x"], [1.5, 2.5, np.nan])
    assert read(rows, decimal=".").frame["x"].tolist() == ["1,5", "2.5", "-"]


@at_once
def test_codes_are_text_where_that_is_chosen() -> None:
    assert read([["x"], [7.0], [12.0]], kinds=(("x", "text"),)).frame["x"].tolist() == ["7", "12"]


@at_once
def test_an_infinite_number_is_one_and_no_warning() -> None:
    frame = read_table(xlsx({"Birds": BIRDS}, more=beyond_floats().replace("3", "4"))).frame
    assert_array_equal(frame["x"], [1.5, 2.5, np.inf])
    assert frame["y"].tolist() == [2, 3, 4]
    assert frame["y"].dtype == np.int64


CELLS = st.none() | st.floats(-1e6, 1e6) | st.booleans() | st.sampled_from(["a", "1,5", "NA", "<"])


@at_once
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=5))
def test_any_sheet_gives_a_table_or_a_sentence(rows: Rows) -> None:
    for content in (xlsx({"Birds": rows}), ods({"Birds": rows})):
        try:
            reading = read_table(content, "birds")
        except DataError:
            continue
        assert len(reading.frame) > 0
        assert reading.frame.columns.is_unique


def test_the_first_sheet_with_numbers_is_taken_and_said() -> None:
    notes: Rows = [["About these birds", None], ["measured in", 2024.0], ["by", "Jo"]]
    found = read_table(xlsx({"Notes": notes, "Birds": BIRDS}))
    assert found.summary == 'Excel, sheet "Birds" of 2 sheets, the first with numbers'
    texts: Rows = [["share"], ["12 %"], ["3 %"]]
    assert read_table(xlsx({"Shares": texts, "Birds": BIRDS})).sheet == "Shares"
    assert read_table(xlsx({"Notes": [["a", "b"], ["c", "d"]], "More": texts[:1]})).sheet == "Notes"


@pytest.mark.parametrize("how", ["hide", "very_hidden"])
def test_a_hidden_sheet_comes_last(how: str) -> None:
    written = BytesIO()
    book = pytest.importorskip("xlsxwriter").Workbook(written)
    for name, rows in (("Lists", [["code", "n"], *([i, i] for i in range(30))]), ("Birds", BIRDS)):
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    getattr(book.worksheets()[0], how)()
    book.worksheets()[1].activate()
    book.close()
    with at_once:
        found = read_table(written.getvalue(), "birds.xlsx")
        assert (found.sheet, found.sheets) == ("Birds", ("Lists", "Birds"))
        chosen = read_table(written.getvalue(), "birds.xlsx", Choices(sheet="Lists"))
        assert list(chosen.frame) == ["code", "n"]


@at_once
def test_a_sheet_with_few_numbers_is_passed_over_for_one_with_many() -> None:
    notes: Rows = [["Sites", 24.0], ["Years", 3.0], ["Variables", 2.0]]
    many: Rows = [["x", "y"], *([i + 0.5, 2.0 * i] for i in range(20))]
    assert read_table(xlsx({"Notes": notes, "Birds": many})).sheet == "Birds"
    assert read_table(xlsx({"Notes": notes, "Birds": many[:5]})).sheet == "Notes"
    shares: Rows = [["share"], *([f"{i} %"] for i in range(20))]
    assert read_table(xlsx({"Shares": shares, "Birds": many})).sheet == "Shares"


# Limits


def test_a_cell_is_no_longer_than_that_of_a_spreadsheet() -> None:
    with at_once:
        assert error(xlsx({"Birds": [["x", "y"], ["a" * 40_000, 1.0]]})) == (
            "birds.xlsx has a cell of 40,000 characters, and at most 32,767 can be read. "
            "Shorten it, or leave its column out of the file."
        )


def test_all_text_together_has_a_limit() -> None:
    with at_once, patch.object(unpacking, "MAX_TEXT", 100):
        assert "more cells than can be held" in error(
            xlsx({"Birds": [["x", "y"], ["a" * 99, "b"]]})
        )


def test_two_files_are_unpacked_at_once_and_others_wait() -> None:
    assert unpacking.MAX_MEMORY <= 2**30
    assert confined._AT_ONCE._initial_value == confined.MAX_AT_ONCE == 2  # pyright: ignore
    running: list[int] = []
    most = 0

    def run(*_: object, **__: object) -> None:
        nonlocal most
        running.append(1)
        most = max(most, len(running))
        until = time.monotonic() + 60.0  # of a busy machine
        while most < 2 and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(0.05)  # in which a third would come
        running.pop()
        raise subprocess.TimeoutExpired("unpacking", 1)

    def unpack() -> None:
        with pytest.raises(DataError):
            confined.unpack(b"", "workbook", "birds.xlsx")

    with patch.object(subprocess, "run", run):
        threads = [threading.Thread(target=unpack) for _ in range(6)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    assert most == 2


def test_the_memory_of_what_unpacks_a_file_is_limited() -> None:
    pytest.importorskip("resource")
    asked = (
        "import runpy, resource, sys, io\n"
        f"unpacking = runpy.run_path({unpacking.__file__!r})\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'PAR1'))\n"
        "unpacking['main']('parquet', '1', '1')\n"
        "print(*resource.getrlimit(resource.RLIMIT_AS), *resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert done.stdout.split() == [str(unpacking.MAX_MEMORY)] * 2 + ["0", "0"]


def test_what_unpacks_a_sheet_starts_without_numpy() -> None:
    program = [sys.executable, "-X", "importtime", "-P", unpacking.__file__, "workbook", "null"]
    done = subprocess.run(program, input=xlsx({"Birds": BIRDS}), capture_output=True, check=True)
    loaded = {line.rpartition(b"|")[2].strip() for line in done.stderr.splitlines()}
    assert {b"pyarrow.lib", b"python_calamine"} <= loaded
    assert b"numpy" not in loaded


def test_a_sheet_that_takes_too_long_says_so() -> None:
    with patch.object(confined, "MAX_SECONDS", 0.001):
        assert error(xlsx({"Birds": BIRDS})) == (
            "birds.xlsx takes longer than 0 seconds to read. "
            "Save the table as CSV (comma-separated values) and upload that."
        )


@pytest.mark.parametrize("content", [b"x,y\n1,2\n", xlsx({"Birds": BIRDS})], ids=["text", "xlsx"])
def test_a_file_beyond_the_limit_says_so(content: bytes) -> None:
    with patch.object(limits, "MAX_BYTES", 5):
        assert error(content).endswith(
            "MB can be read. Save the rows or the columns that matter in a file of their own."
        )


def test_a_table_of_too_many_cells_says_so() -> None:
    with pytest.raises(DataError, match="has 30,000 rows of 2,000 columns, and at most 50,000,000"):
        limits.check_cells(30_000, 2_000, "t.csv")
    with patch.object(shape, "MAX_CELLS", 3):
        assert error(b'x,y\n"1",2\n3,4\n').startswith(
            "birds.xlsx has more than 3 cells, and no more"
        )
    with pytest.raises(DataError, match="has 2,001 columns, and at most 2,000 can be read"):
        limits.check_cells(1, 2_001, "t.csv")
