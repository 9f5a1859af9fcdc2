"""The features that look most like more than one group, in the order of the columns."""

import numpy as np

from gmm_core.projection import leading
from gmm_core.projection.leading import leading_features

RNG = np.random.default_rng(0)
TWO = np.repeat([0.0, 10.0], 100) + RNG.normal(size=200)
ONE = RNG.normal(size=200)


def test_groups_go_before_a_single_bump_and_a_constant():
    X = np.column_stack([ONE, TWO, np.ones(200), TWO * 1e-6])
    assert leading_features(X, 2) == (1, 3)
    assert leading_features(X, 1) in {(1,), (3,)}


def test_no_more_than_there_are():
    assert leading_features(ONE[:, None], 2) == (0,)


def test_units_do_not_matter():
    X = np.column_stack([ONE, TWO, ONE**2])
    assert leading_features(X, 2) == leading_features(X * [1e9, -1e-9, 3] + [1, 1, 1], 2)


def test_of_many_rows_a_fixed_sample_is_judged(monkeypatch):
    X = np.column_stack([ONE, TWO, np.ones(200)])
    whole = leading_features(X, 1)
    monkeypatch.setattr(leading, "JUDGED", 50)
    seen = []
    monkeypatch.setattr(leading, "drawn_rows", lambda *ask: seen.append(ask) or np.arange(75, 125))
    assert leading_features(X, 1) == whole == (1,)
    assert seen == [(200, 50)]
    assert leading_features(X, 3) == (0, 1, 2)
    assert len(seen) == 1  # where all are shown none is judged
