"""Any table that is written sensibly reads back; anything else gives one clear sentence."""

import zipfile
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from gmm_core.errors import DataError
from gmm_core.reading import read_table
from gmm_core.reading.choices import Choices
from gmm_core.reading.table import Reading
from gmm_core.reading.text.dialect import SAMPLE_CHARACTERS
from gmm_core.reading.text.read_csv import read_csv

KOREAN = "종,날개 길이,성별\n아델리,181.5,암컷\n젠투,217.0,수컷\n턱끈,195.0,암컷\n"
FRENCH = "prénom;taille\nÉloïse;1,71\nFrançois;1,80\nZoé;1,66\n"


def error(content: bytes | str, name: str = "birds.csv") -> str:
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(DataError) as caught:
        read_csv(raw, name)
    return str(caught.value)


def read(text: str) -> Reading:
    return read_csv(text.encode())


def columns(text: str) -> dict[str, list]:
    return {str(name): column.tolist() for name, column in read(text).frame.items()}


# Codes


TOWNS = "town,size\n" + "01067,1.5\n80331,2.5\n,3.5\n" * 9


def test_codes_that_begin_with_a_nought_are_kept_as_written() -> None:
    reading = read(TOWNS)
    assert reading.frame["town"].tolist()[:2] == ["01067", "80331"]
    assert reading.frame["town"].isna().sum() == 9
    (said,) = reading.remarks
    assert (said.kind, said.offer) == ("codes", "Read as numbers")
    assert '"town" is kept as text' in said.sentence
    again = read_csv(TOWNS.encode(), choices=Choices(**said.changes))
    assert not again.remarks
    assert_array_equal(again.frame["town"][:3], [1067, 80331, np.nan])


# Encodings


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("euc-kr", "EUC-KR"),
        ("cp949", "EUC-KR"),
    ],
)
def test_korean_table_reads_the_same_in_every_encoding(codec: str, name: str) -> None:
    reading = read_csv(KOREAN.encode(codec))
    assert reading.encoding == name
    assert list(reading.frame) == ["종", "날개 길이", "성별"]
    assert reading.frame["종"].tolist() == ["아델리", "젠투", "턱끈"]
    assert reading.frame["날개 길이"].tolist() == [181.5, 217.0, 195.0]


def test_big_endian_mark() -> None:
    reading = read_csv(b"\xfe\xff" + KOREAN.encode("utf-16-be"))
    assert reading.encoding == "UTF-16"
    assert list(reading.frame) == ["종", "날개 길이", "성별"]


def test_syllables_that_only_cp949_has() -> None:
    reading = read_csv(KOREAN.replace("젠투", "똠방각하").encode("cp949"))
    assert reading.encoding == "CP949 (Korean)"
    assert reading.frame["종"].tolist() == ["아델리", "똠방각하", "턱끈"]


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16"])
def test_french_table_reads_the_same_in_every_encoding(codec: str) -> None:
    reading = read_csv(FRENCH.encode(codec))
    assert reading.frame["prénom"].tolist() == ["Éloïse", "François", "Zoé"]
    assert reading.frame["taille"].tolist() == [1.71, 1.80, 1.66]


# Each of these words is valid CP949 byte for byte, and statistical detection takes some for it.
@pytest.mark.parametrize(
    "word", ["Anderson’s", "length µm", "Ärzte", "sœur", "Åbo", "pää", "Šárka", "größer", "Größe"]
)
def test_one_western_word_is_not_taken_for_korean(word: str) -> None:
    reading = read_csv(f"{word},x\n1.5,2\n2.5,3\n".encode("cp1252"))
    assert reading.encoding == "Windows-1252"
    assert list(reading.frame) == [word, "x"]


def test_western_words_outvote_one_that_is_korean_by_chance() -> None:
    header = "PÄÄ,length µm,Anderson’s,sœur"
    assert "컴" in header.encode("cp1252").decode("cp949")
    assert list(read_csv(f"{header}\n1,2,3,4\n".encode("cp1252")).frame) == header.split(",")


def test_an_accented_letter_at_the_very_end() -> None:
    reading = read_csv("x,drink\n1.5,tea\n2.5,café".encode("cp1252"))
    assert reading.encoding == "Windows-1252"
    assert reading.frame["drink"].tolist() == ["tea", "café"]


@pytest.mark.parametrize("word", ["종", "온도(℃)", "길이(㎜)", "이름"])
def test_one_korean_word_is_enough(word: str) -> None:
    reading = read_csv((f"{word},x\n" + "1.5,2\n2.5,3\n" * 500).encode("cp949"))
    assert list(reading.frame) == [word, "x"]


