"""Rows of noise are of no component; without noise nothing is changed."""

import numpy as np

from gmm_core.assigned import NOISE, assigned, noise_shares


def test_a_row_is_of_its_most_probable_component_or_of_noise():
    shares = [[0.5, 0.2], [0.3, 0.2], [0.1, 0.45]]
    assert assigned(shares).tolist() == [0, NOISE, 1]
    assert noise_shares(shares).round(12).tolist() == [0.3, 0.5, 0.45]


def test_what_rounding_leaves_of_a_row_is_no_noise():
    shares = np.random.default_rng(0).dirichlet(np.full(24, 0.3), 2000)
    assert (assigned(shares) == shares.argmax(axis=1)).all()
    assert not noise_shares(shares).any()


def test_a_row_without_responsibilities_is_no_noise():
    assert assigned([[np.nan, np.nan]]).tolist() == [0]
