"""What a person downloads is the table, and no spreadsheet program runs any of it."""

import csv
import io
import re
from fractions import Fraction
from unicodedata import category

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from gmm_core.exporting.tables import csv_bytes, defused, parquet_bytes
from gmm_core.reading.text.read_csv import read_csv

FORMULAS = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\ttext", "\nx", "-1,5;2"),
    *(" =1+1", "\u00a0=1", "\u3000=1", "\u200b=1", "\ufeff=1", '"=1"', "'=1", "“=1", "＇=1"),
    *("\x00=1", "\x08=1", "\u202e=1", "\u2061=1", "\u180e=1", "\u00ad\U000e0020 @A", "\x7f-5"),
    *(
        "＝1+1",
        "＋1",
        "－1+1",
        "＠A",
        "  \"' =1",
        "=",
        "-",
        "+82-10-1234",
        "-x",
        "=cmd|' /C calc'!A0",
    ),
]
CUT = [
    ("foo;=cmd|' /C calc'!A0", "foo;'=cmd|' /C calc'!A0"),
    ("foo\t=1+1", "foo\t'=1+1"),
    ("a, -b", "a,' -b"),
    ('a|"\x00=1', "a|'\"\x00=1"),
    ("a\n-b\r\n+c", "a\n'-b\r\n'+c"),
    ("=a;=b", "'=a;'=b"),
    ("\t=1", "'\t'=1"),
    ("\r=1", "'\r'=1"),
    (";;=1,", ";;'=1,"),
]
HARMLESS = ["", "a=1", "1-2", "5", "-5", "+5", " -5.25 ", "-1,5", "+3e-7", "−5", "x@y.org", "#N/A"]
HARMLESS += ["a;b=c", "a, b-c", "a|5", "1;2", "\x00a", "; ", "a,"]


# What a person's own number may be followed by where a program cuts at another separator.
NUMBER = re.compile(r"[+-][0-9.,]+([eE][+-]?[0-9]+)?\s*([,;|\t\r\n]|$)")


def read(content, separator=","):
    lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.reader(lines, delimiter=separator))


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_gets_an_apostrophe(text):
    safe = defused(pd.DataFrame({"a": [text, "b"]}))
    assert safe.table["a"].tolist() == [f"'{text}", "b"]
    assert (safe.cells, safe.columns, safe.headers) == (1, ("a",), ())


@pytest.mark.parametrize(("text", "safe"), CUT)
def test_what_begins_where_a_program_may_cut_gets_an_apostrophe_too(text, safe):
    found = defused(pd.DataFrame({text: [text, "b"]}))
    assert found.table[safe].tolist() == [safe, "b"]
    assert (found.cells, found.columns, found.headers) == (1, (text,), (text,))


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_is_left_alone(text):
    table = pd.DataFrame({"a": [text, "b"]})
    safe = defused(table)
    assert safe.table["a"].tolist() == [text, "b"]
    assert safe.cells == 0
    assert safe.sentence == ""


def test_numbers_stay_numbers():
    table = pd.DataFrame({"x": [-5.5, np.nan], "n": [-1, 2], "any": [-5, "=a"], "b": [True, False]})
    safe = defused(table).table
    assert safe["x"].dtype == np.float64
    assert safe["n"].dtype == np.int64
    assert safe["any"].tolist() == [-5, "'=a"]
    assert read(csv_bytes(table))[1:] == [["-5.5", "-1", "-5", "True"], ["", "2", "'=a", "False"]]


def test_column_names_are_defused_and_said():
    safe = defused(pd.DataFrame({"=a": ["+x", "-y"], "b": [1, 2]}))
    assert safe.table.columns.tolist() == ["'=a", "b"]
    assert safe.headers == ("=a",)
    assert safe.sentence == (
        "2 cells and 1 column name got an apostrophe, since spreadsheet programs would take "
        "the text for a formula."
    )


def test_columns_of_the_same_name_and_categories_are_defused():
    table = pd.concat(
        [pd.Series(["=a", "b"], name="x"), pd.Series(["c", "@d"], name="x", dtype="category")],
        axis=1,
    )
    assert read(csv_bytes(table)) == [["x", "x"], ["'=a", "c"], ["b", "'@d"]]
    assert table.iloc[0, 0] == "=a"


def test_a_lone_carriage_return_begins_no_row():
    content = csv_bytes(pd.DataFrame({"a": ["b\rc"], "c": ["x"]}))
    assert content.decode("utf-8-sig") == 'a,c\r\n"b\rc",x\r\n'


def test_an_index_of_any_kind_is_kept_in_place():
    table = pd.DataFrame({"a": ["x", "=y"]}, index=[7, 3])
    safe = defused(table).table
    assert safe.index.tolist() == [7, 3]
    assert safe.loc[3, "a"] == "'=y"


