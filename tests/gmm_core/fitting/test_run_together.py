import numpy as np
import pytest

from gmm_core import Data
from gmm_core.fitting import Settings, ends_together, fit_run


def test_ends_are_those_of_each_run(table):
    data = Data(table("iris"))
    asked = [Settings(3, "tied", init="random_from_data", seed=seed) for seed in range(3)]
    for each, end in zip(asked, ends_together(data, asked), strict=True):
        run = fit_run(data, each)
        assert end.log_likelihood == pytest.approx(run.log_likelihood, rel=1e-12)
        assert (end.n_iter, end.converged) == (run.n_iter, run.converged)


@pytest.mark.parametrize("more", [{"floor": 0.01}, {"standardise": True}, {"prior": True}])
def test_what_does_not_go_together_is_left_to_itself(table, more):
    asked = [Settings(2, init="random", seed=seed, **more) for seed in range(2)]
    assert ends_together(Data(table("iris")), asked) == [None, None]
    assert ends_together(Data(table("iris")), [Settings(2)]) == [None]


def test_a_collapse_is_left_to_its_own_run():
    rows = Data(np.append(np.random.default_rng(0).normal(size=40), np.full(12, 9.0))[:, None])
    asked = [Settings(2, init="k-means++", seed=seed) for seed in range(6)]
    found = ends_together(rows, asked)
    assert any(end is None for end in found)
