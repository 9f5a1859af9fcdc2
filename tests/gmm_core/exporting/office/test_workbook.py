"""A workbook is read back to the same table, and runs nothing."""

import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from gmm_core.errors import DataError
from gmm_core.exporting.office.workbook import LONGEST_TEXT, excess_of_workbook, xlsx_bytes

FORMULAS = ["=1+1", "@SUM(A1)", "http://example.org", "007"]


def read(content: bytes) -> pd.DataFrame:
    return pd.read_excel(io.BytesIO(content), engine="calamine")


def test_it_is_read_back_to_the_same_values():
    table = pd.DataFrame(
        {
            "x": [0.1, 1 / 3, np.nan, -1e300],
            "n": [1, 2, 3, 4],
            "text": FORMULAS,
            "there": [True, False, True, False],
            "day": pd.to_datetime(["2024-02-29", "1999-12-31", None, "2020-01-01"]),
            "name": pd.array(["가", None, "b", "c"], dtype="string"),
        }
    )
    found = read(xlsx_bytes(table))
    np.testing.assert_array_equal(found["x"], table["x"])
    assert found["n"].tolist() == [1, 2, 3, 4]
    assert found["there"].tolist() == table["there"].tolist()
    assert found["day"].tolist()[:2] == table["day"].tolist()[:2]
    assert found["name"].isna().tolist() == [False, True, False, False]
    assert found["text"].tolist() == FORMULAS


def test_no_cell_is_a_formula_or_a_link():
    content = xlsx_bytes(pd.DataFrame({"=HYPERLINK(1)": FORMULAS}))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet.lower()
        assert not any("rels" in name and "sheet" in name for name in parts.namelist())


def test_what_excel_has_not_is_written_as_it_can_be():
    table = pd.DataFrame(
        {
            "large": [2**60, np.iinfo(np.int64).max],
            "old": pd.to_datetime(["1850-01-01", "2000-01-01"]),
            "long": ["x" * 40_000, "y"],
            "infinite": [np.inf, 1.0],
            "zone": pd.to_datetime(["2020-01-01", "2020-01-02"]).tz_localize("Asia/Seoul"),
        }
    )
    found = read(xlsx_bytes(table))
    assert found["large"].astype(str).tolist() == [str(2**60), str(np.iinfo(np.int64).max)]
    assert str(found["old"][0]) == "1850-01-01 00:00:00"
    assert len(found["long"][0]) == LONGEST_TEXT
    assert np.isnan(found["infinite"][0])
    assert found["zone"][1] == pd.Timestamp("2020-01-02")


@pytest.mark.parametrize("shape", [(1_048_576, 1), (1, 16_385), (1_000_000, 5)])
def test_what_is_too_large_is_said(shape):
    assert excess_of_workbook(*shape).endswith("Take the table as CSV or Parquet.")


def test_what_is_too_large_is_refused():
    with pytest.raises(DataError, match="is not written of 1 rows and 16,385 columns"):
        xlsx_bytes(pd.DataFrame(np.zeros((1, 16_385))))


def test_an_empty_table_and_equal_names():
    table = pd.DataFrame([[1, 2]], columns=["x", "x"])
    assert read(xlsx_bytes(table)).iloc[0].tolist() == [1, 2]
    assert read(xlsx_bytes(table.head(0))).empty


def test_what_no_file_can_hold_is_replaced_and_lists_are_text():
    table = pd.DataFrame({"x": pd.Series(["a\ud800", np.array([1, 2])], dtype=object)})
    assert read(xlsx_bytes(table))["x"].tolist() == ["a\ufffd", "[1 2]"]


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "it's'"])
def test_a_sheet_that_cannot_be_called_so_is_refused(name):
    with pytest.raises(DataError, match="A sheet is not called"):
        xlsx_bytes(pd.DataFrame({"x": [1]}), name)
