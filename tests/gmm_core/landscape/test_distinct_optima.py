import numpy as np

from gmm_core.ends import Tried
from gmm_core.landscape import optima, reached

ENDS = (
    Tried("random", 0, -9.0, 30),
    Tried("random", 1, -5.0, 10),
    Tried("random", 2, -1.0, 7, is_accident=True),
    Tried("k-means++", 0, -5.00002, 20),
    Tried("k-means++", 1, -np.inf, 3),
    Tried("k-means++", 2, -np.inf, 5),
)


def test_ends_that_are_one_are_grouped_and_those_that_do_not_count_come_last():
    found = optima(ENDS, 7)
    assert [[each.seed for each in one.starts] for one in found] == [[1, 0], [0], [2], [1, 2]]
    assert [one.log_likelihood for one in found] == [-5.0, -9.0, -1.0, -np.inf]
    assert [one.iterations for one in found] == [15.0, 30.0, 7.0, 4.0]
    assert [one.is_accident for one in found] == [False, False, True, False]
    assert [one.collapsed for one in found] == [False, False, False, True]


def test_optima_are_ordered_by_what_rises_and_equal_components_come_last():
    probable = Tried("random", 0, -9.0, 9, log_prior=-1.0)
    likely = Tried("random", 1, -5.0, 9, log_prior=-8.0)
    equal = Tried("random", 2, -1.0, 9, log_prior=-1.0, has_equals=True)
    found = optima([likely, equal, probable], 150)
    assert [one.starts for one in found] == [(probable,), (likely,), (equal,)]
    assert [one.log_posterior for one in found] == [-10.0, -13.0, -2.0]
    assert [one.counts for one in found] == [True, True, False]
    assert found[2].has_equals
    said = reached([likely, equal, probable], -np.inf, 150)
    assert said == "1 of 3 starts reached the best solution known, at log-posterior −10.00."
    assert "were equal" in reached([equal], -np.inf, 150)


def test_it_is_said_how_many_reach_the_best_known_and_never_that_it_is_the_best():
    assert reached(ENDS, -9.0, 7).startswith("2 of 6 starts reached the best solution known")
    assert "5.000 above the best of them" in reached(ENDS, 0.0, 7)
    assert reached(ENDS[-2:], 0.0, 7).startswith("None of 2 starts led to an end that counts")
