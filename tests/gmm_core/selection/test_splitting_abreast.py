"""Splits of many mixtures at once are those that each has by itself."""

import numpy as np
import pytest

from gmm_core import COVARIANCE_STRUCTURES, Data, Mixture, Model, initialize
from gmm_core.selection import splitting_abreast as module
from gmm_core.selection.nesting import splits
from gmm_core.selection.splitting_abreast import splits_abreast


def tasks_on(data, k, kinds=tuple(COVARIANCE_STRUCTURES)):
    start = initialize(data, k, random_state=0)
    return [(data, Model(kind).m_step(start), Model(kind)) for kind in kinds]


def assert_same(found, expected):
    assert [len(some) for some in found] == [len(some) for some in expected]
    for some, others in zip(found, expected, strict=True):
        for one, other in zip(some, others, strict=True):
            assert type(one.matrices) is type(other.matrices)
            for values in ("weights", "means", "covariances"):
                np.testing.assert_allclose(
                    getattr(one, values), getattr(other, values), rtol=1e-6, atol=1e-9
                )


@pytest.mark.parametrize("n_axes", [1, 2])
@pytest.mark.parametrize(("name", "k"), [("iris", 1), ("iris", 3), ("galaxies", 2)])
def test_each_is_split_as_it_is_alone(table, name, k, n_axes):
    kinds = ("full", "tied") if name == "galaxies" else tuple(COVARIANCE_STRUCTURES)
    tasks = tasks_on(Data(table(name)), k, kinds)
    assert_same(splits_abreast(tasks, 4, n_axes), [splits(*task, 4, n_axes) for task in tasks])


def test_rows_may_be_of_each_its_own_and_have_weights(table, monkeypatch):
    """In turns of four, too."""
    X, rng = table("iris"), np.random.default_rng(0)
    tables = [Data(X[rng.integers(150, size=150)], rng.uniform(1, 2, size=150)) for _ in range(6)]
    tasks = [task for data in tables for task in tasks_on(data, 2, ["full"])]
    alone = [splits(*task, 3, 2) for task in tasks]
    assert_same(splits_abreast(tasks, 3, 2), alone)
    monkeypatch.setattr(module, "AT_ONCE", 1)
    assert_same(splits_abreast(tasks, 3, 2), alone)


def test_halves_without_a_density_are_left_out():
    X = np.r_[np.zeros(5), np.linspace(5.0, 6.0, 20)][:, None]
    two = Mixture([0.2, 0.8], [[0.0], [5.5]], [[[1e-3]], [[0.1]]])
    found = splits_abreast([(Data(X), two, Model())] * 2, 4)
    assert_same(found, [splits(Data(X), two, Model(), 4)] * 2)


def test_what_asks_for_more_is_split_by_itself(table):
    data = Data(table("iris"))
    task = (
        data,
        Model("full", 1e-3).m_step(initialize(data, 2, random_state=0)),
        Model("full", 1e-3),
    )
    assert_same(splits_abreast([task], 2), [splits(*task, 2)])
    assert splits_abreast([], 2) == []
