"""What is packed by gzip comes out whole, member after member, and never more than may be held."""

import gzip
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.errors import DataError
from gmm_core.reading.packed import gzipped
from gmm_core.reading.packed.gzipped import unpacked

MEMBERS = st.lists(st.tuples(st.binary(max_size=9), st.integers(0, 9)), min_size=1, max_size=4)


@given(MEMBERS)
def test_members_and_the_zeros_between_them_are_those_of_python(members):
    content = b"".join(gzip.compress(data) + bytes(zeros) for data, zeros in members)
    with patch.object(gzipped, "_INPUT", 7):
        assert unpacked(content) == gzip.decompress(content)


@pytest.mark.parametrize("zeros", [1, 1 << 16, (1 << 16) - 25, 200_000])
def test_zeros_of_more_than_a_block_hide_no_rows(zeros):
    content = gzip.compress(b"x,y\n") + bytes(zeros) + gzip.compress(b"1,2\n") + bytes(zeros)
    assert unpacked(content) == b"x,y\n1,2\n"


def test_what_follows_zeros_and_is_no_member_is_damage():
    with pytest.raises(DataError, match="damaged or cut off"):
        unpacked(gzip.compress(b"x,y\n") + bytes(9) + b"1,2\n")


def test_no_more_members_are_unpacked_than_a_file_in_blocks_has():
    empty = gzip.compress(b"")
    assert unpacked(empty * 99_999 + gzip.compress(b"1\n")) == b"1\n"
    with pytest.raises(DataError, match="damaged or cut off"):
        unpacked(empty * 100_001)


def test_no_more_bytes_are_unpacked_than_may_be_held():
    with patch.object(gzipped, "MAX_UNPACKED", 5):
        assert unpacked(gzip.compress(b"12345")) == b"12345"
        with pytest.raises(DataError, match="unpacks to more than"):
            unpacked(gzip.compress(b"123") + gzip.compress(b"456"))
