"""Large tables are written to the cells that pandas writes, and read back to the same numbers."""

import io

import numpy as np
import pandas as pd
import pytest

from gmm_core.errors import DataError
from gmm_core.exporting import csv_lines, tables
from gmm_core.exporting.tables import csv_bytes
from gmm_core.reading import read_csv


@pytest.fixture(autouse=True)
def _every_table_is_large(monkeypatch):
    monkeypatch.setattr(tables, "LARGE", 0)
    monkeypatch.setattr(csv_lines, "_ROWS", 3)


TABLE = pd.DataFrame(
    {
        "x": [0.1, 1e-5, 1.0, -0.0, 1e22, np.inf, np.nan],
        "n": [1, -2, 3, 4, 5, 6, 2**62],
        "cluster": pd.array([1, None, 3, 4, 5, 6, 7], dtype="Int64"),
        "outlier": pd.array([True, None, False, True, True, True, True], dtype="boolean"),
        "left out": [True, False] * 3 + [True],
        "name": ["a", None, 'say "b"', "c,d", "e\r\nf", "=1+1", "한글"],
        "mixed": [1, "two", 3.5, True, None, " g ", ""],
    }
)


def test_cells_are_those_of_pandas() -> None:
    assert csv_lines.lines(TABLE) is not None
    seen, expected = (
        pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
        for content in (
            csv_bytes(TABLE),
            TABLE.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig"),
        )
    )
    assert seen["name"][5] == "'=1+1"
    seen.loc[5, "name"] = "=1+1"
    assert seen.loc[1, "x"] == "0.00001"
    seen.loc[1, "x"] = "1e-05"
    pd.testing.assert_frame_equal(seen, expected)


def test_numbers_come_back_bit_by_bit() -> None:
    x = np.random.default_rng(0).normal(size=(500, 3)) * 10.0 ** np.arange(-300, 300, 200)
    back = read_csv(csv_bytes(pd.DataFrame(x, columns=list("abc")))).frame
    assert np.array_equal(back.to_numpy(), x)


def test_what_only_pandas_writes_is_left_to_it() -> None:
    days = pd.DataFrame({"x": [1.5], "day": pd.to_datetime(["2020-01-01"])})
    assert csv_lines.lines(days) is None
    assert csv_lines.lines(TABLE[["x"]]) is None
    assert csv_bytes(days).decode("utf-8-sig") == "x,day\r\n1.5,2020-01-01\r\n"


def test_a_table_without_rows_is_its_header() -> None:
    assert csv_bytes(TABLE.head(0)[["x", "n"]]) == b"\xef\xbb\xbfx,n\r\n"


def test_pieces_are_written_as_the_whole_is() -> None:
    pieces = (TABLE.iloc[first : first + 5] for first in (0, 5))
    assert csv_bytes(pieces) == csv_bytes(TABLE)
    with pytest.raises(DataError, match="no piece of a table"):
        csv_bytes([])
