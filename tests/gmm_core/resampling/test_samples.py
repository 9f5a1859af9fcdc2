"""Other rows that might as well have been seen."""

from itertools import islice

import numpy as np
import pytest

from gmm_core import Data, DataError, Mixture
from gmm_core.resampling.samples import (
    all_but_one,
    drawn_from,
    drawn_with_replacement,
    weighted_at_random,
)

X = Data(np.arange(6.0)[:, None])
ONE = Mixture([1.0], [[100.0]], [[[1.0]]])
TIMES = np.array([1.0, 0.0, 4.0, 2.0, 1.0, 1.0])
COUNTED = Data(X.X, TIMES)


def rng():
    return np.random.RandomState(0)


def test_rows_drawn_with_replacement_are_as_many():
    for data in islice(drawn_with_replacement(X, "frequency", rng()), 20):
        assert data.weight == 6.0
        assert (data.weights == np.round(data.weights)).all()


def test_random_weights_are_positive_and_of_mean_one():
    for data in islice(weighted_at_random(X, "frequency", rng()), 20):
        assert (data.weights > 0.0).all()
        np.testing.assert_allclose(data.weights.mean(), 1.0)


@pytest.mark.parametrize("kind", ["frequency", "sampling"])
def test_each_row_is_left_out_once(kind):
    left_out = [np.flatnonzero(data.weights == 0.0).tolist() for data in all_but_one(X, kind)]
    assert left_out == [[i] for i in range(6)]


def test_rows_are_drawn_from_the_fit():
    (data,) = islice(drawn_from(ONE, Data(np.zeros((500, 1))), "frequency", rng()), 1)
    assert data.X.shape == (500, 1)
    assert abs(data.X.mean() - 100.0) < 0.2


@pytest.mark.parametrize("weights", [None, [2.0, 3.0]])
def test_drawn_rows_have_gaps_where_these_have_them(weights):
    rows = Data.of(np.array([[1.0, np.nan], [2.0, 3.0]]), weights, missing="ml")
    two = Mixture([1.0], [[0.0, 0.0]], [np.eye(2)])
    (data,) = islice(drawn_from(two, rows, "frequency", rng()), 1)
    times = [1, 1] if weights is None else [2, 3]
    gaps = np.repeat([[False, True], [False, False]], times, axis=0)
    np.testing.assert_array_equal(np.isnan(data.X), gaps)


def test_frequencies_are_rows_each_of_which_may_be_drawn():
    drawn = np.stack(
        [each.weights for each in islice(drawn_with_replacement(COUNTED, "frequency", rng()), 400)]
    )
    assert (drawn.sum(axis=1) == TIMES.sum()).all()
    np.testing.assert_allclose(drawn.mean(axis=0), TIMES, atol=0.25)
    (data,) = islice(drawn_from(ONE, COUNTED, "frequency", rng()), 1)
    assert len(data.X) == TIMES.sum()
    (data,) = islice(weighted_at_random(COUNTED, "frequency", rng()), 1)
    assert data.weights.sum() == pytest.approx(TIMES.sum())
    assert [each.weights[2] for each in all_but_one(COUNTED, "frequency")] == [4, 4, 3, 4, 4, 4]


def test_a_row_of_sampling_weight_keeps_it_however_often_it_is_drawn():
    for data in islice(drawn_with_replacement(COUNTED, "sampling", rng()), 20):
        times = np.divide(data.weights, TIMES, out=np.zeros(6), where=TIMES > 0.0)
        assert (times == np.round(times)).all()
        assert times.sum() <= 6.0
    assert [each.weights[2] for each in all_but_one(COUNTED, "sampling")] == [4, 4, 0, 4, 4, 4]


@pytest.mark.parametrize(
    ("weights", "kind", "sentence"),
    [
        (TIMES, "sampling", "count once each"),
        (TIMES * 1e12, "frequency", "more than can be drawn"),
        (TIMES + 0.5, "frequency", "no whole numbers"),
    ],
)
def test_what_cannot_be_drawn_from_a_fit_is_said(weights, kind, sentence):
    with pytest.raises(DataError, match=sentence):
        next(drawn_from(ONE, Data(X.X, weights), kind, rng()))


def test_rows_of_known_class_are_drawn_from_its_component():
    two = Mixture([0.5, 0.5], [[-50.0], [50.0]], [[[1.0]]] * 2)
    known = Data(np.zeros((6, 1))).with_known([0, 1, -1, 0, 1, -1])
    drawn = next(drawn_from(two, known, "frequency", rng()))
    assert drawn.components.tolist() == [0, 1, -1, 0, 1, -1]
    assert (drawn.X[[0, 3], 0] < 0).all()
    assert (drawn.X[[1, 4], 0] > 0).all()