def test_text_in_no_encoding_that_is_known_points_at_the_box() -> None:
    message = error(b"name,kind\n\x98,\x81\n")
    assert message.startswith("birds.csv is in an encoding that is not known here. Choose it in")


# Separators and decimal marks


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", " "])
def test_separators(separator: str) -> None:
    reading = read("x,y,kind\n1.5,2,a\n2.5,3,b\n".replace(",", separator))
    assert reading.separator == separator
    assert reading.decimal == "."
    assert reading.frame.to_dict("list") == {"x": [1.5, 2.5], "y": [2, 3], "kind": ["a", "b"]}


@pytest.mark.parametrize("separator", [";", "\t", " "])
def test_decimal_comma(separator: str) -> None:
    reading = read("x;y\n1,5;2\n2,5;3\n".replace(";", separator))
    assert (reading.separator, reading.decimal) == (separator, ",")
    assert reading.frame.to_dict("list") == {"x": [1.5, 2.5], "y": [2, 3]}


def test_separator_characters_inside_text() -> None:
    assert columns('name,x\n"Doe, Jane; M.",1\n"Roe, Jo; F.",2\n"Poe, Al; M.",3\n') == {
        "name": ["Doe, Jane; M.", "Roe, Jo; F.", "Poe, Al; M."],
        "x": [1, 2, 3],
    }
    assert columns("name\tx\nDoe, Jane\t1\nRoe, Jo\t2\n") == {
        "name": ["Doe, Jane", "Roe, Jo"],
        "x": [1, 2],
    }
    assert columns("kind,x\nIris setosa,1\nIris virginica,2\n")["kind"][0] == "Iris setosa"


def test_quotes_line_breaks_and_doubled_quotes_inside_a_field() -> None:
    assert columns('a,b\n"say ""hi""\nthere",1\n') == {"a": ['say "hi"\nthere'], "b": [1]}


def test_aligned_columns() -> None:
    assert columns("  x    y\n 1.5   2 \n10.5  30\n") == {"x": [1.5, 10.5], "y": [2, 30]}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_and_empty_lines(line_end: str) -> None:
    assert columns("\na,b\n1,2\n\n3,4\n   \n\n".replace("\n", line_end)) == {
        "a": [1, 3],
        "b": [2, 4],
    }


def test_one_column() -> None:
    reading = read("velocity\n9172\n9350\n")
    assert (reading.separator, reading.header) == ("", True)
    assert reading.frame["velocity"].tolist() == [9172, 9350]
    assert columns("name of bird\nGreat tit\nBlue tit\n")["name of bird"] == [
        "Great tit",
        "Blue tit",
    ]


def test_one_column_with_decimal_comma() -> None:
    assert_array_equal(columns("x\n1,5\n2,25\n-\n3,5\n")["x"], [1.5, 2.25, np.nan, 3.5])


def test_quoted_commas_in_a_comma_separated_table_are_no_decimal_marks() -> None:
    assert columns('a,b\n"1,234",1\n"2,500",2\n') == {"a": ["1,234", "2,500"], "b": [1, 2]}


def test_summary() -> None:
    assert read("1;2\n3;4\n").summary == (
        "UTF-8, separated by semicolons, decimal point, no header line"
    )


# Headers


def test_without_header_columns_are_numbered() -> None:
    reading = read("5.1,3.5\n4.9,3.0\n")
    assert not reading.header
    assert reading.frame.to_dict("list") == {"column 1": [5.1, 4.9], "column 2": [3.5, 3.0]}


def test_without_header_when_text_of_the_first_line_comes_back() -> None:
    assert columns("5.1,setosa\n4.9,setosa\n")["column 2"] == ["setosa", "setosa"]


def test_numbers_beside_a_name_are_a_header() -> None:
    assert list(read("country,1990,1991\nKorea,1,2\n").frame) == ["country", "1990", "1991"]
    assert list(read(",0,1\n0,1.5,2.5\n1,3.5,4.5\n").frame) == ["column 1", "0", "1"]


def test_duplicate_and_empty_headers_get_names_of_their_own() -> None:
    assert list(read("a,a, a ,,a_2\n1,2,3,4,5\n").frame) == ["a", "a_3", "a_4", "column 4", "a_2"]


def test_hangul_and_emoji_headers_are_only_trimmed() -> None:
    assert list(read(" 꽃잎 길이 ,😀,<b>x</b>\n1,2,3\n").frame) == ["꽃잎 길이", "😀", "<b>x</b>"]


def test_five_hundred_columns() -> None:
    header = ",".join(f"gene {i}" for i in range(500))
    reading = read(header + "\n" + (",".join("1.5" for _ in range(500)) + "\n") * 3)
    assert reading.frame.shape == (3, 500)


