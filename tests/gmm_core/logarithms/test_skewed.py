"""Which columns need a logarithm."""

import numpy as np
import pytest

from gmm_core.logarithms import (
    needs_logarithm,
    skewness,
)


def test_a_logarithm_is_offered_where_it_takes_the_skewness_away():
    rng = np.random.RandomState(0)
    incomes = np.exp(rng.normal(10.0, 0.8, 300))
    spends = np.where(rng.rand(300) < 0.05, 0.0, np.exp(rng.normal(3.0, 0.9, 300)))
    assert needs_logarithm(incomes)
    assert needs_logarithm(spends)
    assert not needs_logarithm(rng.normal(10.0, 1.0, 300))
    assert not needs_logarithm(-incomes)
    assert not needs_logarithm(incomes - incomes.mean())  # below 0
    assert not needs_logarithm(np.r_[np.ones(200), np.full(3, 1e6)])  # as skewed as before
    assert not needs_logarithm(incomes[:5])  # too few to judge by
    assert not needs_logarithm(np.full(20, 3.0))


def test_skewness_by_hand_and_of_huge_numbers():
    assert skewness([0.0, 0.0, 3.0]) == pytest.approx(2.0 / 2.0**1.5)
    assert skewness([0.0, 0.0, 3e150]) == pytest.approx(2.0 / 2.0**1.5)
    assert skewness([]) == 0.0
