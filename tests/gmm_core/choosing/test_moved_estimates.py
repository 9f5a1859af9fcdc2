"""How far estimates lie apart, in words."""

import pytest

from gmm_core import Mixture
from gmm_core.choosing.moved_estimates import say_moved

HERE = Mixture([0.5, 0.5], [[0.0], [9.0]], [[[1.0]], [[1.0]]])


@pytest.mark.parametrize(
    ("weights", "mean", "variance", "said"),
    [
        (
            [0.5, 0.5],
            *(0.0, 1.0),
            "hardly move: means by less than 0.01 of a standard deviation, standard deviations by "
            "less than 1 %, weights by less than 0.001.",
        ),
        (
            [0.496, 0.504],
            *(-0.05, 1.02),
            "hardly move: means by at most 0.05 of a standard deviation, standard deviations by at "
            "most 1 %, weights by at most 0.004.",
        ),
        (
            [0.3, 0.7],
            *(1.0, 2.0),
            "Of the means that of x in component 1 would move most, by 1.00 (1.00 of a standard "
            "deviation); of the standard deviations that of x in component 1, by 41 %; of the "
            "weights that of component 1, by −0.200.",
        ),
    ],
)
def test_what_hardly_moves_does_not_move_by_nothing(weights, mean, variance, said):
    there = Mixture(weights, [[mean], [9.0]], [[[variance]], [[1.0]]])
    assert said in say_moved(HERE, there, ["x"], None)
