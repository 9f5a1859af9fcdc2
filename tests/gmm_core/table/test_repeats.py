"""Rows and values that come back are counted as pandas counts them, only sooner."""

from unittest.mock import patch

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from gmm_core.table import repeats
from gmm_core.table.repeats import SAMPLE_ROWS, commonest, n_different, repeated_rows

CELLS = st.one_of(st.none(), st.sampled_from([0.0, -0.0, 1.5]), st.sampled_from("ab"))


@given(st.lists(st.tuples(CELLS, st.integers(0, 2), CELLS), max_size=12))
def test_the_rows_are_those_of_pandas(rows: list[tuple]) -> None:
    frame = pd.DataFrame(rows, columns=["x", "x", "y"])
    count, again, first = repeated_rows(frame, 12)
    assert again == np.flatnonzero(frame.duplicated()).tolist()
    assert count == len(again) == len(first)
    assert all(earlier < later for later, earlier in zip(again, first, strict=True))
    for later, earlier in zip(again, first, strict=True):
        pair = frame.iloc[[earlier, later]]
        assert pair.duplicated().tolist() == [False, True]
        assert not frame.iloc[: earlier + 1].duplicated().iloc[-1]


def test_gaps_are_equal_and_so_are_both_zeros() -> None:
    frame = pd.DataFrame({"x": [0.0, np.nan, -0.0, np.nan]}, index=[5, 5, 5, 5])
    assert repeated_rows(frame, 5) == (2, [2, 3], [0, 1])


@given(st.lists(st.text(max_size=2), min_size=1, max_size=30))
def test_different_texts_are_counted_by_hashes_too(texts: list[str]) -> None:
    with patch.object(repeats, "MANY_VALUES", 0):
        assert n_different(pd.Series(texts, dtype="str")) == len({*texts})


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30))
def test_the_commonest_value(values: list[int]) -> None:
    value, rows = commonest(np.array(values, dtype=float))
    assert rows == values.count(int(value)) == max(map(values.count, values))


def test_a_tenth_of_many_rows_is_not_missed() -> None:
    values = np.random.default_rng(0).normal(size=5 * SAMPLE_ROWS)
    values[np.random.default_rng(1).random(len(values)) < 0.1] = 0.25
    assert commonest(values) == (0.25, np.count_nonzero(values == 0.25))
