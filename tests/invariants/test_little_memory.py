"""What is worked out of a table takes little more memory than the table, whatever is in it."""

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gmm_core.table import findings
from gmm_core.table.columns import describe, proposed_features
from gmm_core.table.dependence import dependences
from gmm_core.table.repeats import repeated_rows

N = 400_000
RNG = np.random.default_rng(0)
X = RNG.normal(size=N).round(2)
TABLES = {
    "equal rows": {name: np.where(np.arange(N) == 0, 2.5, 1.5) for name in "abcd"},
    "gaps": {name: np.where(RNG.random(N) < 0.1, np.nan, X) for name in "abcd"},
    "dates": {name: 20040101 + np.arange(N) % 28 for name in "abcd"},
    "columns that follow from one another": {"a": X, "b": 2.54 * X + 32, "c": 7 - X, "d": X / 3},
}


def most(make: Callable[[], Any]) -> float:
    """The megabytes that something takes at the most."""
    tracemalloc.start()
    try:
        make()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def megabytes(frame: pd.DataFrame) -> float:
    return float(frame.memory_usage(index=False).sum()) / 2**20


@pytest.mark.parametrize("kind", TABLES)
def test_to_understand_a_table_takes_less_than_two_of_it(kind: str) -> None:
    frame = pd.DataFrame(TABLES[kind])

    def understood() -> None:
        described = describe(frame)
        findings(frame, proposed_features(frame, described), described)

    assert most(understood) < 2 * megabytes(frame)


def test_repeated_rows_are_compared_without_a_copy_of_them() -> None:
    frame = pd.DataFrame({f"c{i}": np.ones(N) for i in range(20)})
    assert most(lambda: repeated_rows(frame, 5)) < megabytes(frame)


def test_columns_that_follow_are_tried_piece_by_piece() -> None:
    columns = [X, 2.54 * X + 32]
    assert most(lambda: dependences(columns, X > -1)) < 4 * X.nbytes / 2**20