def test_a_table_without_columns_or_rows():
    assert csv_bytes(pd.DataFrame({"a": []})).decode("utf-8-sig") == "a\r\n"
    assert defused(pd.DataFrame(index=[0, 1])).table.shape == (2, 0)


def begins_a_formula(cell):
    """Whether a program may run what it shows in this cell; a number is no formula."""
    dropped = {c for c in cell if c.isspace() or c in '"“”«»' or category(c) in ("Cc", "Cf")}
    shown = cell.lstrip("".join(dropped))
    return shown.startswith(tuple("=+-@＝＋－＠")) and not NUMBER.match(shown)


PIECES = [*'=+-@;,|\t\r\n "', "\x00", "\u202e", "＝", "'", "a", "5", "\x1c", "\u2028"]
ARMED = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=8)


@given(st.lists(st.tuples(ARMED, ARMED, st.integers()), min_size=1, max_size=4), ARMED, ARMED)
def test_no_cell_begins_a_formula_whatever_separates(rows, first, second):
    content = csv_bytes(pd.DataFrame(rows, columns=[first, second, "n"]))
    for separator in ",;\t|":
        cells = [cell for row in read(content, separator) for cell in row]
        assert not any(map(begins_a_formula, cells))


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_nothing_but_apostrophes_is_added(texts):
    table = pd.DataFrame({"a": pd.Series(texts, dtype=object), "b": range(len(texts))})
    written = read(csv_bytes(table))[1:]
    safe = defused(table).table["a"]
    for text, cell, (shown, number) in zip(texts, safe, written, strict=True):
        assert cell.replace("'", "") == text.replace("'", "")
        assert shown == cell
        assert number.isdigit()
        assert not shown.strip().startswith(("=", "@"))


@given(st.lists(st.floats(allow_nan=False), min_size=2, max_size=20))
def test_numbers_come_back_to_the_last_bit(values):
    assume(len({value for value in values if np.isfinite(value)}) > 0)
    table = pd.DataFrame({"x": values, "name": ["=a"] * len(values)})
    back = read_csv(csv_bytes(table)).frame
    assert_array_equal(back["x"].to_numpy(dtype=float), table["x"].to_numpy())
    assert set(back["name"]) == {"'=a"}


def test_the_file_begins_with_the_mark_that_excel_knows_it_by():
    assert csv_bytes(pd.DataFrame({"a": [1]})) == b"\xef\xbb\xbfa\r\n1\r\n"


def test_hangul_and_quotes_come_back():
    table = pd.DataFrame({"이름": ["민수", 'a "b", c', "두\n줄"], "값": [0.1, 1 / 3, -2e-300]})
    back = read_csv(csv_bytes(table)).frame
    assert back.columns.tolist() == ["이름", "값"]
    assert back["이름"].tolist() == table["이름"].tolist()
    assert back["값"].tolist() == table["값"].tolist()


def test_parquet_keeps_types_and_makes_text_of_mixtures():
    table = pd.DataFrame(
        {
            "x": [1.5, np.nan],
            "n": pd.array([1, None], dtype="Int64"),
            "name": ["=a", "b"],
            "mixed": [1, "one"],
            "level": pd.Categorical(["u", "v"]),
            "day": pd.to_datetime(["2020-01-01", None]),
            "huge": [10**40, 1],
            "odd": [Fraction(1, 3), None],
            "levels": pd.Categorical([1, "one"]),
        }
    )
    back = pd.read_parquet(io.BytesIO(parquet_bytes(table)))
    assert back["x"].dtype == np.float64
    assert back["n"].tolist()[0] == 1
    assert back["name"].tolist() == ["=a", "b"]
    assert back["mixed"].tolist() == ["1", "one"]
    assert back["level"].tolist() == ["u", "v"]
    assert back["day"].isna().tolist() == [False, True]
    assert back["huge"].tolist()[0] == str(10**40)
    assert back["odd"].tolist()[0] == "1/3"
    assert back["levels"].tolist() == ["1", "one"]


def test_parquet_names_every_column_once():
    table = pd.DataFrame([[1, 2, 3]], columns=["a", "a", 5])
    assert pd.read_parquet(io.BytesIO(parquet_bytes(table))).columns.tolist() == ["a", "a_2", "5"]


@given(st.lists(st.floats(), max_size=10))
def test_parquet_numbers_come_back_to_the_last_bit(values):
    table = pd.DataFrame({"x": np.array(values, dtype=float)})
    back = pd.read_parquet(io.BytesIO(parquet_bytes(table)))
    assert_array_equal(back["x"].to_numpy(), table["x"].to_numpy())


def test_files_are_the_same_for_the_same_table():
    table = pd.DataFrame({"x": [1.0, 2.0], "g": ["=a", None]})
    assert csv_bytes(table) == csv_bytes(table.copy())
    assert parquet_bytes(table) == parquet_bytes(table.copy())
