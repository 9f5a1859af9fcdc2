import numpy as np
import pytest

from gmm_core.certainty import combined
from gmm_core.plots.landscape import entropy_curve, merge_tree

FOUND = combined(np.random.default_rng(0).dirichlet(np.full(6, 0.3), size=80))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property(theme, valid):
    valid(entropy_curve(FOUND, 3, theme=theme))
    valid(merge_tree(FOUND, 3, theme=theme))


def test_the_curve_is_of_the_entropies_and_rings_what_is_chosen():
    curve, ring = entropy_curve(FOUND, 3).data
    assert tuple(curve.y) == FOUND.entropies
    assert (list(ring.x), list(ring.y)) == ([3], [FOUND.entropies[2]])


def lines(picture):
    """The two ends of every line of the tree, (n_lines, 2, 2)."""
    branches = picture.data[:-1]
    x, y = (np.concatenate([getattr(each, axis) for each in branches]) for axis in "xy")
    return np.column_stack([x, y]).astype(float).reshape(-1, 3, 2)[:, :2]


def test_branches_cross_no_other_and_each_cluster_has_its_own():
    picture = merge_tree(FOUND, 3)
    names = [trace.name for trace in picture.data]
    assert names == ["above", "cluster 1", "cluster 2", "cluster 3", "cut"]
    found = lines(picture)
    is_level = found[:, 0, 1] == found[:, 1, 1]
    assert sorted(found[is_level, 0, 1]) == [1, 2, 3, 4, 5]
    for (left, height), (right, _) in found[is_level]:
        for (x, below), (_, above) in found[~is_level]:
            assert not (left < x < right and above < height < below)


def test_one_component_has_no_branch():
    assert list(merge_tree(combined([[1.0]]), 1).data[0].x) == []
