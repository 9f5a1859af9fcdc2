"""Bytes that print nothing are left out of a text, and no others."""

import numpy as np
import pytest

from gmm_core.errors import DataError
from gmm_core.reading import read_table
from gmm_core.reading.encodings.unprinted import shifting_codec, without_padding, without_pages

TABLE = "site,mass\na,1.5\nb,2.5\nc,3.5\n"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "utf-32"])
def test_zeros_of_wide_characters_are_no_padding(codec: str) -> None:
    content = TABLE.encode(codec)
    assert without_padding(content) == (content, 0)


def test_binary_numbers_are_still_binary() -> None:
    for content in (bytes(1000), np.arange(1000, dtype="<u2").tobytes()):
        with pytest.raises(DataError, match="binary data"):
            read_table(content, "x.bin")


def test_a_block_of_zeros_within_a_file_is_left_out_and_said() -> None:
    content = TABLE.encode() + bytes(4096) + b"d,4.5\n"
    reading = read_table(content, "logger.csv")
    assert reading.frame["mass"].tolist() == [1.5, 2.5, 3.5, 4.5]
    (remark,) = reading.remarks
    assert remark.sentence.startswith("4,096 bytes of value 0 stand in the file and are left out")


def test_pages_end_nowhere_but_in_print() -> None:
    assert without_pages(b"a\n\x0cb\n") == b"a\nb\n"
    wide = "a,ఌ\n1,2\n".encode("utf-16")  # a letter that has the same byte
    assert read_table(wide, "x.csv").frame.columns.tolist() == ["a", "ఌ"]


@pytest.mark.parametrize(
    ("codec", "text", "name"),
    [
        ("iso2022_jp", "東京", "ISO-2022-JP (Japanese)"),
        ("iso2022_kr", "서울", "ISO-2022-KR (Korean)"),
        ("hz", "北京", "HZ (Chinese)"),
    ],
)
def test_letters_in_seven_bits_are_found(codec: str, text: str, name: str) -> None:
    content = TABLE.replace("b,", f"{text},").encode(codec)
    reading = read_table(content, "x.csv")
    assert (reading.encoding, reading.frame["site"].tolist()) == (name, ["a", text, "c"])
    assert shifting_codec(TABLE.encode()) is None
