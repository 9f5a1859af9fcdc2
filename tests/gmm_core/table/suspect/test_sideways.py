"""A table whose rows are variables is told from a small or a wide one."""

import numpy as np
import pandas as pd

from gmm_core.table.columns import describe
from gmm_core.table.suspect.sideways import lies_on_its_side


def is_sideways(frame: pd.DataFrame) -> bool:
    return lies_on_its_side(frame, describe(frame))


def drawn(rows: int, columns: int) -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(0).normal(size=(rows, columns))).add_prefix("obs")


def test_few_rows_of_many_columns() -> None:
    frame = drawn(3, 40)
    assert is_sideways(frame)
    frame.insert(0, "variable", ["mass", "width", "length"])
    assert is_sideways(frame)


def test_names_and_units_may_stand_before_the_rows() -> None:
    frame = drawn(3, 40)
    frame.insert(0, "variable", ["mass", "width", "length"])
    frame.insert(1, "unit", ["kg", "mm", "mm"])
    assert is_sideways(frame)


def test_one_of_the_rows_may_be_of_words() -> None:
    frame = drawn(3, 40).astype(str)
    frame.loc[2] = "setosa"
    frame.insert(0, "variable", ["mass", "width", "species"])
    assert is_sideways(frame)


def test_other_tables() -> None:
    assert not is_sideways(drawn(40, 3))
    assert not is_sideways(drawn(3, 4))
    assert not is_sideways(drawn(60, 963))
    assert not is_sideways(pd.DataFrame({f"c{i}": ["a", "b"] for i in range(30)}))
