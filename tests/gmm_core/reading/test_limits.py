"""What is too large is refused in a sentence, and what is just small enough is not."""

import shlex
from unittest.mock import patch

import pyarrow as pa
import pytest
from hostile_makers import ods, xlsx
from pyarrow import parquet

from gmm_core import DataError
from gmm_core.commands.command_line import parser
from gmm_core.reading import Choices, limits, read_table
from gmm_core.reading.limits import MAX_BYTES, MAX_CELLS, MAX_ROWS, check_bytes, check_cells
from gmm_core.reading.text import shape


def test_as_many_bytes_as_allowed():
    check_bytes(MAX_BYTES, "birds.csv")
    with pytest.raises(DataError, match=r"birds\.csv"):
        check_bytes(MAX_BYTES + 1, "birds.csv")


def test_a_file_above_the_limit_is_named_with_the_command_that_takes_it():
    with pytest.raises(DataError) as refused:
        check_bytes(MAX_BYTES + 1, "all my birds.parquet")
    command = str(refused.value).partition("where it lies: ")[2].removesuffix(".")
    words = shlex.split(command)
    assert words[:5] == ["python", "-m", "gmm_core", "fit", "all my birds.parquet"]
    assert parser().parse_args(words[3:]).components == 3
    with pytest.raises(DataError, match=r"a file of their own\.$"):
        check_bytes(MAX_BYTES + 1, "birds.xlsx")


def test_as_many_cells_as_allowed():
    check_cells(MAX_CELLS // 2, 2, "birds.csv")
    with pytest.raises(DataError, match=r"birds\.csv"):
        check_cells(MAX_CELLS // 4 + 1, 4, "birds.csv")


def test_as_many_rows_as_allowed():
    check_cells(MAX_ROWS, 1, "birds.csv")
    with pytest.raises(DataError, match=r"25,000,001 rows, and at most 25,000,000 .* -m gmm_core"):
        check_cells(MAX_ROWS + 1, 1, "birds.csv")


def test_rows_of_parquet_are_counted_before_they_are_read() -> None:
    written = pa.BufferOutputStream()
    parquet.write_table(pa.table({"x": pa.nulls(MAX_ROWS + 1)}), written)
    with pytest.raises(DataError, match="25,000,001 rows"):
        read_table(written.getvalue().to_pybytes(), "a.parquet")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_blank_lines_are_lines(codec: str) -> None:
    text = f"x,y\n1.5,2\n{chr(10) * 6}2.5,3\n".encode(codec)
    with (
        patch.object(limits, "MAX_ROWS", 7),
        pytest.raises(DataError, match=r"a\.csv has 9 lines, and at most 7 rows can be read"),
    ):
        read_table(text, "a.csv")
    with patch.object(limits, "MAX_ROWS", 8):
        assert len(read_table(text, "a.csv").frame) == 2


def test_quoted_rows_are_counted_on_the_way() -> None:
    with (
        patch.object(shape, "MAX_ROWS", 3),
        pytest.raises(DataError, match=r"a\.csv has more than 3 lines, and no more"),
    ):
        read_table(b'x\n"1"\n"2"\n"3"\n"4"\n', "a.csv")


LONG = "n" * 300_000
BODY = "1.5,2,3,4,5\n2.5,4,6,7,9\n" * 5
SHEET = [["x", "y"], [1.5, 2.5], [2.5, 4.5]]
LONG_NAMES = {
    "long.csv": f"{','.join(c + 'n' * 100_000 for c in 'abcde')}\n{BODY}".encode(),
    "columns.xlsx": xlsx({"Birds": [[f"{i}{'n' * 30_000}" for i in range(20)], [1.5] * 20]}),
    "sheets.xlsx": xlsx({LONG: SHEET, f"b{LONG}": SHEET}),
}


@pytest.mark.parametrize("name", LONG_NAMES)
def test_names_have_a_limit_in_all(name: str) -> None:
    with pytest.raises(DataError, match=r"The names of the (columns|sheets) .* at most 400,000"):
        read_table(LONG_NAMES[name], name)


def test_names_of_parquet_have_a_limit_in_all() -> None:
    table = pa.table([pa.array([1.5, 2.5])] * 2, [f"a{LONG}", f"b{LONG}"])
    written = pa.BufferOutputStream()
    parquet.write_table(table, written)
    with pytest.raises(DataError, match="The names of the columns"):
        read_table(written.getvalue().to_pybytes(), "a.parquet")


def test_names_of_a_table_that_was_turned_have_the_limit_too() -> None:
    text = "k,a,b\n" + "".join(f"{i}{'n' * 30_000},{i}.5,{i}.25\n" for i in range(20))
    with pytest.raises(DataError, match="The names of the columns"):
        read_table(text.encode(), "a.csv", Choices(turned=True))


def test_a_sheet_of_too_many_columns_is_refused_before_it_is_laid_out() -> None:
    with pytest.raises(DataError, match="2,001 columns, and at most 2,000"):
        read_table(ods({"Birds": [["a"] * 2001, [1.5] * 2001]}), "wide.ods")