# Cells


@pytest.mark.parametrize("spelling", ["", "NA", "n/a", "-", "?", "NaN", "null", " NA ", "none"])
def test_spellings_of_a_missing_number(spelling: str) -> None:
    column = read(f"x,y\n1.5,1\n{spelling},2\n2.5,3\n").frame["x"]
    assert_array_equal(column, [1.5, np.nan, 2.5])


def test_text_keeps_what_is_a_missing_number_elsewhere() -> None:
    assert columns("rhesus,dose,x\n-,none,1\n+,low,2\n") == {
        "rhesus": ["-", "+"],
        "dose": ["none", "low"],
        "x": [1, 2],
    }


def test_missing_text() -> None:
    column = read("sex,x\nmale,1\nNA,2\n,3\n? ,4\n").frame["sex"]
    assert column.isna().tolist() == [False, True, True, True]


def test_spaces_around_numbers_and_text() -> None:
    assert columns("x , y,kind\n 1.5 ,2 , a \n2.5\xa0, 3, b\n") == {
        "x": [1.5, 2.5],
        "y": [2, 3],
        "kind": ["a", "b"],
    }


def test_overflow_is_infinite() -> None:
    column = read("x\n1e400\n-1e400\n1\n").frame["x"]
    assert column.tolist() == [np.inf, -np.inf, 1.0]


def test_types_stay_what_they_are() -> None:
    frame = read("n,x,flag,code,big\n1,1.0,True,a1,99999999999999999999\n2,2.5,False,b2,1\n").frame
    assert frame["n"].dtype == np.int64
    assert frame["x"].dtype == np.float64
    assert frame["flag"].dtype == np.bool_
    assert frame["code"].tolist() == ["a1", "b2"]
    assert frame["big"].tolist() == [1e20, 1.0]


def test_a_column_without_values_is_of_numbers_that_are_missing() -> None:
    assert read("x,y\nNA,1\n,2\n").frame["x"].dtype == np.float64


def test_true_minus_sign() -> None:
    assert columns("x,y\n−1.5,1\n2.5,2\n")["x"] == [-1.5, 2.5]


def test_hundred_thousand_rows_read_to_the_last_digit() -> None:
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(100_000, 10))).add_prefix("x")
    content = frame.to_csv(index=False).encode()
    reading = read_csv(content)
    pd.testing.assert_frame_equal(reading.frame, frame, check_exact=True)


def test_types_do_not_change_along_a_long_column() -> None:
    text = "x\n" + "1\n" * 300_000 + "a\n"
    assert read(text).frame["x"].tolist()[-2:] == ["1", "a"]


# What is no table


def zipped() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>" * 50)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x03\xe8",
        zipped(),
        b"\0" * 1000,
        bytes(range(256)) * 4,
        b"a,b\n1,\x00\n",
        np.arange(1000, dtype="<u2").tobytes(),
    ],
    ids=["png", "xlsx", "zeros", "bytes", "one NUL", "16-bit numbers"],
)
def test_binary(content: bytes) -> None:
    assert error(content, "penguins.png") == (
        "penguins.png is not a text table: it holds binary data. "
        "Save the table as CSV (comma-separated values) and upload that."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "birds.csv is empty. Choose a file"),
        (" \r\n\n", "birds.csv is empty. Choose a file"),
        ("\ufeff", "birds.csv is empty. Choose a file"),
        ("hello", "birds.csv has a header line and no rows. Add one line"),
        ("a,b\n", "birds.csv has a header line and no rows. Add one line"),
        ("\n<!DOCTYPE html>\n<html></html>", "birds.csv is a web page or XML, not a table. Save"),
        ("<!-- saved -->\n<html>", "birds.csv is a web page or XML, not a table. Save"),
        ('<?xml version="1.0"?>\n<a/>', "birds.csv is a web page or XML, not a table. Save"),
        ('{"a": [1, 2]}', "birds.csv is JSON, not a table. Save"),
        ('[{"a": 1}, {"a": 2}]', "birds.csv is JSON, not a table. Save"),
        ("a,b\n1,2\n\n1,2,3\n", "Line 4 of birds.csv has 3 fields where the header has 2. Give"),
        (
            "a,b,c\n1,2,3\n1,2\n",
            "Line 3 of birds.csv has 2 fields where the header has 3. The",
        ),
        ("a,b\n1,2\n3", "Line 3 of birds.csv has 1 field where the header has 2. The file may be"),
        ("1,2\n3,4,5\n6,7\n", "Line 2 of birds.csv has 3 fields where the first line has 2. Give"),
        ('a,b\n1,"2\n3,4\n5,6\n', 'Line 2 of birds.csv opens a quote (") that is never closed.'),
        ('a,b\n1,2\n"', 'Line 3 of birds.csv opens a quote (") that is never closed.'),
        ('"a,b\n1,2\n', 'Line 1 of birds.csv opens a quote (") that is never closed.'),
        ("a,b\n1,2\n" + "x" * 200_000, "Line 3 of birds.csv has a field of more than 131,072"),
        ("," * 20_000 + "\n", "Line 1 of birds.csv has 20,001 fields, and at most 2,000 can be"),
    ],
)
def test_one_sentence_says_what_is_wrong_and_where(content: str, sentence: str) -> None:
    assert error(content).startswith(sentence)


