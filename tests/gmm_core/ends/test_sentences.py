"""What is said of an end beside others; the examples of the functions show the rest."""

import numpy as np

from gmm_core.ends.many_starts import Tried
from gmm_core.ends.sentences import apart, reach, rows_apart


def test_an_end_may_be_above_another():
    assert apart(-5.0, -7.5, 10, "the fit") == "2.500 above the fit"


def test_collapses_and_accidents_are_starts_that_do_not_reach_the_best():
    starts = [
        Tried("random", 0, -np.inf, 3),
        Tried("random", 1, -100.0, 30, is_accident=True),
        Tried("random", 2, -190.0, 30),
        Tried("random", 3, -190.0, 12),
    ]
    assert reach(-190.0, starts, 150) == (
        "This run ends where the best of 4 random starts does; 2 of 4 reach that."
    )


def test_above_all_starts_it_is_not_said_how_many_reach_the_best_of_them():
    starts = [Tried("random", seed, -190.0, 30) for seed in range(3)]
    assert reach(-180.0, starts, 150) == "This run ends 10.00 above the best of 3 random starts."
    assert reach(-190.0, starts, 150) == "This run ends where all 3 random starts do."
    alone = "the one random start that was tried"
    assert reach(-190.0, starts[:1], 150) == f"This run ends where {alone} does."
    assert reach(-200.0, starts[:1], 150) == f"This run ends 10.00 below {alone}."


def test_nothing_is_said_where_no_start_has_an_end():
    assert reach(-190.0, [], 150) == reach(-190.0, [Tried("random", 0, -np.inf, 3)], 150) == ""


def test_of_many_rows_the_first_are_named():
    said = rows_apart([str(row) for row in range(1, 12)])
    assert said.endswith("11 rows differently: 1, 2, 3, 4, 5, 6 and 5 more.")
