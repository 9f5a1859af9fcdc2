"""Other rows that might as well have been seen."""

from itertools import islice

import numpy as np

from gmm_core import Mixture
from gmm_core.resampling.samples import (
    all_but_one,
    drawn_from,
    drawn_with_replacement,
    weighted_at_random,
)

X = np.arange(6.0)[:, None]


def rng():
    return np.random.RandomState(0)


def test_rows_drawn_with_replacement_are_as_many():
    for data in islice(drawn_with_replacement(X, rng()), 20):
        assert data.weight == 6.0
        assert (data.weights == np.round(data.weights)).all()


def test_random_weights_are_positive_and_of_mean_one():
    for data in islice(weighted_at_random(X, rng()), 20):
        assert (data.weights > 0.0).all()
        np.testing.assert_allclose(data.weights.mean(), 1.0)


def test_each_row_is_left_out_once():
    left_out = [np.flatnonzero(data.weights == 0.0).tolist() for data in all_but_one(X)]
    assert left_out == [[i] for i in range(6)]


def test_rows_are_drawn_from_the_fit():
    (data,) = islice(drawn_from(Mixture([1.0], [[100.0]], [[[1.0]]]), 500, rng()), 1)
    assert data.X.shape == (500, 1)
    assert abs(data.X.mean() - 100.0) < 0.2
