"""Typed columns come back from Parquet as what they are, whatever type was chosen for them."""

import io
import os
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from subprocess import CompletedProcess
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pytest
from hostile_files import path
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from pyarrow import parquet

from gmm_core.errors import DataError
from gmm_core.reading import read_table
from gmm_core.reading.choices import Choices
from gmm_core.reading.packed import confined, unpacking
from gmm_core.reading.packed import parquet as reader
from gmm_core.reading.packed.unpacking import parquet_table
from gmm_core.table.columns import describe


def unpack_at_once(content: bytes, *limits) -> confined.Unpacked:
    """Do in this process what takes the greater part of a second to start in its own."""
    return confined.as_unpacked(parquet_table(content, *limits[2:]))


@pytest.fixture(autouse=True, scope="module")
def at_once() -> Iterator[None]:
    with patch.object(reader, "unpack", unpack_at_once):
        yield


def written(table: pa.Table) -> bytes:
    file = io.BytesIO()
    parquet.write_table(table, file)
    return file.getvalue()


def read(*columns: pa.Array, names: list[str] | None = None):
    names = names or [f"c{i}" for i in range(len(columns))]
    return read_table(written(pa.table(list(columns), names))).frame


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint16(), pa.int64(), pa.float32(), pa.float64()])
def test_numbers_with_and_without_gaps(kind: pa.DataType) -> None:
    frame = read(pa.array([1, 2, 3], kind), pa.array([1, None, 3], kind))
    assert_array_equal(frame["c0"], [1, 2, 3])
    assert_array_equal(frame["c1"], [1, np.nan, 3])
    assert frame["c1"].dtype.kind == "f"


def test_decimals_and_nothing_are_floats() -> None:
    frame = read(pa.array([Decimal("1.50"), None]), pa.nulls(2), pa.array([1.5, 2], pa.float16()))
    assert [column.dtype for _, column in frame.items()] == [np.float64] * 3
    assert frame["c0"].tolist()[0] == 1.5


def test_categories_and_binary_are_text() -> None:
    frame = read(
        pa.array(["a", None, "a"]).dictionary_encode(),
        pa.array([b"a", b"\xff", None]),
        pa.array([3, 5, 3]).dictionary_encode(),
    )
    assert frame["c0"].dropna().tolist() == ["a", "a"]
    assert frame["c1"].dropna().tolist() == ["a", "�"]
    assert frame["c2"].tolist() == [3, 5, 3]


def test_lists_are_text() -> None:
    frame = read(pa.array([["a", "b"], []]))
    assert frame["c0"].tolist() == ['["a", "b"]', "[]"]


def test_moments_stay_moments_and_durations_become_text() -> None:
    moment = datetime(2024, 2, 29, 12)
    frame = read(pa.array([moment, None]), pa.array([moment - moment, None]))
    assert frame["c0"][0] == moment
    assert frame["c1"].dropna().tolist() == ["0:00:00"]


def test_moments_keep_a_time_zone_that_is_known() -> None:
    frame = read(pa.array([0, None], pa.timestamp("us", "Asia/Seoul")))
    assert str(frame["c0"][0]) == "1970-01-01 09:00:00+09:00"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "+99:99", "../zones", "x" * 1_000])
def test_moments_in_a_time_zone_that_nobody_knows_are_those_of_utc(zone: str) -> None:
    frame = read(pa.array([0, None], pa.timestamp("us", zone)))
    assert frame["c0"][0] == datetime(1970, 1, 1)
    assert frame["c0"].isna().tolist() == [False, True]


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "Asia/Seoul"])
def test_moments_in_years_that_no_calendar_has_can_be_shown(unit: str, zone: str | None) -> None:
    frame = read(pa.array([2**62, -(2**62), None], pa.timestamp(unit, zone)))
    assert len(frame["c0"].astype(str)) == 3
    assert len(describe(frame)) == 1


def test_text_that_is_none_is_damage() -> None:
    content = path("parquet_of_text_that_is_none.parquet").read_bytes()
    with pytest.raises(pa.ArrowInvalid, match="UTF8"):
        parquet_table(content, 100, 100, 100)


