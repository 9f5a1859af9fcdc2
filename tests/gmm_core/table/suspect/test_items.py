"""Answers and counts with the same few levels are a block; other columns are none."""

import numpy as np
import pandas as pd

from gmm_core.table.columns import describe
from gmm_core.table.suspect.items import Items, item_blocks

RNG = np.random.default_rng(0)


def blocks(frame: pd.DataFrame) -> tuple[Items, ...]:
    return item_blocks(frame, describe(frame))


def answers(n: int, least: int, most: int, rows: int = 80, stem: str = "Q") -> pd.DataFrame:
    draw = RNG.integers(least, most + 1, (rows, n))
    return pd.DataFrame(draw).add_prefix(stem)


def test_answers_of_one_to_five_seven_and_nought_to_ten() -> None:
    for least, most in ((1, 5), (1, 7), (0, 10), (0, 3)):
        assert blocks(answers(4, least, most)) == (Items(("Q0", "Q1", "Q2", "Q3"), least, most),)


def test_few_rows_in_which_a_level_is_lacking() -> None:
    frame = answers(6, 1, 5, rows=25).replace({"Q3": {1: 2}})
    assert blocks(frame)[0].columns == tuple(f"Q{i}" for i in range(6))


def test_two_blocks_of_other_levels() -> None:
    frame = answers(3, 1, 5).join(answers(3, 0, 2, stem="n"))
    assert [(b.columns[0], b.least, b.greatest) for b in blocks(frame)] == [
        ("Q0", 1, 5),
        ("n0", 0, 2),
    ]


def test_what_is_no_block() -> None:
    assert blocks(answers(2, 1, 5)) == ()
    assert blocks(answers(5, 0, 1)) == ()
    assert blocks(answers(3, 1, 40)) == ()
    assert blocks(answers(3, 1, 5) + 0.5) == ()
    assert blocks(answers(3, 1, 5).set_axis(["class", "type", "group"], axis=1)) == ()
