"""What is too large is refused in a sentence, and what is just small enough is not."""

import shlex

import pytest

from gmm_core import DataError
from gmm_core.commands.command_line import parser
from gmm_core.reading.limits import MAX_BYTES, MAX_CELLS, check_bytes, check_cells


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
    check_cells(MAX_CELLS, 1, "birds.csv")
    with pytest.raises(DataError, match=r"birds\.csv"):
        check_cells(MAX_CELLS + 1, 1, "birds.csv")
