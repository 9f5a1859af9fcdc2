"""Every hostile file ends in the right table or in one clear sentence, soon."""

import io
import os
import re
from functools import cache

import hostile_makers as make
import numpy as np
import pandas as pd
import pytest
from hostile_files import DATE, FILES, FLAG, NUMBER, TEXT, Expected, path
from pandas.testing import assert_frame_equal

from gmm_core.errors import DataError
from gmm_core.reading import Reading, read_table

TABLES = {name: expected for name, expected in FILES.items() if expected.is_table}
SENTENCES = {name: expected.sentence for name, expected in FILES.items() if expected.sentence}
ENOUGH_SECONDS = 30.0  # of processors, as the machine may be busy; the slowest takes two


@cache
def read(name: str) -> tuple[Reading, list[float], float]:
    """The table of a file, the progress that was told, and how many seconds it took."""
    told: list[float] = []
    begun = worked()
    reading = read_table(path(name).read_bytes(), name, on_progress=told.append)
    return reading, told, worked() - begun


def worked() -> float:
    """Seconds of processors that this process and those it has started have had."""
    return sum(os.times()[:4])


def kind(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return FLAG
    if pd.api.types.is_numeric_dtype(column):
        return NUMBER
    return DATE if pd.api.types.is_datetime64_dtype(column) else TEXT


def cells(column: pd.Series, count: int) -> list:
    first = column.head(count)
    if kind(column) == DATE:
        first = first.dt.strftime("%Y-%m-%d")
    return [None if pd.isna(value) else value for value in first.tolist()]


def test_forty_files_at_the_least_are_listed_made_and_kept():
    assert len(FILES) >= 40
    assert set(FILES) == set(make.contents()) == {file.name for file in path("").iterdir()}


def test_the_files_are_small_enough_to_keep():
    assert sum(file.stat().st_size for file in path("").iterdir()) < 500_000


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_script_makes_the_file_that_is_kept(name):
    kept = path(name).read_bytes()
    if name in make.columnar():
        assert kept[:4] == make.contents()[name][:4] == b"PAR1"
    else:
        assert kept == make.contents()[name]


def test_the_parquet_that_the_script_makes_is_the_one_that_is_kept():
    name = "parquet_nested_and_typed.parquet"
    made, kept = (
        pd.read_parquet(io.BytesIO(c)) for c in (make.contents()[name], path(name).read_bytes())
    )
    assert_frame_equal(made, kept)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_file_that_can_be_read_is_read_right(name):
    expected: Expected = TABLES[name]
    reading, _, seconds = read(name)
    assert seconds < ENOUGH_SECONDS
    assert reading.frame.shape == (expected.n_rows, expected.n_columns)
    assert reading.summary == expected.summary
    assert set(expected.columns) <= set(reading.frame)
    assert list(reading.frame) == list(expected.columns) or expected.n_columns >= 500
    assert tuple(kind(column) for _, column in reading.frame.items()) == tuple(expected.kinds)
    for column, first in expected.columns.items():
        assert cells(reading.frame[column], len(first)) == list(first)


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_file_that_cannot_be_read_gets_one_sentence(name):
    begun = worked()
    with pytest.raises(DataError) as caught:
        read_table(path(name).read_bytes(), name)
    assert worked() - begun < ENOUGH_SECONDS
    assert str(caught.value) == SENTENCES[name]


@pytest.mark.parametrize("sentence", SENTENCES.values())
def test_a_sentence_says_where_and_what_to_do_and_nothing_of_python(sentence):
    assert re.fullmatch(r".+\. [A-Z].+\.", sentence)
    assert not any(word in sentence for word in ("Error", "None", "nan", "Traceback", "  ", "_nan"))


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"open_document_repeated.ods"}))
def test_progress_rises_to_the_end(name):
    _, told, _ = read(name)
    assert told == sorted(set(told))
    assert told[-1] == 1.0
    assert np.all(np.asarray(told) > 0)
