"""Patterns of gaps, and stacks of them: every row once, whatever their sizes."""

import numpy as np
import pytest

from gmm_core import DataError
from gmm_core.gaps import Patterns, allows_gaps


@pytest.mark.parametrize(("n", "d", "share"), [(300, 4, 0.3), (80, 30, 0.5), (9000, 2, 0.1)])
def test_every_row_is_in_the_stack_of_its_pattern_once(n, d, share):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, d))
    X[rng.uniform(size=X.shape) < share] = np.nan
    patterns = Patterns.of(X)
    seen = []
    for stack in patterns.stacks(12):
        for observed, rows, live in zip(stack.observed, stack.rows, stack.live, strict=True):
            assert (~np.isnan(X[rows]) == observed).all()
            seen += rows[live].tolist()
    assert sorted(seen) == list(range(n))
    assert len({tuple(each) for each in patterns.observed}) == len(patterns)


def test_only_two_ways_are_known():
    assert allows_gaps("ml")
    assert not allows_gaps("refuse")
    with pytest.raises(DataError, match="missing is 'drop'"):
        allows_gaps("drop")
