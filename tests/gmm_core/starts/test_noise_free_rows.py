"""A start where some rows are noise."""

import numpy as np

from gmm_core import Data
from gmm_core.starts import without_noise


def crowd_and_strays(n=200):
    rng = np.random.default_rng(0)
    strays = np.array([[20.0, 0.0], [0.0, -20.0], [15.0, 15.0], [-18.0, 2.0]])
    return np.vstack([rng.normal(size=(n, 2)), strays])


def test_rows_far_from_all_others_are_left_out():
    kept = without_noise(Data(crowd_and_strays()), 2)
    assert np.abs(kept.X).max() < 5.0
    assert len(kept.X) > 180


def test_weights_go_with_their_rows():
    X = crowd_and_strays()
    kept = without_noise(Data(X, np.arange(1.0, len(X) + 1)), 2)
    np.testing.assert_array_equal(X[kept.weights.astype(int) - 1], kept.X)


def test_known_rows_stay():
    X = crowd_and_strays()
    known = np.full(len(X), -1)
    known[-1] = 0
    assert (X[-1] == without_noise(Data(X).with_known(known), 2).X).all(axis=1).any()


def test_few_rows_all_stay():
    data = Data(np.arange(8.0)[:, None])
    assert without_noise(data, 2) is data
