"""Groups on a line are found along it, whichever way it runs."""

import numpy as np
import pytest

from gmm_core.selection.along_a_line import cut_along_a_line


@pytest.mark.parametrize("direction", [(1.0, 0.0), (0.0, 1.0), (0.6, 0.8)])
def test_three_groups_on_a_line_are_cut_between_them(direction) -> None:
    rng = np.random.default_rng(0)
    along = np.repeat([0.0, 8.0, 16.0], 10)
    X = along[:, None] * np.array(direction) + rng.normal(size=(30, 2))
    labels = cut_along_a_line(X)(3)
    groups = [labels[first : first + 10] for first in (0, 10, 20)]
    assert all(len({*group.tolist()}) == 1 for group in groups)
    assert len({int(group[0]) for group in groups}) == 3


def test_a_constant_feature_is_no_line() -> None:
    X = np.column_stack([np.ones(6), [0.0, 0.1, 0.2, 9.0, 9.1, 9.2]])
    assert cut_along_a_line(X)(2).tolist() in ([0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0])