@pytest.mark.parametrize("codec", ["utf-8", "cp949", "utf-16"])
def test_file_that_is_cut_inside_a_character(codec: str) -> None:
    assert "ends in the middle of a character" in error(
        "종,무리\n젠투,가\n턱끈,나".encode(codec)[:-1]
    )


# Properties

TEXTS = {
    "utf-8": "날개 é",
    "utf-8-sig": "날개 é",
    "utf-16": "날개 é",
    "utf-16-le": "날개 é",
    "utf-16-be": "날개 é",
    "cp949": "날개",
    "euc-kr": "날개",
    "cp1252": "café",
}
NUMBERS = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False), st.floats(-9, 9)
)
DIALECTS = [(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ","), ("|", "."), (" ", ".")]


@st.composite
def tables(draw: st.DrawFn) -> list[list[float | None]]:
    width = draw(st.integers(1, 5))
    return draw(st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=8))


@given(
    table=tables(),
    dialect=st.sampled_from(DIALECTS),
    codec=st.sampled_from(sorted(TEXTS)),
    missing=st.sampled_from(["NA", "?", "-", "n/a"]),
    quote=st.sampled_from(["", '"']),
)
def test_any_table_of_numbers_reads_back_equal(
    table: list[list[float | None]],
    dialect: tuple[str, str],
    codec: str,
    missing: str,
    quote: str,
) -> None:
    separator, decimal = dialect
    # Without a single number, words between spaces are as good as text in one column.
    assume(separator != " " or any(value is not None for row in table for value in row))
    header = [f"{quote}{TEXTS[codec]}{i}{quote}" for i in range(len(table[0]))]
    header = [name.replace(" ", "_") for name in header]
    lines = [header] + [
        [missing if value is None else repr(value).replace(".", decimal) for value in row]
        for row in table
    ]
    content = "\n".join(separator.join(line) for line in lines).encode(codec)
    frame = read_csv(content).frame
    assert list(frame) == [name.strip('"') for name in header]
    expected = np.array(
        [[np.nan if value is None else float(value) for value in row] for row in table]
    )
    assert_array_equal(frame.to_numpy(dtype=float), expected)
    for column, values in zip(frame, zip(*table, strict=True), strict=True):
        if all(isinstance(value, int) for value in values):
            assert frame[column].tolist() == list(values)


def assert_reads_or_explains(content: bytes) -> None:
    try:
        reading = read_csv(content, "fuzz.csv")
    except DataError:
        return
    assert len(reading.frame) > 0
    assert reading.frame.columns.is_unique


@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_sentence(content: bytes) -> None:
    assert_reads_or_explains(content)


PIECES = [
    *'ab1,;|\t "\n.-',
    "\n",
    "\n",
    "1.5",
    "1,5",
    "\r\n",
    '""',
    "NA",
    "가",
    "é",
    "True",
    "1e999",
]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(PIECES), max_size=40),
    st.sampled_from(["utf-8", "utf-16", "cp949", "cp1252"]),
)
def test_any_pieces_of_a_table_give_a_table_or_a_sentence(pieces: list[str], codec: str) -> None:
    assert_reads_or_explains("".join(pieces).encode(codec, errors="replace"))


def test_the_separator_line_of_excel_is_not_data() -> None:
    reading = read("sep=;\nx;y\n1;2\n3;4\n")
    assert list(reading.frame) == ["x", "y"]
    assert reading.separator == ";"


def test_a_separator_at_the_end_of_every_line_is_nothing() -> None:
    assert columns("a,b\n1,2,\n3,4,\n") == {"a": [1, 3], "b": [2, 4]}


def test_a_file_of_blanks_is_empty_and_one_that_begins_with_too_many_is_refused() -> None:
    blanks = b" " * (SAMPLE_CHARACTERS + 10)
    with pytest.raises(DataError, match="is empty"):
        read_table(blanks)
    with pytest.raises(DataError, match="begins with more than"):
        read_table(blanks + b"\na,b\n1,2\n3,4\n")