def test_a_sound_file_is_read_on_a_machine_with_many_cores(monkeypatch) -> None:
    """Where libraries would begin a thread a core, which would take all the address space."""
    for library in ("OMP", "OPENBLAS"):
        monkeypatch.setenv(f"{library}_NUM_THREADS", "64")
    table = pa.table({f"c{i}": np.arange(20_000.0) for i in range(60)})
    unpacked = confined.unpack(written(table), "Parquet file", "many.parquet", 10**7, 100, 10**7)
    assert unpacked.table.shape == (20_000, 60)


@pytest.mark.parametrize(
    ("stderr", "sentence"),
    [
        (b'Fatal error\n{"reason": "damaged"}\n', "damaged or cut off"),
        (b"", "more cells than can be held in memory"),
        (b"Fatal error\n", "more cells than can be held in memory"),
    ],
)
def test_what_was_said_counts_where_a_library_falls_afterwards(stderr, sentence) -> None:
    ended = CompletedProcess([], -11, stdout=b"", stderr=stderr)
    with (
        patch.object(confined.subprocess, "run", return_value=ended),
        pytest.raises(DataError, match=sentence),
    ):
        confined.unpack(b"PAR1", "Parquet file", "a.parquet")


def test_a_type_that_pandas_does_not_take_is_a_sentence() -> None:
    moments = pa.table({"c0": pa.array([0], pa.timestamp("us", "Mars/Olympus"))})
    unpacked = confined.Unpacked(moments, {"names": ["c0"]})
    with (
        patch.object(reader, "unpack", lambda *_: unpacked),
        pytest.raises(DataError, match="a Parquet file that is damaged"),
    ):
        read_table(written(moments))


def test_text_has_the_limits_of_a_spreadsheet_however_small_the_file_is() -> None:
    long = written(pa.table({"x": ["a" * 40_000] * 3}))
    with pytest.raises(unpacking.Refusal, match="long"):
        unpacking.parquet_table(long, 10**6, 100, 10**6)
    repeated = written(pa.table({"x": ["a" * 30_000] * 8_000}))
    assert len(repeated) < 3_000
    with pytest.raises(unpacking.Refusal, match="memory"):
        unpacking.parquet_table(repeated, 10**6, 100, 10**6)


def test_names_are_trimmed_and_made_unique() -> None:
    ones = pa.array([1])
    assert list(read(ones, ones, ones, ones, names=["a", " a", "", "b.c"])) == [
        *("a", "a_2", "column 3", "b.c"),
    ]


def test_codes_are_text_where_that_is_chosen() -> None:
    content = written(pa.table({"x": [7, 12]}))
    reading = read_table(content, choices=Choices(kinds=(("x", "text"),)))
    assert reading.frame["x"].tolist() == ["7", "12"]
    assert reading.summary == "Parquet"


@given(st.lists(st.floats(), min_size=1), st.lists(st.text(), min_size=1))
def test_numbers_and_text_come_back_equal(numbers: list[float], texts: list[str]) -> None:
    n = min(len(numbers), len(texts))
    frame = read(pa.array(numbers[:n]), pa.array(texts[:n]))
    assert_array_equal(frame["c0"], numbers[:n])
    assert frame["c1"].tolist() == texts[:n]


def test_a_program_that_falls_once_all_is_said_has_read_the_file(tmp_path, monkeypatch):
    """As threads of pyarrow do now and then where it is torn down."""
    (tmp_path / "sitecustomize.py").write_text("import atexit, os\natexit.register(os.abort)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    content = written(pa.table({"a": [1.5, 2.5]}))
    unpacked = confined.unpack(content, "Parquet file", "a.parquet", 100, 100, 100)
    assert unpacked.table.num_rows == 2


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="only Linux has such files")
def test_what_was_unpacked_is_not_held_a_second_time() -> None:
    content = written(pa.table({"x": np.zeros(1_000_000)}))
    tracemalloc.start()
    try:
        unpacked = confined.unpack(content, "Parquet file", "a.parquet", 10**7, 10, 10**7)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < unpacked.table.nbytes / 2
