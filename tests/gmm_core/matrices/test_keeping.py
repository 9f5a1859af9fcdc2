import numpy as np

from gmm_core.matrices import Matrices, Shared, compacted


def test_the_fewest_numbers_that_hold_them():
    tilted = [[2.0, 1.0], [1.0, 2.0]]
    assert compacted(Matrices([np.eye(2), 2 * np.eye(2)])).values.shape == (2, 2)
    assert isinstance(compacted(Matrices([tilted, tilted])), Shared)
    assert compacted(Matrices([tilted, np.eye(2)])).values.shape == (2, 2, 2)
