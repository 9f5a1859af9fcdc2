"""Vectors of many mixtures are those of one by itself."""

import numpy as np
import pytest

from gmm_core import Data, e_step, initialize, m_step
from gmm_core.em.acceleration import HALVINGS
from gmm_core.em.aiming import Given
from gmm_core.em.extrapolating import Leaps, given_by, lengths, metric, vector
from gmm_core.em.sums import SumsAboutOrigin


def given(table, k=3):
    statistics = [e_step(table, m_step(initialize(table, k, random_state=i))) for i in range(4)]
    return statistics, Given(
        np.array([each.resp_sum for each in statistics]),
        np.array([each.resp_means for each in statistics]),
        np.array([each.scatter for each in statistics]),
    )


def test_there_and_back(table):
    X = table("iris")
    _, here = given(X)
    origin = np.repeat([X[0]], 4, axis=0)
    for values, again in zip(here, given_by(vector(here, origin), origin, 3), strict=True):
        np.testing.assert_allclose(again, values, rtol=1e-9, atol=1e-9)


def test_they_are_the_vectors_of_one(table):
    data = Data(table("iris"))
    statistics, here = given(data.X)
    alone = SumsAboutOrigin(data, "full")
    found = vector(here, np.repeat([data.origin], 4, axis=0))
    for each, row in zip(statistics, found, strict=True):
        np.testing.assert_allclose(row, alone.vector(each), rtol=1e-12)
    np.testing.assert_array_equal(metric(data.spread, 3, "full"), alone.metric(3))


def test_what_an_m_step_does_not_read_has_no_length():
    spread = np.array([2.0, 0.0])
    assert metric(spread, 1, "diagonal").tolist() == [1.0, 0.5, 1.0, 0.25, 0.0, 0.0, 1.0]
    assert metric(spread, 1, "total").tolist() == [1.0, 0.5, 1.0, 0.0, 0.0, 0.0, 0.0]


def test_a_leap_is_as_long_as_the_steps_over_what_they_bend_within_its_bound():
    """By hand: a step of 8 that bends by 1, free, and bound by 4, which then becomes 16."""
    step, bend = np.array([[8.0], [8.0], [1.0]]), np.array([[1.0], [1.0], [0.0]])
    with np.errstate(divide="ignore"):
        length, longest = lengths(step, bend, np.ones((3, 1)), np.array([1.0, 4.0, 4.0]))
    assert length.tolist() == [8.0, 4.0, 0.0]
    assert longest.tolist() == pytest.approx([4.0, 16.0, 4.0])


def test_leaps_that_lead_to_no_rows_are_halved_before_anybody_takes_an_m_step():
    """Counts of one component, from 7 on: steps of -1 that bend by 1/8 lead below 0 at 8 steps."""
    trail = tuple(np.array([[start, 0.0, 1.0]] * 2) for start in (7.0, 6.0, 5.125))
    leaps = Leaps(trail, np.zeros((2, 1)), np.ones((2, 3)), np.ones(2))
    asked = []

    def is_positive(some, given):
        asked.append((some.tolist(), given.resp_sum[:, 0].tolist()))
        return (given.resp_sum[:, 0] > 0) & ((some == 0) | (len(asked) > 2))

    able, found = leaps.landings(is_positive)
    assert able.tolist() == [0, 1]
    assert [some for some, _ in asked] == [[0, 1], [0, 1], [1]]
    assert asked[0][1] == [-1.0, -1.0]
    assert found.resp_sum[:, 0].tolist() == [asked[1][1][0], asked[2][1][0]]
    assert not len(leaps.left)


def test_a_leap_is_given_up_after_so_many_halvings():
    trail = tuple(np.array([[start, 0.0, 1.0]]) for start in (7.0, 6.0, 5.125))
    leaps, asked = Leaps(trail, np.zeros((1, 1)), np.ones((1, 3)), np.ones(1)), []

    def never(some, given):
        asked.append(1)
        return np.zeros(len(some), dtype=bool)

    able, found = leaps.landings(never)
    assert not len(able)
    assert len(found.scatter) == 0
    assert len(asked) == HALVINGS
