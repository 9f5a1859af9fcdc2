"""The rule of the start to watch, each of its conditions by itself."""

import numpy as np
import pytest

from gmm_core.ends.many_starts import Tried
from gmm_core.ends.watching import Watched, start_to_watch

AUTO = Tried("auto", 0, -180.0, 6)
POINTS, SHARES = "random_from_data", "random"


def watched(*starts: Tried, known: Tried = AUTO) -> Watched:
    return start_to_watch(starts, known, 150)


def test_random_points_go_before_random_responsibilities_and_low_seeds_before_high():
    both = (Tried(SHARES, 0, -180.0, 30, True), Tried(POINTS, 7, -180.0, 30, True))
    assert watched(*both) == Watched(POINTS, 7, 30, -180.0, -180.0)
    assert watched(*both, Tried(POINTS, 3, -180.0, 11, True)).seed == 3


@pytest.mark.parametrize(
    "passed_over",
    [
        Tried(POINTS, 0, -180.0, 9, True),
        Tried(POINTS, 0, -180.0, 30, False),
        Tried(POINTS, 0, -181.0, 30, True),
        Tried(POINTS, 0, -np.inf, 30, True),
        Tried(POINTS, 0, -90.0, 30, True, is_accident=True),
    ],
    ids=["short", "no row changes sides", "ends lower", "collapse", "accident"],
)
def test_a_start_that_fails_one_condition_is_passed_over(passed_over):
    assert watched(passed_over, Tried(POINTS, 1, -180.0, 30, True)).seed == 1


def test_where_none_ends_at_the_best_the_highest_of_ten_iterations_is_watched():
    low, high, short, still = (
        Tried(POINTS, 0, -190.0, 30, True),
        Tried(SHARES, 0, -185.0, 30, True),
        Tried(SHARES, 1, -181.0, 5, True),
        Tried(SHARES, 2, -180.0, 5, False),
    )
    assert watched(low, high, short, still) == Watched(SHARES, 0, 30, -185.0, -180.0)


def test_groups_far_apart_that_short_runs_find_are_watched_in_the_longest_of_these():
    long, short, longer, as_long = (
        Tried(POINTS, 0, -185.0, 30, True),
        Tried(POINTS, 1, -180.0, 4, True),
        Tried(POINTS, 2, -180.0, 6, True),
        Tried(SHARES, 0, -180.0, 6, True),
    )
    assert watched(long, short, longer, as_long) == Watched(POINTS, 2, 6, -180.0, -180.0)


def test_where_all_are_short_it_is_the_best_of_several():
    assert (
        watched(Tried(POINTS, 0, -180.0, 2)) == watched() == Watched("auto", 0, 6, -180.0, -180.0)
    )
